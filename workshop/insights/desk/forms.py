"""Gates of the desk: a theme's words, what a press is about, and the themes of one card."""

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from workshop.forms import MOST_ID, RowsField, is_id
from workshop.insights.desk.models import MOST_THEMES, Remark
from workshop.insights.desk.tray import key_of
from workshop.text import KeyField, LineField, TextField

MOST_WORDS = 60
MOST_AT_ONCE = 100


class MomentField(forms.CharField):
    """The moment something was last changed when the page was read; None where the page says none."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.HiddenInput, "max_length": 40, **kwargs})

    def clean(self, value):
        try:
            return parse_datetime(super().clean(value))
        except ValueError:
            return None


class ThemeForm(forms.Form):
    """A theme: what several things have in common, what follows from it, and who sees it otherwise."""

    title = LineField(max_length=80, label=_("Theme"), error_messages={"required": _("Please give the theme a name.")})
    statement = TextField(
        max_length=600,
        required=False,
        label=_("What the room says about it"),
        help_text=_("60 words at most."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    dissent = LineField(
        max_length=240,
        required=False,
        label=_("Who sees it otherwise, and why"),
        help_text=_("One sentence. Leave it out where nobody did."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = MomentField()
    key = KeyField()

    def clean_statement(self):
        words = len(self.cleaned_data["statement"].split())
        if words > MOST_WORDS:
            raise forms.ValidationError(
                _("These are %(words)d words; a statement has %(most)d at most. What can go?"),
                params={"words": words, "most": MOST_WORDS},
            )
        return self.cleaned_data["statement"]


class ThingsField(forms.Field):
    """The chosen things of the tray, each with the themes it was seen under: [(kind, id, {ids} or None)]."""

    widget = forms.SelectMultiple
    default_error_messages = {"required": _("Choose first what shall go there.")}

    def clean(self, value):
        told = [_thing(text) for text in value or []][:MOST_AT_ONCE]
        if None in told:
            raise forms.ValidationError(_("This page is not as it was made. Reload it."))
        if self.required and not told:
            raise forms.ValidationError(self.error_messages["required"])
        return list({(kind, pk): (kind, pk, themes) for kind, pk, themes in told}.values())


class PressForm(forms.Form):
    """A press at the desk: `item` is what was chosen, `only` one thing whatever else is chosen."""

    item = ThingsField(required=False)
    only = ThingsField(required=False)
    key = KeyField()

    def things(self):
        return self.cleaned_data["only"] or self.cleaned_data["item"]


class PlaceForm(forms.Form):
    """The one or two themes of a card; both empty takes it out of every theme."""

    first = forms.ModelChoiceField(queryset=None, required=False)
    second = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["first"].queryset = self.fields["second"].queryset = workshop.themes.all()

    def themes(self):
        chosen = (self.cleaned_data["first"], self.cleaned_data["second"])
        return list(dict.fromkeys(theme for theme in chosen if theme))


class EvidenceForm(forms.Form):
    """Some of what a theme rests on, and (for a split) the name of the theme they go to."""

    piece = RowsField(queryset=None, required=False)
    title = LineField(max_length=80, required=False, label=_("Name of the new theme"))
    key = KeyField()

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["piece"].queryset = theme.evidence.all()


class SeenForm(forms.Form):
    """A press that was decided on a theme as it was."""

    seen = MomentField()
    key = KeyField()


class ShiftForm(forms.Form):
    """A press that was decided on a theme where it lay."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=MOST_ID)


class MergeForm(SeenForm):
    """The theme that another one goes into."""

    into = forms.ModelChoiceField(
        queryset=None,
        label=_("Merge it into"),
        empty_label=_("choose a theme"),
        error_messages={"required": _("Please choose the theme it goes into.")},
    )

    def __init__(self, *args, theme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = theme.workshop.themes.exclude(pk=theme.pk)


class RemarkForm(forms.Form):
    """What is wrong or missing in a theme, in one short sentence."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Remark.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one of the two.")},
    )
    text = LineField(
        max_length=140,
        label=_("In one sentence"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write what is wrong or missing.")},
    )
    key = KeyField()


def _thing(text):
    """("card", 12, {3, 7}) of "card-12@3.7"; without the part behind the @, nothing is said about its themes."""
    key, at, themes = text.partition("@")
    found = key_of(key)
    ids = [pk for pk in themes.split(".") if pk]
    if found is None or len(ids) > MOST_THEMES or not all(map(is_id, ids)):
        return None
    return (*found, {int(pk) for pk in ids} if at else None)
