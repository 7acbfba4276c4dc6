"""Who is in which of several circles: whoever comes to one leaves the other, with what they wished there."""

from django.db.models import Count
from django.utils.translation import gettext as _

from fishbowl.models import Belonging, Entry, Fishbowl, Stay
from workshop.refusals import NotNow

SCREENS = ("circle", "console", "projector")


def belong(act, participant, bowl=None, chosen=False):
    """From now on this circle, or the command's, is theirs. With one circle, or where all meet, nothing is kept."""
    bowl = bowl or act.bowl
    if not bowl.has_others or bowl.is_synthesis:
        return
    own = Belonging.objects.filter(participant=participant).first()
    if own and own.fishbowl_id == bowl.pk:
        return
    if own is None:
        act.new(Belonging, fishbowl=bowl, participant=participant, since=act.now, chosen=chosen)
    else:
        _give_up(act, participant, bowl)
        act.set(own, fishbowl=bowl, since=act.now, chosen=chosen)
    act.poke(participant)
    act.room.show(*SCREENS)


def _give_up(act, participant, bowl):
    """What they wished in the circle they leave is off; a chair kept for them there is free again."""
    from fishbowl.rules import line, seats  # which rest on this module

    elsewhere = participant.entries.filter(ended_at=None).exclude(fishbowl=bowl)
    for entry in elsewhere.select_related("participant"):
        for stay in entry.stays.filter(left_at=None, seated_at=None):
            seats.give_back(act, seats.fresh(stay), Stay.Exit.DECLINED)
        entry.refresh_from_db()
        line.end(act, entry, Entry.Outcome.WITHDRAWN)


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
