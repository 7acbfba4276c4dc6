"""The vote: budgets and caps also for twenty presses at once, blind until it is closed, told by cities."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gallery import actions, merging, tally, voting, walking
from gallery.models import Note, Vote
from tests.conftest import make_workshop, move_to, person
from tests.gallery.test_actions import at_once, case_of
from tests.gallery.test_walking import BARE
from workshop.models import Case
from workshop.refusals import NotNow


# --- dots --------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_twenty_dots_placed_at_once_leave_three(workshop, ada):
    for number in range(5, 21):
        Case.objects.create(workshop=workshop, number=number, city=f"City {number}", title="A case")
    move_to(workshop, "gallery")
    cases = list(workshop.cases.all())
    answers = at_once([lambda case=case: voting.vote(case=case, voter=ada, on=True) for case in cases])
    refused = [answer for answer in answers if isinstance(answer, NotNow)]
    assert (len(cases), len(refused), ada.votes.count()) == (20, 20 - 3, 3)


@pytest.mark.django_db(transaction=True)
def test_the_same_dot_placed_twenty_times_at_once_is_one_dot(workshop, ada):
    move_to(workshop, "gallery")
    case = case_of(workshop)
    answers = at_once([lambda: voting.vote(case=case, voter=ada, on=True)] * 20)
    assert ({answer.pk for answer in answers}, ada.votes.count()) == ({ada.votes.get().pk}, 1)


def test_the_vote_is_told_only_after_the_walk(workshop):
    told = [voting.is_told(workshop)]
    for kind in ("cases", "gallery", "fishbowl", "gallery"):
        move_to(workshop, kind)
        workshop.refresh_from_db()
        told.append(voting.is_told(workshop))
    assert told == [False, False, False, True, False]


def test_dots_are_counted_by_distinct_cities_and_examples_by_themselves(workshop, ada, bo):
    move_to(workshop, "gallery")
    people = [ada, bo, person(workshop, "Cy", " QUITO"), person(workshop, "Di", "quito")]
    for voter in people:
        voting.vote(case=case_of(workshop), voter=voter, on=True)
    past = person(workshop, "Delegate", "Lille")
    past.is_example = True
    past.save()
    workshop.votes.create(case=case_of(workshop, 2), voter=past)
    assert [(row.case.number, row.dots, row.cities) for row in tally.dots(workshop)][:2] == [(1, 4, 2), (2, 0, 0)]
    assert [(row.dots, row.cities) for row in tally.dots(workshop, is_example=True)][:2] == [(0, 0), (1, 1)]


# --- settings ----------------------------------------------------------------------------------
def keep(workshop, **rules):
    usual = {"seen": "at_once", "dots_on": "posters", "dots_each": 3, "dots_on_one": 1, "dots_by_hand": False}
    return voting.settle(workshop=workshop, **(usual | rules))


def stick(voter, number, on=True):
    return voting.vote(case=case_of(voter.workshop, number), voter=voter, on=on)


def pinned(author, text="A lender who waits", number=1):
    return actions.write(case=case_of(author.workshop, number), author=author, kind="take", text=text)


@pytest.fixture
def walk(workshop):
    move_to(workshop, "gallery")
    workshop.refresh_from_db()
    return workshop


def test_the_budget_is_what_the_facilitator_says(walk, ada):
    keep(walk, dots_each=2)
    stick(ada, 1), stick(ada, 2)
    with pytest.raises(NotNow, match="all your 2 dots"):
        stick(ada, 3)


def test_the_cap_is_what_the_facilitator_says(walk, ada):
    keep(walk, dots_each=4, dots_on_one=2)
    stick(ada, 1), stick(ada, 1)
    with pytest.raises(NotNow, match="do not fit here"):
        stick(ada, 1)
    assert [tally.dots(walk)[0].dots, tally.dots(walk)[0].cities] == [2, 1]
    assert stick(ada, 1, on=False) is not None
    assert stick(ada, 1, on=False) is None


def test_nobody_has_more_dots_on_one_thing_than_at_all(walk):
    assert keep(walk, dots_each=2, dots_on_one=9).dots_on_one == 2


def test_what_dots_are_stays_once_one_was_placed(walk, ada):
    keep(walk, dots_each=2)
    stick(ada, 1)
    for change in ({"dots_each": 3}, {"dots_on": "notes"}, {"dots_on_one": 2}):
        with pytest.raises(NotNow, match="placed already"):
            keep(walk, **({"dots_each": 2} | change))
    assert keep(walk, dots_each=2, seen="own_first").seen == "own_first"


@pytest.mark.parametrize("dots_on", ["posters", "notes"])
def test_dots_go_where_the_facilitator_says(walk, ada, bo, dots_on):
    note = pinned(bo)
    keep(walk, dots_on=dots_on)
    outcome = {}
    for name, thing in {"posters": {"case": note.case}, "notes": {"note": note}}.items():
        try:
            outcome[name] = voting.vote(voter=ada, on=True, **thing).dot
        except NotNow:
            outcome[name] = None
    assert outcome == {"posters": None, "notes": None} | {dots_on: 1}


def test_nobody_dots_their_own_note(walk, ada, bo):
    keep(walk, dots_on="notes")
    with pytest.raises(NotNow, match="your own note"):
        voting.vote(note=pinned(ada), voter=ada, on=True)
    assert voting.vote(note=pinned(bo), voter=ada, on=True).dot == 1


def test_a_note_off_the_wall_takes_no_dot_but_gives_it_back(walk, ada, bo):
    keep(walk, dots_on="notes")
    note = pinned(bo)
    voting.vote(note=note, voter=ada, on=True)
    note = actions.hide(note=note, why="It names a person.")
    assert tally.result(walk) == []
    with pytest.raises(NotNow, match="not on the wall"):
        voting.vote(note=note, voter=ada, on=True)
    voting.vote(note=note, voter=ada, on=False)
    assert voting.used(ada) == []


# --- open and closed ---------------------------------------------------------------------------
def states(workshop):
    workshop.refresh_from_db()
    return voting.is_open(workshop), voting.is_told(workshop)


def test_the_facilitator_opens_and_closes_it_for_everybody_at_once(workshop, ada):
    keep(workshop, dots_by_hand=True)
    move_to(workshop, "gallery")
    seen = [states(workshop)]
    with pytest.raises(NotNow, match="not begun"):
        stick(ada, 1)
    for act in (voting.open, voting.open, voting.close, voting.close, voting.open):
        act(workshop=workshop)
        seen.append(states(workshop))
    assert seen == [(False, False), (True, False), (True, False), (False, True), (False, True), (True, False)]


def test_dots_stay_when_it_is_opened_again(walk, ada):
    stick(ada, 1)
    voting.close(workshop=walk)
    with pytest.raises(NotNow, match="The vote is over."):
        stick(ada, 1, on=False)
    voting.open(workshop=walk)
    assert [vote.case.number for vote in voting.used(ada)] == [1]


def test_what_was_opened_by_hand_ends_with_the_walk(walk):
    voting.open(workshop=walk)
    move_to(walk, "fishbowl")
    assert states(walk) == (False, True)
    voting.open(workshop=walk)
    assert states(walk) == (True, False)


def test_what_was_opened_by_hand_ends_with_the_walks_own_vote(workshop, ada, bo):
    walking.settle(workshop=workshop, **(BARE | {"vote_minutes": 2}))
    move_to(workshop, "gallery")
    walking.make_groups(workshop=workshop)
    voting.open(workshop=workshop)
    seen = [states(workshop)]
    for part in ("before-1", "round-1", "transit-2", "round-2", "transit-3", "round-3", "transit-4", "round-4"):
        walking.go_on(workshop=workshop, seen=part)
        seen.append(states(workshop))
    walking.go_on(workshop=workshop, seen="vote-4")
    assert (set(seen), states(workshop)) == ({(True, False)}, (False, True))


def test_a_vote_while_it_closes_counts_wholly_or_is_refused(walk, ada):
    stick(ada, 1)
    voting.close(workshop=walk)
    with pytest.raises(NotNow):
        stick(ada, 2)
    [row] = tally.result(walk)
    assert (row.case.number, row.dots) == (1, 1)


def test_the_result_is_ordered_by_cities_then_by_dots(walk):
    keep(walk, dots_each=4)
    quito = [person(walk, f"Q{n}", "Quito") for n in range(3)]
    dakar, lyon = person(walk, "D", "Dakar"), person(walk, "L", "Lyon")
    for voter in quito:
        stick(voter, 1), stick(voter, 2)
    stick(dakar, 2), stick(dakar, 3), stick(lyon, 3), stick(dakar, 4), stick(lyon, 4), stick(quito[0], 4)
    assert [(row.case.number, row.cities, row.dots) for row in tally.result(walk)] == [
        (4, 3, 3),
        (2, 2, 4),
        (3, 2, 2),
        (1, 1, 3),
    ]


# --- any history -------------------------------------------------------------------------------
PRESS = st.tuples(st.integers(0, 2), st.integers(0, 3), st.booleans())
MERGE = st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3))
PART = st.tuples(st.just("part"), st.integers(0, 3), st.none())
END = st.tuples(st.sampled_from(["open", "close"]), st.none(), st.none())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    each=st.integers(1, 4),
    most=st.integers(1, 3),
    dots_on=st.sampled_from(["posters", "notes"]),
    history=st.lists(st.one_of(PRESS, PRESS, PRESS, MERGE, PART, END), max_size=30),
)
def test_no_history_of_presses_merges_and_closings_breaks_the_rules(db, each, most, dots_on, history):
    with transaction.atomic():
        room = Ballot(each, most, dots_on)
        for step in history:
            room.does(*step)
            room.holds()
        transaction.set_rollback(True)


class Ballot:
    """Three voters, four things to vote for, and what every rule promises about them."""

    def __init__(self, each, most, dots_on):
        self.workshop = make_workshop()
        move_to(self.workshop, "gallery")
        self.walls = keep(self.workshop, dots_on=dots_on, dots_each=each, dots_on_one=most)
        self.voters = [person(self.workshop, f"V{n}", f"City {n % 2}") for n in range(3)]
        authors = [*self.voters, person(self.workshop, "Author", "Lyon")]
        self.notes = [pinned(author, f"Note {n}") for n, author in enumerate(authors)]
        self.on_notes = dots_on == "notes"

    def does(self, what, one, other):
        before = list(Vote.objects.order_by("pk").values_list("pk", "dot"))
        try:
            self._does(what, one, other)
        except NotNow:
            assert list(Vote.objects.order_by("pk").values_list("pk", "dot")) == before  # refused: nothing changed

    def _does(self, what, one, other):
        if what in ("open", "close"):
            return getattr(voting, what)(workshop=self.workshop)
        if what == "merge":
            return merging.merge(note=self._note(one), into=self._note(other), why="The same.")
        if what == "part":
            return merging.part(note=self._note(one))
        thing = {"note": self._note(one)} if self.on_notes else {"case": case_of(self.workshop, one + 1)}
        return voting.vote(voter=self.voters[what], on=other, **thing)

    def _note(self, n):
        return Note.objects.select_related("workshop", "case").get(pk=self.notes[n].pk)

    def holds(self):
        for voter in self.voters:
            counted = voter.votes.exclude(dot=None)
            roots = [self._root(vote) for vote in counted.select_related("note")]
            assert len(roots) <= self.walls.dots_each
            assert all(roots.count(root) <= self.walls.dots_on_one for root in roots)
            own = {self._root_of(note) for note in Note.objects.filter(author=voter)}
            assert not self.on_notes or own.isdisjoint(roots)
        told = tally.result(self.workshop)
        assert sum(row.dots for row in told) == Vote.objects.exclude(dot=None).count()
        assert all(1 <= row.cities <= min(row.dots, 2) for row in told)

    def _root(self, vote):
        return self._root_of(vote.note) if vote.note else vote.case_id

    @staticmethod
    def _root_of(note):
        return note.merged_into_id or note.pk
