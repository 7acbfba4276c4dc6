"""The circle on paper: its rules to hang up, and a sign for each chair."""

from django.urls import reverse
from django.utils.translation import gettext as _

from fishbowl.circle import circle
from fishbowl.models import Chair
from workshop.links import whole
from workshop.printing import press, sheet


def signs(bowl):
    """A sheet with the rules and one for each chair that is out, A4 across, as PDF."""
    state = circle(bowl.workshop, bowl)
    address = whole(reverse("fishbowl:circle", args=[bowl.workshop.code]))
    about = sheet.about(bowl.workshop, bowl.title if bowl.has_others else _("The circle"))
    return press.typeset(
        "chairs.typ",
        about
        | {
            "rules": [str(rule) for rule in (*state["told"]["rules"], state["told"]["turn"])],
            "ask": _("Here you ask for a chair, with your phone."),
            "address": address,
            "qr": sheet.qr(address),
            "chairs": [
                {"number": chair["number"], "words": _words(chair)}
                for chair in state["chairs"]
                if chair["state"] != "retired"
            ],
        },
    ).pdf


def _words(chair):
    """What a chair is for, where it is not simply one of them."""
    return {
        Chair.Kind.OPEN: _("Whoever has something to say sits here, and makes room again."),
        Chair.Kind.GUEST: _("For a guest: one thing, one answer."),
        Chair.Kind.SPARE: _("Spare: for when two come at once."),
    }.get(chair["kind"], "")
