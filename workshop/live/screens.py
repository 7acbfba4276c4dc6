"""The screens of one workshop in this process: bursts become one picture, the newest wins, the slow wait alone."""

import asyncio
import json

from django.db import DatabaseError
from django.utils import timezone

from workshop.live.fragments import NoSuchPicture, dom_id, fresh, is_touched, picture_of
from workshop.live.heard import Heard
from workshop.live.murmur import murmur
from workshop.live.wire import Frame
from workshop.models import Workshop

PACE = 0.02  # seconds between the beginnings of two flushes, at least; twice a flush's own length where that is more
CROWDED = 0.25  # the same while more requests wait than can be served: they will change the picture again at once
MOST = 1.0  # seconds between two flushes, however long they take
CATCH_UP = 0.05  # seconds until we look whether a slow socket has drained
TRY_AGAIN = 1.0  # seconds after a flush that failed
NOT_YOURS, NOT_FOR_YOU, GONE = 4401, 4403, 4410  # close codes after which a browser does not come back


class Socket:
    """One open socket: how to write to it, who is behind it, and what it looks at."""

    __slots__ = ("wire", "claim", "names", "language", "audiences", "has", "missed", "poked")

    def __init__(self, wire, claim, names, language, audiences, has):
        self.wire, self.claim = wire, claim
        self.names, self.language, self.audiences = names, language, audiences
        self.has = has  # (epoch, {name: revision}) that the page came with
        self.missed, self.poked = set(), False

    def close(self, code):
        self.wire.close(code)

    def knows(self, name, picture):
        epoch, revisions = self.has
        return epoch == picture.epoch and revisions.get(name, -1) >= picture.revision


class Picture:
    """A fragment in one language at a revision, framed for every socket that looks at it."""

    __slots__ = ("epoch", "revision", "frame")

    def __init__(self, epoch, revision, name, html):
        self.epoch, self.revision = epoch, revision
        self.frame = Frame(as_json(epoch, revision, id=dom_id(name), html=html))

    def is_as_new_as(self, epoch, revision):
        return self.epoch == epoch and self.revision >= revision


class Screens:
    """Who looks at what in one workshop, what they were last shown, and what has changed since."""

    def __init__(self, pk, mark, painter, is_crowded):
        self.pk, self._mark, self._painter, self._is_crowded = pk, mark, painter, is_crowded
        self.sockets = set()
        self._people = {}  # participant -> sockets
        self.heard = Heard()
        self._looks = {}  # (name, language) -> sockets
        self._shown = {}  # (name, language) -> Picture
        self._dirty = set()  # looks
        self._painting = set()  # looks whose picture is on its way
        self._behind = set()  # sockets that were busy
        self._flushing, self._timer, self._began, self._next = None, None, 0.0, 0.0
        self._catching_up = None
        self._loop = asyncio.get_running_loop()

    @property
    def in_doubt(self):
        return self.heard.doubt is not None

    def join(self, socket):
        """Show a new socket the present: what is at hand at once, the rest as soon as it is drawn."""
        self.sockets.add(socket)
        self._people.setdefault(socket.claim.participant, set()).add(socket)
        socket.wire.append(self._sign())
        for name in socket.names:
            look = (name, socket.language)
            self._looks.setdefault(look, set()).add(socket)
            picture = self._shown.get(look)
            if picture is None:
                self._dirty.update({look} - self._painting)
            elif not socket.knows(name, picture):
                socket.wire.append(picture.frame)
        self._plan()

    def leave(self, socket):
        """Forget a socket; True while others are left."""
        self.sockets.discard(socket)
        self._behind.discard(socket)
        self._people[socket.claim.participant].discard(socket)
        if not self._people[socket.claim.participant]:
            del self._people[socket.claim.participant]
        for name in socket.names:
            look = (name, socket.language)
            self._looks[look].discard(socket)
            if not self._looks[look]:  # nobody keeps this picture new any more
                del self._looks[look]
                self._shown.pop(look, None)
        return bool(self.sockets)

    def hear(self, news):
        """Something changed: draw what is looked at anew, and poke those whose own part it is."""
        if not self.heard.hear(news.epoch, news.revisions):
            return self.refresh()
        changed = {look for look in self._looks if is_touched(look[0], news.fragments)}
        self._dirty.update(look for look in changed if not self._shows(look, news))
        self._poke(self.concerned(news))
        return self._plan()

    def compare(self, epoch, revision):
        """Make sure that everything up to this revision was heard of."""
        if self.heard.missed(epoch, revision):
            self.refresh()

    def refresh(self):
        """Draw everything that is looked at, and have everybody look at their own part."""
        self._dirty.update(self._looks)
        self._poke(self.sockets)
        self._plan()

    def give_sign(self):
        """Tell everybody that the server lives. Whoever is busy has a sign on its way already."""
        sign = self._sign()
        for socket in self.sockets:
            socket.wire.write(sign)

    def close(self, code):
        for socket in self.sockets:
            socket.close(code)

    def concerned(self, news):
        """The sockets of the people whom the news is about."""
        if news.everybody:
            return set(self.sockets)
        return set().union(*(self._people.get(person, ()) for person in news.people))

    def _sign(self):
        return Frame(as_json(*(self.heard.mark or self._mark)))

    def _poke(self, sockets):
        self._write(POKE, sockets, lambda socket: setattr(socket, "poked", True))

    def _shows(self, look, news):
        """Whether a picture was drawn after the change and before its news came."""
        picture = self._shown.get(look)
        return picture is not None and picture.is_as_new_as(news.epoch, max(news.revisions))

    def _plan(self):
        """The first change is flushed at once, later ones at the pace."""
        if self._dirty and self._flushing is None and self._timer is None:
            self._timer = self._loop.call_at(max(self._next, self._loop.time()), self._begin)

    def _begin(self):
        if self._is_crowded() and self._loop.time() < self._began + CROWDED:
            self._timer = self._loop.call_later(PACE, self._begin)
            return
        self._timer = None
        self._flushing = self._loop.create_task(self._flush())

    async def _flush(self):
        began = self._began = self._loop.time()
        looks, self._dirty = self._dirty & self._looks.keys(), set()
        self._painting = looks
        pause = 0.0
        try:
            self._show(await self._painter.run(paint, self.pk, looks) if looks else {})
        except Workshop.DoesNotExist:
            self.close(GONE)
        except Exception as error:
            murmur("A picture could not be drawn; it is tried again", error)
            self._dirty |= looks
            pause = TRY_AGAIN
        self._next = began + max(PACE, min(MOST, 2 * (self._loop.time() - began)), pause)
        self._flushing, self._painting = None, set()
        self._plan()

    def _show(self, pictures):
        for (name, language), picture in pictures.items():
            sockets = self._looks.get((name, language))
            if not sockets:
                continue
            if picture is None:
                self._turn_away(name, sockets)
                continue
            if (known := self._shown.get((name, language))) and known.is_as_new_as(picture.epoch, picture.revision):
                continue
            self._shown[name, language] = picture
            self.heard.begin(picture.epoch, picture.revision)
            self._write(picture.frame, sockets, lambda socket, name=name: socket.missed.add(name))

    def _write(self, frame, sockets, remember):
        """One frame to many; those still busy with an older one are remembered and get the newest later."""
        for socket in [socket for socket in sockets if not socket.wire.write(frame)]:
            remember(socket)
            self._behind.add(socket)
        if self._behind and self._catching_up is None:
            self._catching_up = self._loop.call_later(CATCH_UP, self._catch_up)

    def _catch_up(self):
        self._catching_up = None
        for socket in [socket for socket in self._behind if not socket.wire.is_busy]:
            self._behind.discard(socket)
            self._bring_up_to_date(socket)
        if self._behind:
            self._catching_up = self._loop.call_later(2 * CATCH_UP, self._catch_up)

    def _bring_up_to_date(self, socket):
        for name in socket.missed:
            if picture := self._shown.get((name, socket.language)):
                socket.wire.append(picture.frame)
        if socket.poked:
            socket.wire.append(POKE)
        socket.missed, socket.poked = set(), False

    @staticmethod
    def _turn_away(name, sockets):
        for socket in list(sockets):
            socket.close(NOT_FOR_YOU)


def paint(pk, looks):
    """Each look's Picture, None where there is no such thing: the revision first, then what it is a picture of."""
    room = fresh(pk)
    pictures = {look: _painted(room, *look) for look in looks}
    return {look: picture for look, picture in pictures.items() if picture is not BLANK}


def row_marks(pks):
    """The epoch and revision of each of these workshops that still exists."""
    rows = Workshop.objects.filter(pk__in=pks).values_list("pk", "epoch", "revision")
    return {pk: (epoch, revision) for pk, epoch, revision in rows}


def as_json(epoch, revision, **more):
    """One message to a browser. Every one says what time it is here."""
    now = timezone.now().isoformat(timespec="milliseconds")
    return json.dumps({"epoch": epoch, "revision": revision, "now": now, **more}, ensure_ascii=False)


def _painted(room, name, language):
    try:
        return Picture(room.epoch, room.revision, name, picture_of(room, name, language))
    except NoSuchPicture:
        return None
    except DatabaseError:
        raise  # all of it is tried again
    except Exception as error:  # one broken picture must not keep the others from anybody
        murmur(f"The picture “{name}” can't be drawn", error)
        return BLANK


BLANK = object()
POKE = Frame('{"poke": "me"}')
