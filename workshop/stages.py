"""What each kind of stage shows, which page a phone goes to, what is asked before it is left: filled by the rooms."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sight:
    template: str
    scene: Callable


_sights: dict[tuple[str, str], Sight] = {}
_pages: dict[str, str | Callable] = {}
_last_questions: dict[str, Callable] = {}
_screens: list[Callable] = []


def sight(screen, kind, template, scene):
    """Register what a screen shows during a stage of this kind: scene(workshop) -> dict.

    `screen` is "console", "projector", or "console-forms" (forms that stand beside the console's live part).
    """
    _sights[screen, kind] = Sight(template, scene)


def page(kind, url_name):
    """Register the page a phone goes to during a stage of this kind: a name, or name(workshop) where that changes."""
    _pages[kind] = url_name


def screens(teller):
    """Register further screens for machines in other rooms: teller(workshop) -> [(title, address)]."""
    _screens.append(teller)


def screens_of(workshop):
    """The screens that a projector may show instead of the room's own, each a title and an address."""
    return [screen for teller in _screens for screen in teller(workshop)]


def sight_of(screen, kind):
    return _sights.get((screen, kind)) or _sights[screen, "welcome"]


def page_of(kind, workshop):
    page = _pages.get(kind, "room")
    return page(workshop) if callable(page) else page


def forms_of(kind):
    """The console's forms during a stage of this kind, or None."""
    return _sights.get(("console-forms", kind))


def before_leaving(kind, question):
    """Register what must be answered before the programme leaves a stage of this kind: question(room) -> a sentence."""
    _last_questions[kind] = question


def asks_before_leaving(room):
    """The question that stands before the next stage; nothing where nothing would be lost."""
    question = room.stage and _last_questions.get(room.stage.kind)
    return question(room) if question else ""
