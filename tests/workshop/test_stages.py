"""The programme: one press moves everybody, once; the clock is the server's."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.conftest import move_to
from workshop import actions
from workshop.refusals import NotNow

pytestmark = pytest.mark.django_db


def press(client, workshop, **fields):
    return client.post(reverse("next", args=[workshop.code]), fields)


def test_next_goes_through_the_programme_in_order(workshop, hana):
    seen, kinds = "", []
    for _ in range(7):
        assert press(hana, workshop, seen=seen).status_code == 302
        workshop.refresh_from_db()
        seen = workshop.stage_id
        kinds.append(workshop.stage.kind)
    assert kinds == ["welcome", "cases", "gallery", "fishbowl", "insights", "visit", "closing"]
    assert press(hana, workshop, seen=seen).status_code == 409


def test_next_pressed_twice_moves_once(workshop, hana):
    for _ in range(2):
        assert press(hana, workshop, seen="").status_code == 302
    workshop.refresh_from_db()
    assert workshop.stage.kind == "welcome"


def test_a_next_decided_on_an_older_stage_is_refused(workshop, hana):
    welcome = move_to(workshop, "welcome")
    move_to(workshop, "cases")
    move_to(workshop, "gallery")
    assert press(hana, workshop, seen=welcome.pk).status_code == 409
    workshop.refresh_from_db()
    assert workshop.stage.kind == "gallery"


@pytest.mark.parametrize("seen", ["999999", "abc", "-1", "1" * 40])
def test_next_from_nowhere_is_not_found(workshop, hana, seen):
    assert press(hana, workshop, seen=seen).status_code == 404


def test_a_stage_of_another_workshop_is_not_found(workshop, elsewhere, hana):
    foreign = elsewhere.stages.first()
    assert hana.post(reverse("move", args=[workshop.code, foreign.pk]), {"seen": ""}).status_code == 404


def test_a_stage_has_its_minutes_from_its_start(workshop):
    stage = move_to(workshop, "gallery")
    assert stage.ends_at - stage.started_at == timedelta(minutes=stage.minutes)


def test_moving_on_ends_the_stage_before(workshop):
    welcome = move_to(workshop, "welcome")
    move_to(workshop, "cases")
    welcome.refresh_from_db()
    assert welcome.ended_at is not None


def test_a_minute_more_and_a_minute_less(workshop):
    stage = move_to(workshop, "gallery")
    longer = actions.add_minutes(stage=stage, minutes=1)
    assert longer.ends_at - stage.ends_at == timedelta(minutes=1)
    assert actions.add_minutes(stage=stage, minutes=-1).ends_at == stage.ends_at


def test_a_minute_with_the_same_key_counts_once(workshop, hana):
    stage = move_to(workshop, "gallery")
    for _ in range(2):
        hana.post(reverse("timer", args=[workshop.code, stage.pk, "plus"]), {"key": KEY})
    before = stage.ends_at
    stage.refresh_from_db()
    assert stage.ends_at - before == timedelta(minutes=1)


KEY = str(uuid.uuid4())


def test_a_deadline_is_never_moved_into_the_past(workshop):
    stage = move_to(workshop, "gallery")
    for _ in range(60):
        stage = actions.add_minutes(stage=stage, minutes=-1)
    assert abs(stage.ends_at - timezone.now()) < timedelta(minutes=1)


def test_a_pause_keeps_the_time_that_was_left(workshop):
    stage = actions.pause(stage=move_to(workshop, "gallery"))
    left = stage.left()
    stage.paused_at -= timedelta(minutes=5)
    stage.ends_at -= timedelta(minutes=5)
    stage.save()
    resumed = actions.resume(stage=stage)
    assert abs(resumed.left() - left) < timedelta(seconds=2)


def test_pausing_twice_is_pausing_once(workshop):
    stage = actions.pause(stage=move_to(workshop, "gallery"))
    assert actions.pause(stage=stage).paused_at == stage.paused_at


def test_the_clock_of_a_stage_that_is_over_stands_still(workshop):
    welcome = move_to(workshop, "welcome")
    move_to(workshop, "cases")
    with pytest.raises(NotNow):
        actions.add_minutes(stage=welcome, minutes=1)
