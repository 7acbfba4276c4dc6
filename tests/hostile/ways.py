"""Every door and what may be sent through it, taken from the map of doors, so that a new door is walked too."""

import itertools
import json
import re
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client

from tests.access_table import TABLE
from tests.conftest import client_of
from tests.test_access import Scene
from workshop import doors, links
from workshop.insights.models import TransferCard

# What a field takes when it is not the one that is attacked. A field that is not here is text.
PLAIN = {
    "about": "",
    "actors": "council",
    "aloud": "",
    "answer": "yes",
    "answered": "",
    "asked": "",
    "at": "15:20",
    "at_place": "",
    "away": "",
    "begun_at": "",
    "bowl": "",
    "briefing_minutes": "3",
    "by_months": "3",
    "call": "",
    "can_help": "on",
    "card": "",
    "case": "1",
    "chair": "",
    "chairs_go": "",
    "change": "",
    "code": "",
    "confidence": "2",
    "consent": "city",
    "core_may_be_asked": "",
    "cover_count": "12",
    "debrief_minutes": "6",
    "dots_by_hand": "",
    "dots_each": "3",
    "dots_on": "posters",
    "dots_on_one": "1",
    "earlier": "",
    "effort": "m",
    "email": "ada@example.org",
    "entry": "",
    "epoch": "",
    "exit": "",
    "first": "",
    "for": "",
    "goals": "8 Decent work",
    "grace_seconds": "",
    "held_on": "2017-11-20",
    "hosts_minutes": "",
    "instead": "",
    "interpreted": "",
    "into": "1",
    "is_key": "on",
    "keep_free": "",
    "kind": "",
    "language": "en",
    "leaving": "",
    "listens": "",
    "may_ask": "on",
    "minutes": "15",
    "motif": "dots",
    "move": "",
    "needs": "",
    "note": "",
    "number": "",
    "off_chair": "",
    "offer_seconds": "",
    "on": "1",
    "open": "1",
    "order": "",
    "other": "",
    "other_state": "reach",
    "pair": "000000000000000000000000",
    "part": "talk",
    "password": "",
    "person": "1",
    "publish": "on",
    "quote": "yes",
    "read": "on",
    "readiness": "idea",
    "reply_run": "",
    "return_code": "",
    "revisit_minutes": "4",
    "role": "steward",
    "round_seconds": "",
    "rounds": "",
    "second": "",
    "seconds": "30",
    "seed": "",
    "seen": "",
    "shown": "1",
    "size": "",
    "slot": "background",
    "speaker": "1",
    "stance": "adapt",
    "start": "",
    "stay": "",
    "stay_seconds": "",
    "step_free": "on",
    "sure": "",
    "target_is": "city",
    "time_zone": "Europe/Paris",
    "to": "",
    "together": "",
    "transit_seconds": "60",
    "turn": "",
    "turn_seconds": "",
    "value": "12",
    "value_to": "",
    "variant": "",
    "verdict": "",
    "vote_minutes": "2",
    "wanted_minutes": "",
    "wanted_rounds": "",
    "wanted_size": "",
    "wants_contact": "on",
    "way_in": "",
    "where": "queue",
}
KINDS = {
    "insights:say": "true",
    "insights:remark": "wrong",
    "gallery:write": "take",
    "gallery:change": "take",
    "gallery:paper-type": "take",
    "fishbowl:statement": "quote",
    "fishbowl:ask": "",
    "fishbowl:chairs": "",
    "fishbowl:move": "check",
    "stages": "visit",
    "stage-edit": "visit",
}
ROWS = {"figures": "fact", "statements": "statement of a case", "footnotes": "footnote"}
OURS = ("workshop_", "gallery_", "fishbowl_", "insights_", "export_", "auth_user")
FORM = "application/x-www-form-urlencoded"
NOT_TYPED = {"key", "picture", "condition_<id>", "label_<id>"}


@dataclass(frozen=True)
class Way:
    """One door with its address's parts chosen."""

    door: doors.Door
    takes: dict = field(default_factory=dict, hash=False)

    @property
    def name(self):
        return " ".join([self.door.name, *(value for value in self.takes.values())])

    @property
    def texts(self):
        return [name for name in self.door.fields if name not in PLAIN and name not in NOT_TYPED]

    @property
    def others(self):
        return [name for name in self.door.fields if name in PLAIN or name == "key"]


def share(way, things):
    """This way's part of the things to try, where an address is walked once for each of its choices."""
    alike = list(_ways(way.door))
    return things[alike.index(way) :: len(alike)]


def ways(method="POST"):
    """Every door of this method, once for each choice that its address offers ("up|down")."""
    return [way for door in doors.all_doors() if door.method == method for way in _ways(door)]


def _ways(door):
    choices = {part: told.split("|") for part, told in door.takes.items() if re.fullmatch(r"[\w|]+\|[\w|]+", told)}
    for chosen in itertools.product(*choices.values()):
        yield Way(door, dict(zip(choices, chosen, strict=True)))


class House(Scene):
    """A room with one of everything, somebody who may do everything in it, and a second room beside it."""

    def __init__(self, *cast):
        super().__init__(*cast)
        self.things |= {
            "footnote": self.case.footnotes.create(text="Plain words", position=1).pk,
            "statement of a case": self.case.statements.create(
                workshop=self.workshop, kind="paraphrase", text="Plain words", source="A report"
            ).pk,
        }

    @cached_property
    def master(self):
        """A browser that is a participant, a facilitator and an organizer at once."""
        client = client_of("organizer", self.workshop)
        session = client.session
        session["people"] = {str(self.workshop.pk): self.ada.pk}
        session["links"] = [links.make_link(role="facilitator", workshop=self.workshop)[0].pk]
        session.save()
        return client

    def photo(self):
        """A photo that is one, for the documents it is put into."""
        made = super().photo()
        (Path(settings.MEDIA_ROOT) / made.file).write_bytes(JPEG)
        return made

    def way(self, way):
        """The address of a way."""
        row = TABLE[way.door.url]
        takes = {part: way.takes.get(part, row.takes[part]) for part in row.takes}
        if "pk" in takes and "slug" in takes:
            takes["pk"] = ROWS[takes["slug"]]
        return self.address(way.door.url, type(row)(row.method, row.allowed, takes))

    def post(self, client, way, **said):
        """The answer to a door's form with everything in it plain but what is said here."""
        form = self.filled(way, **said)
        if "picture" in form:
            return client.post(self.way(way), form, HTTP_ACCEPT="application/json")
        body = urlencode(form, errors="surrogatepass")  # as only a broken or hostile browser would send it
        return client.post(self.way(way), body, FORM, HTTP_ACCEPT="application/json")

    def filled(self, way, **said):
        form = {name: self.plain(way, name) for name in way.door.fields}
        form |= ({"seen": seen} if (seen := self.seen(way)) else {}) | said
        if "picture" in way.door.fields and "picture" not in said:
            form["picture"] = SimpleUploadedFile("a.jpg", JPEG, "image/jpeg")
        return {name: value for name, value in form.items() if value is not None}

    def seen(self, way):
        """The mark of what is edited, for doors that refuse to write over what was not read."""
        if way.door.url == "insights:change":
            return TransferCard.objects.get(pk=self.things["card"]).changed_at.isoformat()
        if "mark of what was read" not in way.door.fields.get("seen", ""):
            return None
        return self.master.get(self.way(way), HTTP_ACCEPT="application/json").json()["seen"]

    def plain(self, way, name):
        if name == "key":
            return str(uuid.uuid4())
        if name == "kind":
            return KINDS[way.door.url]
        if name == "picture" or name not in PLAIN and name in NOT_TYPED:
            return None
        return PLAIN.get(name, "Plain words")

    def client_for(self, way):
        """A browser of its own for whoever the door is for, so that signing out at one door changes no other."""
        client = Client()
        if way.door.who != "anybody" or way.door.url == "sign-out":
            client.cookies = self.master.cookies.copy()
        return client


@contextmanager
def undone():
    """What happens inside has not happened afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def dump():
    """Every row of every table of ours, by table. The revision is left out: it tells that somebody tried."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith(OURS)]
        return {name: _rows(cursor, name) for name in tables}


def _rows(cursor, table):
    cursor.execute(f'select * from "{table}" order by 1')
    at = {n for n, column in enumerate(cursor.description) if column[0] == "revision"}
    return [tuple(value for n, value in enumerate(row) if n not in at) for row in cursor.fetchall()]


def strings_in(value):
    """Every text in a dump, also those within lists."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        yield from strings_in(json.loads(value)) if value[1:2] in ('"', "[") else [value]
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings_in(each)


def _jpeg():
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (8, 6), "white").save(out, "JPEG")
    return out.getvalue()


JPEG = _jpeg()
