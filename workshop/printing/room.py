"""What the room hangs up and hands out: how to come in, and cards with names and numbers."""

from django.utils.translation import gettext as _

from workshop import links
from workshop.printing import press, sheet
from workshop.refusals import NotNow


def join(workshop):
    """How to come in, by QR code or by typing, as PDF."""
    steps = [
        _("Point your phone’s camera at the code, and open the link."),
        _("Say your name and your city."),
        _("You are in. There is no account, and nothing to install."),
    ]
    return press.typeset(
        "join.typ",
        sheet.about(workshop, _("Come in with your phone"))
        | {
            "of": sheet.line(workshop.title),
            "steps": steps,
            "by-hand": _("Or type the code at:"),
            "code": workshop.spoken_code,
            "address": links.whole("/"),
            "qr": sheet.qr(links.door(workshop)),
            "without": _("No phone? Speak to a steward. You take part all the same."),
        },
    ).pdf


def names(workshop):
    """A card to fold for everybody who is here, by number, as PDF. NotNow while nobody is."""
    people = [_person(person) for person in workshop.present().filter(is_listener=False).order_by("number")]
    if not people:
        raise NotNow(_("Nobody has joined yet, so there are no names to print."))
    return press.typeset("tents.typ", sheet.about(workshop, _("Name cards")) | {"people": people}).pdf


def _person(person):
    about = ", ".join(sheet.line(part) for part in (person.function, person.city) if part)
    return {"number": person.number, "name": sheet.line(person.name), "about": about}
