"""Where a helper may bring somebody: into the queue with one of the wishes, or onto a chair."""

from django.utils.translation import gettext as _

from fishbowl.models import Chair, Entry, Fishbowl
from fishbowl.rules.ways import NOBODY_CALLS

QUEUE, ANY_CHAIR, BEHIND = "queue", "any", "behind-"
KINDS = {QUEUE: Entry.Kind.JOIN, "reply": Entry.Kind.REPLY, "procedure": Entry.Kind.PROCEDURE}  # of a wish


def places(workshop, bowl=None):
    """(value, words) of every place there is just now."""
    bowl = bowl or Fishbowl.live_in(workshop)
    chairs = Chair.objects.filter(fishbowl=bowl and bowl.pk, retired_at=None).values_list("number", flat=True)
    if bowl and bowl.variant in NOBODY_CALLS:
        waiting = [(f"{BEHIND}{number}", _("behind chair %(number)s") % {"number": number}) for number in chairs]
    else:
        waiting = [(QUEUE, _("to the queue")), ("reply", _("to the queue, with a reply to who speaks"))]
    return [
        *waiting,
        ("procedure", _("to the moderator’s ear: a word on how we work")),
        (ANY_CHAIR, _("to a free chair")),
        *((str(number), _("to chair %(number)s") % {"number": number}) for number in chairs),
    ]
