"""Cards as browsers and scripts meet them: screen by screen, whole, changed, and for somebody without a phone."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import client_of, person
from tests.insights.conftest import a_card

POLITICS, MONEY = "Political will", "Money and procurement"
CARD = {"case": "1", "stance": "adapt", "what": "A levy that pays for the cleaning", "target": "Quito"}
HTMX = {"HTTP_HX_REQUEST": "true"}
JSON = {"HTTP_ACCEPT": "application/json"}


def at(name, workshop, *args):
    return reverse(f"insights:{name}", args=[workshop.code, *args])


def condition(workshop, label):
    return f"condition_{workshop.conditions.get(label=label).pk}"


# --- writing -----------------------------------------------------------------------------------
def test_the_first_part_alone_is_a_card(insights, ada):
    answer = client_of(ada).post(at("write", insights), CARD)
    assert (answer.status_code, answer["Location"]) == (302, at("mine", insights) + "?saved=1")
    card = ada.cards.get()
    assert (card.case.number, card.stance, card.what, card.target) == (1, "adapt", CARD["what"], "Quito")
    assert (card.change, card.next_step, card.by_months, card.consent) == ("", "", None, "")


def test_a_whole_card(insights, ada):
    more = {"change": "Begin small", "next_step": "Ask the council", "by_months": "6", "consent": "city"}
    rated = {condition(insights, POLITICS): "have", condition(insights, MONEY): ""}
    client_of(ada).post(at("write", insights), CARD | more | rated | {"case": "several"})
    card = ada.cards.get()
    assert (card.case, card.change, card.next_step, card.by_months) == (None, "Begin small", "Ask the council", 6)
    assert card.consent == "city"
    assert [(each.condition.label, each.state) for each in card.ratings.all()] == [(POLITICS, "have")]


def test_scripts_get_the_number(insights, ada):
    answer = client_of(ada).post(at("write", insights), CARD, **JSON)
    assert answer.json()["card"] == ada.cards.get().pk


def test_the_same_press_twice_is_one_card(insights, ada):
    client, sent = client_of(ada), CARD | {"key": str(uuid4())}
    assert [client.post(at("write", insights), sent).status_code for _ in range(2)] == [302, 302]
    assert ada.cards.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("case", "9"),
        ("case", ""),
        ("stance", "copy"),
        ("what", ""),
        ("what", "a" * 141),
        ("target", "  "),
        ("change", "a" * 141),
        ("next_step", "a" * 101),
        ("by_months", "2"),
        ("consent", "world"),
        ("key", "no-uuid"),
    ],
)
def test_a_wrong_field_saves_nothing_and_keeps_the_text(insights, ada, field, value):
    answer = client_of(ada).post(at("write", insights), CARD | {"change": "Begin small"} | {field: value})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert ("Begin small" in answer.content.decode()) == (field != "change")
    assert insights.cards.count() == 0


def test_a_case_of_another_workshop_is_no_choice(insights, elsewhere, ada):
    elsewhere.cases.filter(number=4).update(number=8)
    answer = client_of(ada).post(at("write", insights), CARD | {"case": "8"})
    assert answer.status_code == 422


def test_a_condition_of_another_workshop_is_not_rated(insights, elsewhere, ada):
    sent = CARD | {condition(elsewhere, POLITICS): "have", condition(insights, POLITICS): "missing"}
    client_of(ada).post(at("write", insights), sent)
    assert [(each.condition.workshop, each.state) for each in ada.cards.get().ratings.all()] == [(insights, "missing")]


def test_a_state_that_does_not_exist_is_refused(insights, ada):
    answer = client_of(ada).post(at("write", insights), CARD | {condition(insights, POLITICS): "perhaps"})
    assert answer.status_code == 422


def test_a_card_after_the_end_is_refused_in_words(workshop, ada):
    workshop.stages.filter(kind="closing").update(ended_at=timezone.now())
    answer = client_of(ada).post(at("write", workshop), CARD, **HTMX)
    assert answer.status_code == 409
    assert "The workshop has ended" in answer.content.decode()


# --- what a card begins with -------------------------------------------------------------------
def first_values(client, workshop, query=""):
    screens = client.get(at("card", workshop) + query).context["screens"]
    return {name: screens[n][name].value() for n, name in ((1, "case"), (1, "target"), (3, "consent"))}


def test_a_card_begins_with_the_last_poster_the_city_and_the_choice(insights, ada):
    client = client_of(ada)
    assert first_values(client, insights) == {"case": "", "target": "Quito", "consent": "city"}
    ada.consent = "name"
    ada.save()
    insights.notes.create(case=insights.cases.get(number=3), author=ada, kind="take", text="The park.")
    assert first_values(client, insights) == {"case": "3", "target": "Quito", "consent": "name"}
    assert first_values(client, insights, "?case=2")["case"] == "2"


def test_who_takes_no_part_is_led_to_the_board(insights):
    answer = client_of("note_taker", insights).get(at("card", insights))
    assert (answer.status_code, answer["Location"]) == (302, at("board", insights))


def test_scripts_learn_the_names_of_the_fields(insights, ada):
    told = client_of(ada).get(at("card", insights), **JSON).json()
    assert told["cases"] == ["1", "2", "3", "4", "several"]
    assert told["conditions"][condition(insights, POLITICS)] == POLITICS


# --- screen by screen --------------------------------------------------------------------------
WHETHER = {"change": "Begin small", "actors": ["council", "community"]}
NEXT = {
    **{"readiness": "idea", "effort": "m", "confidence": "2", "next_step": "Ask the council", "by_months": "3"},
    **{"wants_contact": "on", "consent": "city", "quote": "yes"},
}


def press(client, workshop, screen, card, said, **more):
    """A screen as a phone sends it; the answer's status."""
    sent = said | {"card": str(card), "key": str(uuid4())} | {name: str(value) for name, value in more.items()}
    return client.post(at("save", workshop, screen), sent, **JSON)


def test_three_screens_make_one_card_and_the_first_alone_is_one(insights, ada):
    client, name = client_of(ada), uuid4()
    assert press(client, insights, 1, name, CARD).status_code == 200
    first = ada.cards.get()
    assert (first.what, first.actors, first.readiness, first.quote) == (CARD["what"], [], "", "")
    press(client, insights, 2, name, WHETHER | {condition(insights, POLITICS): "missing"})
    press(client, insights, 3, name, NEXT)
    card = ada.cards.get()
    assert (card.what, card.change, card.actors) == (CARD["what"], "Begin small", ["council", "community"])
    assert (card.readiness, card.effort, card.confidence) == ("idea", "m", 2)
    assert (card.next_step, card.by_months, card.wants_contact, card.can_help) == ("Ask the council", 3, True, False)
    assert (card.consent, card.quote, card.travels) == ("city", "yes", "city")
    assert [(each.condition.label, each.state) for each in card.ratings.all()] == [(POLITICS, "missing")]


def test_without_scripts_each_screen_leads_to_the_next_and_the_last_to_my_cards(insights, ada):
    client = client_of(ada)
    page = client.get(at("card", insights))
    sent = {"card": page.context["key"]}
    answer = client.post(at("save", insights, 1), CARD | sent)
    card = ada.cards.get()
    assert answer["Location"] == at("edit", insights, card.pk) + "?screen=2"
    page = client.get(answer["Location"])
    assert page.context["screen"] == 2
    assert re.findall(r'id="screen-(\d)"[^>]* hidden>', page.content.decode()) == ["1", "3"]
    answer = client.post(at("save", insights, 2), WHETHER | sent)
    assert answer["Location"] == at("edit", insights, card.pk) + "?screen=3"
    assert client.post(at("save", insights, 3), NEXT | sent)["Location"] == at("mine", insights) + "?saved=1"


def test_a_later_screen_waits_for_the_first(insights, ada):
    client, name = client_of(ada), uuid4()
    answer = press(client, insights, 2, name, WHETHER)
    assert (answer.status_code, ada.cards.count()) == (409, 0)
    press(client, insights, 1, name, CARD)
    assert press(client, insights, 2, name, WHETHER).status_code == 200


def test_the_same_press_of_a_screen_has_one_effect(insights, ada):
    client, name, key = client_of(ada), uuid4(), uuid4()
    answers = [press(client, insights, 1, name, CARD, key=key).json() for _time in range(2)]
    press(client, insights, 1, name, CARD | {"what": "Said anew"}, seen=key)
    answers.append(press(client, insights, 1, name, CARD, key=key).json())
    assert answers == [answers[0]] * 3
    assert ada.cards.get().what == "Said anew"


def test_a_screen_is_said_anew_only_over_what_was_seen(insights, ada):
    client, name, first = client_of(ada), uuid4(), uuid4()
    press(client, insights, 1, name, CARD, key=first)
    assert press(client, insights, 1, name, CARD | {"what": "Blind"}).status_code == 409
    assert press(client, insights, 1, name, CARD | {"what": "Seen"}, seen=first).status_code == 200
    assert press(client, insights, 1, name, CARD | {"what": "From the tablet"}, seen=first).status_code == 409
    assert ada.cards.get().what == "Seen"


def test_presses_that_wait_on_a_phone_follow_each_other(insights, ada):
    """The second was typed before the first had arrived: it names all that this phone had pressed until then."""
    client, name, one, lost, three = client_of(ada), uuid4(), uuid4(), uuid4(), uuid4()
    press(client, insights, 1, name, CARD, key=one)
    assert press(client, insights, 1, name, CARD | {"what": ""}, key=lost, seen=one).status_code == 422
    answer = press(client, insights, 1, name, CARD | {"what": "Said"}, key=three, seen=f"{one} {lost}")
    assert (answer.status_code, ada.cards.get().what) == (200, "Said")


def test_a_card_changed_elsewhere_keeps_both_texts_for_a_plain_form(insights, ada):
    client, name = client_of(ada), uuid4()
    press(client, insights, 1, name, CARD | {"what": "From the tablet"})
    answer = client.post(at("save", insights, 1), CARD | {"card": str(name), "what": "From the phone"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("From the tablet" in page, "From the phone" in page) == (True, True)
    again = CARD | {"card": str(name), "what": "From the phone", "seen": answer.context["form"]["seen"].value()}
    assert client.post(at("save", insights, 1), again).status_code == 302
    assert ada.cards.get().what == "From the phone"


def test_nobody_writes_on_somebody_else_s_card(insights, ada, bo):
    name = uuid4()
    press(client_of(ada), insights, 1, name, CARD)
    assert press(client_of(bo), insights, 1, name, CARD | {"what": "Bo was here"}).status_code == 409
    assert press(client_of(bo), insights, 2, name, WHETHER).status_code == 409
    assert (ada.cards.get().what, bo.cards.count()) == (CARD["what"], 0)


def test_a_card_that_waits_on_the_phone_keeps_its_name_when_the_page_is_opened_again(insights, ada):
    client, name = client_of(ada), uuid4()
    page = client.get(at("card", insights) + f"?card={name}&screen=2")
    assert (page.context["key"], page.context["screen"]) == (name, 2)
    press(client, insights, 1, name, CARD)
    answer = client.get(at("card", insights) + f"?card={name}&screen=2")
    assert answer["Location"] == at("edit", insights, ada.cards.get().pk) + "?screen=2"


@pytest.mark.parametrize(
    ("screen", "field", "value"),
    [
        (1, "target_is", "planet"),
        (1, "stance", ""),
        (2, "actors", ["council", "mayor", "national"]),
        (2, "actors", ["king"]),
        (2, "other_condition", "a" * 41),
        (3, "confidence", "4"),
        (3, "readiness", "never"),
        (3, "quote", "maybe"),
        (3, "effort", "xl"),
    ],
)
def test_a_wrong_field_of_a_screen_saves_nothing(insights, ada, screen, field, value):
    client, name = client_of(ada), uuid4()
    press(client, insights, 1, name, CARD)
    sent = {1: CARD, 2: WHETHER, 3: NEXT}[screen] | {field: value}
    answer = press(client, insights, screen, name, sent, seen=ada.cards.get().marks["1"])
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert list(ada.cards.get().marks) == ["1"]


def test_a_kept_page_is_an_empty_card_and_nothing_else_is_kept(insights, ada):
    client, note = client_of(ada), insights.notes.create(case=insights.cases.get(number=3), author=ada, kind="take")
    assert "Peerwalk-Keep" in client.get(at("card", insights))
    card = a_card(ada)
    for address in (at("card", insights) + f"?note={note.pk}", at("edit", insights, card.pk)):
        assert "Peerwalk-Keep" not in client.get(address)


# --- what fits on a card -----------------------------------------------------------------------
def test_a_note_of_mine_becomes_a_card(insights, ada, bo):
    case = insights.cases.get(number=3)
    note = insights.notes.create(case=case, author=ada, kind="question", text="Who pays?\nAnd for how long?")
    client = client_of(ada)
    page = client.get(at("card", insights) + f"?note={note.pk}")
    begun = {name: page.context["form"][name].value() for name in ("case", "stance", "what", "note")}
    assert begun == {"case": "3", "stance": "unsure", "what": "Who pays? And for how long?", "note": note.pk}
    press(client, insights, 1, uuid4(), CARD | {"note": str(note.pk)})
    assert ada.cards.get().note == note
    assert client_of(bo).get(at("card", insights) + f"?note={note.pk}").status_code == 404
    press(client_of(bo), insights, 1, uuid4(), CARD | {"note": str(note.pk)})
    assert bo.cards.get().note is None


def test_a_long_note_is_cut_at_a_word(insights, ada):
    note = insights.notes.create(case=insights.cases.first(), author=ada, kind="take", text="A long thought " * 20)
    what = client_of(ada).get(at("card", insights) + f"?note={note.pk}").context["form"]["what"].value()
    assert (len(what) <= 140, what[-1], note.text[len(what) - 1]) == (True, "…", " ")
    assert note.text.startswith(what[:-1])


def test_the_note_leads_to_the_card(insights, ada):
    note = insights.notes.create(case=insights.cases.first(), author=ada, kind="take", text="A levy")
    page = client_of(ada).get(reverse("gallery:note", args=[insights.code, note.pk])).content.decode()
    assert f"{at('card', insights)}?note={note.pk}" in page


def test_only_people_of_a_case_s_city_comment_on_their_own_case(insights, ada):
    owner = person(insights, "Eva", "barcelona")
    offered = {
        who: [option.data["value"] for option in client_of(who).get(at("card", insights)).context["form"].stances()]
        for who in (ada, owner)
    }
    assert ("own" in offered[ada], "own" in offered[owner]) == (False, True)
    press(client_of(owner), insights, 1, uuid4(), CARD | {"case": "4", "stance": "own"})
    assert owner.cards.get().stance == "own"


def test_a_card_is_for_a_region_a_network_or_an_organization_as_well(insights, ada):
    press(client_of(ada), insights, 1, uuid4(), CARD | {"target": "Gauteng", "target_is": "region"})
    assert (ada.cards.get().target, ada.cards.get().target_is) == ("Gauteng", "region")


def test_a_condition_that_is_not_on_the_list(insights, ada):
    client, name = client_of(ada), uuid4()
    press(client, insights, 1, name, CARD)
    press(client, insights, 2, name, {"other_condition": "A newspaper", "other_state": "reach"})
    assert (ada.cards.get().other_condition, ada.cards.get().other_state) == ("A newspaper", "reach")


@pytest.mark.parametrize(
    ("own", "shown", "quote"),
    [("", "city", "ask"), ("room", "city", "no"), ("city", "city", "yes"), ("name", "name", "yes")],
)
def test_the_third_screen_begins_with_what_its_author_chose_for_everything(insights, ada, own, shown, quote):
    ada.consent = own
    ada.save()
    form = client_of(ada).get(at("card", insights)).context["screens"][3]
    assert (form["consent"].value(), form["quote"].value()) == (shown, quote)


def test_the_only_delegate_of_a_city_is_warned(insights, ada):
    client = client_of(ada)
    assert client.get(at("card", insights)).context["alone"] is True
    person(insights, "Ana", "QUITO")
    assert client.get(at("card", insights)).context["alone"] is False


# --- locked ------------------------------------------------------------------------------------
def test_locked_cards_stay_as_they_are_and_late_ones_are_marked(insights, ada, hana):
    client, name, first = client_of(ada), uuid4(), uuid4()
    press(client, insights, 1, name, CARD, key=first)
    hana.post(at("lock", insights), {"on": "1"})
    assert press(client, insights, 1, name, CARD | {"what": "Other"}, seen=first).status_code == 409
    assert (ada.cards.get().what, ada.cards.get().late_at) == (CARD["what"], None)
    assert press(client, insights, 2, name, WHETHER).status_code == 200
    assert ada.cards.get().late_at is not None
    assert press(client, insights, 1, uuid4(), CARD).status_code == 200
    assert ada.cards.filter(late_at=None).count() == 0
    hana.post(at("lock", insights), {"on": "0"})
    assert press(client, insights, 1, name, CARD | {"what": "Other"}, seen=first).status_code == 200


def test_words_begun_before_the_lock_are_taken_and_marked(insights, ada, hana):
    client, name, first = client_of(ada), uuid4(), uuid4()
    press(client, insights, 1, name, CARD, key=first)
    before = timezone.now().isoformat()
    hana.post(at("lock", insights), {"on": "1"})
    after = timezone.now().isoformat()
    sent = CARD | {"what": "Typed in the tunnel"}
    assert press(client, insights, 1, name, sent, seen=first, begun_at=after).status_code == 409
    assert press(client, insights, 1, name, sent, seen=first, begun_at=before).status_code == 200
    assert (ada.cards.get().what, ada.cards.get().late_at is not None) == ("Typed in the tunnel", True)


def test_a_whole_card_is_not_changed_while_locked(insights, ada, hana):
    card = a_card(ada)
    hana.post(at("lock", insights), {"on": "1"})
    answer = client_of(ada).post(at("change", insights, card.pk), CARD | seen(card) | {"what": "Other"}, **JSON)
    assert answer.status_code == 409


# --- whole cards, said anew --------------------------------------------------------------------
def seen(card):
    return {"seen": card.changed_at.isoformat()}


def test_my_card_is_changed_over_what_i_saw(insights, ada):
    card = a_card(ada, rated={POLITICS: "have"})
    client = client_of(ada)
    form = client.get(at("edit", insights, card.pk) + "?screen=2").context["form"]
    assert form[condition(insights, POLITICS)].value() == "have"
    answer = client.post(at("change", insights, card.pk), CARD | seen(card) | {"what": "Only the levy"})
    assert answer.status_code == 302
    card.refresh_from_db()
    assert card.what == "Only the levy"
    assert card.ratings.count() == 0


def test_a_change_sent_twice_is_saved_once_and_answered_twice(insights, ada):
    card, client = a_card(ada), client_of(ada)
    sent = CARD | seen(card) | {"what": "Only the levy", "key": str(uuid4())}
    assert [client.post(at("change", insights, card.pk), sent).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("moment", ["", "yesterday", "2017-99-99T00:00", "2017-06-13T14:00"])
def test_a_change_over_nothing_that_was_seen_is_not_saved(insights, ada, moment):
    card = a_card(ada)
    answer = client_of(ada).post(at("change", insights, card.pk), CARD | {"what": "Blind", "seen": moment})
    assert answer.status_code == 409
    card.refresh_from_db()
    assert card.what == "A levy that pays for the cleaning"


@pytest.mark.parametrize("name", ["edit", "change", "travel", "withdraw"])
def test_nobody_else_s_card_is_found(insights, ada, bo, name):
    card = a_card(ada)
    ask = client_of(bo).get if name == "edit" else client_of(bo).post
    assert ask(at(name, insights, card.pk), CARD | seen(card) | {"consent": "name"}).status_code == 404
    card.refresh_from_db()
    assert (card.withdrawn_at, card.consent) == (None, "")


def test_my_card_is_taken_back_and_gone_from_my_list(insights, ada):
    card, client = a_card(ada), client_of(ada)
    assert list(client.get(at("mine", insights)).context["cards"]) == [card]
    assert client.post(at("withdraw", insights, card.pk)).status_code == 302
    assert list(client.get(at("mine", insights)).context["cards"]) == []


def test_a_name_is_allowed_by_a_second_press(insights, ada):
    card, client = a_card(ada), client_of(ada)
    client.post(at("travel", insights, card.pk), {"consent": "name"})
    card.refresh_from_db()
    assert card.wants_check
    client.post(at("travel", insights, card.pk), {"consent": "name", "read": "on"})
    card.refresh_from_db()
    assert (card.travels, card.wants_check) == ("name", False)


def test_an_unknown_way_to_travel_is_refused(insights, ada):
    answer = client_of(ada).post(at("travel", insights, a_card(ada).pk), {"consent": "world"})
    assert answer.status_code == 409


# --- for somebody without a phone --------------------------------------------------------------
def test_a_steward_writes_and_changes_for_somebody_without_a_phone(insights):
    guest, steward = person(insights, "Gil", "Porto", has_phone=False), client_of("steward", insights)
    assert list(steward.get(at("card", insights)).context["helped"]) == [guest]
    answer = steward.post(at("write", insights), CARD | {"for": guest.number})
    assert answer["Location"] == at("mine", insights) + f"?for={guest.number}"
    card = guest.cards.get()
    assert list(steward.get(answer["Location"]).context["cards"]) == [card]
    page = steward.get(at("edit", insights, card.pk) + f"?for={guest.number}")
    assert page.context["helping"] == guest
    sent = CARD | seen(card) | {"for": guest.number, "what": "Only the levy"}
    assert steward.post(at("change", insights, card.pk), sent).status_code == 302


def test_a_steward_is_led_to_the_card_of_somebody_without_a_phone(insights):
    steward, card = client_of("steward", insights), at("card", insights)
    assert "Nobody without a phone is here yet." in steward.get(card).content.decode()
    guest, theirs = person(insights, "Gil", "Porto", has_phone=False), at("mine", insights)
    assert card in steward.get(f"/w/{insights.code}/console/").content.decode()
    assert f"{theirs}?for={guest.number}" in steward.get(f"/w/{insights.code}/people/").content.decode()
    assert f"{card}?for={guest.number}" in steward.get(f"{theirs}?for={guest.number}").content.decode()
    page = steward.get(f"{card}?for={guest.number}").content.decode()
    assert "What could work in <bdi>Porto</bdi>?" in page
    assert f'<option value="{guest.number}" data-city="Porto" selected>' in page


def test_a_card_that_comes_back_without_scripts_is_still_for_whom_it_was_written(insights):
    people = [person(insights, "Gil", city, has_phone=False) for city in ("Porto", "Lyon")]
    sent = CARD | {"card": str(uuid4()), "for": people[1].number, "what": ""}
    answer = client_of("steward", insights).post(at("save", insights, 1), sent)
    assert answer.status_code == 422
    assert f'<option value="{people[1].number}" data-city="Lyon" selected>' in answer.content.decode()


def test_a_steward_does_not_read_the_cards_of_somebody_with_a_phone(insights, ada):
    steward = client_of("steward", insights)
    assert steward.get(at("mine", insights) + f"?for={ada.number}").status_code == 404


def test_a_participant_writes_for_nobody_else(insights, ada):
    guest = person(insights, "Gil", "Porto", has_phone=False)
    assert client_of(ada).post(at("write", insights), CARD | {"for": guest.number}).status_code == 403
    assert list(client_of(ada).get(at("mine", insights) + f"?for={guest.number}").context["cards"]) == []


def test_a_steward_takes_somebody_through_the_screens(insights):
    guest, steward = person(insights, "Gil", "Porto", has_phone=False), client_of("steward", insights)
    name = str(uuid4())
    answer = steward.post(at("save", insights, 1), CARD | {"card": name, "for": guest.number})
    card = guest.cards.get()
    assert answer["Location"] == at("edit", insights, card.pk) + f"?screen=2&for={guest.number}"
    page = steward.get(answer["Location"])
    assert (page.context["helping"], page.context["screen"]) == (guest, 2)
    answer = steward.post(at("save", insights, 3), NEXT | {"card": name, "for": guest.number})
    card.refresh_from_db()
    assert (answer["Location"], card.quote) == (at("mine", insights) + f"?for={guest.number}", "yes")
