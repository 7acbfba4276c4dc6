"""Notes that say the same become one and can be parted: authors, dots and echoes stay, each person counts once."""

import pytest

from gallery import actions, echoes, merging, tally, voting
from gallery.models import Note, Walls
from tests.conftest import client_of, move_to, person
from workshop.refusals import NotNow


@pytest.fixture
def walk(workshop):
    move_to(workshop, "gallery")
    workshop.refresh_from_db()
    Walls.objects.create(workshop=workshop, dots_on="notes", dots_each=2)
    return workshop


@pytest.fixture
def cy(walk):
    return person(walk, "Cy", "Lyon")


def pinned(author, text, kind="take", number=1):
    case = author.workshop.cases.get(number=number)
    return actions.write(case=case, author=author, kind=kind, text=text)


def merged(note, into, why="They say the same."):
    return merging.merge(note=note, into=into, why=why)


def dotted(note, *voters):
    for voter in voters:
        voting.vote(note=Note.objects.select_related("case").get(pk=note.pk), voter=voter, on=True)


def page(who, rest):
    return client_of(who).get(f"/w/{who.workshop.code}/gallery/{rest}").content.decode()


def test_a_merged_note_hangs_as_a_part_of_the_other(walk, ada, bo, cy):
    first, second = pinned(ada, "A lender who waits"), pinned(bo, "Patient money")
    merged(second, first)
    wall = page(cy, "1/")
    assert [note.pk for note in walk.notes.on_the_wall()] == [first.pk]
    assert (wall.count('<article class="note'), "1 more says the same" in wall, "Patient money" in wall) == (
        1,
        True,
        True,
    )


def test_both_authors_see_that_and_why(walk, ada, bo):
    first, second = pinned(ada, "A lender who waits"), pinned(bo, "Patient money")
    merged(second, first, why="Both are about time.")
    for author, other in ((ada, "Patient money"), (bo, "A lender who waits")):
        mine = page(author, "1/mine/")
        assert (mine.count("Both are about time."), other in mine) == (1, True)


def test_after_a_merge_each_person_counts_once_and_has_the_other_dot_back(walk, ada, bo, cy):
    first, second = pinned(ada, "A lender who waits"), pinned(bo, "Patient money")
    di = person(walk, "Di", "Rabat")
    dotted(first, cy, di), dotted(second, cy)
    merged(second, first)
    [row] = tally.result(walk)
    assert (row.note, row.dots, row.cities) == (first, 2, 2)
    assert (len(voting.used(cy)), cy.votes.count()) == (1, 2)
    merging.part(note=second)
    assert {each.note: each.dots for each in tally.result(walk)} == {first: 2, second: 1}
    assert len(voting.used(cy)) == 2


def test_a_dot_that_was_spent_anew_meanwhile_is_not_given_back(walk, ada, bo, cy):
    first, second, third = pinned(ada, "One"), pinned(bo, "Two"), pinned(bo, "Three")
    dotted(first, cy), dotted(second, cy)
    merged(second, first)
    dotted(third, cy)
    merging.part(note=second)
    assert {each.note: each.dots for each in tally.result(walk)} == {first: 1, third: 1}
    assert len(voting.used(cy)) == 2


def test_nobodys_dot_counts_on_what_has_become_their_own_note(walk, ada, bo):
    first, second = pinned(ada, "One"), pinned(bo, "Two")
    dotted(first, bo)
    merged(second, first)
    assert (tally.result(walk), voting.used(bo)) == ([], [])
    with pytest.raises(NotNow, match="your own note"):
        dotted(first, bo)
    merging.part(note=second)
    assert [each.note for each in tally.result(walk)] == [first]


def test_echoes_count_together_by_distinct_cities_other_than_the_authors(walk, ada, bo, cy):
    first, second = pinned(ada, "One"), pinned(bo, "Two")
    echoes.echo(note=first, by=cy), echoes.echo(note=second, by=cy)
    echoes.echo(note=first, by=person(walk, "Di", " LYON")), echoes.echo(note=first, by=bo)
    assert [note.cities_too() for note in (first, second)] == [2, 1]
    merged(second, first)
    assert Note.objects.get(pk=first.pk).cities_too() == 1  # Lyon alone: Dakar is an author's city now


def test_a_merged_question_is_asked_once_and_again_when_parted(walk, ada, bo):
    first, second = pinned(ada, "Who pays?", "question"), pinned(bo, "Who pays for it?", "question")
    merged(second, first)
    assert list(walk.open_questions.waiting()) == [first.question]
    merging.part(note=second)
    assert list(walk.open_questions.waiting()) == [first.question, second.question]


def test_what_was_merged_into_a_note_goes_along_with_it(walk, ada, bo, cy):
    first, second, third = pinned(ada, "One"), pinned(bo, "Two"), pinned(cy, "Three")
    merged(third, second)
    merged(second, first)
    assert {note.merged_into_id for note in (Note.objects.get(pk=pk) for pk in (second.pk, third.pk))} == {first.pk}


def test_merging_and_parting_twice_is_once(walk, ada, bo):
    first, second = pinned(ada, "One"), pinned(bo, "Two")
    at = merged(second, first).merged_at
    assert merged(second, first).merged_at == at
    merging.part(note=second)
    assert merging.part(note=second).merged_into is None


def test_what_was_merged_into_a_note_hangs_on_when_its_author_takes_that_note_back(walk, ada, bo, cy):
    first, second = pinned(ada, "Who pays?", "question"), pinned(bo, "Who pays for it?", "question")
    dotted(first, cy), dotted(second, cy)
    merged(second, first)
    assert client_of(ada).post(f"/w/{walk.code}/gallery/notes/{first.pk}/take-back/").status_code == 302
    assert [note.pk for note in walk.notes.on_the_wall()] == [second.pk]
    assert [(each.note, each.dots) for each in tally.result(walk)] == [(second, 1)]
    assert list(walk.open_questions.waiting()) == [second.question]


@pytest.mark.parametrize("wrong", ["itself", "another wall", "hidden"])
def test_only_notes_that_hang_on_one_wall_are_merged(walk, ada, bo, wrong):
    first, second = pinned(ada, "One"), pinned(bo, "Two", number=2 if wrong == "another wall" else 1)
    if wrong == "hidden":
        actions.hide(note=first, why="It names a person.")
    with pytest.raises(NotNow):
        merged(second, second if wrong == "itself" else first)
    assert Note.objects.filter(merged_into=None).count() == 2


def test_the_facilitator_merges_with_a_reason_and_parts_again(walk, ada, bo, hana):
    first, second = pinned(ada, "One"), pinned(bo, "Two")
    at = f"/w/{walk.code}/gallery/notes/{second.pk}"
    assert "One" in hana.get(f"{at}/alike/").content.decode()
    assert hana.post(f"{at}/merge/", {"into": first.pk, "why": " "}).status_code == 422
    assert hana.post(f"{at}/merge/", {"why": "The same."}).status_code == 422
    assert hana.post(f"{at}/merge/", {"into": "9" * 18, "why": "The same."}).status_code == 404
    assert hana.post(f"{at}/merge/", {"into": first.pk, "why": "The same."}).status_code == 302
    assert "Merged: The same." in hana.get(f"/w/{walk.code}/gallery/1/wall/").content.decode()
    assert hana.post(f"{at}/part/").status_code == 302
    assert walk.notes.on_the_wall().count() == 2


def test_a_note_of_another_workshop_is_not_found(walk, ada, hana, elsewhere):
    other = person(elsewhere, "Noor", "Rabat")
    move_to(elsewhere, "gallery")
    foreign, own = pinned(other, "Elsewhere"), pinned(ada, "Here")
    at = f"/w/{walk.code}/gallery/notes/{own.pk}/merge/"
    assert hana.post(at, {"into": foreign.pk, "why": "The same."}).status_code == 404
