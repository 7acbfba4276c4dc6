from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore as Plain
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.conftest import move_to
from workshop.models import Participant, Workshop
from workshop.ready import Ready, give, keep
from workshop.sessions import SessionStore

of_code = Ready(lambda code: Workshop.objects.select_related("stage").filter(code=code))
of_key = Ready(lambda workshop, key: Participant.objects.filter(client_key=key, workshop=workshop))
of_number = Ready(lambda number: Participant.objects.filter(number=number))
of_late = Ready(lambda city: Participant.objects.filter(city=city, number__gt=1))
by_city = Ready(lambda city: Participant.objects.filter(city=city).order_by("-number"))


def same(one, other):
    return type(one) is type(other) and plain(one) == plain(other)


def plain(thing):
    return {name: value for name, value in vars(thing).items() if name != "_state"}


def test_it_gives_what_its_queryset_gives(workshop, elsewhere):
    for each in (workshop, elsewhere, workshop):
        assert same(of_code.first(each.code), Workshop.objects.get(pk=each.pk))
    assert of_code.first("no such") is None


def test_it_brings_what_belongs_to_it_in_one_question(workshop, elsewhere, django_assert_num_queries):
    stage = move_to(workshop, "gallery")
    with django_assert_num_queries(1):
        assert same(of_code.first(workshop.code).stage, stage)
    with django_assert_num_queries(1):
        assert of_code.first(elsewhere.code).stage is None


def test_what_the_queryset_says_itself_stands(ada, bo):
    assert (of_late.first("Quito"), of_late.first("Dakar")) == (None, bo)


def test_it_asks_anew_each_time(workshop):
    assert of_code.first(workshop.code).title == "Renewing a city"
    Workshop.objects.update(title="Renewing two cities")
    assert of_code.first(workshop.code).title == "Renewing two cities"


def test_values_stand_where_its_parameters_do(workshop, ada):
    key = uuid4()
    Participant.objects.filter(pk=ada.pk).update(client_key=key)
    assert of_key.first(workshop.pk, key) == ada
    assert of_key.first(workshop.pk, uuid4()) is None
    assert of_key.first(workshop.pk + 1, key) is None


def test_rows_come_in_the_order_of_the_queryset(ada, bo):
    Participant.objects.update(city="Quito")
    assert by_city.rows("Quito") == [bo, ada]
    assert by_city.rows("Dakar") == []


def test_a_number_larger_than_any_column_is_found_nowhere(ada):
    assert of_number.first(ada.number) == ada
    assert of_number.first(10**30) is None


def test_a_session_holds_what_django_would_hold_in_it(db):
    kept = SessionStore()
    kept["people"] = {"1": 2}
    kept.save()
    assert SessionStore(kept.session_key).load() == Plain(kept.session_key).load() == {"people": {"1": 2}}


def test_a_session_that_is_over_holds_nothing(db):
    kept = SessionStore()
    kept["people"] = {"1": 2}
    kept.save()
    kept.model.objects.update(expire_date=timezone.now())
    over = SessionStore(kept.session_key)
    assert (over.load(), over.session_key) == ({}, None)


def test_a_build_may_take_any_number_of_values(ada, bo):
    of_two = Ready(lambda *numbers: Participant.objects.filter(number__in=numbers), 2)
    assert of_two.rows(ada.number, 0) == [ada]
    assert {*of_two.rows(ada.number, bo.number)} == {ada, bo}


def test_what_is_kept_is_what_create_would_have_made(workshop, django_assert_num_queries):
    about = {"workshop": workshop, "city": "Lima", "client_key": uuid4(), "joined_at": timezone.now()}
    made = Participant.objects.create(name="Cy", number=8, return_code="C", **about)
    about["client_key"] = uuid4()
    with django_assert_num_queries(1):
        kept = keep(Participant(name="Di", number=9, return_code="D", **about))
    assert kept.pk and not kept._state.adding and kept._state.db == made._state.db
    assert same(Participant.objects.get(number=9), Participant.objects.get(pk=kept.pk))
    told = {"id", "name", "number", "return_code", "client_key"}
    stands = [{k: v for k, v in plain(Participant.objects.get(pk=p.pk)).items() if k not in told} for p in (made, kept)]
    assert stands[0] == stands[1]
    kept.city = "Quito"
    kept.save(update_fields=["city"])
    assert Participant.objects.get(number=9).city == "Quito"


def test_a_constraint_refuses_what_is_kept(workshop, ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(Participant(workshop=workshop, name="Di", number=ada.number, city="Lima", return_code="D"))


def test_rows_are_given_to_the_things_they_belong_to(workshop, elsewhere, ada, django_assert_num_queries):
    give([workshop, elsewhere], "participants", [ada], "workshop_id")
    with django_assert_num_queries(0):
        assert (workshop.participants.all(), elsewhere.participants.all()) == ([ada], [])
