"""Who is in which of several circles."""

from django.db.models import Count
from django.utils.translation import gettext as _

from fishbowl.models import Belonging, Entry, Fishbowl, Stay
from workshop.refusals import NotNow

SCREENS = ("circle", "console", "projector")


def people_of(bowl):
    """The people who are in this circle: everybody here where there is one, or where all meet."""
    here = bowl.workshop.present()
    if not bowl.has_others or bowl.is_synthesis:
        return here
    return here.filter(belongings__fishbowl=bowl)


def sizes(room, bowls):
    """How many people each of these circles holds, by its id; under None, those who are in none yet."""
    counted = room.present().values_list("belongings__fishbowl").annotate(n=Count("pk")).order_by()
    return dict.fromkeys([*bowls, None], 0) | dict(counted)


def are_elsewhere(room, people):
    """Whether one of these people (by id) sits or waits in another of several circles than the one they are in."""
    bowls = Fishbowl.all_in(room)
    if len(bowls) < 2 or any(bowl.is_synthesis and bowl.opened_at for bowl in bowls):
        return False
    own = dict(Belonging.objects.filter(participant__in=people).values_list("participant", "fishbowl"))
    stays = Stay.objects.filter(participant__in=people, left_at=None).values_list("participant", "chair__fishbowl")
    wishes = Entry.objects.filter(participant__in=people, ended_at=None).values_list("participant", "fishbowl")
    return any(own.get(person) != bowl for person, bowl in (*stays, *wishes))


def refuse_together(room):
    """Once all circles have met in one, nobody goes to another."""
    if any(bowl.is_synthesis and bowl.opened_at for bowl in Fishbowl.all_in(room)):
        raise NotNow(_("All circles have met in one by now."))
