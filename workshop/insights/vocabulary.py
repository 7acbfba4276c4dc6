"""What changes in the list of conditions: wording, order, new ones, those put away, and what a case needed."""

from hashlib import sha256

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.insights.cards.actions import SHOWN_ON, pressed_before
from workshop.insights.models import Need
from workshop.refusals import NotNow
from workshop.text import folded

MOST = 15


def asked(workshop):
    """The conditions that cards are asked about, in their order."""
    return workshop.conditions.filter(retired_at=None)


def mark(workshop):
    """A mark of the list as it was read: it changes with every wording and every order."""
    told = "\n".join(f"{pk} {label}" for pk, label in asked(workshop).values_list("pk", "label"))
    return sha256(told.encode()).hexdigest()[:16]


def word(*, workshop, labels, seen, key=None):
    """New wordings, {pk: label}; what was rated under the old ones stays rated. `seen` is the mark that was read."""
    with live.changing(workshop, *SHOWN_ON) as room:
        if pressed_before(room, key):
            return
        if mark(room) != seen:
            raise NotNow(_("The list was changed elsewhere meanwhile. Reload the page and see what it says now."))
        known = list(asked(room))
        _refuse_doubles([labels.get(each.pk, each.label) for each in known])
        for each in known:
            each.label = labels.get(each.pk, each.label)
            each.save(update_fields=["label"])


def add(*, workshop, label, key=None):
    """One more condition at the end; one that was put away under this name comes back."""
    with live.changing(workshop, *SHOWN_ON) as room:
        if pressed_before(room, key):
            return asked(room).last()
        known = list(asked(room))
        if len(known) >= MOST:
            raise NotNow(_("A phone shows %(most)d conditions at most. Put one away first.") % {"most": MOST})
        _refuse_doubles([*(each.label for each in known), label])
        old = next((each for each in room.conditions.all() if folded(each.label) == folded(label)), None)
        if old is None:
            return room.conditions.create(label=label, position=_after_last(room))
        old.label, old.retired_at, old.position = label, None, _after_last(room)
        old.save(update_fields=["label", "retired_at", "position"])
        return old


def put_away(*, condition):
    """It is asked no more. What was rated stays, and is told in every analysis; what was never used is gone."""
    with live.changing(condition.workshop, *SHOWN_ON) as room:
        if condition.ratings.exists() or condition.needs.exists():
            room.conditions.filter(pk=condition.pk, retired_at=None).update(retired_at=timezone.now())
        else:
            room.conditions.filter(pk=condition.pk).delete()


def shift(*, condition, up, seen):
    """Before or after its neighbour. `seen` is the position it had on the page: a repeat moves nothing."""
    with live.changing(condition.workshop, *SHOWN_ON) as room:
        order = list(asked(room))
        place = next((n for n, each in enumerate(order) if each.pk == condition.pk and each.position == seen), None)
        other = None if place is None else place + (-1 if up else 1)
        if other is not None and 0 <= other < len(order):
            _swap(order[place], order[other], _after_last(room))


def need(*, case, conditions):
    """The conditions without which a case would not have worked, in place of those named before."""
    with live.changing(case.workshop, *SHOWN_ON):
        case.needs.exclude(condition__in=conditions).delete()
        named = set(case.needs.values_list("condition_id", flat=True))
        Need.objects.bulk_create(Need(case=case, condition=each) for each in conditions if each.pk not in named)
        return case


def _refuse_doubles(labels):
    seen = [folded(label) for label in labels]
    if len(set(seen)) < len(seen):
        raise NotNow(_("Two conditions have the same wording. Each needs its own."))


def _after_last(room):
    return (room.conditions.aggregate(last=Max("position"))["last"] or 0) + 1


def _swap(one, other, spare):
    """Two rows change places; in between the first stands where nobody else does."""
    here, there = one.position, other.position
    for row, position in ((one, spare), (other, here), (one, there)):
        row.position = position
        row.save(update_fields=["position"])
