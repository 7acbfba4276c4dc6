"""The cast: Ada and Bo take part, Hana facilitates, Noor belongs to another workshop."""

import os
from datetime import timedelta
from pathlib import Path

from tests.folders import folder

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ["PEERWALK_DATA"] = os.environ.get("PEERWALK_DATA") or folder()
os.environ.setdefault("SECRET_KEY", "tests-only")

import pytest
from django.test import Client
from django.utils import timezone, translation

from fishbowl import guards
from fishbowl.models import Fishbowl
from tests import servers
from workshop import access, actions, links
from workshop.doorkeeper import doorkeeper
from workshop.insights.models import Condition
from workshop.models import Case, Stage, Workshop

LIVELY = ("browser", "servers", "timed")  # these depend on what else the machine does
CITIES = ["Montreal", "Seoul", "Johannesburg", "Barcelona"]


def pytest_collection_modifyitems(items):
    """What drives browsers and servers is tried three times at most; the end of the run lists what needed it."""
    for item in items:
        if any(item.get_closest_marker(name) for name in LIVELY):
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_sessionfinish():
    servers.put_away()


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Each process keeps its own database file: threads of a test must meet in a real one."""
    from django.conf import settings

    if settings.SQLITE:
        name = Path(folder()) / f"test-{os.getpid()}.sqlite3"
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = str(name)


@pytest.fixture(autouse=True)
def _patient_doorkeeper(settings, tmp_path):
    doorkeeper.forget()
    settings.MEDIA_ROOT = tmp_path / "pictures"


@pytest.fixture(autouse=True)
def _one_language():
    """A page asked for in another language leaves it switched on; the next test begins without."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def _history_may_be_swept(request):
    """A test with real transactions empties every table at its end; only then may the circle's journal be emptied."""
    marker = request.node.get_closest_marker("django_db")
    real = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if real:
        request.getfixturevalue("transactional_db")
    yield
    if real:
        guards.take_down()  # put up again by what follows the flush


def make_workshop(title="Renewing a city", **about):
    """A small workshop: four cases, seven stages, three conditions, a fishbowl of six chairs."""
    workshop = Workshop.objects.create(title=title, organizer="City Network", **about)
    for number, city in enumerate(CITIES, 1):
        Case.objects.create(
            workshop=workshop, number=number, city=city, title=f"A case of {city}", standfirst=f"What {city} did."
        )
    for position, kind in enumerate(Stage.Kind):
        Stage.objects.create(workshop=workshop, kind=kind, title=kind.label, position=position)
    for position, label in enumerate(["Political will", "Money and procurement", "Staff and skills"]):
        Condition.objects.create(workshop=workshop, label=label, position=position)
    begun = {"opened_at": timezone.now(), "started_at": timezone.now()}
    bowl = Fishbowl.objects.create(workshop=workshop, question="What keeps a project alive?", **begun)
    for number in range(1, 7):
        bowl.chairs.create(number=number)
    return workshop


@pytest.fixture
def workshop(db):
    return make_workshop()


@pytest.fixture
def elsewhere(db):
    return make_workshop(title="Another workshop")


@pytest.fixture
def ada(workshop):
    return person(workshop, "Ada", "Quito", function="Delegate")


@pytest.fixture
def bo(workshop):
    return person(workshop, "Bo", "Dakar", function="Planner")


@pytest.fixture
def noor(elsewhere):
    return person(elsewhere, "Noor", "Rabat")


@pytest.fixture
def hana(workshop):
    """The facilitator's browser."""
    return client_of("facilitator", workshop)


def person(workshop, name, city, **about):
    """Somebody who has joined."""
    return actions.join(workshop=workshop, name=name, city=city, **about)


def looked_for_room(workshop):
    """A full circle has had the time to find room by itself, and is asked for it."""
    workshop.fishbowls.update(room_needed_at=timezone.now() - timedelta(seconds=61))


def client_of(who, workshop=None, case=None):
    """A browser signed in as a participant, or holding a role link of this name ("organizer" signs in)."""
    client = Client()
    if not isinstance(who, str):
        return _as_participant(client, who)
    if who == access.ORGANIZER:
        return _as_organizer(client, workshop)
    if who == access.CASE_OWNER and case is None:
        case = workshop.cases.first()
    link, token = links.make_link(role=who, workshop=workshop, case=case)
    client.get(f"/link/{token}/")
    return client


def move_to(workshop, kind):
    """Lead the workshop to its stage of this kind."""
    workshop.refresh_from_db()
    return actions.move(workshop=workshop, stage=workshop.stages.get(kind=kind), seen=workshop.stage_id)


def _as_participant(client, participant):
    session = client.session
    session["people"] = {str(participant.workshop_id): participant.pk}
    session.save()
    return client


def _as_organizer(client, workshop):
    from django.contrib.auth import get_user_model

    user, _new = get_user_model().objects.get_or_create(username=f"organizer of {workshop.code}")
    workshop.organizers.add(user)
    client.force_login(user)
    return client
