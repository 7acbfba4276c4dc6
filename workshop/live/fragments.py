"""The live fragments: what they are called, who may see them, and the picture of each at a revision."""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection
from django.http import Http404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from workshop.models import Workshop
from workshop.ready import Ready

NAME = re.compile(r"[a-z][a-z-]{0,31}(:[\w-]{1,32})?")
KEPT = 400  # pictures in the memory of a process
FRESH_FOR = 3.0  # seconds: a picture may draw how much time has passed, which no revision tells
STATE_FOR = 1.0  # the same of a state from which somebody's own part is made
_rows = Ready(lambda pk: Workshop.objects.select_related("stage").filter(pk=pk))


class NoSuchPicture(LookupError):
    """Nothing of this name can be shown: not registered, or its key leads nowhere."""


@dataclass(frozen=True)
class Fragment:
    """A part of a page that changes by itself: scene(workshop) or scene(workshop, key) -> its template's context.

    A scene whose key leads nowhere raises DoesNotExist, Http404, KeyError or ValueError.
    """

    name: str
    template: str
    scene: Callable
    audience: str  # one of workshop.access.AUDIENCES
    follows: tuple = ()  # fragments of other rooms whose change is a change of this one

    @property
    def is_keyed(self):
        return len(signature(self.scene).parameters) > 1


_fragments: dict[str, Fragment] = {}


def fragment(name, *, template, scene, audience="room", follows=()):
    """Register a fragment. The template's root carries id=name (name-key where keyed) and {{ live }}."""
    _fragments[name] = Fragment(name, template, scene, audience, tuple(follows))


def is_touched(name, changed):
    """Whether the fragment of "wall:3" is drawn anew by a change of these names.

    A change may name it, all of its keys ("tray" for "tray:open_card"), or a fragment that it follows.
    """
    if name in changed:
        return True
    base = name.partition(":")[0]
    followed = _fragments[base].follows if base in _fragments else ()
    return base in changed or not changed.isdisjoint(followed)


def fragment_of(name):
    """The fragment of "circle" or "wall:3"; NoSuchPicture where there is none."""
    base, _colon, key = name.partition(":")
    found = _fragments.get(base) if NAME.fullmatch(name) else None
    if found is None or found.is_keyed != bool(key):
        raise NoSuchPicture(name)
    return found


def picture(workshop, name, language=None):
    """The fragment's HTML as it is now, labelled with a revision that is never newer than what it shows."""
    return picture_of(fresh(workshop.pk), name, language or translation.get_language())


def fresh(pk):
    """The workshop's row as it stands. Read before anything else of a picture: it is the picture's label."""
    if row := _rows.first(pk):
        return row
    raise Workshop.DoesNotExist


def picture_of(room, name, language):
    """The fragment's HTML for a workshop row just read; the same one for everybody who looks at this moment."""
    label = (room.pk, room.epoch, room.revision, name, language)
    if connection.in_atomic_block:  # what is not committed yet is nobody else's picture
        return _draw(room, name, language)
    return _kept.get(label) or _kept.put(label, _draw(room, name, language))


def looked_at(room, name, look):
    """What look() gives: the same for everybody who looks at this revision in one moment, and changed by nobody.

    Not for whoever has just changed something: their `room` is older than what they did.
    """
    label = (room.pk, room.epoch, room.revision, name, translation.get_language())
    if connection.in_atomic_block:
        return look()
    return _states.get(label) or _states.put(label, look())


def dom_id(name):
    """The id of the fragment's root element: wall:3 is #wall-3."""
    return name.replace(":", "-")


def _draw(room, name, language):
    part = fragment_of(name)
    live = format_html('data-epoch="{}" data-revision="{}"', room.epoch, str(room.revision))
    with translation.override(language), timezone.override(room.zone):
        return mark_safe(render_to_string(part.template, _scene(part, room, name) | {"live": live}).strip())


def _scene(part, room, name):
    try:
        return part.scene(room, name.partition(":")[2]) if part.is_keyed else part.scene(room)
    except (ObjectDoesNotExist, Http404, ValueError, KeyError) as error:
        if part.is_keyed:
            raise NoSuchPicture(name) from error
        raise


class _Kept:
    """The newest pictures of this process, for a moment."""

    def __init__(self, seconds):
        self._seconds, self._lock, self._pictures = seconds, threading.Lock(), OrderedDict()

    def get(self, label):
        made_at, html = self._pictures.get(label, (0, None))
        return html if time.monotonic() - made_at < self._seconds else None

    def put(self, label, html):
        with self._lock:
            self._pictures[label] = time.monotonic(), html
            self._pictures.move_to_end(label)
            while len(self._pictures) > KEPT:
                self._pictures.popitem(last=False)
        return html


_kept, _states = _Kept(FRESH_FOR), _Kept(STATE_FOR)
