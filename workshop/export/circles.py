"""Who spoke in the fishbowl: counts, times and shares of every circle, each person shown as far as they agreed."""

from collections import defaultdict
from statistics import median

from django.db.models import Prefetch
from django.utils import timezone

from fishbowl.models import WORDS_AFTERWARDS, Entry, Move, Noticed, Stay, Turn
from workshop.export import edition as plain
from workshop.insights.analyses.heard import ENOUGH, enough
from workshop.text import folded

NEVER_SHOWN = (Entry.Outcome.WITHDRAWN, Entry.Outcome.REMOVED, Entry.Outcome.LEFT)


def circles(room, gate, people):
    """The circles of a workshop as Circles, the present one before those kept as examples."""
    stays = Stay.objects.filter(chair__fishbowl__workshop=room).select_related("chair")
    stays = stays.exclude(exit=Stay.Exit.CORRECTED)
    seated = defaultdict(list)
    for stay in stays:
        seated[stay.chair.fishbowl_id].append(stay)
    cities = {person.pk: folded(person.city) for person in people}
    bowls = room.fishbowls.order_by("is_example", "is_synthesis", "number", "pk")
    bowls = bowls.prefetch_related("turns", Prefetch("entries"))
    several = sum(not bowl.is_example for bowl in bowls) > 1
    for bowl in bowls:
        bowl.has_others = several
    return [_circle(bowl, seated[bowl.pk], gate, cities, timezone.now()) for bowl in bowls]


def heard(circles, room, people):
    """All circles of the day together, whoever spoke in several counted once."""
    spoke = Turn.objects.filter(fishbowl__workshop=room, fishbowl__is_example=False)
    speakers = set(spoke.order_by().values_list("participant", flat=True))
    used = [circle for circle in circles if circle.turns and not circle.is_example]
    return plain.Heard(
        circles=len(used),
        people=len(speakers),
        cities=len({folded(person.city) for person in people if person.pk in speakers}),
        seconds=sum(circle.seconds for circle in used),
    )


def noticed(room, gate):
    """Listeners' notes, each as far as its author let it."""
    rows = Noticed.objects.filter(fishbowl__workshop=room)
    return [_noticed(row, who, gate) for row, who in gate.through("noticed", rows)]


def _noticed(row, who, gate):
    return plain.Noticed(
        id=f"noticed-{row.pk}",
        fishbowl=f"circle-{row.fishbowl_id}",
        turn=f"turn-{row.turn_id}" if row.turn_id else "",
        lens=row.lens,
        text=row.text,
        who=who,
        at=row.created_at,
        is_example=row.is_example,
        kept=gate.kept.get(("noticed", row.pk), ""),
    )


def parked(room, gate):
    """What was parked in the circles of today, as far as it may be told, in its order. Ask after all contributions."""
    rows = Move.objects.filter(fishbowl__workshop=room, fishbowl__is_example=False, kind=Move.Kind.PARK)
    rows = rows.exclude(text="").select_related("fishbowl").prefetch_related("fishbowl__turns", "fishbowl__topics")
    told = [(row, turn := _turn_of(row), gate.parked(row.pk, turn and turn.participant_id)) for row in rows]
    return [_parked(row, turn, who, gate) for row, turn, who in told if who is not None]


def _turn_of(move):
    """The turn that parked words belong to: in which they were written down, or which had just ended; or None."""
    turns = [turn for turn in move.fishbowl.turns.all() if turn.started_at <= move.started_at]
    lately = move.started_at - WORDS_AFTERWARDS
    return next((turn for turn in reversed(turns) if turn.ended_at is None or turn.ended_at >= lately), None)


def _parked(move, turn, who, gate):
    return plain.Parked(
        id=f"parked-{move.pk}",
        fishbowl=f"circle-{move.fishbowl_id}",
        turn=f"turn-{turn.pk}" if turn else "",
        text=move.text,
        became=_became(move),
        who=who,
        at=move.started_at,
        kept=gate.kept.get(("parked", move.pk), ""),
    )


def _became(move):
    taken = [topic for topic in move.fishbowl.topics.all() if folded(topic.text) == folded(move.text)]
    if any(topic.started_at for topic in taken):
        return "talked"
    return "topic" if taken else "parked"


def _circle(bowl, stays, gate, cities, now):
    rows = list(bowl.turns.all())
    lengths = [round(turn.seconds(now)) for turn in rows]
    speakers = {turn.participant_id for turn in rows}
    gate.heard |= speakers
    shares, told = _shares(rows, lengths, gate)
    return plain.Circle(
        id=f"circle-{bowl.pk}",
        question=bowl.question,
        is_example=bowl.is_example,
        people=len(speakers),
        cities=len({cities[speaker] for speaker in speakers}),
        seconds=sum(lengths),
        median=round(median(lengths)) if lengths else 0,
        turns=[_turn(turn, seconds, told) for turn, seconds in zip(rows, lengths, strict=True)],
        stays=[_stay(stay, told, gate) for stay in stays],
        wishes=[_wish(entry, gate, now) for entry in bowl.entries.all()],
        shares=shares,
        called=bowl.title if bowl.has_others and not bowl.is_example else "",
        is_synthesis=bowl.is_synthesis,
    )


def _turn(turn, seconds, told):
    return plain.Turn(f"turn-{turn.pk}", told[turn.participant_id], turn.started_at, seconds, turn.ended_at is None)


def _stay(stay, told, gate):
    who = told.get(stay.participant_id) or gate.person(stay.participant_id)
    times = {name: getattr(stay, name) for name in ("called_at", "seated_at", "left_at", "exit")}
    return plain.Stay(id=f"stay-{stay.pk}", chair=stay.chair.number, who=who, **times)


def _wish(entry, gate, now):
    taken_back = entry.outcome in NEVER_SHOWN
    topic, who = ("", plain.Who()) if taken_back else gate.words(entry.participant_id, entry.topic)
    return plain.Wish(
        id=f"entry-{entry.pk}",
        outcome=entry.outcome,
        word=entry.get_outcome_display(),
        who=who,
        topic=topic,
        asked_at=entry.asked_at,
        waited=_seconds(entry.asked_at, entry.called_at or entry.ended_at or now),
    )


def _shares(rows, lengths, gate):
    """The Shares by city where its people agreed to show it, and {speaker: Who} as far as the shares allow.

    Everybody else is together. Where these are fewer than three, the cities of the fewest join them, and are not named
    beside their turns either: what one person had of the circle would follow. If that does not help, nothing is told.
    """
    who = {turn.participant_id: gate.person(turn.participant_id) for turn in rows}
    people = defaultdict(list)
    for speaker, told in who.items():
        people[told.city].append(speaker)
    if not gate.counts_everything:
        people = enough(people)
        who |= {speaker: plain.Who() for speaker in people.get("", [])}
        if 0 < len(people.get("", [])) < ENOUGH:
            return [], who
    order = sorted(people, key=lambda city: (city == "", city))
    return [_share(city, set(people[city]), rows, lengths) for city in order], who


def _share(city, people, rows, lengths):
    theirs = [seconds for turn, seconds in zip(rows, lengths, strict=True) if turn.participant_id in people]
    return plain.Share(city, len(people), len(theirs), sum(theirs))


def _seconds(start, end):
    return max(0, round((end - start).total_seconds()))
