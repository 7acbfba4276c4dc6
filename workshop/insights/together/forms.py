"""Gates of what people say to each other: a word to a card, how to reach somebody, yes or no to a meeting."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workshop.insights.peers import Endorsement
from workshop.text import KeyField, LineField

LONGEST = 80


class SayForm(forms.Form):
    """True here too, different here, or nothing to take it back; with a reason where there is one."""

    kind = forms.ChoiceField(choices=Endorsement.Kind.choices, required=False)
    because = LineField(
        max_length=LONGEST,
        required=False,
        error_messages={"max_length": _("Please say it in 80 characters.")},
    )
    key = KeyField()


class ContactForm(forms.Form):
    """How somebody can be reached after today."""

    email = forms.EmailField(
        max_length=200,
        required=False,
        label=_("E-mail"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": _("This does not look like an e-mail address. Please check it.")},
    )
    other = LineField(
        max_length=120,
        required=False,
        label=_("Or another way"),
        help_text=_("A telephone number, an office."),
        widget=forms.TextInput({"autocomplete": "tel"}),
    )
    may_ask = forms.BooleanField(
        required=False, label=_("Ask me by e-mail after 3 and 6 months what became of my first steps.")
    )
    key = KeyField()


class AnswerForm(forms.Form):
    """Yes or no to a meeting; `pair` is its handle."""

    pair = forms.RegexField(r"^[0-9a-f]{24}$")
    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    key = KeyField()
