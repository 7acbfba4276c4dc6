"""What changes after the day: somebody keeps everything in the room, and answers what became of their first steps."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.insights.peers import FollowUp, Progress
from workshop.models import Consent
from workshop.refusals import NotNow


def keep_in_the_room(*, participant):
    """Nothing of this person's is published any more, whatever they allowed before. Each thing can be allowed anew."""
    own = (participant.notes, participant.statements, participant.photos, participant.questions, participant.noticed)
    with live.changing(participant.workshop, "people", "board", "console", "projector") as room:
        participant.consent, participant.consent_at = Consent.ROOM, timezone.now()
        participant.save(update_fields=["consent", "consent_at"])
        for rows in own:
            rows.update(consent=Consent.ROOM)
        participant.answers.update(answer_consent=Consent.ROOM)
        participant.cards.update(consent=Consent.ROOM, checked_at=None)
        room.poke(participant)
        return participant


def prepare(*, workshop, months):
    """A follow-up for everybody who named a first step and has none yet for this time; all of them are returned."""
    with transaction.atomic():
        for person in people_with_steps(workshop):
            FollowUp.objects.get_or_create(participant=person, months=months)
    rows = FollowUp.objects.filter(participant__workshop=workshop, months=months)
    return rows.select_related("participant", "participant__contact").order_by("participant__number")


def people_with_steps(workshop):
    """Who wrote a first step that they have not taken back."""
    steps = workshop.cards.filter(withdrawn_at=None).exclude(next_step="")
    return workshop.participants.filter(is_example=False, pk__in=steps.values("author"))


def report(*, follow_up, told):
    """What became of the steps: `told` is {card: (state, words)}. It can be said anew by the same link."""
    if not told:
        raise NotNow(_("Please say for one of your steps at least what became of it."))
    with transaction.atomic():
        for card, (state, words) in told.items():
            Progress.objects.update_or_create(follow_up=follow_up, card=card, defaults={"state": state, "words": words})
        follow_up.answered_at = timezone.now()
        follow_up.save(update_fields=["answered_at"])
        return follow_up
