"""Gates of the gallery: a note, how far it may travel, a photo, and why something is hidden."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gallery import photos
from gallery.models import MOST_DOTS, Note, Walls
from workshop.forms import CHOICES, ConsentField
from workshop.text import KeyField, LineField, MomentField, TextField

NOTE_LENGTH = 1000
NOTE_AIM = 140  # characters; one idea seldom needs more


class TravelField(ConsentField):
    """How far this one thing may travel; nothing chosen means: as its author chose for everything."""

    def __init__(self, **kwargs):
        super().__init__(**{"label": _("How far may it travel?"), "widget": forms.Select, **kwargs})
        self.tell(None)

    def tell(self, author):
        """Name what the author chose for everything as the first choice."""
        self.choices = lambda: [("", self._chosen(author)), *CHOICES]

    def _chosen(self, author):
        if author is None:
            return _("as its author chose")
        if not author.consent:
            return _("no choice: it stays in the room")
        return _("as I chose: %(choice)s") % {"choice": author.get_consent_display()}


class RoundField(forms.Field):
    """The number of the round that a page showed, 0 between rounds; what is no number was not told."""

    def to_python(self, value):
        number = str(value or "").strip()
        return int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None


class WordsForm(forms.Form):
    """One idea, its kind, and the section of the poster it is about."""

    kind = forms.ChoiceField(
        choices=lambda: Note.Kind.choices,  # a list would be copied, word by word, for each form
        error_messages={
            "required": _("Please choose: take home, condition or question."),
            "invalid_choice": _("Please choose: take home, condition or question."),
        },
    )
    text = TextField(
        max_length=NOTE_LENGTH,
        label=_("Your note"),
        error_messages={
            "required": _("The note is still empty. Write one idea."),
            "max_length": _("This note has %(show_value)d characters; the wall takes %(limit_value)d. Make two of it."),
        },
    )
    about = forms.ChoiceField(
        required=False,
        choices=lambda: [("", _("the whole poster")), *Note.About.choices],
        label=_("What is it about?"),
        error_messages={"invalid_choice": _("Please choose a section of the poster, or the whole poster.")},
    )

    def offer(self, case):
        """Only the sections that stand on this case's poster can be chosen."""
        told = [choice for choice in Note.About.choices if getattr(case, choice[0]).strip()]
        self.fields["about"].choices = [("", _("the whole poster")), *told]


class NoteForm(WordsForm):
    """A note for the wall: its words, how far it may travel, and what its page showed when it was begun."""

    consent = TravelField()
    seen = RoundField(required=False)
    begun_at = MomentField(required=False)
    key = KeyField()


class CardForm(forms.Form):
    """A paper card as a helper types it, one line; of somebody here by their number, or of nobody known."""

    kind = forms.ChoiceField(choices=Note.Kind.choices, label=_("Kind"))
    text = LineField(
        max_length=NOTE_LENGTH,
        label=_("What the card says"),
        error_messages={
            "required": _("Type what the card says, then press Enter."),
            "max_length": _("This card has %(show_value)d characters; the wall takes %(limit_value)d. Make two of it."),
        },
    )
    number = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=99999,
        label=_("Their number in the room"),
        error_messages={"invalid": _("The number is on their phone or on the list of people.")},
    )
    city = LineField(max_length=80, required=False, label=_("Or the city on the card"))
    key = KeyField()


class EchoForm(forms.Form):
    """Why a note is true for my city too, in a few words."""

    because = LineField(
        max_length=80,
        required=False,
        label=_("Because…"),
        error_messages={"max_length": _("Please say it in 80 characters.")},
    )


class TravelForm(forms.Form):
    """How far a note may travel, and whether its author has read it as it would be published."""

    consent = TravelField()
    read = forms.BooleanField(required=False, label=_("I have read it: so it may be published with my name."))


class VoteForm(forms.Form):
    """A dot on a poster (1), or its return (0)."""

    on = forms.ChoiceField(choices=[("1", ""), ("0", "")])
    key = KeyField()


class PhotoForm(forms.Form):
    """A picture with its caption; what comes out of the field `picture` is a clean photos.Picture."""

    picture = forms.FileField(
        max_length=500,  # of the file's name, which is not used
        label=_("The picture"),
        help_text=_("JPEG, PNG or WebP, at most 12 MB. Place and camera data are removed."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Please choose a picture."), "empty": _("This file is empty.")},
    )
    caption = LineField(
        max_length=200,
        label=_("What does it show?"),
        help_text=_("Name places and things, and nobody who has not agreed."),
        error_messages={"required": _("Please say in a few words what the picture shows.")},
    )
    consent = TravelField()
    key = KeyField()

    def clean_picture(self):
        if self.cleaned_data["picture"].size > photos.MOST_BYTES:
            raise forms.ValidationError(_("This file is larger than 12 MB. Please send a smaller one."))
        return photos.develop(self.cleaned_data["picture"])


class MergeForm(forms.Form):
    """Which note this one says the same as, and why they hang together: a sentence that their authors will read."""

    into = forms.IntegerField(
        min_value=1,
        max_value=2**60,
        label=_("It says the same as"),
        error_messages={"required": _("Please choose the note it belongs to.")},
    )
    why = LineField(
        max_length=200,
        label=_("Why are they merged?"),
        error_messages={"required": _("Please say why: their authors will read it.")},
    )


class WallsForm(forms.Form):
    """How the walls are kept: who sees which notes, and what the dots are."""

    seen = forms.ChoiceField(
        choices=Walls.Seen.choices, widget=forms.RadioSelect, label=_("When are the notes of others seen?")
    )
    dots_on = forms.ChoiceField(choices=Walls.DotsOn.choices, widget=forms.RadioSelect, label=_("Dots go on"))
    dots_each = forms.IntegerField(min_value=1, max_value=MOST_DOTS, label=_("Dots for each person"))
    dots_on_one = forms.IntegerField(
        min_value=1, max_value=MOST_DOTS, label=_("Most dots of one person on one poster or note")
    )
    dots_by_hand = forms.BooleanField(
        required=False, label=_("The vote waits until somebody opens it; else it is open as long as the walk")
    )
