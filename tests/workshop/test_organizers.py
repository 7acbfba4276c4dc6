"""Organizers: they sign in, see their workshops as rooms, begin new ones, plan them, and hand out links."""

from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.conftest import client_of, make_workshop, move_to, person
from workshop.models import RoleLink, Workshop
from workshop.organizers.budget import FOR_ONE_NAME, budget
from workshop.organizers.fields import GoalsField, NumberField, PairsField

JSON = {"HTTP_ACCEPT": "application/json"}
PASSWORD = "a long walk to the river"


@pytest.fixture(autouse=True)
def _patient_budget():
    budget.forget()


@pytest.fixture
def ida(workshop):
    """The organizer's browser."""
    return client_of("organizer", workshop)


@pytest.fixture
def account(db):
    return get_user_model().objects.create_user("ida", password=PASSWORD)


def url(name, workshop, *args):
    return reverse(name, args=[workshop.code, *args])


def sign_in(client, name="ida", password=PASSWORD, **more):
    return client.post(reverse("sign-in"), {"name": name, "password": password, **more})


# --- coming in ---------------------------------------------------------------------------------
def test_name_and_password_lead_to_the_list(account):
    answer = sign_in(Client())
    assert (answer.status_code, answer["Location"]) == (302, "/organize/")


def test_signing_in_leads_back_to_where_one_wanted_to_go(account):
    client = Client()
    led = client.get("/organize/new/")
    assert led["Location"] == "/sign-in/?next=%2Forganize%2Fnew%2F"
    assert sign_in(client, next="/organize/new/")["Location"] == "/organize/new/"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(account, elsewhere):
    assert sign_in(Client(), next=elsewhere)["Location"] == "/organize/"


@pytest.mark.parametrize("name", ["ida", "nobody", "Ida'; --", "\u202eadi", "ida\x00", ""])
def test_a_wrong_password_is_a_calm_page_that_keeps_the_name(account, name):
    answer = sign_in(Client(), name=name, password="wrong")
    assert answer.status_code == 422
    assert answer.context["form"]["name"].value() == name
    assert "wrong" not in answer.content.decode().split("<form")[1].split("</form>")[0].replace('class="wrong"', "")


def test_passwords_can_be_tried_a_few_times_only(account):
    client = Client()
    for _try in range(FOR_ONE_NAME):
        assert sign_in(client, password="wrong").status_code == 422
    assert sign_in(client).status_code == 429
    budget.forget()
    assert sign_in(client).status_code == 302


def test_the_right_password_gives_the_tries_back(account):
    for _try in range(FOR_ONE_NAME + 2):
        assert sign_in(Client()).status_code == 302


def test_signing_out_forgets_every_role(account, workshop):
    client = client_of("facilitator", workshop)
    client.force_login(account)
    assert client.post(reverse("sign-out")).status_code == 302
    assert client.get(url("console", workshop)).status_code == 404
    assert client.get("/organize/").status_code == 302


def test_the_command_makes_an_account_and_a_link_that_signs_in_once(db):
    told = StringIO()
    call_command("organizer", "Ida of Quito", stdout=told)
    path = told.getvalue().strip().splitlines()[-1].partition("/link/")[2]
    client = Client()
    assert client.get(f"/link/{path}")["Location"] == "/organize/"
    assert client.get("/organize/").status_code == 200
    assert Client().get(f"/link/{path}").status_code == 409


def test_the_command_keeps_an_account_that_is_there(account):
    call_command("organizer", "ida", stdout=StringIO())
    account.refresh_from_db()
    assert account.check_password(PASSWORD)


@pytest.mark.parametrize("name", ["", "   ", "x" * 151])
def test_the_command_refuses_names_that_cannot_be(db, name):
    with pytest.raises(CommandError):
        call_command("organizer", name, stdout=StringIO())


def test_who_came_by_a_link_sets_a_password_and_comes_back_with_it(db):
    user = get_user_model().objects.create(username="ida")
    user.set_unusable_password()
    user.save()
    client = Client()
    client.force_login(user)
    assert client.post(reverse("account"), {"new": PASSWORD}).status_code == 302
    assert client.get("/organize/").status_code == 200
    assert sign_in(Client()).status_code == 302


def test_a_password_is_changed_only_with_the_present_one(account):
    client = Client()
    client.force_login(account)
    assert client.post(reverse("account"), {"old": "wrong", "new": "another long walk"}).status_code == 422
    assert client.post(reverse("account"), {"old": PASSWORD, "new": "short"}).status_code == 422
    assert client.post(reverse("account"), {"old": PASSWORD, "new": "another long walk"}).status_code == 302
    assert sign_in(Client(), password="another long walk").status_code == 302


# --- the list ----------------------------------------------------------------------------------
def test_an_organizer_sees_their_own_workshops_only(ida, workshop, elsewhere):
    rooms = ida.get("/organize/").context["rooms"]
    assert [room.workshop for room in rooms] == [workshop]


def test_a_workshop_that_is_on_stands_first(ida, workshop):
    newer = make_workshop(title="Newer")
    newer.organizers.set(workshop.organizers.all())
    assert [room.workshop for room in ida.get("/organize/").context["rooms"]] == [newer, workshop]
    move_to(workshop, "welcome")
    assert [room.workshop for room in ida.get("/organize/").context["rooms"]] == [workshop, newer]


def test_the_list_asks_the_database_as_often_for_five_workshops_as_for_one(ida, workshop):
    with CaptureQueriesContext(connection) as one:
        ida.get("/organize/")
    for n in range(4):
        other = make_workshop(title=f"Workshop {n}")
        other.organizers.set(workshop.organizers.all())
        person(other, "Ada", "Quito")
    with CaptureQueriesContext(connection) as five:
        ida.get("/organize/")
    assert len(five) == len(one)


# --- beginning ---------------------------------------------------------------------------------
def test_a_title_is_enough_to_begin(ida, workshop):
    answer = ida.post(reverse("workshop-new"), {"title": "Water, shared", "key": uuid4()})
    new = Workshop.objects.get(title="Water, shared")
    assert answer["Location"] == url("workshop-edit", new)
    assert list(new.organizers.all()) == list(workshop.organizers.all())
    assert new.stages.count() == 7


def test_without_a_title_nothing_is_made_and_the_rest_is_kept(ida):
    answer = ida.post(reverse("workshop-new"), {"title": " \u202e ", "place": "Quito", "held_on": "2030-02-30"})
    assert answer.status_code == 422
    assert answer.context["form"]["place"].value() == "Quito"
    assert sorted(answer.context["form"].errors) == ["held_on", "title"]
    assert Workshop.objects.count() == 1


def test_pressing_twice_makes_one_workshop(ida):
    key = uuid4()
    first = ida.post(reverse("workshop-new"), {"title": "Water", "key": key})
    again = ida.post(reverse("workshop-new"), {"title": "Water", "key": key})
    assert first["Location"] == again["Location"]
    assert Workshop.objects.filter(title="Water").count() == 1


def test_a_key_belongs_to_its_organizer(ida, account):
    key = uuid4()
    ida.post(reverse("workshop-new"), {"title": "Water", "key": key})
    other = Client()
    other.force_login(account)
    other.post(reverse("workshop-new"), {"title": "Streets", "key": key})
    assert Workshop.objects.filter(title__in=["Water", "Streets"]).count() == 2


def test_a_copy_is_made_of_ones_own_workshops_only(ida, workshop, elsewhere):
    assert ida.post(reverse("workshop-copy"), {"code": elsewhere.code}).status_code == 404
    assert ida.post(reverse("workshop-copy"), {"code": workshop.code, "key": uuid4()}).status_code == 302
    assert Workshop.objects.filter(title="Renewing a city (copy)").count() == 1


def test_the_demo_becomes_a_workshop_of_ones_own_that_no_reset_takes_away(ida):
    answer = ida.post(reverse("workshop-demo"), {"key": uuid4()}, **JSON)
    new = Workshop.objects.get(code=answer.json()["code"])
    assert (new.cases.count(), new.is_demo) == (4, False)


# --- planning ----------------------------------------------------------------------------------
def read(client, address):
    return client.get(address, **JSON).json()


def written(values):
    """What was read, as a form sends it."""
    return {name: "" if value is None else value for name, value in values.items()}


def test_the_introduction_is_kept_as_it_was_written(ida, workshop):
    address = url("introduction", workshop)
    about = {
        "title": "Can a city share its water?",
        "held_on": "2030-05-17",
        "questions": "Who pays?\n\n  Who decides?  ",
        "partners": "City Network: coordinator\nA club",
        "goals": "6 Clean water\nSDG 11 Cities",
        "cities": "Quito\nDakar\nQuito",
        "seen": read(ida, address)["seen"],
    }
    assert ida.post(address, about).status_code == 302
    workshop.refresh_from_db()
    assert workshop.questions == ["Who pays?", "Who decides?"]
    assert workshop.partners == [["City Network", "coordinator"], ["A club", ""]]
    assert workshop.goals == [[6, "Clean water"], [11, "Cities"]]
    assert workshop.cities == ["Quito", "Dakar"]
    values = read(ida, address)["values"]
    assert (values["partners"], values["goals"]) == ("City Network: coordinator\nA club", "6 Clean water\n11 Cities")


def test_saving_what_was_read_changes_nothing(ida, workshop):
    address = url("introduction", workshop)
    found = read(ida, address)
    assert ida.post(address, written(found["values"]) | {"seen": found["seen"]}).status_code == 302
    assert read(ida, address) == found


def test_two_who_save_at_once_both_keep_their_text(ida, hana, workshop):
    address = url("introduction", workshop)
    seen = read(ida, address)["seen"]
    assert ida.post(address, {"title": "One title", "framing": "Hers.", "seen": seen}).status_code == 302
    late = hana.post(address, {"title": "One title", "framing": "His.", "seen": seen})
    assert late.status_code == 409
    assert late.context["form"]["framing"].value() == "His."
    assert {line["field"].name: line["theirs"] for line in late.context["lines"] if line["theirs"] is not None} == {
        "framing": "Hers."
    }
    assert [text in late.content.decode() for text in ("His.", "Hers.")] == [True, True]
    workshop.refresh_from_db()
    assert workshop.framing == "Hers."
    both = {"title": "One title", "framing": "Hers. His.", "seen": late.context["seen"]}
    assert hana.post(address, both).status_code == 302


def test_the_same_save_twice_is_no_conflict(ida, workshop):
    address = url("introduction", workshop)
    about = {"title": "One title", "seen": read(ida, address)["seen"]}
    assert [ida.post(address, about).status_code for _press in range(2)] == [302, 302]


def test_a_save_that_has_seen_nothing_is_refused(ida, workshop):
    answer = ida.post(url("introduction", workshop), {"title": "Blind"}, **JSON)
    assert (answer.status_code, answer.json()["theirs"]) == (
        409,
        {"title": "Renewing a city", "organizer": "City Network"},
    )


def order(workshop):
    return [stage.kind for stage in workshop.stages.all()]


def test_stages_are_added_at_the_end_once_for_each_press(ida, workshop):
    part = {"kind": "gallery", "minutes": "20", "key": uuid4()}
    for _press in range(2):
        assert ida.post(url("stages", workshop), part).status_code == 302
    assert order(workshop)[-2:] == ["closing", "gallery"]
    assert workshop.stages.last().title == "Gallery walk"


@pytest.mark.parametrize("minutes", ["0", "601", "-5", "ten", "1e3", "", "99999999999999999999"])
def test_minutes_that_cannot_be_are_told_beside_the_field(ida, workshop, minutes):
    answer = ida.post(url("stages", workshop), {"kind": "visit", "title": "Walk", "minutes": minutes})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["minutes"])
    assert workshop.stages.count() == 7


def test_a_stage_changes_places_with_its_neighbour_once_for_each_sight(ida, workshop):
    stage = workshop.stages.get(kind="gallery")
    press = {"seen": stage.position}
    for _press in range(2):
        assert ida.post(url("stage-shift", workshop, stage.pk, "up"), press).status_code == 302
    assert order(workshop)[:4] == ["welcome", "gallery", "cases", "fishbowl"]


@pytest.mark.parametrize("kind,way", [("welcome", "up"), ("closing", "down")])
def test_the_ends_of_the_programme_stay_its_ends(ida, workshop, kind, way):
    before, stage = order(workshop), workshop.stages.get(kind=kind)
    ida.post(url("stage-shift", workshop, stage.pk, way), {"seen": stage.position})
    assert order(workshop) == before


@pytest.mark.parametrize("seen", ["", "x", "-1", "٣", "9" * 20])
def test_a_shift_that_saw_nothing_moves_nothing(ida, workshop, seen):
    before, stage = order(workshop), workshop.stages.get(kind="gallery")
    assert ida.post(url("stage-shift", workshop, stage.pk, "up"), {"seen": seen}).status_code == 302
    assert order(workshop) == before


def test_a_stage_that_has_begun_stays_for_the_note(ida, workshop):
    move_to(workshop, "welcome")
    begun, later = workshop.stages.get(kind="welcome"), workshop.stages.get(kind="visit")
    assert ida.post(url("stage-remove", workshop, begun.pk)).status_code == 409
    assert [ida.post(url("stage-remove", workshop, later.pk)).status_code for _press in range(2)] == [302, 302]
    assert order(workshop) == ["welcome", "cases", "gallery", "fishbowl", "insights", "closing"]


def test_a_stage_of_another_workshop_is_not_found(ida, workshop, elsewhere):
    foreign = elsewhere.stages.first()
    assert ida.get(url("stage-edit", workshop, foreign.pk)).status_code == 404
    ida.post(url("stage-remove", workshop, foreign.pk))
    assert elsewhere.stages.count() == 7


def test_planning_pages_ask_the_database_as_often_for_more_rows(ida, workshop):
    pages = ["workshop-edit", "stages", "cases", "links"]
    before = [queries(ida, url(page, workshop)) for page in pages]
    for n in range(5, 10):
        workshop.cases.create(number=n, city=f"City {n}")
        workshop.stages.create(position=n + 10, kind="visit", title="Walk")
        workshop.links.create(role="steward", token_hash=str(n))
    assert [queries(ida, url(page, workshop)) for page in pages] == before


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# --- links -------------------------------------------------------------------------------------
def hand_out(client, workshop, role="steward", **more):
    return client.post(url("links", workshop), {"role": role, "key": uuid4(), **more}, **JSON)


def test_a_link_is_told_once_with_its_code_and_gives_its_role(hana, workshop):
    answer = hana.post(url("links", workshop), {"role": "note_taker", "label": "left table", "key": uuid4()})
    address = answer.context["address"]
    assert "<svg" in answer.content.decode()
    client = Client()
    assert client.get(address[address.index("/link/") :]).status_code == 302
    assert client.get(url("console", workshop)).status_code == 200
    assert address not in hana.get(url("links", workshop)).content.decode()


def test_the_same_press_tells_the_same_link(hana, workshop):
    key = uuid4()
    told = [hand_out(hana, workshop, key=key).json()["link"] for _press in range(2)]
    assert told[0] == told[1]
    assert workshop.links.filter(role="steward").count() == 1
    assert hand_out(hana, workshop, role="rapporteur", key=key).json()["link"] != told[0]


def test_a_link_that_was_taken_back_is_not_told_again(hana, workshop):
    key = uuid4()
    pk = hand_out(hana, workshop, key=key).json()["id"]
    assert hana.post(url("link-revoke", workshop, pk)).status_code == 302
    assert hand_out(hana, workshop, key=key).status_code == 409


def test_a_link_taken_back_closes_its_door_at_once(hana, workshop):
    made = hand_out(hana, workshop).json()
    client, path = Client(), made["link"][made["link"].index("/link/") :]
    client.get(path)
    assert client.get(url("console", workshop)).status_code == 200
    hana.post(url("link-revoke", workshop, made["id"]))
    assert client.get(url("console", workshop)).status_code == 404
    assert Client().get(path).status_code == 409


@pytest.mark.parametrize("role", ["case_owner", "station_host"])
def test_owners_and_hosts_need_their_case(hana, workshop, elsewhere, role):
    assert hand_out(hana, workshop, role=role).status_code == 422
    assert hand_out(hana, workshop, role=role, case="99").status_code == 422
    assert hand_out(hana, workshop, role=role, case="2").status_code == 200
    assert workshop.links.get(role=role).case == workshop.cases.get(number=2)


@pytest.mark.parametrize("role", ["facilitator", "organizer", "participant", "", "god"])
def test_a_facilitator_hands_out_only_what_stands_below(hana, workshop, role):
    assert hand_out(hana, workshop, role=role).status_code == 422


def test_an_organizer_names_facilitators_and_takes_their_links_back(ida, hana, workshop):
    assert hand_out(ida, workshop, role="facilitator").status_code == 200
    mine = workshop.links.filter(role="facilitator").first()
    assert hana.post(url("link-revoke", workshop, mine.pk)).status_code == 403
    assert ida.post(url("link-revoke", workshop, mine.pk)).status_code == 302
    assert RoleLink.objects.get(pk=mine.pk).revoked_at is not None


def test_a_link_of_another_workshop_is_not_found(hana, workshop, elsewhere):
    foreign = elsewhere.links.create(role="steward", token_hash="x")
    assert hana.post(url("link-revoke", workshop, foreign.pk)).status_code == 404


# --- fields ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed,meant",
    [("35.6", "35.6"), ("2,500", "2500"), ("1,234,567.25", "1234567.25"), ("7 000 000", "7000000"), ("-3", "-3")],
)
def test_numbers_are_read_as_people_write_them(typed, meant):
    assert str(NumberField().clean(typed).normalize().__format__("f")) == meant


@pytest.mark.parametrize("typed", ["35,6", "1,23,456", "about 5", "1e9", "NaN", "Infinity", "1.2.3", "0x10", "9" * 15])
def test_what_is_no_number_is_not_guessed(typed):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        NumberField().clean(typed)


def test_pairs_and_goals_read_what_they_write():
    pairs, goals = PairsField(), GoalsField()
    assert pairs.clean(pairs.prepare_value([["SACN: the network", "partner"]])) == [["SACN: the network", "partner"]]
    assert goals.clean(goals.prepare_value([[8, "Decent work"]])) == [[8, "Decent work"]]
