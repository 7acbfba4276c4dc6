"""Gates of the walk: how it goes, how groups are made, presses that name what they were decided on, wishes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gallery.drift import LEAST_HOSTED
from gallery.models import Walk
from gallery.variants import USUAL
from workshop.text import KeyField, LineField

UNREADABLE = {"invalid": _("This press came in a form we can't read. Reload the page.")}


class KeyForm(forms.Form):
    """A press of a button, with its key."""

    key = KeyField(error_messages=UNREADABLE)


class SeenForm(forms.Form):
    """A press that names the round it was decided on."""

    seen = forms.IntegerField(
        min_value=1,
        max_value=1000,
        error_messages=UNREADABLE | dict.fromkeys(["required", "min_value", "max_value"], UNREADABLE["invalid"]),
    )


class PartForm(KeyForm):
    """A press that names the part of the walk it was decided on."""

    seen = forms.RegexField(r"^[a-z]{4,8}-[0-9]{1,4}$", error_messages=UNREADABLE | {"required": UNREADABLE["invalid"]})


class PlaceForm(forms.Form):
    """A press that names the place in the reading it was decided on."""

    seen = forms.IntegerField(
        min_value=0,
        max_value=100,
        error_messages=UNREADABLE | dict.fromkeys(["required", "min_value", "max_value"], UNREADABLE["invalid"]),
    )


class GroupsForm(KeyForm):
    """How groups are made; whatever is left empty is chosen so that it fits the room."""

    size = forms.IntegerField(required=False, min_value=2, max_value=30, label=_("People in a group"))
    minutes = forms.IntegerField(required=False, min_value=1, max_value=60, label=_("Minutes a round"))
    rounds = forms.IntegerField(required=False, min_value=1, max_value=60, label=_("Rounds"))
    seed = forms.IntegerField(required=False, min_value=0, max_value=2**62, label=_("Seed"))


def _minutes(label, help_text, most=60, least=0, **more):
    return forms.IntegerField(
        min_value=least, max_value=most, label=label, help_text=help_text, widget=forms.NumberInput, **more
    )


class WalkForm(forms.Form):
    """How the walk goes: its variant, and how long each of its parts lasts."""

    variant = forms.ChoiceField(choices=Walk.Variant.choices, label=_("How do people walk?"), widget=forms.RadioSelect)
    briefing_minutes = _minutes(
        _("Briefing"), _("Three rules and the plan of the room. Usual: 3. 0 leaves it out."), 15
    )
    wanted_minutes = _minutes(
        _("A round"),
        _("At each poster; of a free walk, the whole. Left empty: as long as the programme has time, 7 at most."),
        90,
        1,
        required=False,
    )
    transit_seconds = _minutes(
        _("Way to the next poster, in seconds"),
        _("Usual: 60 in one room, 120 in several. No way where people sit."),
        600,
    )
    hosts_minutes = _minutes(
        _("Hosts’ round"),
        _("Hosts see the other posters while everybody else writes a first card. Left empty: 7 where there are hosts."),
        30,
        required=False,
    )
    revisit_minutes = _minutes(_("Look again"), _("Everybody goes back to what interests them. 0 leaves it out."))
    vote_minutes = _minutes(
        _("Vote"), _("Dots are placed in these minutes alone. 0: dots can be placed during the whole walk."), 30
    )
    debrief_minutes = _minutes(
        _("Debrief"),
        _("You read four to six notes aloud, then comes the result. Without it the harvest is notes only."),
    )
    wanted_size = _minutes(
        _("People in a group"), _("Left empty: as many groups as posters, eight people at most."), 30, 2, required=False
    )
    wanted_rounds = _minutes(
        _("Rounds"), _("Left empty: as many as posters. With fewer, no group sees all of them."), 60, 1, required=False
    )

    def clean(self):
        told = super().clean()
        variant, minutes = told.get("variant"), told.get("wanted_minutes")
        if variant == Walk.Variant.HOSTED and minutes and minutes < LEAST_HOSTED:
            self.add_error("wanted_minutes", _("A round with hosts needs five minutes: two to tell, three to ask."))
        if variant and told.get("hosts_minutes") is None and "hosts_minutes" not in self.errors:
            told["hosts_minutes"] = USUAL[variant].hosts
        return told


class WishForm(forms.Form):
    """What somebody needs on the walk; only the planner of the groups reads it."""

    pod = LineField(
        max_length=40,
        required=False,
        label=_("A language I would like to speak in my group"),
        help_text=_("Who writes the same language here walks together. Leave it empty if any will do."),
    )
    step_free = forms.BooleanField(required=False, label=_("I need a way without steps, near the door, with a seat."))
