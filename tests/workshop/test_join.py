"""Coming in: a code, one form, nothing chosen beforehand; coming back; and being let in without a phone."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import client_of, person
from workshop.models import CODE_ALPHABET, Participant, new_code


def form_of(workshop):
    return reverse("join", args=[workshop.code])


def entered(workshop, client=None, **fields):
    fields = {"name": "Ada", "city": "Quito"} | fields
    return (client or Client()).post(form_of(workshop), fields)


def test_codes_have_no_vowels_and_no_signs_taken_for_each_other():
    assert set(CODE_ALPHABET).isdisjoint("AEIOU01L2Z5S8BV")
    assert len(new_code()) == 6


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["{}", " {} ", "{low}", "{a} {b}", "{a}-{b}"])
def test_a_typed_code_is_forgiven_its_case_and_spaces(workshop, typed):
    code = workshop.code
    typed = typed.format(code, low=code.lower(), a=code[:3], b=code[3:])
    assert Client().post("/", {"code": typed})["Location"] == form_of(workshop)


@pytest.mark.django_db
@pytest.mark.parametrize("typed, status", [("", 422), ("K7", 422), ("CCCCCC", 404), ("x" * 500, 422), ("☃☃☃☃☃☃", 404)])
def test_a_wrong_code_is_told_and_kept_in_the_field(typed, status):
    answer = Client().post("/", {"code": typed})
    assert answer.status_code == status
    assert f'value="{typed}"' in answer.content.decode()


@pytest.mark.django_db
def test_guessing_codes_is_stopped_but_the_qr_code_still_leads_in(workshop):
    guesser = Client()
    answers = [guesser.post("/", {"code": "CCCCCC"}).status_code for _ in range(31)]
    assert answers == [404] * 30 + [429]
    scanner = Client()
    assert scanner.get(f"/j/{workshop.door_key}/")["Location"] == form_of(workshop)
    assert scanner.get(form_of(workshop)).status_code == 200


@pytest.mark.django_db
def test_one_form_leads_in(workshop):
    client = Client()
    answer = entered(workshop, client, function="Planner", consent="city")
    assert answer["Location"] == reverse("room", args=[workshop.code])
    ada = workshop.participants.get()
    assert (ada.name, ada.function, ada.city, ada.consent, ada.number) == ("Ada", "Planner", "Quito", "city", 1)
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.django_db
def test_nothing_is_chosen_beforehand_and_nothing_chosen_stays_unsaid(workshop):
    assert re.findall(r"<input[^>]* checked", Client().get(form_of(workshop)).content.decode()) == []
    assert re.findall(r"<input[^>]* checked", '<input type="radio" checked>') != []
    entered(workshop)
    assert workshop.participants.get().consent == ""


@pytest.mark.django_db
def test_a_stranger_is_led_back_to_where_they_wanted_to_go(workshop):
    client = Client()
    asked = client.get(reverse("gallery:poster", args=[workshop.code, 3]))
    assert asked["Location"].startswith(form_of(workshop))
    joined = client.post(asked["Location"], {"name": "Ada", "city": "Quito", "next": f"/w/{workshop.code}/gallery/3/"})
    assert joined["Location"] == f"/w/{workshop.code}/gallery/3/"


@pytest.mark.django_db
@pytest.mark.parametrize("away", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away(workshop, away):
    assert entered(workshop, next=away)["Location"] == reverse("room", args=[workshop.code])


@pytest.mark.django_db
def test_the_same_press_twice_makes_one_person(workshop):
    key = str(uuid.uuid4())
    entered(workshop, key=key)
    entered(workshop, key=key)
    assert workshop.participants.count() == 1


@pytest.mark.django_db
def test_coming_again_in_the_same_browser_makes_no_second_person(workshop):
    client = Client()
    entered(workshop, client)
    assert client.get(form_of(workshop)).status_code == 302
    assert workshop.participants.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [{"name": ""}, {"city": " "}, {"name": "x" * 81}, {"name": "\u200b"}, {"consent": "everything"}, {"key": "7"}],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(workshop, fields):
    answer = entered(workshop, function="Planner of the region", **fields)
    assert answer.status_code == 422
    assert "Planner of the region" in answer.content.decode()
    assert workshop.participants.count() == 0


@pytest.mark.django_db
def test_the_return_code_continues_the_same_person(workshop, ada):
    client = Client()
    spoken = f"{ada.return_code[:4]} {ada.return_code[4:]}".lower()
    client.post(reverse("return", args=[workshop.code]), {"return_code": spoken})
    assert ada.name in client.get(reverse("mine", args=[workshop.code])).content.decode()
    assert workshop.participants.count() == 1


@pytest.mark.django_db
def test_a_return_code_of_another_workshop_is_nobodys(workshop, noor):
    answer = Client().post(reverse("return", args=[workshop.code]), {"return_code": noor.return_code})
    assert answer.status_code == 422


@pytest.mark.django_db
def test_closed_doors_are_told_and_facilitators_still_let_people_in(workshop, hana):
    hana.post(reverse("doors", args=[workshop.code]), {"open": "0"})
    assert entered(workshop).status_code == 409
    added = hana.post(reverse("people-add", args=[workshop.code]), {"name": "Cy", "city": "Lyon"})
    assert added.status_code == 302
    assert Participant.objects.get().has_phone is False


@pytest.mark.django_db
def test_two_of_one_name_have_two_numbers(workshop):
    assert [person(workshop, "Ada", "Quito").number for _ in range(2)] == [1, 2]


@pytest.mark.django_db
def test_what_i_said_about_myself_can_be_changed(workshop, ada):
    client = client_of(ada)
    client.post(reverse("mine-change", args=[workshop.code]), {"name": "Ada B", "city": "Quito", "consent": "name"})
    ada.refresh_from_db()
    assert (ada.name, ada.consent, ada.consent_at is not None) == ("Ada B", "name", True)


@pytest.mark.django_db
def test_the_page_costs_the_same_with_one_and_with_many(workshop, ada, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            Client().get(form_of(workshop))
        return len(caught)

    one = queries()
    for name in ("Bo", "Cy", "Di", "Eva"):
        person(workshop, name, f"City of {name}")
    assert queries() == one
