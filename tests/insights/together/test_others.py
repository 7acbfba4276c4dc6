"""Saying what is true elsewhere: cities count, not clicks; one word a card a person; never one's own."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.conftest import client_of, person
from tests.insights.conftest import a_card
from workshop.insights.cards import actions as cards
from workshop.insights.together import actions, others
from workshop.refusals import NotNow

HTMX = {"HTTP_HX_REQUEST": "true"}


def at(name, workshop, *args):
    return reverse(f"insights:{name}", args=[workshop.code, *args])


def told(card, who=None):
    (one,) = others.with_words([card], who)
    return one["true"], one["differs"]


def test_cities_count_and_no_city_twice(insights, ada):
    card = a_card(ada)
    dakar = [person(insights, f"D{n}", city) for n, city in enumerate(("Dakar", "DAKAR", " dakar"))]
    for somebody in (*dakar, person(insights, "Lee", "Lille"), person(insights, "Ann", "quito")):
        actions.say(card=card, by=somebody, kind="true")
    actions.say(card=card, by=person(insights, "Po", "Porto"), kind="differs")
    assert told(card) == (2, 1)
    assert card.endorsements.count() == 6


def test_the_last_word_counts_and_can_be_taken_back(insights, ada, bo):
    card = a_card(ada)
    actions.say(card=card, by=bo, kind="true", because="Ours too")
    actions.say(card=card, by=bo, kind="true", because="Ours too")
    assert told(card) == (1, 0)
    actions.say(card=card, by=bo, kind="differs")
    assert (told(card), card.endorsements.get().because) == ((0, 1), "")
    actions.say(card=card, by=bo, kind="")
    assert told(card) == (0, 0)


def test_a_press_that_arrives_again_after_it_was_taken_back_says_nothing(insights, ada, bo):
    card, key = a_card(ada), uuid4()
    actions.say(card=card, by=bo, kind="true", key=key)
    actions.say(card=card, by=bo, kind="")
    actions.say(card=card, by=bo, kind="true", key=key)
    assert told(card) == (0, 0)


def test_nobody_speaks_to_their_own_card_or_to_one_that_is_gone(insights, ada, bo):
    card = a_card(ada)
    with pytest.raises(NotNow):
        actions.say(card=card, by=ada, kind="true")
    cards.hide(card=card)
    with pytest.raises(NotNow):
        actions.say(card=card, by=bo, kind="true")


def test_nobody_speaks_after_the_end(insights, ada, bo):
    card = a_card(ada)
    insights.stages.filter(kind="closing").update(ended_at=timezone.now())
    type(insights).objects.filter(pk=insights.pk).update(stage=None)
    with pytest.raises(NotNow):
        actions.say(card=card, by=bo, kind="true")


def test_a_new_word_after_hidden_words_is_seen_again(insights, ada, bo):
    card = a_card(ada)
    actions.say(card=card, by=bo, kind="true", because="Rude words")
    actions.hide_words(endorsement=card.endorsements.get(), hidden=True)
    (one,) = others.with_words([card], bo)
    assert (one["reasons"], one["true"]) == ([], 1)
    actions.say(card=card, by=bo, kind="true", because="Ours too")
    (one,) = others.with_words([card], bo)
    assert [row.because for row in one["reasons"]] == ["Ours too"]


# --- the page ----------------------------------------------------------------------------------
def test_a_few_at_a_time_those_nobody_spoke_to_first_and_never_mine(insights, ada, bo):
    mine = a_card(bo)
    theirs = [a_card(ada, what=f"Card {n}") for n in range(8)]
    actions.say(card=theirs[0], by=bo, kind="true")
    actions.say(card=theirs[1], by=person(insights, "Lee", "Lille"), kind="true")
    page = client_of(bo).get(at("others", insights))
    shown = [each["card"] for each in page.context["told"]]
    assert (mine in shown, shown) == (False, theirs[2:8])
    assert (page.context["answered"], page.context["count"]) == (1, 8)


def test_a_press_brings_the_one_card_back_with_my_word(insights, ada, bo):
    card = a_card(ada)
    client = client_of(bo)
    answer = client.post(at("say", insights, card.pk), {"kind": "true", "key": str(uuid4())}, **HTMX)
    page = answer.content.decode()
    assert ("You say: True for my city too." in page, "<html" in page) == (True, False)
    answer = client.post(at("say", insights, card.pk), {"kind": "true", "because": "Ours too", "c": str(card.pk)})
    assert answer["Location"] == f"{at('others', insights)}?c={card.pk}#other-{card.pk}"
    page = client.get(answer["Location"]).content.decode()
    assert ("Ours too" in page, "<bdi>Bo</bdi>" in page) == (True, False)


def test_too_long_a_reason_is_refused_in_words(insights, ada, bo):
    answer = client_of(bo).post(at("say", insights, a_card(ada).pk), {"kind": "true", "because": "a" * 81}, **HTMX)
    assert (answer.status_code, "80 characters" in answer.content.decode()) == (409, True)


def test_only_facilitators_hide_words(insights, ada, bo, hana):
    card = a_card(ada)
    actions.say(card=card, by=bo, kind="true", because="Rude words")
    words = card.endorsements.get()
    assert client_of(ada).post(at("words-hide", insights, words.pk), {"on": "1"}).status_code == 403
    hana.post(at("words-hide", insights, words.pk), {"on": "1"})
    assert "Rude words" not in client_of(ada).get(at("others", insights)).content.decode()


def follow(client, workshop, presses):
    """The cards of the page, and of each that "A few others" leads to."""
    address, seen = at("others", workshop), []
    for _press in range(presses):
        page = client.get(address)
        seen.append([each["card"] for each in page.context["told"]])
        address = f"{at('others', workshop)}?" + "&".join(f"after={card.pk}" for card in seen[-1])
        assert f'href="{address}"' in page.content.decode().replace("&amp;", "&")
    return seen


def test_a_few_others_leads_through_all_and_begins_again(insights, ada, bo):
    theirs = [a_card(ada, what=f"Card {n}") for n in range(14)]
    pages = [theirs[:6], theirs[6:12], theirs[12:], theirs[:6]]
    assert follow(client_of(bo), insights, 4) == pages
    assert follow(client_of("rapporteur", insights), insights, 4) == pages
    for card in theirs[:6]:
        actions.say(card=card, by=bo, kind="true")
    after = "&".join(f"after={card.pk}" for card in theirs[:6])
    page = client_of(bo).get(f"{at('others', insights)}?{after}")
    assert [each["card"] for each in page.context["told"]] == theirs[6:12]


@pytest.mark.parametrize("after", ["x", "-1", "", "999999999999", "٣"])
def test_an_address_that_names_no_card_begins_at_the_first(insights, ada, bo, after):
    card = a_card(ada)
    page = client_of(bo).get(at("others", insights), {"after": after})
    assert [each["card"] for each in page.context["told"]] == [card]


def test_facilitators_have_the_cards_with_words_first_and_show_hidden_ones_again(insights, ada, bo, hana):
    cards = [a_card(ada, what=f"Card {n}") for n in range(8)]
    actions.say(card=cards[7], by=bo, kind="true", because="Rude words")
    told = hana.get(at("others", insights)).context["told"]
    assert [each["card"] for each in told] == [cards[7], *cards[:5]]
    words = cards[7].endorsements.get()
    shown = [str(card.pk) for card in cards[5:]]
    answer = hana.post(at("words-hide", insights, words.pk), {"on": "1", "c": shown})
    assert answer["Location"] == f"{at('others', insights)}?{'&'.join(f'c={pk}' for pk in shown)}#other-{cards[7].pk}"
    for who, may in ((hana, True), (client_of("rapporteur", insights), False)):
        page = who.get(answer["Location"]).content.decode()
        assert ("Rude words" in page, 'name="on" value="0"' in page) == (may, may)
    hana.post(at("words-hide", insights, words.pk), {"on": "0"})
    assert "Rude words" in client_of("rapporteur", insights).get(answer["Location"]).content.decode()


def test_examples_are_shown_until_somebody_writes(insights, ada, bo):
    example = a_card(ada, what="An example")
    insights.cards.update(is_example=True)
    assert [each["card"] for each in others.for_person(bo, insights)] == [example]
    first = a_card(ada, what="Written here")
    assert [each["card"] for each in others.for_person(bo, insights)] == [first]


def test_the_page_asks_the_database_as_often_for_five_as_for_one(insights, ada, bo):
    client = client_of(bo)
    actions.say(card=a_card(ada), by=bo, kind="true", because="Ours")
    client.get(at("others", insights))
    with CaptureQueriesContext(connection) as one:
        client.get(at("others", insights))
    for number, city in enumerate(("Lima", "Cusco", "Oslo", "Turin")):
        actions.say(card=a_card(person(insights, f"P{number}", city)), by=bo, kind="differs", because="Not here")
    with CaptureQueriesContext(connection) as five:
        client.get(at("others", insights))
    assert len(five) == len(one)
