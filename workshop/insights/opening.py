"""When transfer cards are taken: at any time until the closing has ended.

People write when a thought comes, also before the walk, and finish a card after the circle.
"""

from django.utils.translation import gettext as _

from workshop.models import Stage
from workshop.refusals import NotNow


def cards_closed(workshop):
    """Why no card can be written now, as a sentence; nothing while cards are taken."""
    if workshop.stage_id is None and workshop.stages.filter(kind=Stage.Kind.CLOSING, ended_at__isnull=False).exists():
        return _("The workshop has ended, and its cards are complete. Tell the facilitator if one is missing.")
    return ""


def refuse_when_closed(workshop):
    if sentence := cards_closed(workshop):
        raise NotNow(sentence)
