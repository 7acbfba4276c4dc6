"""Gates of the core: what people type when they join, return, or change what they said about themselves."""

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from workshop.access import tidy_code
from workshop.models import CODE_LENGTH, Consent, Question
from workshop.text import KeyField, LineField, TextField

MOST_ID = 2**53
CHOICES = [choice for choice in Consent.choices if choice[0]]


class ConsentField(forms.ChoiceField):
    """How far it may travel; nothing chosen is allowed and means it stays in the room."""

    def __init__(self, **kwargs):
        super().__init__(**{"choices": CHOICES, "required": False, "widget": forms.RadioSelect, **kwargs})


class RowsField(forms.ModelMultipleChoiceField):
    """Some of the rows there are, by their ids; a number that is no id is refused before the database sees it."""

    def clean(self, value):
        for pk in value if isinstance(value, (list, tuple)) else []:
            if not is_id(str(pk)):
                code = "invalid_choice"
                raise forms.ValidationError(self.error_messages[code], code=code, params={"value": str(pk)[:20]})
        return super().clean(value)


class CodeForm(forms.Form):
    """A typed join code: case, spaces and dashes are forgiven."""

    code = forms.CharField(
        max_length=40, label=_("Code"), error_messages={"required": _("Please type the code from the big screen.")}
    )

    def clean_code(self):
        code = tidy_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH:
            raise forms.ValidationError(_("The code has six letters and digits. It stands on the big screen."))
        return code


class PersonForm(forms.Form):
    """Who somebody is in the room."""

    name = LineField(
        max_length=80,
        label=_("Your name"),
        error_messages={"required": _("Please write your name.")},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    function = LineField(
        max_length=120,
        required=False,
        label=_("Your function"),
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    city = LineField(
        max_length=80,
        label=_("Your city or region"),
        error_messages={"required": _("Please write your city or region.")},
        widget=forms.TextInput({"list": "cities", "autocomplete": "off"}),
    )
    consent = ConsentField(
        label=_("What you write here"),
        help_text=_(
            "Tonight a note is published. You decide how far your words travel, and can decide anew for each of them. "
            "If you choose nothing, they stay in the room."
        ),
    )
    key = KeyField()


class JoinForm(PersonForm):
    """Coming in: whoever only listens does so without a name."""

    listens = forms.BooleanField(required=False, label=_("I only listen, without my name"))

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["name"].required = not (data and data.get("listens"))


class NameForm(forms.Form):
    """How a listener is called from now on: a name of their choice, or a guest with a number."""

    name = LineField(
        max_length=80,
        required=False,
        label=_("Your name, or how you would like to be called"),
        help_text=_("Leave it empty, and you are a guest with a number."),
    )
    city = LineField(
        max_length=80,
        label=_("Your city or region"),
        error_messages={"required": _("Please write your city or region.")},
        widget=forms.TextInput({"list": "cities", "autocomplete": "off"}),
    )
    earlier = forms.BooleanField(
        required=False, label=_("The name also stands for what I wrote so far. Otherwise that stays without a name.")
    )


class HelpedForm(PersonForm):
    """Somebody without a phone, as a helper writes them down; consent is asked aloud."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        words = {"name": _("Name"), "function": _("Function"), "city": _("City or region"), "consent": _("Ask them")}
        for name, label in words.items():
            self.fields[name].label = label
        self.fields["consent"].help_text = _("“What you write may stay in the room, or be published. How far?”")


class ChangeForm(PersonForm):
    """The same, later; without a key, since saying it twice changes nothing."""

    key = None


class ReturnForm(forms.Form):
    """The return code that continues the same person on another phone."""

    return_code = forms.CharField(
        max_length=40,
        label=_("Your return code"),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_return_code(self):
        return tidy_code(self.cleaned_data["return_code"])


class AnswerForm(forms.Form):
    """A speaker's answer to what was taken down."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no", "")])
    consent = ConsentField()
    text = TextField(max_length=2000, required=False)  # in the speaker's own words, where those were not


class AnswerToForm(forms.Form):
    """An answer to an open question; without words it was given aloud."""

    text = TextField(
        max_length=2000,
        required=False,
        label=_("The answer"),
        error_messages={"max_length": _("Please keep the answer below %(limit_value)d characters.")},
    )
    publish = forms.BooleanField(required=False, label=_("It may be published with the case."))
    aloud = forms.BooleanField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("text") and not cleaned.get("aloud") and "text" not in self.errors:
            self.add_error("text", _("Please write the answer, or say that it was given aloud."))
        return cleaned

    def told(self):
        """The answer as the action takes it; `seen` is the time of the answer that stood there before."""
        consent = Consent.CITY if self.cleaned_data["publish"] and self.cleaned_data["text"] else Consent.UNSAID
        return {"text": self.cleaned_data["text"], "consent": consent, "seen": _moment(self.cleaned_data["seen"])}


class HeardForm(forms.Form):
    """What the asker says about the answer."""

    verdict = forms.ChoiceField(choices=Question.Heard.choices, required=False)


class HideForm(forms.Form):
    """Why a note is taken off the screens: a sentence that its author will read."""

    why = LineField(
        max_length=200,
        label=_("Why is it hidden?"),
        error_messages={"required": _("Please say why: its author will read it.")},
    )


def is_id(text):
    """Whether a text can be the id of a row at all."""
    return text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ID)) and int(text) <= MOST_ID


def _moment(text):
    try:
        return parse_datetime(text[:40])
    except ValueError:
        return None


def about(participant):
    """A participant as a form's first values."""
    return {field: getattr(participant, field) for field in ("name", "function", "city", "consent")}
