"""Gates of the console's larger forms: somebody who comes without a phone, a move with words, how the circle is set."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fishbowl.forms import MOST, Flag, MoveForm, SomebodyElseForm
from fishbowl.models import Fishbowl, Move
from fishbowl.neighbours import alike
from fishbowl.places import places
from fishbowl.variants import ABOUT
from workshop.text import KeyField, LineField

SOMEBODY_NEW = "new"
YES_NO = [("", ""), ("1", gettext_lazy("yes")), ("0", gettext_lazy("no"))]


class GuestForm(SomebodyElseForm):
    """Somebody without a phone, and where they go. Whoever may be here already is offered before anybody is added."""

    same = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        label=gettext_lazy("Is it one of these?"),
        error_messages={"required": gettext_lazy("Somebody like this is here already. Please choose.")},
    )
    where = forms.ChoiceField(label=gettext_lazy("Where to"))
    topic = LineField(max_length=80, required=False, label=gettext_lazy("What it is about, in the queue"))
    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST, widget=forms.HiddenInput)
    instead = Flag()
    move = Flag()
    key = KeyField()

    def __init__(self, *args, workshop, bowl=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = places(workshop, bowl)
        self.alike = self._alike(workshop) if self.is_bound else []
        known = [(str(each.number), _known(each)) for each in self.alike]
        self.fields["same"].choices = [*known, (SOMEBODY_NEW, _("No, somebody new"))]
        self.fields["same"].required = bool(known)

    def clean(self):
        """`person`: whoever was chosen; None for somebody new."""
        told = super().clean()
        chosen = told.pop("same", "")
        return told | {"person": next((each for each in self.alike if str(each.number) == chosen), None)}

    def _alike(self, workshop):
        """Whoever may be the same; nobody where this press comes a second time."""
        here = list(workshop.present())
        if any(str(each.client_key) == self.data.get("key") for each in here):
            return []
        return alike(here, self.data.get("name", ""), self.data.get("city", ""))


class SameForm(forms.Form):
    """Whether somebody who was named is here already: under this number, or not."""

    same = forms.CharField(required=False, max_length=6)
    key = KeyField()

    def __init__(self, *args, workshop, neighbour, **kwargs):
        super().__init__(*args, **kwargs)
        self.here, self.neighbour = list(workshop.present()), neighbour

    def clean(self):
        """`person`: whoever was chosen; None for somebody new, which is said where somebody alike is here."""
        told = super().clean()
        chosen = told.pop("same", "")
        if not chosen and alike(self.here, self.neighbour.name, self.neighbour.city):
            raise forms.ValidationError(_("Somebody like this is here already. Please choose."))
        person = next((each for each in self.here if str(each.number) == chosen), None)
        if person is None and chosen not in ("", SOMEBODY_NEW):
            raise forms.ValidationError(_("Nobody here has the number %(n)s.") % {"n": chosen})
        return told | {"person": person}


def _known(person):
    about = {"name": person.name, "city": person.city, "n": person.number}
    return _("%(name)s, %(city)s, no. %(n)s") % about


class WordsForm(MoveForm):
    """The moves that consist of words."""

    WORDS = (Move.Kind.PARK, Move.Kind.LINK, Move.Kind.READ)
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in WORDS],
        initial=Move.Kind.PARK,
        widget=forms.RadioSelect,
        label=gettext_lazy("Move"),
    )


class SettingsForm(forms.ModelForm):
    """How the circle is set; what is not sent stays as it is."""

    SWITCHES = ("core_may_be_asked", "chairs_go", "interpreted")
    core_may_be_asked = forms.TypedChoiceField(choices=YES_NO, coerce=lambda value: value == "1", required=False)
    chairs_go = forms.TypedChoiceField(choices=YES_NO, coerce=lambda value: value == "1", required=False)
    interpreted = forms.TypedChoiceField(choices=YES_NO, coerce=lambda value: value == "1", required=False)
    key = KeyField()

    class Meta:
        model = Fishbowl
        fields = [
            *("variant", "order", "way_in", "leaving", "turn_seconds", "stay_seconds", "offer_seconds"),
            *(
                "grace_seconds",
                "round_seconds",
                "keep_free",
                "reply_run",
                "core_may_be_asked",
                "chairs_go",
                "interpreted",
            ),
        ]

    LABELS = {
        "variant": gettext_lazy("Kind of circle"),
        "order": gettext_lazy("Who comes next"),
        "way_in": gettext_lazy("How people come in"),
        "leaving": gettext_lazy("Who makes room when a chair is needed"),
        "turn_seconds": gettext_lazy("Seconds to speak"),
        "stay_seconds": gettext_lazy("Seconds on a chair"),
        "offer_seconds": gettext_lazy("Seconds to come when called"),
        "grace_seconds": gettext_lazy("Seconds before somebody is asked for room"),
        "round_seconds": gettext_lazy("Seconds that a group talks"),
        "keep_free": gettext_lazy("Chairs to keep free"),
        "reply_run": gettext_lazy("Replies in a row"),
        "core_may_be_asked": gettext_lazy("The core may be asked for room too"),
        "chairs_go": gettext_lazy("In the last call, chairs go as they empty"),
        "interpreted": gettext_lazy("Somebody interprets, one after the other"),
    }
    HELP = {
        "order": gettext_lazy("Nobody is ever overtaken by more than three others. People see why they were moved."),
        "way_in": gettext_lazy("Whatever you choose, you can call anybody, and seat anybody."),
        "leaving": gettext_lazy("A proposal to you. Nobody is ever taken off a chair by the app."),
        "turn_seconds": gettext_lazy("Then the clock counts on upwards; nobody is cut off. 120 is usual."),
        "stay_seconds": gettext_lazy("How long somebody usually stays. The forecast rests on it. 480 is usual."),
        "offer_seconds": gettext_lazy("Then the chair is free again, and who missed the call stays first for a while."),
        "grace_seconds": gettext_lazy(
            "So long a full circle may look for its own solution. Then phones ask, with as long to think."
        ),
        "round_seconds": gettext_lazy("In a closed circle, from its first word on. 900 is usual."),
        "keep_free": gettext_lazy("A free chair says: you can come."),
        "reply_run": gettext_lazy("After so many, somebody with a thought of their own comes next."),
        "interpreted": gettext_lazy("All these times count double."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in self.LABELS.items():
            field = self.fields[name]
            field.required, field.label, field.help_text = False, label, self.HELP.get(name, "")
        for name in self.SWITCHES:
            self.fields[name].widget.choices = YES_NO[1:]
            self.initial[name] = "1" if self.initial.get(name) else "0"

    @property
    def ways(self):
        """The kinds of circle, each with what it is."""
        return [{"value": value, "label": label, "about": ABOUT[value]} for value, label in Fishbowl.Variant.choices]

    @property
    def said(self):
        """The settings that were sent, and the press's key."""
        return {name: value for name, value in self.cleaned_data.items() if self.data.get(name, "") != ""}
