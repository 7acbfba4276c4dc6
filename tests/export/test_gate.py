"""Nothing leaves the room without consent: a canary in every such place, and every format opened."""

import itertools
import re
import secrets
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from fishbowl.models import Entry, Noticed, Stay, Turn
from gallery import actions as notes
from gallery import photos
from gallery.echoes import echo
from gallery.merging import merge
from gallery.models import Note, Vote
from tests.conftest import client_of, move_to, person
from tests.export.opened import marked_up, opened, sheets_of
from workshop import live
from workshop.export.files import FORMATS
from workshop.export.gather import gather
from workshop.export.models import Paper
from workshop.insights.models import TransferCard
from workshop.models import Photo, Question, Statement

NOW = timezone.now()
count = itertools.count(1)

# Every way in which something is not to be published: consent, and what else was done to it.
CLOSED = {
    "unsaid": {"consent": ""},
    "room": {"consent": "room"},
    "withdrawn": {"consent": "name", "checked_at": NOW, "withdrawn_at": NOW},
    "hidden": {"consent": "city", "checked_at": NOW, "hidden_at": NOW},
}
OPEN = {"city": {"consent": "city", "checked_at": NOW}, "name": {"consent": "name", "checked_at": NOW}}
UNHEARD_OF = {  # what only a statement can be
    "unchecked": {"consent": "name"},
    "refused": {"consent": "name", "refused_at": NOW},
    "both": {"consent": "name", "checked_at": NOW, "refused_at": NOW},
}


def canary(place):
    return f"CANARY{next(count)} {place}"


def twin(place):
    return f"TWIN {place} ends"


@pytest.fixture
def scene(workshop):
    return Scene(workshop)


class Scene:
    """A room with people of every consent, and contributions of every fate."""

    def __init__(self, workshop):
        self.workshop, self.case = workshop, workshop.cases.get(number=1)
        self.unsaid = self.somebody("", canary)
        self.closed = self.somebody("room", canary)
        self.city = self.somebody("city", canary, city=twin("city"))
        self.named = self.somebody("name", twin)
        self.write()
        self.talk()

    def somebody(self, consent, word, city=None):
        return person(
            self.workshop,
            word(f"name of {consent}"),
            city or word(f"city of {consent}"),
            function=word(f"function of {consent}"),
            consent=consent,
        )

    def write(self):
        """Each kind of contribution in each fate; the person behind a canary is one who agreed to the city."""
        for make in (self.note, self.card, self.statement, self.photo, self.noticed, self.question):
            for way, fate in CLOSED.items():
                author = self.unsaid if way == "unsaid" else self.city
                make(author, canary, way, fate)
            for way, fate in OPEN.items():
                make(self.named if way == "name" else self.city, twin, way, fate)
        for way, fate in UNHEARD_OF.items():
            self.statement(self.city, canary, way, fate)
        self.statement(None, canary, "nobody's", {"consent": ""})
        self.note(self.city, twin, "name unchecked", {"consent": "name"})

    def note(self, author, word, way, fate):
        text = word(f"note {way}")
        Note.objects.create(workshop=self.workshop, case=self.case, author=author, kind="take", text=text, **fate)

    def card(self, author, word, way, fate):
        texts = {name: word(f"{name} {way}") for name in ("what", "change", "next_step", "target")}
        card = TransferCard.objects.create(workshop=self.workshop, author=author, stance="adapt", **texts, **fate)
        card.themes.set([self.theme])
        card.ratings.create(condition=self.workshop.conditions.first(), state="have")

    @property
    def theme(self):
        return self.workshop.themes.get_or_create(position=1, defaults={"title": "A theme"})[0]

    def statement(self, author, word, way, fate):
        if "withdrawn_at" in fate:  # taken back as actions.check does it: the agreement is gone as well
            fate = fate | {"checked_at": None}
        text = word(f"statement {way}")
        Statement.objects.create(workshop=self.workshop, kind="quote", text=text, speaker=author, **fate)

    def noticed(self, author, word, way, fate):
        about = {"fishbowl": self.workshop.fishbowls.get(), "lens": "missing", "text": word(f"noticed {way}")}
        Noticed.objects.create(author=author, **about, **fate)

    def question(self, author, word, way, fate):
        """Asked in the room, on no wall."""
        about = {"workshop": self.workshop, "case": self.case, "asker": author}
        Question.objects.create(text=word(f"question {way}"), **about, **fate)

    def photo(self, author, word, way, fate):
        fate = {name: value for name, value in fate.items() if name != "checked_at"}
        name = f"{secrets.token_hex(16)}.jpg"
        photos.path(name).parent.mkdir(parents=True, exist_ok=True)
        photos.path(name).write_bytes(JPEG)
        credit = word("credit") if fate["consent"] == "name" else canary("credit")
        about = {"caption": word(f"photo {way}"), "credit": credit, "width": 1, "height": 1, "by": author}
        Photo.objects.create(workshop=self.workshop, case=self.case, file=name, **about, **fate)

    def talk(self):
        """Everybody waits, sits and speaks."""
        bowl = self.workshop.fishbowls.get()
        for place, (who, word) in enumerate(
            [(self.unsaid, canary), (self.closed, canary), (self.city, twin), (self.named, twin)], 1
        ):
            served = {"ended_at": NOW, "outcome": "served", "topic": word(f"topic {place}")}
            Entry.objects.create(fishbowl=bowl, participant=who, place=place, **served)
            Stay.objects.create(chair=bowl.chairs.get(number=place), participant=who, seated_at=NOW)
            end = NOW + timedelta(minutes=place)
            Turn.objects.create(fishbowl=bowl, participant=who, started_at=NOW, ended_at=end)
        gone = {"ended_at": NOW, "outcome": "withdrawn", "topic": canary("topic withdrawn")}
        Entry.objects.create(fishbowl=bowl, participant=self.named, place=9, **gone)
        for who in (self.unsaid, self.closed, self.city, self.named):
            Vote.objects.create(workshop=self.workshop, case=self.case, voter=who)


JPEG = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300" + "01" * 64 + "ffc0000b080001000101011100ffc40014000100000000"
    "0000000000000000000000ffc40014100100000000000000000000000000000000ffda0008010100003f00d2cf20ffd9"
)

TWINS = [
    *(twin(f"note {way}") for way in (*OPEN, "name unchecked")),
    *(twin(f"{part} {way}") for way in OPEN for part in ("what", "change", "next_step", "target")),
    *(twin(f"statement {way}") for way in OPEN),
    *(twin(f"photo {way}") for way in OPEN),
    *(twin(f"question {way}") for way in OPEN),
    *(twin(f"topic {place}") for place in (3, 4)),
    *(twin(f"{part} of name") for part in ("name", "function", "city")),
    twin("city"),
    twin("credit"),
]


PARTLY = {  # formats that hold a part of the note alone, with something that is in them
    "ics": [twin(f"next_step {way}") for way in ("city", "name")],
    "slides": [twin(f"statement {way}") for way in ("city", "name")],
    "participants": [twin(f"{part} of name") for part in ("name", "function", "city")],
}
WHOLE = [name for name in FORMATS if name not in PARTLY]


@pytest.mark.parametrize("name", FORMATS)
def test_no_format_holds_what_was_not_agreed_to(scene, name):
    scene.workshop.cards.update(by_months=3)
    text = opened(scene.workshop, name)
    assert "CANARY" not in text
    assert [each for each in PARTLY.get(name, TWINS) if each not in text] == []


def test_the_page_holds_it_neither(scene, hana):
    text = marked_up(hana.get(f"/w/{scene.workshop.code}/note/").content)
    assert "CANARY" not in text
    assert [each for each in TWINS if each not in text] == []


KEPT_FROM_ALL = ("withdrawn", "hidden", "unchecked", "refused", "both")


@pytest.mark.parametrize("kind", ["gallery", "fishbowl", "insights", "closing"])
def test_no_screen_and_no_frame_of_the_projector_shows_what_was_taken_back_or_hidden(scene, kind):
    """The room itself may read what stays in the room; what was taken back, hidden or not checked nobody may."""
    move_to(scene.workshop, kind)
    projector, code = client_of("projector", scene.workshop), scene.workshop.code
    told = projector.get(f"/w/{code}/projector/").content + projector.get(f"/w/{code}/state/?see=projector").content
    author, other = client_of(scene.city), client_of(scene.named)
    for path in ("gallery/1/wall/", "insights/board/", "fishbowl/"):
        told += other.get(f"/w/{code}/{path}", follow=True).content
        if path != "fishbowl/":  # there an author reads their own notes, and that one of them was hidden
            told += author.get(f"/w/{code}/{path}", follow=True).content
    shown = re.findall(r"CANARY\d+ (\w+ \w+)", told.decode())
    assert [each for each in shown if each.split()[1] in KEPT_FROM_ALL and each.split()[0] != "name"] == []


def test_a_listener_reads_that_their_own_note_was_hidden_and_nothing_they_took_back(scene):
    told = client_of(scene.city).get(f"/w/{scene.workshop.code}/fishbowl/").content.decode()
    shown = re.findall(r"CANARY\d+ (\w+ \w+)", told)
    assert [each for each in shown if each.split()[1] in KEPT_FROM_ALL] == ["noticed hidden"]
    assert told.count("A facilitator has taken this note off the screens.") == 1


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_agreed_to_afterwards_is_there(scene, name):
    """The same places, opened: so the canaries could have been found."""
    free = {"consent": "name", "hidden_at": None}
    scene.workshop.participants.update(consent="name")
    scene.workshop.notes.update(withdrawn_at=None, checked_at=NOW, **free)
    scene.workshop.cards.update(withdrawn_at=None, checked_at=NOW, **free)
    scene.workshop.statements.update(withdrawn_at=None, checked_at=NOW, refused_at=None, **free)
    scene.workshop.photos.update(withdrawn_at=None, **free)
    Noticed.objects.update(withdrawn_at=None, checked_at=NOW, **free)
    scene.workshop.open_questions.update(withdrawn_at=None, checked_at=NOW, **free)
    Entry.objects.filter(outcome="withdrawn").update(outcome="unheard")
    for author in scene.workshop.participants.all():
        author.notes.create(workshop=scene.workshop, case=scene.case, kind="take", text="Read", checked_at=NOW)
    text = opened(scene.workshop, name)
    found = {int(word) for word in re.findall(r"CANARY(\d+)", text)}
    everywhere = [text for rows in _all_texts(scene.workshop) for text in rows]
    hidden = {int(text.split()[0].removeprefix("CANARY")) for text in everywhere if text.startswith("CANARY")}
    assert hidden - found == set()


def test_listeners_notes_stand_in_the_tables_as_far_as_they_may(scene):
    rows = {row["text"]: (row["name"], row["city"]) for row in sheets_of(scene.workshop)["listener_notes"]}
    named = (twin("name of name"), twin("city of name"))
    assert rows == {twin("noticed city"): ("", twin("city")), twin("noticed name"): named}


@pytest.mark.parametrize("name", FORMATS)
def test_who_typed_a_statement_is_told_inside_and_never_in_public(scene, name):
    link = scene.workshop.links.create(role="note_taker", label="Typist Ines", token_hash="-")
    scene.workshop.statements.update(typed_by=link, typed_as="note_taker")
    assert "Ines" not in opened(scene.workshop, name)
    told = [row["taken_down_by"] for row in sheets_of(scene.workshop, "internal")["statements"]]
    assert set(told) == {"Typist Ines"}
    Paper.objects.update_or_create(workshop=scene.workshop, defaults={"nameless_at": NOW})
    assert {row["taken_down_by"] for row in sheets_of(scene.workshop, "internal")["statements"]} == {""}


def test_nobody_is_named_before_they_have_checked_something(workshop):
    person(workshop, "Somebody", "Quito", consent="name")
    told = opened(workshop, "json")
    assert ("Somebody" in told, "Quito" in told) == (False, True)


def _all_texts(workshop):
    """Every text that people of the workshop have given."""
    yield workshop.notes.values_list("text", flat=True)
    yield workshop.statements.values_list("text", flat=True)
    yield workshop.open_questions.values_list("text", flat=True)
    yield workshop.photos.values_list("caption", flat=True)
    yield Entry.objects.values_list("topic", flat=True)
    for field in ("what", "change", "next_step", "target"):
        yield workshop.cards.values_list(field, flat=True)
    for field in ("name", "function", "city"):
        yield workshop.participants.values_list(field, flat=True)


def test_a_name_stands_only_beside_words_that_were_checked(scene):
    notes = {note["text"]: note for note in sheets_of(scene.workshop)["notes"]}
    assert notes[twin("note name")]["name"] == twin("name of name")
    assert notes[twin("note name unchecked")]["name"] == ""
    assert notes[twin("note name unchecked")]["city"] == twin("city")


def test_a_contribution_without_a_choice_follows_its_author(scene):
    scene.note(scene.named, twin, "of the open", {"consent": ""})
    scene.note(scene.closed, twin, "of the closed", {"consent": ""})
    texts = {note["text"] for note in sheets_of(scene.workshop)["notes"]}
    assert twin("note of the open") in texts
    assert twin("note of the closed") not in texts


def test_a_contribution_may_be_more_closed_than_its_author(scene):
    scene.note(scene.named, twin, "kept", {"consent": "room"})
    assert twin("note kept") not in opened(scene.workshop, "json")


def test_a_city_is_named_only_where_somebody_of_it_agreed(scene):
    presence = gather(scene.workshop).presence
    assert (presence.people, presence.cities) == (4, 4)
    assert presence.named == sorted([twin("city"), twin("city of name")])
    assert presence.unnamed == 2


def test_the_fishbowl_counts_everybody_and_names_whom_it_may(scene):
    [circle] = gather(scene.workshop).circles
    assert (circle.people, circle.cities, len(circle.turns), circle.seconds, circle.median) == (4, 4, 4, 600, 150)
    assert [(share.city, share.people, share.seconds) for share in circle.shares] == [
        (twin("city of name"), 1, 240),
        ("", 3, 360),
    ]


def test_what_one_or_two_not_to_be_named_had_of_the_circle_does_not_follow_from_the_rest(scene):
    """The city of the fewest joins them, in the shares and beside each turn; internally everything is told."""
    [circle] = gather(scene.workshop).circles
    named = Counter(turn.who.city for turn in circle.turns)
    assert (named, {share.city for share in circle.shares}) == ({twin("city of name"): 1, "": 3}, set(named))
    assert {stay.who.city for stay in circle.stays} <= set(named)
    [circle] = gather(scene.workshop, "internal").circles
    assert [share.people for share in circle.shares] == [1, 1, 1, 1]


def test_where_fewer_than_three_spoke_and_one_is_not_to_be_named_no_shares_are_told(scene):
    Turn.objects.exclude(participant__in=[scene.named, scene.closed]).delete()
    [circle] = gather(scene.workshop).circles
    assert (circle.people, circle.shares, {turn.who.city for turn in circle.turns}) == (2, [], {""})
    Turn.objects.exclude(participant=scene.named).delete()
    [circle] = gather(scene.workshop).circles
    assert [(share.city, share.people) for share in circle.shares] == [(twin("city of name"), 1)]


def test_no_number_leads_from_a_city_to_a_name(scene):
    people = sheets_of(scene.workshop)["participants"]
    assert [(each["id"], each["city"]) for each in people] == [
        ("", twin("city")),
        (f"person-{scene.named.number}", twin("city of name")),
    ]


def test_what_stayed_is_counted(scene):
    notes = {each.kind: each for each in gather(scene.workshop).coverage}["notes"]
    assert (notes.written, notes.published, notes.room, notes.withdrawn, notes.hidden) == (7, 3, 2, 1, 1)
    statements = {each.kind: each for each in gather(scene.workshop).coverage}["statements"]
    assert (statements.written, statements.published, statements.unchecked, statements.refused) == (10, 2, 1, 2)
    assert statements.withdrawn == 1


def test_a_published_paraphrase_needs_no_consent(workshop, ada):
    common = {"workshop": workshop, "kind": "paraphrase", "source": "A note, 2017"}
    Statement.objects.create(text="It took 25 years, she said.", speaker_name="A mayor", **common)
    Statement.objects.create(text="Said in this room.", speaker=ada, **common)
    assert [said.text for said in gather(workshop).statements] == ["It took 25 years, she said."]


def test_hidden_words_reach_no_analysis(scene):
    analyses = gather(scene.workshop).analyses
    assert analyses[False]["counts"]["cards"] == 2
    assert [place["city"] for place in analyses[False]["city_by_case"]] == [twin("target city"), twin("target name")]


def test_dots_are_secret_until_the_walk_is_over(scene):
    assert sheets_of(scene.workshop)["votes"] == []
    scene.workshop.stages.filter(kind="gallery").update(started_at=NOW, ended_at=NOW)
    assert [vote["city"] for vote in sheets_of(scene.workshop)["votes"]] == ["", "", twin("city"), twin("city of name")]
    [dots] = gather(scene.workshop).chapters[0].dots
    assert (dots.dots, dots.cities, dots.is_example) == (4, 4, False)


@pytest.mark.parametrize("role", ["facilitator", "cofacilitator", "rapporteur", "organizer"])
def test_the_room_s_own_writers_read_the_same_edition(scene, role):
    answer = client_of(role, scene.workshop).get(f"/w/{scene.workshop.code}/export/json/")
    assert answer.status_code == 200
    assert b"CANARY" not in answer.content


# --- answers -------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", WHOLE)
def test_an_answer_travels_as_far_as_who_gave_it_says(workshop, name):
    closed, city = person(workshop, "Closed", "Lyon", consent="room"), person(workshop, "Open", "Quito", consent="city")
    silent = person(workshop, "Silent", "Dakar")
    for who, consent, word in (
        (None, "", canary),  # the case's owner, by a link, who has not ticked it
        (closed, "", canary),
        (silent, "", canary),
        (city, "room", canary),
        (None, "city", twin),
        (city, "", twin),
    ):
        answered(workshop, city, word(f"answer of {who}"), who, consent)
    text = opened(workshop, name)
    assert "CANARY" not in text
    assert [each for each in (twin("answer of None"), twin(f"answer of {city}")) if each not in text] == []
    Question.objects.update(answer_consent="city")
    with live.changing(workshop):
        assert opened(workshop, name).count("CANARY") >= 4


def answered(workshop, asker, text, by, consent):
    case = workshop.cases.get(number=1)
    note = notes.write(case=case, author=asker, kind="question", text="Who pays for the lamps?")
    Question.objects.filter(pk=note.question_id).update(
        answer=text, answered_at=NOW, answered_by=by, answer_consent=consent, answered_as="case_owner"
    )


def test_the_answer_of_a_hidden_question_is_hidden_with_it(workshop):
    city = person(workshop, "Open", "Quito", consent="city")
    answered(workshop, city, "TWIN the owners do", None, "city")
    assert "TWIN the owners do" in opened(workshop, "json")
    notes.hide(note=workshop.notes.get(), why="It names a person.")
    assert "TWIN" not in opened(workshop, "json")


def test_only_what_nobody_answered_stays_open_in_the_note(workshop):
    city = person(workshop, "Open", "Quito", consent="city")
    answered(workshop, city, "The owners do.", None, "city")
    note = notes.write(case=workshop.cases.get(number=1), author=city, kind="question", text="Who decides?")
    told = gather(workshop).all_notes
    assert [(said.text, said.stays_open) for said in told] == [("Who pays for the lamps?", False), (note.text, True)]
    Question.objects.update(heard="not")
    assert [said.stays_open for said in gather(workshop).all_notes] == [True, True]


def test_a_note_says_where_and_how_it_hangs(workshop, ada, bo):
    case = workshop.cases.get(number=1)
    workshop.participants.update(consent="city")
    first = notes.write(case=case, author=ada, kind="take", text="A lender who waits", about="approach")
    second = notes.write(case=case, author=bo, kind="take", text="Patient money")
    echo(note=first, by=person(workshop, "Cy", "Lyon"))
    merge(note=second, into=first, why="They say the same.")
    rows = {row["text"]: row for row in sheets_of(workshop)["notes"]}
    assert (rows[first.text]["about"], rows[first.text]["cities_too"]) == ("approach", 1)
    assert rows[second.text]["merged_into"] == f"note-{first.pk}"
