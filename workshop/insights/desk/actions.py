"""What is done at the desk: things are put under themes; themes are added, said, ordered, merged, split and removed."""

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.insights.desk import tray
from workshop.insights.desk.deeds import done_before, recorded, reverse
from workshop.insights.desk.models import MOST_THEMES, Deed, Evidence
from workshop.refusals import NotNow

DESK = ("themes", "tray", "board", "console", "projector", "playback", "remarks")
MOST = 40  # themes on a desk: more is a list, not a synthesis
Kind = Deed.Kind


# --- things under themes -----------------------------------------------------------------------
def place(*, theme, seen, on=True, key=None):
    """Put things under a theme, or take them out of it. `seen` is [(kind, id, ids of the themes it was seen under)]."""
    with live.changing(theme.workshop, *DESK) as room:
        if done_before(room, key):
            return theme
        _refuse_gone(room, theme)
        things = _as_seen(room, seen)
        with recorded(
            room,
            Kind.PLACE if on else Kind.TAKE_OUT,
            key=key,
            evidence=_these(things),
            theme=theme.title,
            n=len(things),
        ):
            for thing in things:
                _put(thing, theme, on)
        return theme


def set_themes(*, kind, pk, workshop, themes):
    """Exactly these themes for one thing, two at most; none takes it out of all."""
    if len({theme.pk for theme in themes}) > MOST_THEMES:
        raise _too_many()
    with live.changing(workshop, *DESK) as room:
        here = Q(**{kind: pk})
        about = {"theme": ", ".join(theme.title for theme in themes), "n": 1}
        with recorded(room, Kind.PLACE, evidence=here, **about):
            Evidence.objects.filter(here, theme__workshop=room).exclude(theme__in=themes).delete()
            for theme in themes:
                Evidence.objects.get_or_create(theme=theme, **{f"{kind}_id": pk})


def name_evidence(*, theme, evidence):
    """These pieces of what a theme rests on stand beside its statement, and no others."""
    with live.changing(theme.workshop, *DESK) as room:
        _refuse_gone(room, theme)
        with recorded(room, Kind.NAME, evidence=Q(theme=theme), theme=theme.title):
            chosen = [each.pk for each in evidence]
            theme.evidence.exclude(pk__in=chosen).update(is_named=False)
            theme.evidence.filter(pk__in=chosen).update(is_named=True)
        return theme


# --- themes ------------------------------------------------------------------------------------
def add_theme(*, workshop, title, statement="", dissent="", key=None):
    """A new theme after the others; the same key again finds the theme that it made."""
    with live.changing(workshop, *DESK) as room:
        if known := done_before(room, key):
            return room.themes.filter(pk__in=known.change["themes"]).first()
        with recorded(room, Kind.ADD, key=key, theme=title):
            return _new(room, title=title, statement=statement, dissent=dissent)


def say(*, theme, title, statement, dissent="", seen=None, key=None):
    """A theme's name, statement and dissent, said anew. `seen` is the changed_at this was written over.

    Words that are ours now no longer name a published source.
    """
    with live.changing(theme.workshop, *DESK) as room:
        theme = _fresh(room, theme)
        if done_before(room, key):
            return theme
        if has_moved_on(theme, seen):
            raise NotNow(_("This theme was changed on another screen a moment ago. Read it again, then save."))
        with recorded(room, Kind.SAY, key=key, theme=theme.title):
            theme.source = theme.source if statement == theme.statement else ""
            theme.title, theme.statement, theme.dissent, theme.changed_at = title, statement, dissent, timezone.now()
            theme.save(update_fields=["title", "statement", "dissent", "source", "changed_at"])
        return theme


def has_moved_on(theme, seen, key=None):
    """Whether a theme was changed since it was read, other than by this very press."""
    pressed = key and theme.workshop.deeds.filter(client_key=key).exists()
    return seen is not None and theme.changed_at != seen and not pressed


def shift(*, theme, way, seen=None, key=None):
    """A theme changes its place with its neighbour; `way` is "up" or "down", `seen` the position it was seen at."""
    with live.changing(theme.workshop, *DESK) as room:
        theme = _fresh(room, theme)
        if done_before(room, key) or (seen is not None and seen != theme.position):
            return theme
        after = way == "down"
        others = room.themes.filter(**{f"position__{'gt' if after else 'lt'}": theme.position})
        other = others.order_by("position" if after else "-position").first()
        if other:
            with recorded(room, Kind.SHIFT, key=key, theme=theme.title):
                _swap(room, theme, other)
        return theme


def merge(*, theme, into, seen=None, key=None):
    """One theme goes into another: all it rests on, and its statement where the other has none. `seen` as in say."""
    with live.changing(theme.workshop, *DESK) as room:
        if done_before(room, key):
            return into
        theme, into = _fresh(room, theme), _fresh(room, into)
        if theme == into:
            raise NotNow(_("A theme can't be merged with itself. Choose another one."))
        if has_moved_on(theme, seen):
            raise NotNow(_("This theme was changed on another screen a moment ago. Read it again, then merge."))
        both = Q(theme__in=[theme.pk, into.pk])
        with recorded(room, Kind.MERGE, key=key, evidence=both, theme=theme.title, other=into.title):
            held = {_thing_of(each) for each in into.evidence.all()}
            twice = [each.pk for each in theme.evidence.all() if _thing_of(each) in held]
            theme.evidence.filter(pk__in=twice).delete()
            theme.evidence.update(theme=into)
            theme.remarks.update(theme=into)
            if theme.statement and not into.statement:
                into.statement, into.dissent, into.source = theme.statement, theme.dissent, theme.source
            into.changed_at = timezone.now()
            into.save(update_fields=["statement", "dissent", "source", "changed_at"])
            theme.delete()
        return into


def split(*, theme, evidence, title, key=None):
    """Some of what a theme rests on becomes a theme of its own, right at the end of the list."""
    with live.changing(theme.workshop, *DESK) as room:
        if known := done_before(room, key):
            return room.themes.filter(pk__in=known.change["themes"], title=title).first() or theme
        theme = _fresh(room, theme)
        if not evidence:
            raise NotNow(_("Choose first what shall go into the new theme."))
        chosen = Evidence.objects.filter(pk__in=[each.pk for each in evidence], theme=theme)
        with recorded(room, Kind.SPLIT, key=key, theme=theme.title, other=title, n=len(evidence)) as deed:
            new = _new(room, title=title)
            moved = [[theme.pk, *_thing_of(each), each.is_named] for each in chosen]
            chosen.update(theme=new)
        deed.change |= {"gone": moved, "new": [[new.pk, *piece[1:]] for piece in moved]}
        deed.save(update_fields=["change"])
        return new


def remove(*, theme, seen=None, key=None):
    """A theme is gone; what it rested on lies in the tray again. `seen` as in say."""
    with live.changing(theme.workshop, *DESK) as room:
        if done_before(room, key) or not room.themes.filter(pk=theme.pk).exists():
            return
        theme = _fresh(room, theme)
        if has_moved_on(theme, seen):
            raise NotNow(_("This theme was changed on another screen a moment ago. Read it again, then decide."))
        if theme.remarks.exists():
            raise NotNow(_("People have said something to this theme. Merge it into another, so that it is not lost."))
        with recorded(room, Kind.REMOVE, key=key, evidence=Q(theme=theme.pk), theme=theme.title):
            theme.delete()


def undo(*, deed):
    """A deed is made undone; twice is once. Refused where somebody has gone on working on the same thing."""
    with live.changing(deed.workshop, *DESK) as room:
        deed = room.deeds.get(pk=deed.pk)
        if deed.undone_at is None:
            reverse(room, deed)
        return deed


# --- helpers -----------------------------------------------------------------------------------
def _as_seen(room, seen):
    """The things of a press as they are now; refused where one is gone or lies under other themes than was seen."""
    found = {thing.key: thing for thing in tray.things(room, [(kind, pk) for kind, pk, _themes in seen])}
    for kind, pk, themes in seen:
        thing = found.get(f"{kind}-{pk}")
        if thing is None:
            raise NotNow(_("This has been taken back meanwhile. The tray shows what there is."))
        if themes is not None and set(thing.themes) != set(themes):
            sentence = _("Somebody has just put “%(text)s” elsewhere. Look again, and press once more.")
            raise NotNow(sentence % {"text": thing.text[:60]})
    if not found:
        raise NotNow(_("Choose first what shall go there."))
    return list(found.values())


def _put(thing, theme, on):
    here = {f"{thing.kind}_id": thing.pk}
    if not on:
        Evidence.objects.filter(theme=theme, **here).delete()
        return
    if theme.pk not in thing.themes and len(thing.themes) >= MOST_THEMES:
        raise _too_many()
    Evidence.objects.get_or_create(theme=theme, **here)


def _these(things):
    return Q(*[(thing.kind, thing.pk) for thing in things], _connector=Q.OR)


def _thing_of(each):
    return (each.kind, getattr(each, f"{each.kind}_id"))


def _too_many():
    return NotNow(_("It belongs to two themes at most. Take it out of one first."))


def _new(room, **said):
    if room.themes.count() >= MOST:
        raise NotNow(_("There are forty themes already. Merge some before you add another."))
    last = room.themes.aggregate(last=Max("position"))["last"] or 0
    return room.themes.create(position=last + 1, **said)


def _swap(room, theme, other):
    """By way of a free place, because two themes never stand at one."""
    free = room.themes.aggregate(last=Max("position"))["last"] + 1
    for pk, position in ((theme.pk, free), (other.pk, theme.position), (theme.pk, other.position)):
        room.themes.filter(pk=pk).update(position=position)
    theme.position = other.position


def _fresh(room, theme):
    _refuse_gone(room, theme)
    return room.themes.get(pk=theme.pk)


def _refuse_gone(room, theme):
    if not room.themes.filter(pk=theme.pk).exists():
        raise NotNow(_("This theme is not on the desk any more. Reload the page."))
