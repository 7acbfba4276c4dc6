"""Everything that may be published of a workshop, read once, at one revision, through the consent gate."""

from collections import Counter, defaultdict
from dataclasses import fields, is_dataclass, replace
from functools import cache

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gallery import voting
from gallery.models import Echo
from workshop import figures
from workshop.covers import cover_svg
from workshop.export import edition as plain
from workshop.export.analysed import heard_in, raised, told_by_analyses
from workshop.export.checks import SLOTS
from workshop.export.circles import circles, heard, noticed, parked
from workshop.export.editing import hands
from workshop.export.gate import HIDDEN, PUBLISHED, REFUSED, ROOM, UNCHECKED, WITHDRAWN, Gate
from workshop.export.models import Archived, Paper
from workshop.export.restoring import restored
from workshop.insights import analyses
from workshop.insights.models import Evidence, Rating, Theme
from workshop.insights.peers import Endorsement, Progress
from workshop.insights.together import matches
from workshop.models import Consent, Fact, Workshop
from workshop.text import clean_text, folded


def gather(workshop, edition=plain.PUBLIC):
    """The workshop's Edition: what it names of people is what they agreed to; the same whoever asks for it.

    The internal edition also holds what stays in the room, with names, for those who prepare the note.
    The room is held only while it is read, so that nothing changes between the first row and the last.
    """
    with transaction.atomic():
        room = Workshop.objects.select_for_update().get(pk=workshop.pk)
        if archived := Archived.objects.filter(workshop=room).first():
            return replace(restored(archived, room), made_at=timezone.now())
        people, paper = list(room.participants.all()), Paper.objects.filter(workshop=room).first() or Paper()
        gate = Gate(people, internal=edition == plain.INTERNAL, nameless=paper.is_nameless)
        gathered = _edition(room, people, gate, paper, edition)
        gathered = replace(gathered, hands=hands(room, gathered.reaches))
    return cleaned(gathered)


def _edition(room, people, gate, paper, edition):
    cases = list(room.cases.prefetch_related(Prefetch("facts", Fact.objects.all()), "footnotes"))
    numbers = {case.pk: case.number for case in cases}
    notes, cards = _notes(room, gate, numbers), _cards(room, gate, numbers)
    statements, photos = _statements(room, gate, numbers), _photos(room, gate, numbers)
    listened, asked = noticed(room, gate), _asked(room, gate, numbers)
    said, talk = [*notes, *cards, *statements], circles(room, gate, people)
    put_aside = parked(room, gate)
    votes, tally = _votes(room, gate, people, numbers)
    heards = heard_in(room, people, gate, said)
    themes = [_theme(theme, heards) for theme in room.themes.all()]
    about = ("title topic framing questions goals partners organizer occasion place venue held_on attendance "
             "source is_demo epoch revision time_zone")  # fmt: skip
    return plain.Edition(
        name=edition,
        code=room.code if edition == plain.INTERNAL else "",  # it opens the door: readers of a note need none
        made_at=timezone.now(),
        presence=_presence(people, gate, [*said, *asked]),
        coverage=_coverage(gate),
        parts=[_part(stage) for stage in room.stages.all()],
        chapters=[_chapter(case, _of(case.number, statements, notes, photos, tally)) for case in cases],
        circles=talk,
        heard=heard(talk, room, people),
        noticed=listened,
        parked=put_aside,
        asked=asked,
        themes=[theme for theme in themes if theme.statement or theme.raised],
        conditions={f"condition-{condition.pk}": condition.label for condition in room.conditions.all()},
        cards=cards,
        statements=[said for said in statements if said.case is None],
        photos=[photo for photo in photos if photo.case is None],
        people=_listed(people, gate),
        votes=votes,
        evidence=_evidence_of(room, {each.id for each in said} | {wish.id for wish in _topics(talk)}),
        meetings=_meetings(room) if edition == plain.INTERNAL and not gate.is_nameless else [],
        dots_are_told=voting.is_told(room),
        analyses=_nameless(told_by_analyses(*heards), gate),
        paper=_paper(paper),
        logos=[plain.Logo(f"logo-{row.pk}", row.file, row.name) for row in room.logos.all()],
        is_rehearsal=room.is_rehearsal,
        response={name: n for name, n in analyses.response(room).items() if name != "cities"},
        **{name: getattr(room, name) for name in about.split()},
    )


def _paper(row):
    return plain.Paper(**_same(row, "series number licence contact credits visit is_nameless"))


# --- who was there -----------------------------------------------------------------------------
def _presence(people, gate, published):
    real = [person for person in people if not person.is_example]
    shown = [gate.person(person.pk) for person in real] + [each.who for each in published if not each.is_example]
    known = {folded(person.city): person.city for person in real}
    named = {folded(who.city) for who in shown if who.city} & known.keys()
    heard = {folded(person.city) for person in real if person.pk in gate.heard}
    return plain.Presence(len(real), len(known), sorted(known[city] for city in named), len(known.keys() - heard))


def _listed(people, gate):
    listed = [(person, gate.person(person.pk)) for person in people]
    return [_person(person, who) for person, who in listed if who.city or who.name]


def _person(person, who):
    """A number would lead back from a city to a name, so only the named have one."""
    known = f"person-{person.number}" if who.name else ""
    return plain.Person(known, who, person.is_example)


def _coverage(gate):
    words = {"notes": _("Notes"), "cards": _("Transfer cards"), "statements": _("Statements"), "photos": _("Pictures")}
    more = {"noticed": _("Listeners’ notes"), "questions": _("Questions"), "parked": _("Parked words")}
    words |= {kind: word for kind, word in more.items() if gate.fates[kind]}
    return [_covered(kind, word, gate.fates[kind]) for kind, word in words.items()]


def _covered(kind, word, fates):
    ways = (PUBLISHED, ROOM, UNCHECKED, WITHDRAWN, HIDDEN, REFUSED)
    return plain.Coverage(kind, word, **{way: fates[way] for way in ways})


# --- what they said ----------------------------------------------------------------------------
def _notes(room, gate, numbers):
    passed = gate.through("notes", room.notes.select_related("question").prefetch_related("question__case"))
    out, too = {note.pk for note, _who in passed}, _cities_too(room)
    return [_note(note, who, numbers, gate, _hung(note, out, too)) for note, who in passed]


def _cities_too(room):
    """{note: in how many other cities it is true as well}, of those to which anybody has said so."""
    echoes = Echo.objects.filter(note__workshop=room).values_list("note", "note__merged_into")
    said = {pk for pair in echoes for pk in pair if pk}
    return {note.pk: note.cities_too() for note in room.notes.with_words().filter(pk__in=said)}


def _note(note, who, numbers, gate, hung):
    about = {"at": note.created_at, "hung": hung, "answer": _answer(note, gate)}
    return _said("note", note, who, numbers, gate, **about)


def _hung(note, out, too):
    into = f"note-{note.merged_into_id}" if note.merged_into_id in out else ""
    return plain.Hung(
        round=note.round,
        cities_too=too.get(note.pk, 0),
        merged_into=into,
        **_same(note, "about is_late on_paper"),
    )


def _answer(note, gate):
    question = note.question if note.kind == note.Kind.QUESTION else None
    return question and _answered(question, gate)


def _answered(question, gate):
    if question.answered_at is None:
        return None
    text, who = gate.answer(question)
    return plain.Answer(text, who, question.heard)


def _asked(room, gate, numbers):
    """Questions from the room; one that hangs on a wall is a note."""
    rows = room.open_questions.filter(note=None).select_related("case")
    return [_question(row, who, numbers, gate) for row, who in gate.through("questions", rows, author="asker_id")]


def _question(row, who, numbers, gate):
    return plain.Said(
        id=f"question-{row.pk}",
        kind="question",
        word=_("Question"),
        text=row.text,
        who=who,
        at=row.asked_at,
        case=numbers.get(row.case_id),
        is_example=row.is_example,
        kept=gate.kept.get(("questions", row.pk), ""),
        answer=_answered(row, gate),
    )


def _statements(room, gate, numbers):
    passed = gate.through("statements", room.statements.select_related("typed_by"), author="speaker_id")
    return [_said("statement", row, who, numbers, gate, **_taken_down(row, gate)) for row, who in passed]


def _taken_down(row, gate):
    typist = row.typist if gate.counts_everything else ""
    return {"at": row.created_at, "source": row.source, "is_changed": bool(row.original), "taken_by": typist}


def _said(name, row, who, numbers, gate, **more):
    return plain.Said(
        id=f"{name}-{row.pk}",
        kind=row.kind,
        word=_word(row, "kind"),
        text=row.text,
        who=who,
        case=numbers.get(row.case_id),
        is_example=row.is_example,
        kept=gate.kept.get((f"{name}s", row.pk), ""),
        **more,
    )


def _photos(room, gate, numbers):
    return [_photo(row, who, numbers, gate) for row, who in gate.through("photos", room.photos.all(), author="by_id")]


def _photo(row, who, numbers, gate):
    """A credit is a name, so it stands there only where a name may; else the city."""
    credit = row.credit if row.consent == Consent.NAME and not gate.is_nameless else ""
    return plain.Photo(
        id=f"photo-{row.pk}",
        file=row.file,
        width=row.width,
        height=row.height,
        caption=row.caption,
        credit=credit or who.city,
        at=row.created_at,
        case=numbers.get(row.case_id),
        who=who,
        kept=gate.kept.get(("photos", row.pk), ""),
    )


def _cards(room, gate, numbers):
    """Each list under a name of its own: Django lays it there without a query set for each card."""
    later = Progress.objects.select_related("follow_up").order_by("follow_up__months")
    rows = room.cards.select_related("author").prefetch_related(
        Prefetch("ratings", Rating.objects.all(), "rated"),
        Prefetch("themes", Theme.objects.all(), "lies_under"),
        Prefetch("endorsements", Endorsement.objects.all(), "endorsed"),
        Prefetch("progress", later, "followed"),
    )
    return [_card(row, who, numbers, gate) for row, who in gate.through("cards", rows)]


def _card(row, who, numbers, gate):
    """Where it is for is nearly always where its author is from, so the Chatham House Rule keeps that as well."""
    ratings = {f"condition-{each.condition_id}": (each.state, _word(each, "state")) for each in row.rated}
    return plain.Card(
        id=f"card-{row.pk}",
        case=numbers.get(row.case_id),
        stance_word=_word(row, "stance"),
        by_word=_word(row, "by_months") or "",
        who=who,
        at=row.created_at,
        themes=[f"theme-{theme.pk}" for theme in row.lies_under],
        ratings=ratings,
        kept=gate.kept.get(("cards", row.pk), ""),
        target="" if gate.is_nameless or row.is_nameless else row.target,
        late=row.late_at is not None,
        says=[each for each in (_says(endorsement, gate) for endorsement in row.endorsed) if each],
        progress=[(each.follow_up.months, each.state, each.words) for each in row.followed],
        **_same(row, "stance what change next_step by_months is_example target_is other_condition other_state"),
        **_same(row, "actors readiness effort confidence confidence_after wants_contact can_help"),
    )


def _nameless(told, gate):
    """Under the Chatham House Rule only the analyses that name no city."""
    if not gate.is_nameless:
        return told
    return {
        side: {name: made[name] for name in ("counts", "case_by_theme") if name in made} for side, made in told.items()
    }


def _says(endorsement, gate):
    """What somebody said to a card, as far as they let their words travel; nothing where they do not."""
    words, who = gate.words(endorsement.by_id, endorsement.because or " ")
    if not words or endorsement.hidden_at:
        return None
    return endorsement.kind, words.strip(), who.city


def _meetings(room):
    return [
        plain.Meeting(
            case=row.case.number,
            asker=str(row.asker),
            asker_contact=_reached(row.asker.contact),
            helper=str(row.helper),
            helper_contact=_reached(row.helper.contact),
        )
        for row in matches.agreed(room)
    ]


def _reached(contact):
    return ", ".join(filter(None, [contact.email, contact.other]))


def _evidence_of(room, told):
    """What the themes rest on, of what is told at all; an unheard point is an entry of the queue."""
    rows = Evidence.objects.filter(theme__workshop=room).order_by("theme__position", "pk")
    names = {"point": "entry"}
    pieces = [
        (f"theme-{row.theme_id}", f"{names.get(row.kind, row.kind)}-{getattr(row, f'{row.kind}_id')}", row.is_named)
        for row in rows
    ]
    return [piece for piece in pieces if piece[1] in told]


def _topics(circles):
    return [wish for circle in circles for wish in circle.unheard if wish.topic]


def _theme(row, heards):
    about = _same(row, "title statement source is_example dissent")
    return plain.Theme(id=f"theme-{row.pk}", raised=raised(row, heards), **about)


# --- dots --------------------------------------------------------------------------------------
def _votes(room, gate, people, numbers):
    """Single votes, and their tally by case; of the present walk only once it is over."""
    told = voting.is_told(room)
    examples = {person.pk: person.is_example for person in people}
    cities = {person.pk: folded(person.city) for person in people}
    counted = room.votes.exclude(dot=None).order_by("pk")
    rows = [vote for vote in counted if told or examples[vote.voter_id]]
    votes = [_vote(vote, gate, numbers, examples[vote.voter_id]) for vote in rows]
    dots = [vote for vote in rows if vote.note_id is None]
    return votes, _tally([(numbers[vote.case_id], examples[vote.voter_id], cities[vote.voter_id]) for vote in dots])


def _vote(vote, gate, numbers, is_example):
    who = plain.Who(city=gate.person(vote.voter_id).city)
    note = f"note-{vote.note_id}" if vote.note_id else ""
    return plain.Vote(f"vote-{vote.pk}", numbers[vote.case_id], who, vote.created_at, is_example, note)


def _tally(votes):
    dots = Counter((case, example) for case, example, _city in votes)
    cities = Counter((case, example) for case, example, _city in set(votes))
    tally = defaultdict(list)
    for case, example in sorted(dots):
        tally[case].append(plain.Dots(case, cities[case, example], dots[case, example], example))
    return tally


# --- cases and parts ---------------------------------------------------------------------------
def _chapter(case, told):
    return plain.Chapter(
        id=f"case-{case.number}",
        slots={slot: getattr(case, slot) for slot in SLOTS},
        cover=cover_svg(case),
        figures=[_figure(fact) for fact in case.facts.all()],
        findings=[f"{finding.label}: {finding.sentence}" for finding in figures.contradictions(case)],
        footnotes=[(f"footnote-{note.pk}", note.slot, note.text) for note in case.footnotes.all()],
        **told,
        **_same(case, "number colour city country place title contact motif cover_count cover_alt cover_credit"),
    )


def _of(number, statements, notes, photos, tally):
    """What belongs to one case."""
    return {
        "statements": [said for said in statements if said.case == number],
        "notes": [note for note in notes if note.case == number],
        "photos": [photo for photo in photos if photo.case == number],
        "dots": tally[number],
    }


def _figure(fact):
    return plain.Figure(
        id=f"fact-{fact.pk}",
        display=figures.display(fact),
        number=figures.number(fact),
        words=f"{figures.unit(fact)}",
        is_date=figures.is_date(fact),
        **_same(fact, "label value value_to unit qualifier as_of source is_key quantity part_of total_of"),
    )


def _part(stage):
    word = stage.get_kind_display()
    return plain.Part(id=f"stage-{stage.pk}", word=word, **_same(stage, "kind title minutes started_at ended_at"))


def _same(row, names):
    return {name: getattr(row, name) for name in names.split()}


def _word(row, name):
    """What Django's get_FOO_display says; it looks through all choices anew for each row."""
    value = getattr(row, name)
    return _words(type(row), name, get_language()).get(value, value)


@cache
def _words(model, name, _language):
    return {value: str(label) for value, label in model._meta.get_field(name).flatchoices}


# --- cleaning ----------------------------------------------------------------------------------
def cleaned(value):
    """The same data with every text in it free of signs that a document cannot hold."""
    if isinstance(value, str):
        return clean_text(value)
    if is_dataclass(value):
        return type(value)(**{field.name: cleaned(getattr(value, field.name)) for field in fields(value)})
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(cleaned(item) for item in value)
    return value
