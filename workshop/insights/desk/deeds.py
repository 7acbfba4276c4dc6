"""What was done at the desk, kept as the difference it made, and undone by making that difference backwards.

A change is {"themes": {id: [row before, row after]}, "gone": [evidence], "new": [evidence]}; a row is None where there
was no theme. Undoing refuses where somebody has worked on the same thing since, so that nothing of theirs is lost.
"""

from contextlib import contextmanager

from django.utils import timezone
from django.utils.translation import gettext as _

from workshop.insights.desk.models import MOST_THEMES, Deed, Evidence, Remark
from workshop.refusals import NotNow

SAID = ("title", "statement", "dissent", "source", "is_example")


@contextmanager
def recorded(room, kind, *, key=None, evidence=None, **about):
    """Keep what happens inside as a Deed. `evidence` is a Q on the Evidence that may change; yields the deed."""
    before = _picture(room, evidence)
    deed = Deed(workshop=room, kind=kind, about=about, client_key=key)
    yield deed
    deed.change = _difference(before, _picture(room, evidence))
    if any(deed.change.values()):
        deed.save()


def done_before(room, key):
    """The deed of an earlier arrival of the same press, or None."""
    return key and room.deeds.filter(client_key=key).first()


def reverse(room, deed):
    """Make a deed undone. The room's row is locked by now."""
    change = deed.change
    themes = {int(pk): rows for pk, rows in change["themes"].items()}
    _refuse_where_somebody_went_on(room, themes, change)
    for pk, (before, after) in themes.items():
        if before is None:
            room.themes.filter(pk=pk).delete()
        elif after is None:
            _bring_back(room, pk, before)
    _restore(room, {pk: before for pk, (before, after) in themes.items() if before and after})
    _withdraw(change["new"])
    _lay(room, change["gone"])
    deed.undone_at = timezone.now()
    deed.save(update_fields=["undone_at"])


# --- what there is -----------------------------------------------------------------------------
def _picture(room, evidence):
    themes = {str(theme.pk): _row(theme) for theme in room.themes.all()}
    held = Evidence.objects.filter(evidence, theme__workshop=room) if evidence is not None else Evidence.objects.none()
    return themes, {_piece(each): each.is_named for each in held}


def _row(theme):
    return {name: getattr(theme, name) for name in SAID} | {"position": theme.position}


def _piece(each):
    return (each.theme_id, each.kind, getattr(each, f"{each.kind}_id"))


def _difference(before, after):
    (themes, held), (themes_now, held_now) = before, after
    touched = [pk for pk in themes | themes_now if themes.get(pk) != themes_now.get(pk)]
    return {
        "themes": {pk: [themes.get(pk), themes_now.get(pk)] for pk in touched},
        "gone": [[*piece, named] for piece, named in held.items() if held_now.get(piece) != named],
        "new": [[*piece, named] for piece, named in held_now.items() if held.get(piece) != named],
    }


# --- whether it can be made undone -------------------------------------------------------------
def _refuse_where_somebody_went_on(room, themes, change):
    now = {theme.pk: _row(theme) for theme in room.themes.filter(pk__in=themes)}
    for pk, (before, after) in themes.items():
        if after and _changed(before, after, now.get(pk)):
            raise _went_on()
    for pk in [pk for pk, (before, _after) in themes.items() if before is None]:
        held = {_piece(each) for each in Evidence.objects.filter(theme=pk)}
        if held - {tuple(piece[:3]) for piece in change["new"]} or Remark.objects.filter(theme=pk).exists():
            raise _went_on()


def _changed(before, after, now):
    """Whether what the deed wrote into a theme is no longer what stands there."""
    written = [name for name in after if before is None or before[name] != after[name]]
    return now is None or any(now[name] != after[name] for name in written if before or name != "position")


def _went_on():
    return NotNow(_("Somebody has worked on this since, so it stays as it is. Change it by hand if you need to."))


# --- making it undone --------------------------------------------------------------------------
def _bring_back(room, pk, row):
    taken = set(room.themes.values_list("position", flat=True))
    position = row["position"] if row["position"] not in taken else max(taken) + 1
    room.themes.create(pk=pk, **row | {"position": position})


def _restore(room, rows):
    """Themes as they were; positions last, and by way of free ones, because two never stand at one place."""
    beyond = max(room.themes.values_list("position", flat=True), default=0) + 1
    moved = {pk: row["position"] for pk, row in rows.items()}
    for step, (pk, row) in enumerate(rows.items()):
        room.themes.filter(pk=pk).update(**row | {"position": beyond + step, "changed_at": timezone.now()})
    for pk, position in moved.items():
        free = not room.themes.filter(position=position).exists()
        if free:
            room.themes.filter(pk=pk).update(position=position)


def _withdraw(pieces):
    for theme, kind, pk, _named in pieces:
        Evidence.objects.filter(**{"theme": theme, kind: pk}).delete()


def _lay(room, pieces):
    """Evidence as it lay before; a thing that has come under two other themes meanwhile stands against it."""
    known = set(room.themes.values_list("pk", flat=True))
    for theme, kind, pk, named in pieces:
        if Evidence.objects.filter(**{kind: pk}).count() >= MOST_THEMES or theme not in known:
            raise _went_on()
        Evidence.objects.create(theme_id=theme, is_named=named, **{f"{kind}_id": pk})
