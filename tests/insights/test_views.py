"""Cards on the phone, the board, and the desk, as browsers meet them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import client_of, person
from tests.insights.conftest import a_card, a_theme, put
from workshop.insights import actions

POLITICS, MONEY = "Political will", "Money and procurement"
CARD = {"case": "1", "stance": "adapt", "what": "A levy that pays for the cleaning", "target": "Quito"}
HTMX = {"HTTP_HX_REQUEST": "true"}
JSON = {"HTTP_ACCEPT": "application/json"}


def at(name, workshop, *args):
    return reverse(f"insights:{name}", args=[workshop.code, *args])


def condition(workshop, label):
    return f"condition_{workshop.conditions.get(label=label).pk}"


# --- the board ---------------------------------------------------------------------------------
def page_of(client, name, workshop, query=""):
    return client.get(at(name, workshop) + query).content.decode()


def test_the_board_shows_texts_and_cities_but_no_names(insights, bo):
    a_card(person(insights, "Xiomara", "Quito"), what="A very particular levy", target="Andes")
    page = page_of(client_of(bo), "board", insights)
    assert ("A very particular levy" in page, "Andes" in page, "Quito" in page) == (True, True, True)
    assert "Xiomara" not in page


@pytest.mark.parametrize("gone", [actions.hide, actions.withdraw])
@pytest.mark.parametrize("name", ["board", "texts"])
def test_what_is_hidden_or_taken_back_is_on_no_page(insights, ada, bo, gone, name):
    card = a_card(ada, what="A very particular levy", target="Atlantis")
    assert "Atlantis" in page_of(client_of(bo), name, insights)
    gone(card=card)
    page = page_of(client_of(bo), name, insights)
    assert ("A very particular levy" in page, "Atlantis" in page) == (False, False)


def test_examples_are_marked_and_make_room_on_the_board(insights, ada):
    card = a_card(ada, what="An example levy")
    insights.cards.update(is_example=True)
    page = page_of(client_of(ada), "board", insights)
    assert ("An example levy" in page, "These cards are examples" in page) == (True, True)
    a_card(ada, what="A levy of today")
    page = page_of(client_of(ada), "board", insights)
    assert ("An example levy" in page, "A levy of today" in page) == (False, True)
    texts = page_of(client_of(ada), "texts", insights)
    assert texts.index("A levy of today") < texts.index(">Example<") < texts.index(card.what)


def test_texts_of_one_case_and_one_city(insights, ada, bo):
    first, other = a_card(ada, case=1), a_card(bo, case=2)
    several = a_card(ada, case=None)
    client = client_of(ada)

    def found(query):
        groups = client.get(at("texts", insights) + query).context["groups"]
        return [card for group in groups for card in group["cards"]]

    assert found("") == [first, other, several]
    assert found("?case=2") == [other]
    assert found("?case=0") == [several]
    assert found("?city=QUITO&case=1") == [first]
    assert found("?case=x") == []


# --- off the screens, and back -----------------------------------------------------------------
def test_only_facilitators_hide_and_show_again(insights, ada, hana):
    card = a_card(ada)
    assert client_of("rapporteur", insights).post(at("hide", insights, card.pk)).status_code == 403
    assert hana.post(at("hide", insights, card.pk)).status_code == 302
    assert insights.cards.on_the_board().count() == 0
    assert hana.post(at("restore", insights, card.pk)).status_code == 302
    assert insights.cards.on_the_board().count() == 1


def test_a_card_of_another_workshop_is_on_nobody_else_s_desk(insights, noor, hana):
    from tests.conftest import move_to

    move_to(noor.workshop, "insights")
    card = a_card(noor)
    assert [hana.post(at(name, insights, card.pk)).status_code for name in ("hide", "restore", "place")] == [404] * 3


# --- how much it costs -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "name"),
    [("me", "card"), ("me", "mine"), ("me", "board"), ("me", "texts"), ("rapporteur", "insights:desk")]
    + [("facilitator", "console"), ("facilitator", "projector")],
)
def test_a_page_asks_the_database_as_often_for_five_as_for_one(insights, ada, who, name):
    address = reverse(
        name if name in ("console", "projector") else f"insights:{name.split(':')[-1]}", args=[insights.code]
    )
    client = client_of(ada if who == "me" else who, insights)
    theme = a_theme(insights, "Buying")
    put(a_card(ada, rated={POLITICS: "have"}), theme)
    a_card(ada, case=None, rated={POLITICS: "missing"})
    client.get(address)
    with CaptureQueriesContext(connection) as for_one:
        assert client.get(address).status_code == 200
    for number, city in enumerate(("Lima", "Cusco", "Oslo", "Turin")):
        card = a_card(person(insights, f"P{number}", city), case=number + 1, rated={MONEY: "reach"})
        put(card, theme)
        a_card(ada, case=None, rated={POLITICS: "missing", MONEY: "have"})
    with CaptureQueriesContext(connection) as for_five:
        client.get(address)
    assert len(for_five) == len(for_one)
