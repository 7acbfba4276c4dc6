"""The tags of every template: clocks, keys, fields, the circle with its list."""

import re
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from django import forms
from django.template import engines
from django.utils import timezone, translation

from workshop.models import Stage
from workshop.templatetags import room
from workshop.text import TextField


def rendered(text, **context):
    return engines["django"].from_string(text).render(context)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (72, "1:12"), (605, "10:05"), (3725, "1:02:05"), (-12, "+0:12"), (timedelta(minutes=2), "2:00")],
)
def test_seconds_read_as_a_clock(seconds, text):
    assert room.minutes_seconds(seconds) == text


def test_a_running_clock_carries_its_deadline():
    ends = timezone.now() + timedelta(seconds=90, milliseconds=300)
    drawn = room.clock(Stage(ends_at=ends))
    assert re.search('data-ends="(.*?)"', drawn)[1] == ends.isoformat()
    assert re.search(">(.*)<", drawn)[1] == "1:30"
    assert "data-paused-left" not in drawn


def test_a_paused_clock_stands():
    now = timezone.now()
    drawn = room.clock(Stage(ends_at=now + timedelta(seconds=30), paused_at=now - timedelta(seconds=60)))
    assert re.search('data-paused-left="(.*?)"', drawn)[1] == "90"
    assert re.search(">(.*)<", drawn)[1] == "1:30"


def test_a_clock_that_has_not_begun_shows_the_planned_time():
    assert room.clock(Stage(minutes=15)) == '<span class="clock">15:00</span>'


def test_a_clock_counts_to_a_moment_too():
    assert re.search(">(.*)<", room.clock(timezone.now() + timedelta(seconds=60, milliseconds=200), "big"))[1] == "1:00"


def test_every_form_gets_a_key_of_its_own_and_keeps_it_when_shown_again():
    first, second = rendered("{% client_key %}"), rendered("{% client_key %}")
    assert first != second
    key = re.search('value="(.*?)"', first)[1]
    assert str(UUID(key)) == key
    assert rendered("{% client_key key %}", key=key) == first


class NoteForm(forms.Form):
    text = TextField(max_length=140, help_text="One idea.")
    city = forms.CharField(max_length=80)
    kind = forms.ChoiceField(choices=[("take", "Take home"), ("question", "Question")], widget=forms.RadioSelect)


def test_a_field_has_its_label_hint_and_room_left():
    html = rendered("{% field form.text rows=3 %}", form=NoteForm({"text": "abc"}))
    assert re.search('<label for="(.*?)">(.*?)</label>', html).groups() == ("id_text", "Text")
    assert re.search('data-limit="(.*?)"', html)[1] == "140"
    assert "137 left" in html
    assert 'rows="3"' in html


def test_what_is_wrong_stands_beside_its_field_and_is_tied_to_it():
    form = NoteForm({"text": "kept"})
    html = rendered("{% field form.city %}", form=form)
    assert re.search('class="wrong" id="(.*?)">(.*?)<', html).groups() == ("id_city_error", "This field is required.")
    assert "id_city_error" in re.search('aria-describedby="(.*?)"', html)[1].split()
    assert "kept" in rendered("{% field form.text %}", form=form)


def test_chips_are_radios_with_words():
    html = rendered("{% chips form.kind %}", form=NoteForm({"kind": "question"}))
    assert re.findall("<span>(.*?)</span>", html) == ["Take home", "Question"]
    assert re.findall('value="(.*?)"', html) == ["take", "question"]
    assert html.count("checked") == 1


def seats():
    taken = {"state": "taken", "name": "Ada", "city": "Montreal", "colour": 1, "initials": "A", "person": 1}
    free = {"state": "free", "name": "", "city": "", "colour": 0, "initials": ""}
    aside = {"number": 3, "state": "retired"}
    return [taken | {"number": 1, "is_speaking": True}, free | {"number": 2}, aside]


@pytest.mark.parametrize("size", ["phone", "console", "projector"])
def test_the_list_beside_a_circle_says_what_the_picture_shows(size):
    turn = {"name": "Ada", "city": "Montreal", "started_at": timezone.now(), "seconds": 120}
    html = rendered("{% circle_plan seats turn size=size %}", seats=seats(), turn=turn, size=size)
    items = [re.sub("<.*?>|\\s+", " ", item).split() for item in re.findall("<li.*?</li>", html)]
    assert items == [["Ada", ",", "Montreal", "speaks"], ["free"]]
    assert re.search('class="clock".*?>(.*?)<', html)[1] in ("2:00", "1:59")


def test_a_circle_where_nobody_speaks_has_no_clock():
    html = rendered("{% circle_plan seats %}", seats=seats())
    assert "<time" not in html
    assert "The floor is free" in html


def test_the_day_shows_what_has_passed_and_where_we_are():
    now = timezone.now()
    done = Stage(pk=1, title="Welcome", minutes=10, started_at=now, ended_at=now)
    here = Stage(pk=2, title="Walk", minutes=40, started_at=now, ends_at=now + timedelta(minutes=10))
    html = rendered("{% day_line stages stage %}", stages=[done, here, Stage(pk=3, title="End", minutes=5)], stage=here)
    assert re.findall('x2="(.*?)"', html) == ["100%", "75%"]
    assert html.count('aria-current="step"') == 1
    assert html.count("<circle") == 1


def test_people_in_the_room_wear_the_colour_of_their_city():
    cases = [SimpleNamespace(number=1, city="Seoul", colour=1)]
    people = [SimpleNamespace(city="Seoul"), SimpleNamespace(city="Quito")]
    html = rendered("{% plan_room cases people %}", cases=cases, people=people)
    assert re.findall('class="dot (c\\d)"', html) == ["c1", "c0"]
    assert "1 poster on the wall, 2 people inside" in html


def test_a_room_without_anything_is_drawn_honestly():
    html = rendered("{% plan_room none none door=True %}", none=None)
    assert "0 posters on the wall, 0 people inside. You stand in the doorway." in html.replace(".  You", ". You")


@pytest.mark.parametrize(("percent", "end"), [(0, "0%"), (40, "40%"), (240, "100%"), (None, "0%")])
def test_a_dimension_line_ends_where_time_stands(percent, end):
    assert re.search('class="passed".*?x2="(.*?)"', room.dim_line(percent))[1] == end


def test_the_room_turns_round_for_right_to_left():
    with translation.override("ar"):
        assert "matrix(-1" in rendered("{% plan_door %}")
    assert "matrix(-1" not in rendered("{% plan_door %}")


@pytest.mark.parametrize(("length", "css"), [(40, ""), (71, "long"), (300, "longest")])
def test_a_long_question_is_set_smaller_on_the_projector(length, css):
    assert room.by_length("x" * length) == css


@pytest.mark.parametrize(("size", "least"), [("floor", 16), ("projector", 36)])
def test_the_floor_plan_is_legible_where_it_stands(size, least):
    html = rendered("{% plan_room cases people size=size %}", cases=[1, 2, 3, 4], people=[1, 0], size=size)
    assert min(float(number) for number in re.findall('font-size="(.*?)"', html)) >= least


def test_a_workshop_is_a_room_a_thumb_high():
    html = rendered('{% plan_room cases people size="thumb" %}', cases=[1, 2], people=[1, 0, 3])
    assert (html.count("field"), html.count("dot")) == (2, 3)
