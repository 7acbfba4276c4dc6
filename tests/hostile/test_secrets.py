"""What may not be seen is not sent: canaries in every place kept from somebody, looked for in all they get."""

import pytest

from tests.access_table import TABLE
from tests.conftest import client_of, move_to, person
from workshop import live
from workshop.live.fragments import _fragments as registered
from workshop.models import Stage, Statement

GONE = {"withdrawn_at": "2026-01-01T00:00Z"}
HIDDEN = {"hidden_at": "2026-01-01T00:00Z"}


@pytest.fixture
def guarded(house):
    """The house with a canary in every place that not everybody may see."""
    room, bo = house.workshop, house.bo
    for state, about in {"GONE": GONE, "HIDDEN": HIDDEN}.items():
        why = {"hidden_why": "CANARY-WHY"} if state == "HIDDEN" else {}
        room.notes.create(case=house.case, author=bo, kind="take", text=f"CANARY-NOTE-{state}", **about, **why)
        card = {"case": house.case, "author": bo, "stance": "adapt", "target": "Lima"}
        room.cards.create(what=f"CANARY-CARD-{state}", **card, **about)
        room.photos.filter(pk=house.photo().pk).update(caption=f"CANARY-PHOTO-{state}", by=bo, **about)
    Statement.objects.create(workshop=room, case=house.case, kind="quote", text="CANARY-STATEMENT", speaker=bo)
    left = person(room, "CANARY-LEFT", "Lyon")
    type(left).objects.filter(pk=left.pk).update(left_at="2026-01-01T00:00Z")
    room.links.create(role="steward", label="CANARY-LABEL", token_hash="CANARY-TOKEN")
    bo.entries.update(topic="CANARY-TOPIC")
    return house


def secrets_of(house):
    """What nobody else's screen may ever hold."""
    codes = {
        f"return code of {person.name}": person.return_code
        for person in house.workshop.participants.exclude(pk=house.ada.pk)
    }
    hashes = {f"token {link.pk}": link.token_hash for link in house.workshop.links.all()}
    return codes | hashes | {"session": house.client("facilitator").session.session_key}


KEYS = {"tray": ("1", "hidden_all_all_1")}  # the second is where facilitators find the cards they have hidden


def everything_for(house, client):
    """Every page, picture and piece of data that this browser is given, stage by stage, by its name."""
    got = {}
    for kind in Stage.Kind.values:
        move_to(house.workshop, kind)
        for name, row in TABLE.items():
            if kind != Stage.Kind.GALLERY and name not in ("room", "console", "projector", "fishbowl:state"):
                continue  # these look alike in every stage
            if (
                row.method == "GET"
                and "token" not in row.takes
                and "size" not in row.takes
                and name not in ("gallery:cards-pdf", "insights:home-pdf")
            ):
                answer = client.get(house.address(name, row), HTTP_ACCEPT="text/html")
                if answer.status_code == 200 and not answer.streaming:
                    got[kind, name] = answer.content.decode("utf-8", "replace")
        for name in registered:
            keys = KEYS.get(name, ("1",)) if registered[name].is_keyed else ()
            for see in [f"{name}:{key}" for key in keys] or [name]:
                answer = client.get(f"/w/{house.workshop.code}/state/", {"see": see})
                if answer.status_code == 200:
                    got[kind, f"state {see}"] = answer.content.decode()
    return got


def found(house, client, secrets):
    return sorted(
        {
            (secret, where[1])
            for where, text in everything_for(house, client).items()
            for secret, sign in secrets.items()
            if sign in text
        }
    )


CANARIES = (
    "NOTE-GONE",
    "NOTE-HIDDEN",
    "WHY",
    "CARD-GONE",
    "CARD-HIDDEN",
    "PHOTO-GONE",
    "PHOTO-HIDDEN",
    "STATEMENT",
    "LEFT",
    "LABEL",
    "TOPIC",
)
KEPT_FROM_THE_ROOM = {name: f"CANARY-{name}" for name in CANARIES}


def test_a_participant_is_sent_nothing_that_is_kept_from_the_room(guarded):
    secrets = KEPT_FROM_THE_ROOM | secrets_of(guarded) | {"door key": guarded.workshop.door_key}
    assert found(guarded, client_of(guarded.ada), secrets) == []


def test_the_projector_is_sent_nothing_that_is_kept_from_the_room(guarded):
    assert found(guarded, client_of("projector", guarded.workshop), KEPT_FROM_THE_ROOM | secrets_of(guarded)) == []


def test_somebody_of_another_workshop_is_sent_nothing_at_all(guarded, noor):
    secrets = KEPT_FROM_THE_ROOM | secrets_of(guarded) | {"title": "Loans", "question": "What keeps a project alive?"}
    assert found(guarded, client_of(noor), secrets) == []


def test_the_canaries_can_be_seen_by_those_they_are_for(guarded):
    seen = {secret for secret, _where in found(guarded, guarded.master, KEPT_FROM_THE_ROOM)}
    assert seen >= {"NOTE-HIDDEN", "WHY", "PHOTO-HIDDEN", "CARD-HIDDEN", "LABEL", "TOPIC"}
    assert {secret for secret, _where in found(guarded, client_of(guarded.bo), KEPT_FROM_THE_ROOM)} >= {
        "STATEMENT",
        "WHY",
    }


def test_nobody_but_staff_learns_who_wrote_a_note(guarded):
    """A wall names its authors as they chose; the number that would lead further is not in it."""
    note = guarded.workshop.notes.get(text="Loans")
    wall = live.picture(guarded.workshop, "wall:1", "en")
    assert "Loans" in wall
    assert f"author-{note.author_id}" not in wall and "data-author" not in wall


@pytest.mark.parametrize("role", ["facilitator", "rapporteur", "steward", "note_taker", "station_host", "case_owner"])
def test_no_role_is_sent_return_codes_or_tokens(guarded, role):
    assert found(guarded, client_of(role, guarded.workshop), secrets_of(guarded)) == []
