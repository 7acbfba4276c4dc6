"""What changes about a card: it is written screen by screen, said anew, taken back, hidden, locked, and asked again."""

from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.insights.cards.lock import is_locked_for, open_lock
from workshop.insights.cards.shift import fishbowl_ended, may_be_asked
from workshop.insights.models import Rating
from workshop.insights.opening import refuse_when_closed
from workshop.refusals import NotNow

SHOWN_ON = ("board", "console", "projector")
SAID = (
    *("case", "stance", "what", "target", "target_is", "note"),
    *("other_condition", "other_state", "change", "actors"),
    *("readiness", "effort", "confidence", "next_step", "by_months", "wants_contact", "can_help", "quote"),
)


def save(*, author, card, screen, said, key=None, seen=(), begun_at=None):
    """One screen of a card is saved; the first one makes the card. `card` is the card's own key, `key` the press's.

    `seen` holds the presses this screen was written over. What another press has put there meanwhile is not
    overwritten, nor what stands when cards are locked; with `begun_at` before the lock it is late, and still taken.
    """
    with live.changing(author.workshop, *SHOWN_ON) as room:
        known = room.cards.select_related("author").filter(client_key=card).first()
        if pressed_before(room, key) and known:
            return of_this_author(known, author)
        refuse_when_closed(room)
        if known is None:
            known = _begin(room, author, card, screen, said)
        else:
            _refuse_when_settled(of_this_author(known, author), str(screen), seen, begun_at)
            _say(known, said)
        if "ratings" in said:
            rate(known, said["ratings"])
        _mark(room, known, str(screen), key)
        room.poke(author)
        return known


def write(*, author, key=None, consent="", ratings=None, **said):
    """A whole card at once; the same key again finds it. `ratings` is {condition: state}, `said` is as in SAID."""
    with live.changing(author.workshop, *SHOWN_ON) as room:
        if known := key and room.cards.filter(client_key=key).first():
            return of_this_author(known, author)
        refuse_when_closed(room)
        card = room.cards.create(
            author=author,
            consent=consent,
            client_key=key or uuid4(),
            late_at=open_lock(room) and timezone.now(),
            confidence_at=timezone.now() if said.get("confidence") else None,
            **said,
        )
        rate(card, ratings or {})
        room.poke(author)
        return card


def change(*, card, seen, consent, ratings, key=None, **said):
    """A whole card said anew. `seen` is the changed_at this was written over: a card that has moved on is refused."""
    with live.changing(card.workshop, *SHOWN_ON) as room:
        card = room.cards.select_related("author").get(pk=card.pk)
        if pressed_before(room, key):
            return card
        refuse_when_closed(room)
        _refuse_gone(card)
        if is_locked_for(card):
            raise NotNow(_locked())
        if card.changed_at != seen:
            raise NotNow(_("This card was changed on another screen a moment ago. Open it again and see what it says."))
        _say(card, {name: said[name] for name in SAID} | {"consent": consent})
        card.save()
        rate(card, ratings)
        room.poke(card.author)
        return card


def choose(*, card, consent, quote="", read=False):
    """Its author says how far a card may travel; `read` agrees to it as it stands, with the name where it has one."""
    with live.changing(card.workshop) as room:
        card.consent, card.quote = consent, quote
        card.checked_at = None
        if read and card.wants_check:
            card.checked_at = timezone.now()
        card.save(update_fields=["consent", "quote", "checked_at"])
        room.poke(card.author)
        return card


def withdraw(*, card):
    """Its author takes a card back, at any time."""
    with live.changing(card.workshop, *SHOWN_ON) as room:
        if card.withdrawn_at is None:
            card.withdrawn_at = timezone.now()
            card.save(update_fields=["withdrawn_at"])
        room.poke(card.author)
        return card


def hide(*, card):
    """A facilitator takes a card off every screen; its author is told."""
    with live.changing(card.workshop, *SHOWN_ON) as room:
        card.hidden_at = card.hidden_at or timezone.now()
        card.save(update_fields=["hidden_at"])
        room.poke(card.author)
        return card


def restore(*, card):
    """A hidden card is back on the board."""
    with live.changing(card.workshop, *SHOWN_ON) as room:
        card.hidden_at = None
        card.save(update_fields=["hidden_at"])
        room.poke(card.author)
        return card


def lock(*, workshop, locked):
    """From now on saved screens stay as they are, or may be said anew again. Twice is once."""
    with live.changing(workshop, *SHOWN_ON) as room:
        held = open_lock(room)
        if locked and not held:
            room.card_locks.create()
        if not locked and held:
            held.lifted_at = timezone.now()
            held.save(update_fields=["lifted_at"])
        room.poke_all()
        return room


def sure_again(*, card, confidence):
    """After the fishbowl: how sure its author is now."""
    with live.changing(card.workshop, *SHOWN_ON) as room:
        if not may_be_asked(card, fishbowl_ended(room)):
            raise NotNow(_("This is asked after the fishbowl, for cards that said before it how sure they are."))
        card.confidence_after, card.confidence_after_at = confidence, timezone.now()
        card.save(update_fields=["confidence_after", "confidence_after_at"])
        room.poke(card.author)
        return card


def pressed_before(room, key):
    return key is not None and not room.presses.get_or_create(client_key=key)[1]


def of_this_author(card, author):
    if card.author_id != author.pk:
        raise NotNow(_("This page was sent once already. Please reload it and send again."))
    return card


def rate(card, ratings):
    """Rows for what was said about the conditions, in place of what was said before."""
    card.ratings.filter(condition__retired_at=None).delete()
    Rating.objects.bulk_create(Rating(card=card, condition=each, state=state) for each, state in ratings.items())


class MovedOn(NotNow):
    """Another press has put something else on this screen; `card` tells what it says now."""

    def __init__(self, card):
        super().__init__(
            _("This card was changed on another screen meanwhile. Open it again, see what it says, then send.")
        )
        self.card = card


def _begin(room, author, key, screen, said):
    if screen != 1:
        raise NotNow(_("The first screen of this card has not come in yet. Send that one first, then this one again."))
    about = {name: value for name, value in said.items() if name != "ratings"}
    return room.cards.create(author=author, client_key=key, late_at=open_lock(room) and timezone.now(), **about)


def _refuse_when_settled(card, screen, seen, begun_at):
    _refuse_gone(card)
    mark = card.marks.get(screen, "")
    if mark and mark not in seen:
        raise MovedOn(card)
    if card.has_said(screen) and is_locked_for(card, begun_at):
        raise NotNow(_locked())


def _refuse_gone(card):
    if card.withdrawn_at:
        raise NotNow(_("You have taken this card back. Write a new one."))


def _locked():
    return _("Cards are locked: what is saved stays as it is. Tell the facilitator if something must change.")


def _say(card, said):
    """New words; who had agreed to their name beside the old ones has not yet agreed to these."""
    now = timezone.now()
    if "confidence" in said and said["confidence"] != card.confidence:
        card.confidence_at = now if said["confidence"] else None
        card.confidence_after = card.confidence_after_at = None
    before = [getattr(card, name) for name in ("what", "change", "next_step", "consent", "quote")]
    for name, value in said.items():
        if name != "ratings":
            setattr(card, name, value)
    if before != [getattr(card, name) for name in ("what", "change", "next_step", "consent", "quote")]:
        card.checked_at = None
    card.changed_at = now


def _mark(room, card, screen, key):
    """Remember which press said this screen, and whether it came while cards were locked."""
    card.marks = card.marks | {screen: str(key or "")}
    if open_lock(room):
        card.late_at = card.late_at or timezone.now()
    card.save()
