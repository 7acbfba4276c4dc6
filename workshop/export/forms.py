"""Gates of the note: what it says about itself, and a piece's other words."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from gallery import photos
from workshop.export import pictures
from workshop.text import KeyField, LineField, TextField


class PaperForm(forms.Form):
    """The note as a publication."""

    series = LineField(max_length=120, required=False, label=_("Series"), help_text=_("Such as “UCLG peer learning”."))
    number = LineField(max_length=20, required=False, label=_("Number in the series"))
    licence = LineField(max_length=120, required=False, label=_("Licence"), help_text=_("Such as CC BY 4.0."))
    contact = LineField(
        max_length=200, required=False, label=_("Contact"), help_text=_("An office that answers, rather than a person.")
    )
    visit = TextField(
        validators=[MaxLengthValidator(3000)],
        required=False,
        label=_("The field visit"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Where you went and what you saw, in about three sentences. Left empty, the note has none."),
    )
    credits = TextField(
        validators=[MaxLengthValidator(3000)],
        required=False,
        label=_("Credits"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Who wrote, photographed, translated."),
    )
    nameless = forms.BooleanField(
        required=False,
        label=_("Chatham House Rule"),
        help_text=_(
            "What was said may be used; who said it, and where they are from, stands in no edition and no file."
        ),
    )


class LogoForm(forms.Form):
    """A partner's sign; what comes out of the field `picture` is a clean photos.Picture of a logo's size."""

    name = LineField(max_length=120, label=_("Partner"), error_messages={"required": _("Please write the name.")})
    picture = forms.FileField(
        max_length=500,  # of the file's name, which is not used
        label=_("The picture"),
        help_text=_("JPEG, PNG or WebP, at most 12 MB. Place and camera data are removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Please choose a picture."), "empty": _("This file is empty.")},
    )

    def clean_picture(self):
        if self.cleaned_data["picture"].size > photos.MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 12 MB. Please send a smaller one."))
        return pictures.as_logo(photos.develop(self.cleaned_data["picture"]))


class WordsForm(forms.Form):
    """A piece of the note in other words."""

    text = TextField(
        validators=[MaxLengthValidator(20_000)],
        label=_("In your words"),
        widget=forms.Textarea({"rows": 12}),
        error_messages={"required": _("Please write something, or leave the piece out of the note.")},
    )
    seen = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    key = KeyField()


class PressForm(forms.Form):
    """A press that makes something once."""

    key = KeyField()
