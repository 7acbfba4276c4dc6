"""Several circles side by side: what the facilitator, the big screen and whoever chooses see of all of them.

The number of queries is the same for two circles and for twelve.
"""

from collections import Counter, defaultdict

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from fishbowl.actions.synthesis import stand_first, statements_of, without_chair
from fishbowl.circle import moderator_of
from fishbowl.forms import BowlForm
from fishbowl.models import CLOSING_SECONDS, PHASES, Chair, Entry, Fishbowl, Lease, ModeratorTurn, Stay, Turn
from fishbowl.proposing import voices
from fishbowl.rules.company import sizes
from fishbowl.rules.who import is_silent
from workshop import live, scenes, stages
from workshop.companions import groups_of
from workshop.drawing import colour_of, place_colours
from workshop.lines import lines_of
from workshop.models import Statement

OFFERED = 6  # statements that may become a line


def register(on_phones, desk, screen):
    """Each circle's own pictures: bowl:2 for its phones, desk:2 for its console, screen:2 for its projector."""

    def on_phones_of(workshop, key):
        return on_phones(workshop, Fishbowl.named(workshop, key))

    def on_desk_of(workshop, key):
        return desk(workshop, Fishbowl.named(workshop, key))

    def on_screen_of(workshop, key):
        """The circle while people sit in it; else whatever the room's projector shows."""
        bowl, kind = Fishbowl.named(workshop, key), workshop.stage.kind if workshop.stage else "welcome"
        if kind != "fishbowl":
            return scenes.projector(workshop) | {"number": bowl.number}
        sight = stages.sight_of("projector", kind).template
        return {"number": bowl.number, "kind": kind, "stage": workshop.stage, "sight": sight} | screen(workshop, bowl)

    live.fragment("bowl", template="fishbowl/_circle.html", scene=on_phones_of, follows=("circle",))
    live.fragment("desk", template="fishbowl/_desk.html", scene=on_desk_of, audience="staff", follows=("console",))
    live.fragment(
        "screen", template="fishbowl/_screen.html", scene=on_screen_of, audience="projector", follows=("projector",)
    )


def screens(workshop):
    """Each circle's own screen, for the machine in the room where it meets; none where there is one circle."""
    bowls = Fishbowl.all_in(workshop)
    address = [reverse("fishbowl:screen", args=[workshop.code, bowl.number]) for bowl in bowls]
    return [(bowl.title, url) for bowl, url in zip(bowls, address, strict=True)] if len(bowls) > 1 else []


def listed(workshop):
    """The circles for whoever chooses: {"number", "title", "question", "phase", "is_synthesis", "people"}."""
    bowls = Fishbowl.all_in(workshop)
    held = sizes(workshop, [bowl.pk for bowl in bowls])
    return [_named(bowl) | {"people": held[bowl.pk]} for bowl in bowls]


def elsewhere(participant, bowl):
    """What is left of other circles: whether a wish ended there by coming here, and whether a point may be written.

    {"gave_up", "unheard"}
    """
    since = participant.belongings.values_list("since", flat=True).first()
    wishes = participant.entries.exclude(fishbowl=bowl)
    unheard = wishes.filter(outcome=Entry.Outcome.UNHEARD).exists()
    written = unheard and participant.statements.filter(kind=Statement.Kind.POINT).exists()
    asked_here = participant.entries.filter(fishbowl=bowl).exists()
    gave_up = not asked_here and wishes.filter(outcome=Entry.Outcome.WITHDRAWN, ended_at=since).exists()
    return {"gave_up": gave_up, "unheard": unheard and not written}


def synthesis(workshop):
    """The circle in which all meet; None where none is planned."""
    return next((bowl for bowl in Fishbowl.all_in(workshop) if bowl.is_synthesis), None)


def speaks_for(participant, bowl):
    """The circle that somebody brings words of to the synthesis, as long as it has not ended; else nothing."""
    if bowl.is_synthesis and bowl.is_over:
        return ""
    named = participant.speaks_for.filter(ended_at=None).select_related("fishbowl").first()
    return named.fishbowl.title if named else ""


def for_the_synthesis(bowl):
    """What a circle brings: {"rapporteurs", "lines", "statements"}; None where there is nothing to bring it to."""
    together = synthesis(bowl.workshop)
    if together is None or bowl.is_synthesis:
        return None
    lines = list(together.topics.filter(comes_from=bowl, ended_at=None).select_related("question", "statement"))
    brought = {each.statement_id for each in lines}
    heard = [each for each in statements_of(bowl).select_related("speaker")[:OFFERED] if each.pk not in brought]
    named = bowl.rapporteurs.filter(ended_at=None).select_related("participant").order_by("place")
    return {
        "rapporteurs": [
            {"pk": each.pk, "name": each.participant.name, "city": each.participant.city} for each in named
        ],
        "lines": [{"topic": each.pk, "text": each.words, "begun": bool(each.started_at)} for each in lines],
        "statements": heard,
    }


def themes_for(bowl):
    """Lines of the insights that are no topic of the synthesis yet."""
    known = {topic.words for topic in bowl.topics.select_related("question", "statement")}
    return [line for line in lines_of(bowl.workshop) if line not in known]


def on_console(workshop, bowls):
    """All circles for the facilitator, with the voices of all and who is in none yet."""
    rows, held = at_a_glance(workshop, bowls), sizes(workshop, [bowl.pk for bowl in bowls])
    leases = {lease.fishbowl_id: lease for lease in Lease.objects.filter(fishbowl__in=bowls).exclude(console="")}
    now = timezone.now()
    for bowl, row in zip(bowls, rows, strict=True):
        lease = leases.get(bowl.pk)
        row |= {"people": held[bowl.pk], "pinned": bool(bowl.pinned_at)}
        row |= {"since": lease and lease.taken_at, "silent": bool(lease) and is_silent(lease, now)}
    planned = next((bowl for bowl in bowls if bowl.is_synthesis), None)
    together = planned if planned and planned.opened_at else None
    standing = 0 if together else without_chair(workshop, planned)
    return {
        "workshop": workshop,
        "bowls": rows,
        "several": len(bowls),
        "nowhere": 0 if together else held[None],
        "together": together,
        "planned": planned,
        "stand_first": stand_first(standing) if standing else "",
        "groups": len(set(groups_of(workshop).values())),
        "voices": voices(workshop),
    }


def on_projector(workshop, bowls):
    """All circles, small: where they meet, what about, who speaks, who is next."""
    return {"workshop": workshop, "bowls": at_a_glance(workshop, bowls)}


def forms(_workshop, _bowls):
    """The form for one more circle."""
    return {"several": True, "bowl_form": BowlForm()}


def at_a_glance(workshop, bowls):
    """Each circle's name, question, chairs, who speaks, and the first of those who wait."""
    colours = place_colours(workshop.cases.all())
    held = Stay.objects.filter(left_at=None).select_related("participant")
    chairs, first, waiting = defaultdict(list), {}, Counter()
    turns = Turn.objects.filter(fishbowl__in=bowls, ended_at=None).select_related("participant")
    speaking = {turn.fishbowl_id: turn for turn in turns}
    moderators = ModeratorTurn.objects.filter(fishbowl__in=bowls, ended_at=None)
    moderating = {turn.fishbowl_id: moderator_of(turn) for turn in moderators}
    rows = Chair.objects.filter(fishbowl__in=bowls, retired_at=None)
    for chair in rows.prefetch_related(Prefetch("stays", queryset=held, to_attr="held")):
        chairs[chair.fishbowl_id].append(_chair(chair, speaking.get(chair.fishbowl_id), colours))
    wishes = Entry.objects.filter(fishbowl__in=bowls, ended_at=None, called_at=None, missed_at=None, hand=False)
    wishes = wishes.filter(participant__left_at=None).exclude(kind=Entry.Kind.PROCEDURE)
    for wish in wishes.select_related("participant").order_by("place"):
        waiting[wish.fishbowl_id] += 1
        first.setdefault(wish.fishbowl_id, wish.participant)
    return [
        _named(bowl)
        | {
            "chairs": chairs[bowl.pk],
            "taken": sum(each["state"] != "free" for each in chairs[bowl.pk]),
            "free": sum(each["state"] == "free" for each in chairs[bowl.pk]),
            "speaker": _speaker(speaking.get(bowl.pk), bowl),
            "moderator": moderating.get(bowl.pk),
            "next": first.get(bowl.pk),
            "waiting": waiting[bowl.pk],
        }
        for bowl in bowls
    ]


def _named(bowl):
    about = {"number": bowl.number, "title": bowl.title, "question": bowl.question, "phase": bowl.phase}
    return about | {"phase_word": PHASES[bowl.phase], "is_synthesis": bowl.is_synthesis}


def _chair(chair, turn, colours):
    stay = next(iter(chair.held), None)
    person = stay and stay.participant
    return {
        "number": chair.number,
        "state": "free" if stay is None else "taken" if stay.seated_at else "called",
        "person": person and person.number,
        "name": person.name if person else "",
        "city": person.city if person else "",
        "initials": person.initials if person else "",
        "colour": colour_of(person.city, colours) if person else 0,
        "is_speaking": bool(stay and turn and turn.participant_id == stay.participant_id),
    }


def _speaker(turn, bowl):
    if turn is None:
        return None
    seconds = (CLOSING_SECONDS if bowl.closing_at else bowl.turn_seconds) * bowl.soft + turn.extra_seconds
    started = turn.started_at + timezone.timedelta(milliseconds=turn.paused_ms)
    about = {"started_at": started, "seconds": seconds, "ends_at": started + timezone.timedelta(seconds=seconds)}
    left = round(seconds - turn.seconds(timezone.now())) if turn.paused_at else None
    return about | {
        "name": turn.participant.name,
        "city": turn.participant.city,
        "paused_at": turn.paused_at,
        "left": left,
    }
