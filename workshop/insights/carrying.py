"""Two people who turn out to be one: what the one wrote, said to others, agreed to and was asked goes to the other."""

from django.db.models import Q
from django.utils import timezone

from workshop.insights.desk.models import Remark
from workshop.insights.models import TransferCard
from workshop.insights.peers import Contact, Endorsement, FollowUp, Introduction
from workshop.models import Consent

REACH = [Consent.UNSAID, Consent.ROOM, Consent.CITY, Consent.NAME]
ANSWERS = ("asker_yes_at", "asker_no_at", "helper_yes_at", "helper_no_at")


def carry(room, one, into):
    """Cards and words travel as far as was said for them, and what two had agreed on stays agreed."""
    TransferCard.objects.filter(author=one, consent="").update(consent=one.consent or Consent.ROOM)
    TransferCard.objects.filter(author=one).update(author=into)
    Remark.objects.filter(author=one).update(author=into)
    _endorsements(one, into)
    _contact(one, into)
    _introductions(one, into)
    _follow_ups(one, into)


def _endorsements(one, into):
    """Of two words to one card, one stays, and none to an own one; a reason that was to go less far is hidden."""
    for word in Endorsement.objects.filter(by=one):
        if Endorsement.objects.filter(card=word.card_id, by=into).exists():
            word.delete()
        else:
            Endorsement.objects.filter(pk=word.pk).update(by=into)
            if word.because and REACH.index(one.consent) < REACH.index(into.consent):
                Endorsement.objects.filter(pk=word.pk, hidden_at=None).update(hidden_at=timezone.now())
    Endorsement.objects.filter(by=into, card__author=into).delete()


def _contact(one, into):
    """How to reach them: what `into` said stands, what only `one` said is added; to be asked goes with its e-mail."""
    known, more = (Contact.objects.filter(participant=each).first() for each in (into, one))
    if more is None:
        return
    if known is None:
        Contact.objects.filter(pk=more.pk).update(participant=into)
        return
    if not known.email:
        known.email, known.may_ask = more.email, more.may_ask
    known.other = known.other or more.other
    known.save(update_fields=["email", "may_ask", "other"])
    more.delete()


def _introductions(one, into):
    """Of two about the same case and person, one stays with the answers of both; nobody meets themselves."""
    Introduction.objects.filter(Q(asker=one, helper=into) | Q(asker=into, helper=one)).delete()
    for row in Introduction.objects.filter(Q(asker=one) | Q(helper=one)):
        role = "asker" if row.asker_id == one.pk else "helper"
        same = {"case": row.case_id, "asker": row.asker_id, "helper": row.helper_id} | {role: into.pk}
        if known := Introduction.objects.filter(**same).first():
            _add_answers(known, row)
            row.delete()
        else:
            Introduction.objects.filter(pk=row.pk).update(**{role: into.pk})


def _add_answers(known, row):
    """What was answered in one of the two alone counts in the one that stays."""
    for role in ("asker", "helper"):
        if not (getattr(known, f"{role}_yes_at") or getattr(known, f"{role}_no_at")):
            for answer in ("yes", "no"):
                setattr(known, f"{role}_{answer}_at", getattr(row, f"{role}_{answer}_at"))
    known.save(update_fields=ANSWERS)


def _follow_ups(one, into):
    """Asked twice after the same months, they are asked once, with the answers of both."""
    for asked in FollowUp.objects.filter(participant=one):
        if known := FollowUp.objects.filter(participant=into, months=asked.months).first():
            asked.progress.update(follow_up=known)
            known.answered_at = known.answered_at or asked.answered_at
            known.save(update_fields=["answered_at"])
            asked.delete()
        else:
            FollowUp.objects.filter(pk=asked.pk).update(participant=into)
