"""Copies of a workshop to rehearse in: made without anybody's words, marked for ever, deleted with one press."""

from django.db import transaction
from django.utils.translation import gettext as _

from fishbowl.models import Fishbowl
from gallery import photos
from workshop import starters
from workshop.models import Workshop
from workshop.refusals import NotNow


def make(*, workshop, owners):
    """The plan of this workshop as one to rehearse in; its title says so wherever a title stands."""
    title = _("Rehearsal: %s") % workshop.title.removeprefix(_("Rehearsal: %s") % "")
    return starters.copy(workshop=workshop, owners=owners, title=title[:160], is_rehearsal=True)


def hasten(*, workshop, seconds):
    """The group of a closed circle changes after so many seconds, which no console would set: there is little time."""
    refuse_if_real(workshop)
    Fishbowl.objects.filter(workshop=workshop).update(round_seconds=seconds)


@transaction.atomic
def remove(*, workshop):
    """Delete a rehearsal with everything in it; any other workshop is refused."""
    room = Workshop.objects.select_for_update().filter(pk=workshop.pk, is_rehearsal=True).first()
    refuse_if_real(room)
    pictures = list(room.photos.values_list("file", flat=True))
    room.delete()
    transaction.on_commit(lambda: [photos.drop(name) for name in pictures], robust=True)


def refuse_if_real(workshop):
    """Whatever is no rehearsal stays."""
    if workshop is None or not workshop.is_rehearsal:
        raise NotNow(_("This is not a rehearsal, so it can't be deleted here."))
