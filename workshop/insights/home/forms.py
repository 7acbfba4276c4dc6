"""The gate of a follow-up: for each first step what became of it, and a few words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workshop.insights.peers import Progress
from workshop.text import LineField


class LaterForm(forms.Form):
    """A state and a few words for each step; a step left out stays as it was."""

    def __init__(self, *args, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = [card for card, _said in steps]
        for card, said in steps:
            self.fields[f"state_{card.pk}"] = forms.ChoiceField(
                choices=Progress.State.choices,
                required=False,
                label=_("What became of it?"),
                widget=forms.RadioSelect,
                initial=said.state if said else "",
            )
            self.fields[f"words_{card.pk}"] = LineField(
                max_length=280,
                required=False,
                label=_("What helped, or stood in the way?"),
                initial=said.words if said else "",
                widget=forms.Textarea({"rows": 2}),
            )

    def rows(self):
        return [(card, self[f"state_{card.pk}"], self[f"words_{card.pk}"]) for card in self.steps]

    def told(self):
        given = self.cleaned_data
        said = {card: (given[f"state_{card.pk}"], given[f"words_{card.pk}"]) for card in self.steps}
        return {card: answer for card, answer in said.items() if answer[0]}
