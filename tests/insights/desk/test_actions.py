"""The rules of the desk: two themes at most, nothing lost between two rapporteurs, everything can be undone."""

from uuid import uuid4

import pytest

from tests.conftest import person
from tests.insights.conftest import a_card, a_note, a_point, a_statement, a_theme, put, seen
from workshop.insights.desk import actions
from workshop.insights.models import Evidence, Remark
from workshop.refusals import NotNow


def under(thing):
    """The titles of the themes a thing lies under."""
    kind, pk, _themes = seen(thing)
    return sorted(Evidence.objects.filter(**{kind: pk}).values_list("theme__title", flat=True))


def themes_of(workshop):
    return [(theme.title, theme.statement, theme.dissent, theme.position) for theme in workshop.themes.all()]


def everything(workshop):
    """All that stands on the desk."""
    pieces = Evidence.objects.filter(theme__workshop=workshop)
    return themes_of(workshop), sorted(
        (piece.theme.title, piece.kind, getattr(piece, f"{piece.kind}_id"), piece.is_named) for piece in pieces
    )


def last_deed(workshop):
    return workshop.deeds.filter(undone_at=None).first()


# --- putting -----------------------------------------------------------------------------------
def test_cards_notes_statements_and_points_lie_under_themes(insights, ada):
    things = [a_card(ada), a_note(ada), a_statement(ada), a_point(ada)]
    theme = a_theme(insights, "Buying")
    actions.place(theme=theme, seen=[seen(thing) for thing in things])
    assert [under(thing) for thing in things] == [["Buying"]] * 4
    actions.place(theme=theme, seen=[seen(thing, theme) for thing in things], on=False)
    assert [under(thing) for thing in things] == [[]] * 4


@pytest.mark.parametrize("make", [a_card, a_note, a_statement, a_point])
def test_a_thing_belongs_to_two_themes_at_most(insights, ada, make):
    thing = make(ada)
    one, two, three = (a_theme(insights, title) for title in ("One", "Two", "Three"))
    put(thing, one, two)
    with pytest.raises(NotNow):
        actions.place(theme=three, seen=[seen(thing, one, two)])
    assert under(thing) == ["One", "Two"]


def test_the_second_theme_twice_is_once(insights, ada):
    thing, theme = a_card(ada), a_theme(insights)
    put(thing, theme, theme)
    assert under(thing) == ["Buying"]


def test_a_press_over_what_somebody_has_just_put_elsewhere_is_refused(insights, ada):
    thing, one, two = a_card(ada), a_theme(insights, "One"), a_theme(insights, "Two")
    actions.place(theme=one, seen=[seen(thing)])
    with pytest.raises(NotNow):
        actions.place(theme=two, seen=[seen(thing)])
    assert under(thing) == ["One"]
    actions.place(theme=two, seen=[seen(thing, one)])
    assert under(thing) == ["One", "Two"]


def test_of_many_things_all_go_or_none(insights, ada):
    first, second, theme = a_card(ada), a_note(ada), a_theme(insights, "One")
    put(second, theme)
    with pytest.raises(NotNow):
        actions.place(theme=a_theme(insights, "Two"), seen=[seen(first), seen(second)])
    assert (under(first), under(second)) == ([], ["One"])


def test_what_was_taken_back_meanwhile_is_put_nowhere(insights, ada):
    from workshop.insights.actions import withdraw

    card, theme = a_card(ada), a_theme(insights)
    withdraw(card=card)
    with pytest.raises(NotNow):
        actions.place(theme=theme, seen=[seen(card)])


def test_the_same_press_twice_puts_once_and_is_undone_once(insights, ada):
    card, theme, key = a_card(ada), a_theme(insights), uuid4()
    for _press in range(2):
        actions.place(theme=theme, seen=[seen(card)], key=key)
    assert (under(card), insights.deeds.filter(kind="place").count()) == (["Buying"], 1)


def test_nothing_of_another_workshop_is_put_under_a_theme(insights, noor):
    from tests.conftest import move_to

    move_to(noor.workshop, "insights")
    with pytest.raises(NotNow):
        actions.place(theme=a_theme(insights), seen=[seen(a_card(noor))])


# --- themes ------------------------------------------------------------------------------------
def test_themes_come_after_each_other_and_a_key_adds_one(insights):
    key = uuid4()
    first = actions.add_theme(workshop=insights, title="Procurement", key=key)
    assert actions.add_theme(workshop=insights, title="Procurement", key=key) == first
    second = actions.add_theme(workshop=insights, title="Champions")
    assert [theme.position for theme in (first, second)] == [1, 2]


def test_a_theme_in_our_own_words_names_no_source(insights):
    theme = insights.themes.create(title="Procurement", statement="Published words.", source="Note", position=1)
    assert actions.say(theme=theme, title="Buying", statement="Published words.").source == "Note"
    assert actions.say(theme=theme, title="Buying", statement="Ours.").source == ""


def test_of_two_saves_the_one_over_old_words_is_refused(insights):
    theme = a_theme(insights)
    read_at = theme.changed_at
    actions.say(theme=theme, title="Buying", statement="From the one desk.", seen=read_at)
    with pytest.raises(NotNow):
        actions.say(theme=theme, title="Buying", statement="From the other.", seen=read_at)
    theme.refresh_from_db()
    assert theme.statement == "From the one desk."


def test_a_theme_changes_its_place_with_its_neighbour(insights):
    one, two, three = (a_theme(insights, title) for title in ("One", "Two", "Three"))
    actions.shift(theme=three, way="up", seen=3)
    actions.shift(theme=three, way="up", seen=3)  # the same press again
    actions.shift(theme=one, way="up")
    assert [theme.title for theme in insights.themes.all()] == ["One", "Three", "Two"]


def test_a_merge_takes_everything_along_and_nothing_twice(insights, ada, bo):
    both, own, theirs = a_card(ada), a_note(ada), a_statement(bo)
    one, two = a_theme(insights, "One", both, own), a_theme(insights, "Two", both, theirs)
    actions.say(theme=one, title="One", statement="What we know.", dissent="Not in Dakar.")
    remark = Remark.objects.create(theme=one, author=bo, kind="wrong", text="Not quite")
    actions.merge(theme=one, into=two)
    assert [under(thing) for thing in (both, own, theirs)] == [["Two"]] * 3
    assert themes_of(insights) == [("Two", "What we know.", "Not in Dakar.", 2)]
    remark.refresh_from_db()
    assert remark.theme == two


def test_a_merge_keeps_the_statement_of_the_theme_that_stays(insights):
    one, two = a_theme(insights, "One"), a_theme(insights, "Two")
    actions.say(theme=one, title="One", statement="The one.")
    actions.say(theme=two, title="Two", statement="The other.")
    assert actions.merge(theme=one, into=two).statement == "The other."


def test_no_theme_is_merged_with_itself_nor_over_fresh_words(insights):
    one, two = a_theme(insights, "One"), a_theme(insights, "Two")
    with pytest.raises(NotNow):
        actions.merge(theme=one, into=one)
    read_at = one.changed_at
    actions.say(theme=one, title="One", statement="Fresh.")
    with pytest.raises(NotNow):
        actions.merge(theme=one, into=two, seen=read_at)
    assert insights.themes.count() == 2


def test_a_split_moves_what_was_chosen(insights, ada):
    stays, goes = a_card(ada), a_note(ada)
    theme = a_theme(insights, "Buying", stays, goes)
    actions.split(theme=theme, evidence=[theme.evidence.get(note=goes)], title="Lending")
    assert (under(stays), under(goes)) == (["Buying"], ["Lending"])
    with pytest.raises(NotNow):
        actions.split(theme=theme, evidence=[], title="Empty")


def test_a_theme_to_which_people_have_spoken_is_not_removed(insights, bo):
    theme = a_theme(insights)
    Remark.objects.create(theme=theme, author=bo, kind="missing", text="The tenants")
    with pytest.raises(NotNow):
        actions.remove(theme=theme)
    assert insights.themes.count() == 1


# --- undoing -----------------------------------------------------------------------------------
DEEDS = {
    "place": lambda at: actions.place(theme=at.two, seen=[seen(at.card, at.one)]),
    "take_out": lambda at: actions.place(theme=at.one, seen=[seen(at.card, at.one)], on=False),
    "name": lambda at: actions.name_evidence(theme=at.one, evidence=at.one.evidence.all()),
    "add": lambda at: actions.add_theme(workshop=at.workshop, title="New"),
    "say": lambda at: actions.say(theme=at.one, title="First", statement="Said.", dissent="But."),
    "shift": lambda at: actions.shift(theme=at.one, way="down"),
    "merge": lambda at: actions.merge(theme=at.one, into=at.two),
    "split": lambda at: actions.split(theme=at.one, evidence=[at.one.evidence.get(note=at.note)], title="New"),
    "remove": lambda at: actions.remove(theme=at.one),
}


class Desk:
    """Two themes with a card and a note under the first and a statement under both."""

    def __init__(self, workshop, author):
        self.workshop = workshop
        self.card, self.note, self.said = a_card(author), a_note(author), a_statement(author)
        self.one = a_theme(workshop, "One", self.card, self.note, self.said)
        self.two = a_theme(workshop, "Two", self.said)
        self.one = actions.say(theme=self.one, title="One", statement="The first.")
        actions.name_evidence(theme=self.one, evidence=[self.one.evidence.get(card=self.card)])


@pytest.mark.parametrize("kind", DEEDS)
def test_whatever_was_done_is_undone_whole(insights, ada, kind):
    desk = Desk(insights, ada)
    before = everything(insights)
    DEEDS[kind](desk)
    assert everything(insights) != before
    deed = last_deed(insights)
    assert deed.kind == kind
    actions.undo(deed=deed)
    assert everything(insights) == before
    actions.undo(deed=deed)
    assert everything(insights) == before


@pytest.mark.parametrize("kind", DEEDS)
def test_a_deed_before_another_one_is_undone_by_itself(insights, ada, kind):
    """What somebody else has done since elsewhere stays."""
    desk = Desk(insights, ada)
    other = a_theme(insights, "Elsewhere")
    before = everything(insights)
    DEEDS[kind](desk)
    deed = last_deed(insights)
    actions.say(theme=other, title="Elsewhere", statement="Meanwhile.")
    actions.undo(deed=deed)
    themes, pieces = everything(insights)
    assert pieces == before[1]
    assert [(title, said) for title, said, *_rest in themes if title != "Elsewhere"] == [
        (title, said) for title, said, *_rest in before[0] if title != "Elsewhere"
    ]
    assert ("Elsewhere", "Meanwhile.") in [(title, said) for title, said, *_rest in themes]


def test_what_somebody_has_worked_on_since_is_not_undone(insights, ada):
    theme = a_theme(insights)
    deed = last_deed(insights)
    put(a_card(ada), theme)
    with pytest.raises(NotNow):
        actions.undo(deed=deed)
    said = actions.say(theme=theme, title="Buying", statement="First.")
    deed = last_deed(insights)
    actions.say(theme=said, title="Buying", statement="Second.")
    with pytest.raises(NotNow):
        actions.undo(deed=deed)
    theme.refresh_from_db()
    assert (theme.statement, insights.themes.count()) == ("Second.", 1)


def test_an_undo_never_gives_a_thing_three_themes(insights, ada):
    card, one = a_card(ada), a_theme(insights, "One")
    put(card, one)
    actions.remove(theme=one)
    deed = last_deed(insights)
    put(card, a_theme(insights, "Two"), a_theme(insights, "Three"))
    with pytest.raises(NotNow):
        actions.undo(deed=deed)
    assert under(card) == ["Three", "Two"]


def test_a_deed_keeps_no_words_of_participants(insights, ada):
    card = a_card(person(insights, "Zoe", "Atlantis"), what="A very particular levy")
    put(card, a_theme(insights))
    kept = str(list(insights.deeds.values("about", "change")))
    assert [word for word in ("Zoe", "Atlantis", "particular") if word in kept] == []
