"""What planning changes: workshops are made, texts are saved without losing anybody's, rows are added and ordered."""

import hashlib
import json
from base64 import urlsafe_b64encode

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Max
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop import demo, links, live, starters
from workshop.models import Fact, Footnote, RoleLink, Statement, Workshop
from workshop.refusals import NotNow
from workshop.rehearsal import copies

SCREENS = ("now", "people", "day", "console", "projector")
MOST_STAGES, MOST_CASES = 40, 24


# --- workshops ---------------------------------------------------------------------------------
def create(*, by, key=None, **about):
    """A new workshop of this organizer, with the seven stages and what each room begins with."""
    return _once(by, key, lambda: starters.start(owner=by, **about))


def create_demo(*, by, key=None):
    """A copy of the demo workshop for this organizer to try things out; it is theirs, so a reset leaves it alone."""
    return _once(by, key, lambda: _own_demo(by))


def create_copy(*, workshop, by, key=None):
    """The plan of an earlier workshop as a new one, without anything of the people who were there."""
    title = (_("%s (copy)") % workshop.title)[:160]
    return _once(by, key, lambda: starters.copy(workshop=workshop, owners=[by], title=title))


def create_rehearsal(*, workshop, by, key=None):
    """A copy to rehearse in; whoever organizes the workshop organizes it too."""
    return _once(by, key, lambda: copies.make(workshop=workshop, owners=[*workshop.organizers.all(), by]))


# --- texts -------------------------------------------------------------------------------------
def write(*, row, workshop, values, seen):
    """Save a form's values; None, and nothing saved, when the row is not what was `seen` (see fingerprint).

    The same values once more are no conflict, whoever sends them.
    """
    with live.changing(workshop, *SCREENS):
        fresh = type(row).objects.select_for_update().filter(pk=row.pk).first()
        if fresh is None:
            raise NotNow(_("Somebody else has just removed this, so it could not be saved."))
        if values == saved(fresh, values):
            return fresh
        if seen != fingerprint(fresh, values):
            return None
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=list(values))
        return fresh


def saved(row, names):
    """What a row holds in these fields, as a dict."""
    return {name: getattr(row, name) for name in names}


def fingerprint(row, names):
    """A short mark of what a row holds in these fields: another mark means that somebody has changed it."""
    said = json.dumps([str(getattr(row, name)) for name in sorted(names)])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


# --- rows --------------------------------------------------------------------------------------
def add_stage(*, workshop, key=None, **about):
    """One more part at the end of the programme; None when this press was here before."""
    with live.changing(workshop, *SCREENS) as room:
        if not _is_first(room, key):
            return None
        _refuse_more_than(MOST_STAGES, room.stages)
        return room.stages.create(position=_after_last(room.stages, "position"), **about)


def add_case(*, workshop, city, title="", key=None):
    """A case with the next free number; the same press again finds the newest case."""
    with live.changing(workshop, *SCREENS) as room:
        if not _is_first(room, key):
            return room.cases.last()
        _refuse_more_than(MOST_CASES, room.cases)
        return room.cases.create(number=_after_last(room.cases, "number"), city=city, title=title)


def add_row(*, case, step, key=None, **values):
    """A figure, published statement or footnote of a case; None when this press was here before."""
    with live.changing(case.workshop, *SCREENS) as room:
        if not _is_first(room, key):
            return None
        _refuse_more_than(step.most, step.rows_of(case))
        return _made(case, step, values)


def shift(*, workshop, rows, row, up, seen):
    """Let a row change places with its neighbour. `seen` is the position it had on the page: a repeat moves nothing."""
    with live.changing(workshop, *SCREENS):
        order = list(rows.order_by("position"))
        place = next((n for n, each in enumerate(order) if each.pk == row.pk and each.position == seen), None)
        other = None if place is None else place + (-1 if up else 1)
        if other is not None and 0 <= other < len(order):
            _swap(order[place], order[other], _after_last(rows, "position"))


def remove_stage(*, stage):
    """Take a part off the programme; what has begun stays, for the note tells it."""
    with live.changing(stage.workshop, *SCREENS) as room:
        fresh = room.stages.filter(pk=stage.pk).first()
        if fresh and (fresh.started_at or room.stage_id == fresh.pk):
            raise NotNow(_("“%s” has begun already, so it stays in the programme.") % fresh.title)
        if fresh:
            fresh.delete()


def remove_case(*, case):
    """Take a case away; not when anybody has written to it."""
    with live.changing(case.workshop, *SCREENS):
        if _is_used(case):
            raise NotNow(_("People have left notes or cards for %s, so the case stays.") % case.city)
        case.statements.filter(pk__in=starters.published()).delete()
        case.delete()


def remove_row(*, case, row):
    """Take a figure, statement or footnote away."""
    with live.changing(case.workshop, *SCREENS):
        type(row).objects.filter(pk=row.pk).delete()


# --- links -------------------------------------------------------------------------------------
def hand_out(*, workshop, role, label="", case=None, key=None):
    """A role link and its token. The same press again tells the same token: it is made from the press's key."""
    token = key and _token(workshop, role, label, case, key)
    with live.changing(workshop) as room:
        known = token and room.links.filter(token_hash=links.hashed(token)).first()
        if known and known.revoked_at:
            raise NotNow(_("This link has been revoked. Open the page of links again and make a new one."))
        if known:
            return known, token
        return links.make_link(workshop=room, role=role, label=label, case=case, token=token)


def take_back(*, link):
    """Revoke a link: the role of everybody who opened it is gone from this moment, open screens included."""
    with live.changing(link.workshop) as room:
        room.recheck()
        return links.revoke(link=link)


# --- helpers -----------------------------------------------------------------------------------
@transaction.atomic
def _once(by, key, make):
    """What `make` makes, or what the same press of the same organizer made before."""
    get_user_model().objects.select_for_update().get(pk=by.pk)  # two presses wait for each other
    made = key and Workshop.objects.filter(organizers=by, presses__client_key=key).first()
    if made:
        return made
    workshop = make()
    if key:
        workshop.presses.create(client_key=key)
    return workshop


def _own_demo(owner):
    workshop = demo.build(owner=owner)
    workshop.is_demo = False
    workshop.save(update_fields=["is_demo"])
    return workshop


def _is_first(room, key):
    return key is None or room.presses.get_or_create(client_key=key)[1]


def _refuse_more_than(most, rows):
    if rows.count() >= most:
        raise NotNow(ngettext("There is room for %d only.", "There is room for %d, and it is full.", most) % most)


def _after_last(rows, name):
    return (rows.aggregate(last=Max(name))["last"] or 0) + 1


def _made(case, step, values):
    if step.rows == "statements":
        return case.statements.create(workshop=case.workshop, kind=Statement.Kind.PARAPHRASE, **values)
    rows = getattr(case, step.rows)
    return rows.create(position=_after_last(rows, "position"), **values)


def _swap(one, other, free):
    """Two rows change positions by way of a free one: no two may ever share one."""
    for row, position in ((one, free), (other, one.position), (one, other.position)):
        type(row).objects.filter(pk=row.pk).update(position=position)


def _is_used(case):
    """Whether anything hangs on a case besides its own sheet; asked of the models, for the core knows no room."""
    own = (Fact, Footnote, RoleLink)
    hanging = [relation for relation in case._meta.related_objects if relation.related_model not in own]
    return any(_rows_on(case, relation).exists() for relation in hanging)


def _rows_on(case, relation):
    rows = relation.related_model.objects.filter(**{relation.field.name: case})
    return rows.exclude(pk__in=starters.published()) if relation.related_model is Statement else rows


def _token(workshop, role, label, case, key):
    said = json.dumps([workshop.pk, role, label, case and case.pk, str(key)])
    digest = salted_hmac("workshop.organizers.actions", said, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")
