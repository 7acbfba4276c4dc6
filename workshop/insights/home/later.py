"""Follow-ups: the link that asks one person without an account, the letter it goes out in, and what came back."""

from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from workshop.insights.peers import FollowUp, Progress
from workshop.links import whole

_signer = signing.Signer(salt="insights.later")


def link(follow_up):
    """The whole address that asks this person; the same each time, so that it can be sent again."""
    code = follow_up.participant.workshop.code
    return whole(reverse("insights:later", args=[code, _signer.sign(follow_up.pk)]))


def opened(workshop, token):
    """The follow-up behind a link of this workshop, or None."""
    try:
        pk = _signer.unsign(token)
    except signing.BadSignature:
        return None
    rows = FollowUp.objects.select_related("participant").filter(participant__workshop=workshop)
    return rows.filter(pk=int(pk)).first()


def letter(follow_up):
    """(subject, text) of the letter, in the language in which its reader came in."""
    person = follow_up.participant
    with translation.override(person.language or None):
        told = {"name": person.name, "workshop": person.workshop.title, "n": follow_up.months, "link": link(follow_up)}
        subject = _("What became of it? %(workshop)s") % told
        text = _(
            "Dear %(name)s,\n\n%(n)d months ago you wrote down a first step at “%(workshop)s”. What became of it? "
            "Done, under way, not begun, given up: each is worth knowing. It takes a minute, without an account:\n\n"
            "%(link)s\n\nYou get this letter because you asked to be asked. Nobody else sees this link."
        )
        return subject, text % told


def may_write_to(follow_up):
    """The e-mail address, where this person asked to be asked; else nothing."""
    contact = getattr(follow_up.participant, "contact", None)
    return contact.email if contact and contact.may_ask else ""


def steps_of(follow_up):
    """The first steps this person is asked about, each with what they said of it before."""
    cards = follow_up.participant.cards.filter(withdrawn_at=None).exclude(next_step="").select_related("case")
    said = {each.card_id: each for each in follow_up.progress.all()}
    return [(card, said.get(card.pk)) for card in cards.order_by("created_at", "id")]


def told(workshop):
    """What came back, and how many were asked: (rows of Progress, {3: (asked, answered), 6: (asked, answered)})."""
    rows = FollowUp.objects.filter(participant__workshop=workshop)
    asked = {
        months: (rows.filter(months=months).count(), rows.filter(months=months, answered_at__isnull=False).count())
        for months in FollowUp.Months.values
    }
    return answers(workshop), asked


def answers(workshop):
    """What people said of their steps, in the order of the cards: rows of Progress that know card and person."""
    rows = Progress.objects.filter(follow_up__participant__workshop=workshop, card__withdrawn_at=None)
    return list(rows.select_related("card__case", "card__author", "follow_up").order_by("card", "follow_up__months"))
