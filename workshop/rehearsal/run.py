"""One rehearsal from the copy to its figures."""

import asyncio
import os
import resource
import time

from workshop import doors, links
from workshop.models import RoleLink
from workshop.rehearsal.phones import Place
from workshop.rehearsal.room import Room
from workshop.rehearsal.servers import HERE

LONGEST = 270  # seconds; with the server to start and the counting it is five minutes
FILES = 4096


def rehearse(workshop, ports, *, size, pace, seed, parts):
    """Send this many people through the parts of a rehearsal's day, spread over the servers; a flat dict of figures."""
    _allow_many_files()
    places = [Place(HERE, port, workshop.code, doors.as_json()) for port in ports]
    room, began = Room(places, workshop, size=size, pace=pace, seed=seed), time.monotonic()
    finished = asyncio.run(_played(room, parts, _way_of_the_lead(workshop)))
    figures = {name: value for part in parts for name, value in part.figures(room).items()}
    return figures | _network(room) | {"finished": finished, "seconds": round(time.monotonic() - began)}


async def _played(room, parts, lead_by):
    """Whether it came to its end in time."""
    try:
        async with asyncio.timeout(LONGEST):
            await room.play(parts, lead_by)
        return True
    except TimeoutError:
        room.say("Five minutes are over: this machine is too slow, or too busy, for so many people.")
        return False
    finally:
        room.put_away()


def _way_of_the_lead(workshop):
    """The address that makes a phone the facilitator's."""
    token = links.make_link(role=RoleLink.Role.FACILITATOR, workshop=workshop, label="rehearsal")[1]
    return f"/link/{token}/"


def _network(room):
    """How much went wrong on the way, and how busy the machine was; figures mean little without them."""
    return {
        "words_waiting": sum(len(person.outbox.waiting) for person in room.people),
        "sends_repeated": sum(person.outbox.repeats for person in room.people),
        "sockets_reopened": sum(person.phone.reconnects for person in room.people),
        "machine_load": round(os.getloadavg()[0], 1),
    }


def _allow_many_files():
    """Each phone has up to four connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
