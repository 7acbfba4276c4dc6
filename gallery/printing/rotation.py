"""Cards of the way past the posters, one for each person or one for each group, small or in large print, as PDF."""

from django.utils.translation import gettext as _

from gallery import rounds
from workshop.printing import press, sheet
from workshop.refusals import NotNow

PEOPLE, GROUPS = "people", "groups"
MOST_NAMES = 30  # on a group's card; all of them stand on the console


def make(workshop, whose, large=False):
    """The cards of everybody in a group, or of the groups, in their order. Refused where no way is planned."""
    walking = rounds.walking(workshop)
    if walking is None or not walking.groups:
        raise NotNow(_("There are no groups yet, so there is no way to print. Make groups first."))
    cards = list(_of_people(walking) if whose == PEOPLE else _of_groups(walking))
    return press.typeset("rotation.typ", _sheet(workshop, cards), large="yes" if large else "").pdf


def file_name(workshop, whose, large=False):
    return f"{workshop.code.lower()}-ways-{whose}{'-large' if large else ''}.pdf"


# --- helpers -----------------------------------------------------------------------------------
def _sheet(workshop, cards):
    return sheet.about(workshop, _("Ways past the posters")) | {"cards": cards}


def _of_people(walking):
    people = [(one.participant, group) for group in walking.groups for one in group.people]
    for person, group in sorted(people, key=lambda pair: pair[0].number):
        about = _("Number %(n)d, %(city)s") % {"n": person.number, "city": sheet.line(person.city)}
        yield _card(walking, group, sheet.line(person.name), about, [])


def _of_groups(walking):
    for group in walking.groups:
        people = [f"{one.participant.number} {sheet.line(one.participant.name)}" for one in group.people[:MOST_NAMES]]
        title = _("Group %(letter)s") % {"letter": group.letter} if walking.walk.has_letters else _("Everybody")
        yield _card(walking, group, title, "", people)


def _card(walking, group, title, about, people):
    numbers = range(1, walking.walk.length + 1)
    stops = [(number, stop) for number in numbers if (stop := walking.stop(group, number))]
    return {
        "letter": group.letter if walking.walk.has_letters else "",
        "title": title,
        "about": about,
        "lead": _("Round and station:"),
        "stops": [_stop(walking, number, stop) for number, stop in stops],
        "people": people,
    }


def _stop(walking, number, stop):
    copies = walking.walk.copies
    copy = _("Poster %(n)d of %(all)d there") % {"n": stop.copy, "all": copies} if copies > 1 else ""
    about = {"number": stop.case.number, "colour": stop.case.colour, "city": sheet.line(stop.case.city)}
    return about | {"round": number, "copy": copy}
