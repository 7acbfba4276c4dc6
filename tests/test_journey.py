"""One whole workshop, from the join code to the note: what goes in at the doors comes out in the exports.

The demo workshop is held by people who use only what `manage.py demo --json` tells a script: links and doors.
"""

import io
import json
import re
import uuid
import zipfile
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from workshop import demo, doors
from workshop.figures import display
from workshop.management.commands.demo import fresh_links, organizer
from workshop.models import Fact, Workshop

pytestmark = pytest.mark.django_db(transaction=True)


class Somebody:
    """A browser that goes through the doors of one workshop."""

    def __init__(self, workshop):
        self.browser, self.code, self.doors = Client(), workshop.code, doors.as_json()

    def opens(self, link):
        path = "/" + link.split("/", 3)[3]
        return self.browser.get(path, follow=True)

    def goes(self, door, takes=None, **fields):
        """What a door answers, as data."""
        about = self.doors[door]
        path = about["path"].format(code=self.code, **(takes or {}))
        ask = self.browser.get if about["method"] == "GET" else self.browser.post
        if "key" in about["fields"]:
            fields = {"key": str(uuid.uuid4())} | fields
        answer = ask(path, fields, headers={"accept": "application/json"})
        assert answer.status_code == 200, (door, answer.status_code, answer.content[:300])
        return answer.json() if answer["Content-Type"].startswith("application/json") else answer

    def exports(self, kind):
        path = self.doors["export"]["path"].format(code=self.code, format=kind)
        answer = self.browser.get(path)
        assert answer.status_code == 200
        return b"".join(answer) if answer.streaming else answer.content


@pytest.fixture
def room():
    return Room()


class Room:
    """The demo workshop with a facilitator and four people, one of them without a phone."""

    def __init__(self):
        self.workshop = demo.build(owner=organizer())
        self.links = fresh_links(self.workshop)
        self.hana = Somebody(self.workshop)
        self.hana.opens(self.links["console"])
        self.ada = self.joins("Ada", "Quito", "Planner", "city")
        self.bo = self.joins("Bo", "Dakar", "Mayor’s adviser", "name")
        self.cy = self.joins("Cy", "Lyon", "", "")
        self.di = self.hana.goes("add_person", name="Di", city="Rabat", function="Councillor", consent="city")["number"]

    def joins(self, name, city, function, consent):
        who = Somebody(self.workshop)
        who.opens(self.links["join"])
        who.number = who.goes("join", name=name, city=city, function=function, consent=consent)["number"]
        return who

    def moves_on_to(self, kind):
        """The facilitator presses next until the room is there."""
        while (now := self.stage())["kind"] != kind:
            self.hana.goes("next_stage", seen=now["id"])

    def stage(self):
        programme = self.hana.goes("programme")
        now = [stage for stage in programme["stages"] if stage["id"] == programme["stage"]]
        return now[0] if now and now[0]["ends_at"] else {"kind": "", "id": ""}

    def walks(self):
        self.moves_on_to("gallery")
        self.ada.goes("note", {"number": 1}, kind="take", text="Loans repaid after the phases, in Quito too")
        self.bo.goes("note", {"number": 2}, kind="question", text="Who protects the tenants of Seongsu?")
        self.cy.goes("note", {"number": 3}, kind="condition", text="A secret thought of Lyon")
        self.hana.goes("note", {"number": 4}, kind="condition", text="Needs a patient council", **{"for": self.di})
        gone = self.ada.goes("note", {"number": 1}, kind="take", text="Said too quickly")["note"]
        self.ada.goes("take_back_note", {"pk": gone})
        for who, number in ((self.ada, 1), (self.ada, 2), (self.bo, 1)):
            who.goes("vote", {"number": number}, on="1")
        picture = SimpleUploadedFile("angus.jpg", jpeg(), "image/jpeg")
        self.ada.goes("photo", {"number": 1}, picture=picture, caption="The Locoshop today", consent="city")

    def talks(self):
        self.moves_on_to("fishbowl")
        for who in (self.ada, self.bo, self.cy):
            who.goes("ask_for_a_chair", topic="What keeps it alive")
        self.hana.goes("phase", {"do": "start"}, seen="lobby")
        first = self.hana.goes("circle")["queue"][0]
        self.hana.goes("call", {"pk": first["entry"]}, seen=first["calls"])
        self.ada.goes("take_the_chair")
        self.hana.goes("give_the_floor", {"number": self.ada.number})
        taken_down = "In Quito the council changes every four years."
        statement = self.hana.goes("statement", text=taken_down, kind="quote")["statement"]
        self.hana.goes("statement", text="Nobody has read this sentence.", kind="quote")
        self.ada.goes("check_statement", {"pk": statement}, answer="yes", consent="city")
        self.hana.goes("silence")
        self.ada.goes("leave_the_chair")
        self.hana.goes("seat", person=self.di, where="any")
        self.cy.goes("withdraw")
        self.hana.goes("finish_circle")

    def learns(self):
        self.moves_on_to("insights")
        form = self.ada.goes("card_form")
        rated = {next(iter(form["conditions"])): "missing"}
        card = self.ada.goes(
            "card",
            case=1,
            stance="adapt",
            what="A developer owned by the neighbourhood",
            target="Quito",
            change="Start with one market hall",
            next_step="Invite the market traders",
            by_months=3,
            **rated,
        )
        theme = self.workshop.themes.first()
        self.hana.goes("place_card", {"pk": card["card"]}, first=theme.pk)
        self.cy.goes("card", case=2, stance="avoid", what="Another secret of Lyon", target="Lyon")


def jpeg():
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "#1B4B84").save(file, "JPEG")
    return file.getvalue()


def words_of(docx):
    """All text of a DOCX, footnotes included, as one line."""
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = [
            package.read(name).decode() for name in package.namelist() if re.match(r"word/(document|footnotes)", name)
        ]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", re.sub(r"</w:p>", " ", part))) for part in parts)


GOES_OUT = [
    "Loans repaid after the phases, in Quito too",
    "Who protects the tenants of Seongsu?",
    "Needs a patient council",
    "In Quito the council changes every four years.",
    "A developer owned by the neighbourhood",
    "Start with one market hall",
    "Invite the market traders",
]
STAYS_IN = ["A secret thought of Lyon", "Another secret of Lyon", "Said too quickly", "Nobody has read this sentence."]


def test_a_whole_workshop(room):
    room.walks()
    room.talks()
    room.learns()
    room.moves_on_to("closing")
    docx, data = words_of(room.hana.exports("docx")), room.hana.exports("json").decode()
    for text in GOES_OUT:
        assert text in docx and text in json.dumps(json.loads(data), ensure_ascii=False)
    for text in STAYS_IN:
        assert text not in docx and text not in data
    for fact in Fact.objects.filter(case__workshop=room.workshop):
        assert display(fact) in docx
    tables = json.loads(data)["tables"]
    seats = tables["fishbowl_stays"]
    assert [seat["city"] for seat in seats if not seat["example"]] == ["Quito", "Rabat"]
    assert len([turn for turn in tables["fishbowl_turns"] if not turn["example"]]) == 1


def test_the_map_of_doors_is_true(room):
    """Every door leads somewhere: it is an address, takes what it says, and answers to its method alone."""
    assert {
        "join",
        "note",
        "vote",
        "ask_for_a_chair",
        "leave_the_chair",
        "next_stage",
        "card",
        "photo",
        "state",
        "live",
        "export",
    } <= set(doors.as_json())
    for name, door in doors.as_json().items():
        assert set(re.findall(r"{(\w+)}", door["path"])) - {"code", "see"} == set(door["takes"]), name


def test_the_demo_command_prints_json_alone(capsys):
    from django.core.management import call_command

    call_command("demo", json=True)
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"code", "links", "doors"}
    assert set(told["links"]) == {"join", "console", "projector", "case_owner", "organizer"}
    assert Workshop.objects.get().code == told["code"]
    call_command("demo", json=True)
    assert json.loads(capsys.readouterr().out)["code"] == told["code"]
    call_command("demo", json=True, reset=True)
    assert json.loads(capsys.readouterr().out)["code"] != told["code"]
