"""The map of doors: for each thing a phone or console can do, its method, address and fields, for scripts."""

import re
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

from django.urls import URLResolver, get_resolver

KEY = "a UUID made by the sender; the same key again changes nothing"
FOR = "helpers only: the number of the person without a phone"


@dataclass(frozen=True)
class Door:
    """One thing to do: `url` is the name of its address, `takes` explains the address's own parts."""

    name: str
    method: str
    url: str
    takes: dict = field(default_factory=dict)
    fields: dict = field(default_factory=dict)
    who: str = "participant"

    def as_dict(self):
        path = addresses()[self.url]
        return {"method": self.method, "path": path, "takes": self.takes, "fields": self.fields, "who": self.who}


CONSENT = "room|city|name, or nothing: it stays in the room"
PERSON = {"name": "<= 80", "function": "<= 120, may be empty", "city": "<= 80", "consent": CONSENT}
SEE = {
    "see": "fragments, with commas between: now,people,circle,wall:1,board, of several circles bowl:2; staff also day,"
    "console,projector, of several circles desk:2,screen:2"
}
SEEN_STAGE = "id of the stage this press was decided on, or nothing before the first"
SURE = "1: also where the answer would be a 409 that asks first ('ask': 'sure')"

QUESTION = {"pk": "question id"}
ANSWER = {
    "text": "<= 2000; empty with aloud=on: it was answered aloud",
    "aloud": "on",
    "publish": "on: it may be published with the case",
    "seen": "when the answer was given that stood there before, ISO; nothing where there was none",
}

DOORS = [
    Door("join", "POST", "join", {}, PERSON | {"listens": "1: without a name", "key": KEY}, "anybody"),
    Door("return", "POST", "return", {}, {"return_code": "as shown on the phone under My page"}, "anybody"),
    Door("me", "GET", "mine"),
    Door("say_who_form", "GET", "say-who"),
    Door("say_who", "POST", "say-who", {}, {"name": "<= 80, or nothing: a guest", "city": "<= 80", "earlier": "1|0"}),
    Door("change_me", "POST", "mine-change", {}, PERSON),
    Door(
        "check_statement",
        "POST",
        "statement-check",
        {"pk": "statement id"},
        {"answer": "yes|no", "consent": f"{CONSENT}, or as chosen for oneself", "text": "other words, <= 2000"},
    ),
    Door("who", "GET", "who", who="anybody"),
    Door("state", "GET", "state", {}, SEE, "member"),
    Door("programme", "GET", "programme", {}, {}, "member"),
    Door("next_stage", "POST", "next", {}, {"seen": SEEN_STAGE, "sure": SURE}, "facilitator"),
    Door("move_to_stage", "POST", "move", {"pk": "id of the stage"}, {"seen": SEEN_STAGE, "sure": SURE}, "facilitator"),
    Door("timer", "POST", "timer", {"pk": "stage id", "do": "plus|minus|pause|resume"}, {"key": KEY}, "facilitator"),
    Door("add_person", "POST", "people-add", {}, PERSON | {"key": KEY}, "helper"),
    Door("person_left", "POST", "person-left", {"number": "a person's number"}, {}, "helper"),
    Door("open_doors", "POST", "doors", {}, {"open": "1|0"}, "facilitator"),
    Door("join_sheet_pdf", "GET", "join-sheet", who="staff"),
    Door("name_cards_pdf", "GET", "name-cards", who="staff"),
    Door("questions", "GET", "questions", who="staff, or who hosts the case"),
    Door("answer_form", "GET", "answering", QUESTION, who="facilitator, or who hosts the case"),
    Door("answer", "POST", "answer", QUESTION, ANSWER, "facilitator, or who hosts the case"),
    Door("take_answer_back", "POST", "answer-take-back", QUESTION, who="facilitator, or who hosts the case"),
    Door("take_up", "POST", "take-up", QUESTION, {"on": "1|0"}, "facilitator"),
    Door("heard", "POST", "heard", QUESTION, {"verdict": "answered|partly|not, or nothing", "for": FOR}),
    Door("console", "GET", "console", {}, {}, "helper"),
    Door("projector", "GET", "projector", {}, {}, "projector"),
]

# The live socket is no address of Django's. It only speaks: frames of JSON with epoch, revision, id and html.
LIVE = {"method": "WEBSOCKET", "path": "/w/{code}/live/", "takes": {}, "fields": SEE, "who": "member"}


def all_doors():
    """Every door, the core's first, then the rooms' own."""
    rooms = ["gallery", "fishbowl", "workshop.insights", "workshop.export", "workshop.organizers"]
    return [*DOORS, *(door for room in rooms for door in import_module(f"{room}.doors").DOORS)]


def as_json():
    """The map as plain data: name -> method, path, fields, who."""
    return {door.name: door.as_dict() for door in all_doors()} | {"live": LIVE}


@cache
def addresses():
    """Every named address of the project: url name (with its room) -> path template."""
    return dict(_walk(get_resolver().url_patterns, "/", ""))


def _walk(patterns, before, room):
    for entry in patterns:
        path = before + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, path, f"{entry.namespace}:" if entry.namespace else room)
        elif entry.name:
            yield room + entry.name, path
