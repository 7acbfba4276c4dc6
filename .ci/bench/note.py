"""The note of a full hall, made while its circle talks: how long a file takes, and what the room notices of it.

150 people look at the circle on one process with SQLite; wishes for a chair come one after the other, from the press
until the last phone has the new circle: first alone, then while DOCX and PDF are made over and over at the button's own
address. Then each file once more without the room's presses. The workshop has 600 notes, 300 cards and 20 pictures.
"""

import json
import statistics
import threading
import time
from contextlib import ExitStack

from circle import Room
from hands import crowd, tell

from tests.servers import servers

FORMATS = ("docx", "pdf")
HALL, PICTURES, PACED, GAP, LOOK = 150, 20, 40, 0.1, 0.1


def note(prepared):
    """Seconds for each file, of the room alone and beside them (p50, p95), their ratio, and how full the hall was."""
    tell(f"the note of {HALL} people, made while their circle talks")
    with ExitStack() as stack:
        room = Room(stack.enter_context(servers(prepared, 1)), people=HALL)
        filled = json.loads(room.shell(FULL.format(people=HALL, pictures=PICTURES)))
        ask = stack.enter_context(crowd())
        ask(do="connect", port=room.servers[0].port, phones=room.phones(room.servers[0]))
        ask(do="ready", port=room.servers[0].port, count=1)
        _presses(room, ask, 0, 6)
        alone = _presses(room, ask, 1, PACED)
        made, over = [], threading.Event()
        maker = threading.Thread(target=_make_until, args=(room, over, made))
        maker.start()
        beside = _presses(room, ask, 2, PACED)
        over.set()
        maker.join()
        quiet = {f"note_{name}": round(_make(room, name), 2) for name in FORMATS}
    figures = _over("note_room_alone", alone) | _over("note_room_beside", beside)
    ratio = figures["note_room_beside_p50"] / figures["note_room_alone_p50"]
    return quiet | figures | filled | {"note_room_ratio": round(ratio, 3), "note_files_beside": len(made)}


def _presses(room, ask, turn, count):
    """Wishes and withdrawals in turn, so that every press changes the circle."""
    who = room.people[:count]
    requests = [room.withdraw(one) if turn % 2 else room.ask(one) for one in who]
    told = ask(do="fan_out", requests=requests, gap=GAP)["presses"]
    return [press["last"] for press in told if not press["missing"] and press["status"] == 200]


def _make_until(room, over, made):
    while not over.is_set():
        for name in FORMATS:
            made.append(_make(room, name))


def _make(room, name):
    """Seconds from the press until the file can be saved."""
    began = time.perf_counter()
    key = room.console.post(f"/w/{room.code}/note/make/{name}/", edition="public").json["making"]
    while not (told := room.console.get(f"/w/{room.code}/note/making/{key}/").json)["done"]:
        if told.get("failed"):
            raise RuntimeError(f"The {name} could not be made.")
        time.sleep(LOOK)
    return time.perf_counter() - began


def _over(name, seconds):
    p95 = statistics.quantiles(seconds, n=20)[-1]
    return {f"{name}_p50": round(statistics.median(seconds), 4), f"{name}_p95": round(p95, 4)}


# what each has written, and pictures of a usual size
FULL = """
import io, json
from PIL import Image
from gallery import photos
from gallery.models import Note
from workshop.insights.models import TransferCard
from workshop.models import Photo
room = Workshop.objects.get(code=code)
cases, who = list(room.cases.all()), list(room.participants.order_by("-pk")[:{people}])
Note.objects.bulk_create(
    Note(workshop=room, case=cases[n % len(cases)], author=author, kind=("take", "condition", "question")[n % 3],
         text=f"What number {{n}} of {{author.number}} thinks of it. " * 8, consent="city")
    for author in who for n in range(4)
)
TransferCard.objects.bulk_create(
    TransferCard(workshop=room, author=author, case=cases[n % len(cases)], stance="adapt", consent="city",
                 what=f"What {{author.number}} takes", target=author.city, next_step="A first step")
    for author in who for n in range(2)
)
for n in range({pictures}):
    jpeg = io.BytesIO()
    Image.effect_noise((1600, 1200), 40).convert("RGB").save(jpeg, "JPEG", quality=70)
    with photos.kept(photos.Picture(jpeg.getvalue(), 1600, 1200)) as name:
        Photo.objects.create(workshop=room, case=cases[n % len(cases)], by=who[n], file=name, width=1600, height=1200,
                             caption=f"Picture {{n}}", credit="A delegate", consent="city")
print(json.dumps(dict(note_notes=room.notes.count(), note_cards=room.cards.count(), note_pictures=room.photos.count())))
"""
