"""The desk through its doors."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.conftest import client_of
from tests.insights.conftest import a_card, a_note, a_theme, put
from workshop.insights.desk import actions

JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def desk(insights):
    return client_of("rapporteur", insights)


def at(name, workshop, *rest):
    return reverse(f"insights:{name}", args=[workshop.code, *rest])


def titles(card):
    return sorted(theme.title for theme in card.themes.all())


# --- the tray ----------------------------------------------------------------------------------
def test_a_rapporteur_names_themes_and_puts_texts_under_them(insights, ada, desk):
    card, note = a_card(ada), a_note(ada)
    assert desk.post(at("theme-add", insights), {"title": "Buying", "statement": "It works."}).status_code == 302
    theme = insights.themes.get()
    answer = desk.post(at("take", insights, theme.pk), {"item": [f"card-{card.pk}@", f"note-{note.pk}@"]})
    assert (answer.status_code, theme.evidence.count()) == (302, 2)
    page = desk.get(at("desk", insights)).content.decode()
    assert "Nothing here is without a theme." in page


def test_one_thing_by_its_own_button_whatever_is_ticked(insights, ada, desk):
    ticked, pressed, theme = a_card(ada), a_card(ada, case=2), a_theme(insights)
    desk.post(at("take", insights, theme.pk), {"item": f"card-{ticked.pk}@", "only": f"card-{pressed.pk}@"})
    assert (titles(ticked), titles(pressed)) == ([], ["Buying"])
    desk.post(at("take-out", insights, theme.pk), {"only": f"card-{pressed.pk}@{theme.pk}"})
    assert titles(pressed) == []


@pytest.mark.parametrize(
    "sent", [{}, {"item": ""}, {"item": "card-x"}, {"item": "room-1@"}, {"item": "card-1@1.2.3"}, {"item": "card-1@x"}]
)
def test_a_press_without_anything_chosen_says_so(insights, desk, sent):
    assert desk.post(at("take", insights, a_theme(insights).pk), sent).status_code == 409


def test_a_press_comes_back_to_the_tray_as_it_was_filtered(insights, ada, desk):
    card, theme = a_card(ada), a_theme(insights)
    sent = {"item": f"card-{card.pk}@", "f": "open_card_1_1"}
    assert desk.post(at("take", insights, theme.pk), sent)["Location"] == at("desk", insights) + "?f=open_card_1_1"
    sent = {"item": f"card-{card.pk}@{theme.pk}", "f": "//evil.example"}
    assert desk.post(at("take-out", insights, theme.pk), sent)["Location"] == at("desk", insights) + "?f=open_all_all_1"


def test_the_keyboard_hears_how_things_lie_now_and_what_to_undo(insights, ada, desk):
    card, theme = a_card(ada), a_theme(insights)
    said = desk.post(at("take", insights, theme.pk), {"item": f"card-{card.pk}@", "key": uuid4()}, **JSON).json()
    assert said["items"] == {f"card-{card.pk}": f"card-{card.pk}@{theme.pk}"}
    assert desk.post(at("undo", insights, said["deed"]), **JSON).json() == {"done": True}
    assert titles(card) == []


def test_a_deed_and_a_theme_of_another_workshop_are_not_there(insights, elsewhere, ada, desk):
    foreign, card = elsewhere.themes.create(title="Foreign", position=1), a_card(ada)
    deed = elsewhere.deeds.create(kind="add")
    assert desk.post(at("undo", insights, deed.pk)).status_code == 404
    assert desk.post(at("theme-change", insights, foreign.pk), {"title": "Mine"}).status_code == 404
    assert desk.post(at("take", insights, foreign.pk), {"item": f"card-{card.pk}@"}).status_code == 409
    assert desk.post(at("place", insights, card.pk), {"first": foreign.pk}).status_code == 409
    into = desk.post(at("theme-merge", insights, a_theme(insights).pk), {"into": foreign.pk})
    assert (into.status_code, titles(card), insights.themes.count()) == (409, [], 1)


def test_scripts_put_a_card_under_exactly_two_themes(insights, ada, desk):
    card, one, two = a_card(ada), a_theme(insights, "One"), a_theme(insights, "Two")
    put(card, one)
    desk.post(at("place", insights, card.pk), {"first": two.pk})
    assert titles(card) == ["Two"]
    desk.post(at("place", insights, card.pk), {})
    assert titles(card) == []


def test_only_a_facilitator_sees_a_button_that_hides(insights, ada, desk, hana):
    a_card(ada)
    assert 'class="console at-the-desk facilitates"' in hana.get(at("desk", insights)).content.decode()
    assert 'class="console at-the-desk"' in desk.get(at("desk", insights)).content.decode()


# --- themes ------------------------------------------------------------------------------------
def test_a_statement_has_sixty_words_at_most(insights, desk):
    sixty = " ".join(["word"] * 60)
    assert desk.post(at("theme-add", insights), {"title": "Long", "statement": sixty + " more"}).status_code == 422
    assert desk.post(at("theme-add", insights), {"title": "Long", "statement": sixty}).status_code == 302


def test_a_wrong_change_of_a_theme_keeps_what_was_typed(insights, desk):
    theme = a_theme(insights)
    answer = desk.post(at("theme-change", insights, theme.pk), {"title": "", "statement": "Half a thought"})
    assert (answer.status_code, "Half a thought" in answer.content.decode()) == (422, True)


def test_of_two_rapporteurs_the_later_sees_both_texts_and_then_decides(insights, desk):
    theme, other = a_theme(insights), client_of("rapporteur", insights)
    read = desk.get(at("theme", insights, theme.pk)).context["form"]["seen"].value()
    said = {"title": "Buying", "seen": read}
    desk.post(at("theme-change", insights, theme.pk), said | {"statement": "From the one."})
    answer = other.post(at("theme-change", insights, theme.pk), said | {"statement": "From the other."})
    page = answer.content.decode()
    assert (answer.status_code, "From the one." in page, "From the other." in page) == (409, True, True)
    theme.refresh_from_db()
    assert theme.statement == "From the one."
    again = said | {"seen": answer.context["form"]["seen"].value(), "statement": "From the other."}
    assert other.post(at("theme-change", insights, theme.pk), again).status_code == 302
    theme.refresh_from_db()
    assert theme.statement == "From the other."


def test_a_repeated_save_is_no_second_save(insights, desk):
    theme = a_theme(insights)
    sent = {"title": "Buying", "statement": "Once.", "seen": theme.changed_at.isoformat(), "key": uuid4()}
    assert [desk.post(at("theme-change", insights, theme.pk), sent).status_code for _press in range(2)] == [302, 302]
    assert insights.deeds.filter(kind="say").count() == 1


def test_a_theme_shows_what_it_rests_on_and_takes_it_apart(insights, ada, desk):
    card, note = a_card(ada, what="A levy of tenants"), a_note(ada, text="Loans that wait")
    theme = a_theme(insights, "Buying", card, note)
    page = desk.get(at("theme", insights, theme.pk))
    assert [piece.thing.text for piece in page.context["pieces"]] == ["A levy of tenants", "Loans that wait"]
    piece = theme.evidence.get(note=note)
    desk.post(at("theme-evidence", insights, theme.pk), {"piece": piece.pk})
    assert list(theme.evidence.filter(is_named=True)) == [piece]
    desk.post(at("theme-split", insights, theme.pk), {"piece": piece.pk, "title": "Lending"})
    new = insights.themes.get(title="Lending")
    assert list(new.evidence.all()) == [piece]
    desk.post(at("theme-merge", insights, new.pk), {"into": theme.pk})
    assert [each.title for each in insights.themes.all()] == ["Buying"]
    assert theme.evidence.count() == 2


def test_removing_over_fresh_words_is_refused(insights, desk):
    theme = a_theme(insights)
    read = theme.changed_at.isoformat()
    actions.say(theme=theme, title="Buying", statement="Fresh.")
    assert desk.post(at("theme-remove", insights, theme.pk), {"seen": read}).status_code == 409
    theme.refresh_from_db()
    fresh = theme.changed_at.isoformat()
    assert desk.post(at("theme-remove", insights, theme.pk), {"seen": fresh}).status_code == 302
    assert insights.themes.count() == 0


def test_withdrawn_words_are_not_shown_under_a_theme(insights, ada, desk):
    from workshop.insights.actions import withdraw

    card = a_card(ada, what="A levy of tenants")
    theme = a_theme(insights, "Buying", card)
    withdraw(card=card)
    assert desk.get(at("theme", insights, theme.pk)).context["pieces"] == []
    assert "A levy of tenants" not in desk.get(at("desk", insights) + "?f=all_all_all_1").content.decode()
