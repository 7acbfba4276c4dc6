"""The past walk as rows, every one of them marked as an example."""

from fishbowl.models import Entry, Stay, Turn
from gallery.models import Note, Vote
from workshop.demo.montreal import past_walk as told
from workshop.demo.writing import at
from workshop.insights.models import Evidence, Rating, TransferCard
from workshop.insights.peers import Endorsement
from workshop.models import Consent, Participant, Question


def walk(workshop, *, circle):
    """Fill the walls, the cards and the given circle with a past walk; its people have left, and count as nobody."""
    people = _people(workshop)
    cases = {case.number: case for case in workshop.cases.all()}
    _leave_notes(workshop, people, cases)
    _stick_dots(workshop, people, cases)
    _hold_circle(circle, people)
    _write_cards(workshop, people, cases)


def _people(workshop):
    day = {"joined_at": told.ARRIVED, "consent_at": told.ARRIVED, "left_at": told.LEFT}
    people = [
        Participant(
            workshop=workshop,
            number=number,
            name=name,
            function=function,
            city=city,
            consent=Consent.CITY,
            is_example=True,
            **day,
        )
        for number, (name, function, city) in enumerate(told.PEOPLE.values(), start=1)
    ]
    return dict(zip(told.PEOPLE, Participant.objects.bulk_create(people), strict=True))


def _leave_notes(workshop, people, cases):
    common = {"workshop": workshop, "consent": Consent.CITY, "is_example": True}
    notes = Note.objects.bulk_create(
        Note(
            case=cases[int(note["case"])],
            author=people[note["author"]],
            kind=note["kind"],
            text=note["text"],
            created_at=at(note["time"]),
            **common,
        )
        for note in told.NOTES
    )
    _gather(workshop, {note.created_at: note for note in notes})
    _ask_questions([note for note in notes if note.kind == Note.Kind.QUESTION], common)


def _gather(workshop, notes):
    """Some of the notes lie under the themes."""
    themes = {theme.position: theme for theme in workshop.themes.all()}
    under = ((notes[at(time)], themes[number]) for time, number in told.UNDER.items())
    Evidence.objects.bulk_create(Evidence(note=note, theme=theme) for note, theme in under)


def _ask_questions(notes, common):
    asked = Question.objects.bulk_create(
        Question(case=note.case, asker=note.author, text=note.text, asked_at=note.created_at, **common)
        for note in notes
    )
    for note, question in zip(notes, asked, strict=True):
        note.question = question
    Note.objects.bulk_update(notes, ["question"])


def _stick_dots(workshop, people, cases):
    Vote.objects.bulk_create(
        Vote(workshop=workshop, case=cases[number], voter=people[voter], dot=dot, created_at=told.DOTS_AT)
        for voter, numbers in told.DOTS
        for dot, number in enumerate(numbers, start=1)
    )


def _hold_circle(circle, people):
    circle.queue_closed_at = told.QUEUE_CLOSED
    circle.save(update_fields=["queue_closed_at"])
    entries = _wishes(circle, people)
    chairs = {chair.number: chair for chair in circle.chairs.all()}
    stays = Stay.objects.bulk_create(
        Stay(
            chair=chairs[number],
            participant=people[person],
            entry=entries.get((person, asked)),
            called_at=called and at(called),
            seated_at=at(seated),
            left_at=at(left) if left else told.CIRCLE_ENDED,
            exit=way_out,
        )
        for person, number, _topic, asked, called, seated, left, way_out in told.STAYS
    )
    _take_turns(circle, people, stays)


def _wishes(circle, people):
    """The entries, by person and time of asking."""
    served = [
        (person, topic, asked, called, seated, Entry.Outcome.SERVED)
        for person, _chair, topic, asked, called, seated, _left, _exit in told.STAYS
        if asked
    ]
    others = [
        (person, topic, asked, None, ended, outcome) for person, topic, asked, ended, outcome in told.OTHER_WISHES
    ]
    wishes = sorted([*served, *others], key=lambda wish: at(wish[2]))
    entries = Entry.objects.bulk_create(
        Entry(
            fishbowl=circle,
            participant=people[person],
            place=place,
            topic=topic,
            asked_at=at(asked),
            called_at=called and at(called),
            ended_at=at(ended),
            outcome=outcome,
        )
        for place, (person, topic, asked, called, ended, outcome) in enumerate(wishes, start=1)
    )
    return {(wish[0], wish[2]): entry for wish, entry in zip(wishes, entries, strict=True)}


def _take_turns(circle, people, stays):
    stay_of = {stay.participant_id: stay for stay in stays}
    Turn.objects.bulk_create(
        Turn(
            fishbowl=circle,
            participant=people[person],
            stay=stay_of[people[person].pk],
            started_at=at(start),
            ended_at=at(end),
        )
        for person, start, end in told.TURNS
    )


def _write_cards(workshop, people, cases):
    rest = {row["author"]: row for row in told.REST}
    cards = TransferCard.objects.bulk_create(
        _card(workshop, people, cases, card, rest[card["author"]]) for card in told.CARDS
    )
    _endorse(people, {said["author"]: card for card, said in zip(cards, told.CARDS, strict=True)})
    told_cards = list(zip(cards, told.CARDS, strict=True))
    _rate(workshop, told_cards)
    themes = {theme.position: theme for theme in workshop.themes.all()}
    Evidence.objects.bulk_create(
        Evidence(card=card, theme=themes[number]) for card, said in told_cards for number in said["themes"]
    )


def _endorse(people, cards):
    Endorsement.objects.bulk_create(
        Endorsement(
            card=cards[row["author"]],
            by=people[row["by"]],
            kind=row["kind"],
            because=row["because"],
            made_at=at(row["time"]),
            is_example=True,
        )
        for row in told.ENDORSEMENTS
    )


def _card(workshop, people, cases, said, rest):
    same = {name: said[name] for name in ("stance", "what", "target", "change", "next_step")}
    return TransferCard(
        workshop=workshop,
        author=people[said["author"]],
        case=cases.get(said["case"]),
        by_months=said["by"],
        consent=Consent.CITY,
        is_example=True,
        created_at=at(said["time"]),
        changed_at=at(said["time"]),
        actors=rest["actors"].split(),
        readiness=rest["readiness"],
        effort=rest["effort"],
        confidence=int(rest["sure"]),
        confidence_at=at(said["time"]),
        confidence_after=int(rest["after"]) if rest["after"] else None,
        confidence_after_at=told.ASKED_AGAIN if rest["after"] else None,
        wants_contact=bool(rest["contact"]),
        can_help=bool(rest["help"]),
        **same,
    )


def _rate(workshop, told_cards):
    conditions = {condition.position: condition for condition in workshop.conditions.all()}
    Rating.objects.bulk_create(
        Rating(card=card, condition=conditions[number], state=state)
        for card, said in told_cards
        for state in Rating.State.values
        for number in said[state]
    )
