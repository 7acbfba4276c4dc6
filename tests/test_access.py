"""Every role at every address: exactly the cells of the table, nothing more."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fishbowl import actions as circle
from fishbowl.models import Topic
from gallery.models import Note
from tests.access_table import ANYBODY, OUTSIDER, ROLES, STRANGER, TABLE
from tests.conftest import client_of, make_workshop, move_to, person
from workshop import links, questions
from workshop.access import PARTICIPANT
from workshop.doors import addresses
from workshop.export import making
from workshop.insights.models import Deed, Remark, Theme, TransferCard
from workshop.insights.peers import Endorsement
from workshop.models import Photo, Statement


def test_every_address_has_a_row():
    assert sorted(addresses()) == sorted(TABLE)


@pytest.fixture
def scene(db, workshop, ada, bo):
    """A room with one of everything the addresses name."""
    return Scene(workshop, ada, bo)


class Scene:
    """One of everything, and how an address's part finds it."""

    def __init__(self, workshop, ada, bo):
        self.workshop, self.ada, self.bo, self.browsers = workshop, ada, bo, {}
        move_to(workshop, "gallery")
        self.case = workshop.cases.first()
        self.things = {
            "door_key": workshop.door_key,
            "stage": workshop.stages.first().pk,
            "statement": Statement.objects.create(workshop=workshop, kind="quote", text="25 years", speaker=ada).pk,
            "note": Note.objects.create(workshop=workshop, case=self.case, author=ada, kind="take", text="Loans").pk,
            "card": TransferCard.objects.create(workshop=workshop, author=ada, stance="adapt", what="A levy").pk,
            "theme": Theme.objects.create(workshop=workshop, title="Champions", position=1).pk,
            "deed": Deed.objects.create(workshop=workshop, kind="add", change={"themes": {}, "gone": [], "new": []}).pk,
            "fact": self.case.facts.create(label="Workers", value=2500, position=1).pk,
            "question": questions.ask(workshop=workshop, asker=ada, case=self.case, text="Who pays?").pk,
            "photo": self.photo().pk,
            "picture": self.photo().file.removesuffix(".jpg"),
            "entry": circle.ask(participant=bo).pk,
            "noticed": circle.notice(participant=ada, text="Money", lens="missing").pk,
            "neighbour": circle.name_neighbour(participant=ada, name="Delegate", city="Lima").pk,
            "bo": bo.number,
            "condition": workshop.conditions.first().pk,
            "making": self.making().key,
            "logo": workshop.logos.create(name="A network", file=f"{1:032x}.jpg").pk,
        }
        said = {"card_id": self.things["card"], "by": bo, "kind": "true", "because": "Ours too"}
        self.things["endorsement"] = Endorsement.objects.create(**said).pk
        remark = {"kind": "wrong", "text": "Not quite"}
        self.things["remark"] = Remark.objects.create(theme_id=self.things["theme"], author=ada, **remark).pk
        self.things["stay"] = circle.seat(participant=ada).pk
        self.things["turn"] = circle.floor_to(participant=ada).pk
        self.things["topic"] = circle.add_topic(workshop=workshop, text="Who pays").pk
        self.things["rapporteur"] = circle.name_rapporteur(bowl=workshop.fishbowls.get(), participant=ada).pk
        line = {"fishbowl": workshop.fishbowls.get(), "comes_from": workshop.fishbowls.get(), "text": "Time"}
        self.things["line"] = Topic.objects.create(**line).pk
        self.things["brought"] = self.brought().pk
        self.things["slot"] = circle.promise(participant=bo, at=timezone.now()).pk

    def brought(self):
        asked = questions.ask(workshop=self.workshop, asker=self.bo, text="Who lost?")
        return self.workshop.fishbowls.get().brought.create(question=asked, number=1)

    def making(self):
        done = {"done_at": self.workshop.created_at, "share": 100}
        made = self.workshop.makings.create(key=uuid.uuid4().hex, format="md", edition="public", name="note.md", **done)
        making.path(made).parent.mkdir(parents=True, exist_ok=True)
        making.path(made).write_bytes(b"# A note")
        return made

    def photo(self):
        name = uuid.uuid4().hex
        folder = Path(settings.MEDIA_ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.jpg").write_bytes(b"a picture")
        about = {"workshop": self.workshop, "case": self.case, "by": self.ada, "caption": "Angus"}
        return Photo.objects.create(file=f"{name}.jpg", width=4, height=3, **about)

    def find(self, part):
        """The value for a part of an address; a thing that its use removes is made anew; a plain value is itself."""
        spare = getattr(self, part, None) if part.startswith(("spare_", "somebody")) else None
        return spare() if spare else self.things.get(part, part)

    def somebody(self):
        return person(self.workshop, "Eva", "Lyon").number

    def spare_neighbour(self):
        """One that still waits, whatever became of the one before."""
        known = self.workshop.fishbowls.get().neighbours.filter(name="Guest", answered_at=None).first()
        return (known or circle.name_neighbour(participant=self.bo, name="Guest", city="Lyon")).pk

    def spare_stage(self):
        last = self.workshop.stages.order_by("position").last().position
        return self.workshop.stages.create(kind="visit", title="Spare", position=last + 1).pk

    def spare_theme(self):
        last = self.workshop.themes.order_by("position").last().position
        return self.workshop.themes.create(title="Spare", position=last + 1).pk

    def spare_case(self):
        number = self.workshop.cases.order_by("number").last().number + 1
        return self.workshop.cases.create(number=number, city="Lyon", title="Spare").number

    def spare_card(self):
        about = {"workshop": self.workshop, "case": self.case, "kind": "take", "on_paper": True}
        return Note.objects.create(text="A card", **about).pk

    def spare_fact(self):
        last = self.case.facts.order_by("position").last().position
        return self.case.facts.create(label="Spare", value=1, position=last + 1).pk

    def spare_link(self):
        return links.make_link(role="steward", workshop=self.workshop)[0].pk

    def client(self, role):
        """A browser in this role, the same one each time."""
        if role not in self.browsers:
            self.browsers[role] = self._browser(role)
        return self.browsers[role]

    def _browser(self, role):
        if role == OUTSIDER:
            return Client()
        if role == STRANGER:
            return client_of(person(make_workshop(title="Elsewhere"), "Noor", "Rabat"))
        return client_of(self.ada if role == PARTICIPANT else role, self.workshop)

    def address(self, name, row):
        takes = {part: self.find(value) for part, value in row.takes.items()}
        if "{code}" in addresses()[name]:
            takes["code"] = self.workshop.code
        return reverse(name, kwargs=takes)

    def ask(self, role, name, row):
        """The answer this role gets at this address."""
        client, url = self.client(role), self.address(name, row)
        post = {name: self.find(value) for name, value in row.post.items()}
        return client.get(url) if row.method == "GET" else client.post(url, post)


def let_in(answer):
    """Whether the door was opened: neither refused, nor unfound, nor led to the join form or the sign-in page."""
    led_away = answer.status_code == 302 and ("/join/" in answer["Location"] or "/sign-in/" in answer["Location"])
    return answer.status_code not in (403, 404) and not led_away


def guarded(method):
    return sorted(name for name, row in TABLE.items() if row.method == method and row.allowed != ANYBODY)


def roles_let_in(scene, name):
    """The roles to which the door at this address opens; nobody may break it."""
    answers = {role: scene.ask(role, name, TABLE[name]) for role in ROLES}
    assert [role for role, answer in answers.items() if answer.status_code >= 500] == []
    return {role for role, answer in answers.items() if let_in(answer)}


def test_only_the_roles_of_the_row_may_look(scene):
    wrong = {name: roles_let_in(scene, name) ^ set(TABLE[name].allowed) for name in guarded("GET")}
    assert {name: roles for name, roles in wrong.items() if roles} == {}


@pytest.mark.parametrize("name", guarded("POST"))
def test_only_the_roles_of_the_row_may_change_it(scene, name):
    assert roles_let_in(scene, name) == set(TABLE[name].allowed)


@pytest.mark.parametrize("name", sorted(name for name, row in TABLE.items() if row.method == "POST"))
def test_no_change_is_made_by_looking(scene, name):
    if name == "set_language":
        return
    answer = client_of("facilitator", scene.workshop).get(scene.address(name, TABLE[name]))
    assert answer.status_code in (302, 403, 404, 405)


def test_a_revoked_link_opens_nothing_any_more(scene):
    client = client_of("facilitator", scene.workshop)
    address = reverse("console", args=[scene.workshop.code])
    assert client.get(address).status_code == 200
    links.revoke(link=scene.workshop.links.get())
    assert client.get(address).status_code == 404


def test_a_one_time_link_lets_in_once_and_its_owner_again(scene):
    _link, token = links.make_link(role="facilitator", workshop=scene.workshop, once=True)
    first, second = Client(), Client()
    assert first.get(f"/link/{token}/").status_code == 302
    assert second.get(f"/link/{token}/").status_code == 409
    assert first.get(f"/link/{token}/").status_code == 302


def test_the_cookie_is_a_new_one_after_joining_and_after_each_new_role(scene):
    client = Client()
    client.get(f"/j/{scene.workshop.door_key}/")
    before = client.cookies["peerwalk"].value
    client.post(reverse("join", args=[scene.workshop.code]), {"name": "Cy", "city": "Lyon"})
    joined = client.cookies["peerwalk"].value
    client.get(f"/link/{links.make_link(role='steward', workshop=scene.workshop)[1]}/")
    assert len({before, joined, client.cookies["peerwalk"].value}) == 3
