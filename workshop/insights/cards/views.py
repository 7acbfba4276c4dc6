"""The card's views: its three screens, whole cards for scripts, my own cards, the lock, the question asked again."""

from uuid import UUID, uuid4

from django.db.models import Prefetch
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop.access import acting, member, roles
from workshop.insights import actions
from workshop.insights.cards import shift
from workshop.insights.cards.actions import MovedOn
from workshop.insights.cards.forms import SCREENS, CardForm, SureForm, TravelForm, as_shown, as_typed
from workshop.insights.cards.lock import open_lock
from workshop.insights.models import Rating, TransferCard
from workshop.insights.opening import cards_closed
from workshop.keeping import kept_on_phones
from workshop.refusals import NotAllowed, NotNow, wants_json
from workshop.responses import done, form_again
from workshop.text import folded

LAST = max(SCREENS)


# --- the three screens -------------------------------------------------------------------------
@require_safe
@member
def card(request):
    """A new card, begun where this person stands; who takes no part is led to the board."""
    if request.participant is None and not request.visitor.has(*access.HELPERS):
        return redirect("insights:board", request.workshop.code)
    if wants_json(request):
        return JsonResponse(_as_data(CardForm(workshop=request.workshop, initial=_begun(request))))
    if known := _known(request):
        return redirect(f"{_at('edit', request, known.pk)}?{urlencode({'screen': _screen(request)})}")
    return _new_page(request) if request.GET else _kept_page(request)


@require_safe
@member
def edit(request, pk):
    """One of my cards, to go on with or to say anew."""
    card = get_object_or_404(_own(_person(request)), pk=pk)
    return render(request, "insights/card.html", _page(request, card=card, screen=_screen(request)))


@require_POST
@acting(*access.HELPERS)
def save(request, screen):
    """One screen of a card; the first makes it. What another press said meanwhile is shown beside what was typed."""
    if screen not in SCREENS:
        raise Http404
    form = SCREENS[screen](request.POST, workshop=request.workshop, author=request.acting)
    if not form.is_valid():
        return form_again(request, "insights/card.html", _page(request, _card_of(request, form), screen, form))
    said = form.said()
    if said.get("consent") or said.get("quote"):
        access.refuse_deciding_for_somebody(request)
    try:
        card = actions.save(author=request.acting, screen=screen, said=said, **form.carried())
    except MovedOn as refusal:
        if wants_json(request):
            raise
        return _moved_on(request, form, refusal.card, screen)
    return _go_on(request, card, screen)


# --- whole cards -------------------------------------------------------------------------------
@require_POST
@acting(*access.HELPERS)
def write(request):
    """A whole card is written."""
    form = CardForm(request.POST, workshop=request.workshop, author=request.acting)
    if not form.is_valid():
        return form_again(request, "insights/card.html", _page(request, screen=1, form=form))
    if form.cleaned_data["consent"] or form.cleaned_data["quote"]:
        access.refuse_deciding_for_somebody(request)
    return _saved(request, actions.write(author=request.acting, key=form.cleaned_data["key"], **form.said()))


@require_POST
@acting(*access.HELPERS)
def change(request, pk):
    """A whole card of mine is said anew, over the one that was seen."""
    card = get_object_or_404(_own(request.acting), pk=pk)
    form = CardForm(request.POST, workshop=request.workshop, author=request.acting)
    if not form.is_valid():
        return form_again(request, "insights/card.html", _page(request, card, 1, form))
    if (form.cleaned_data["consent"], form.cleaned_data["quote"]) != (card.consent, card.quote):
        access.refuse_deciding_for_somebody(request)
    changed = actions.change(card=card, seen=form.seen_at(), key=form.cleaned_data["key"], **form.said())
    return _saved(request, changed)


# --- my cards ----------------------------------------------------------------------------------
@require_safe
@member
def mine(request):
    """My cards: how far each may travel, what is missing, how sure I am after the fishbowl."""
    person, workshop = _person(request), request.workshop
    rated = Prefetch("ratings", Rating.objects.select_related("condition"))
    cards = list(_own(person).select_related("case").prefetch_related(rated).order_by("-created_at"))
    ended = shift.fishbowl_ended(workshop)
    for card in cards:
        card.author, card.workshop = person, workshop
        card.travel_form, card.said_later = _travel_form(card), _said_later(card)
        card.screens = _ways_on(card)
        card.asks_again = shift.may_be_asked(card, ended)
    context = {
        "see": ["now"],
        "cards": cards,
        "person": person,
        "signature": ", ".join(filter(None, [person.name, person.function, person.city])),
        "closed": cards_closed(workshop),
        "locked": open_lock(workshop),
        "sureness": TransferCard.Confidence.choices,
    }
    return render(request, "insights/mine.html", context)


@require_POST
@acting(*access.HELPERS)
def travel(request, pk):
    """How far a card of mine may travel."""
    card = get_object_or_404(_own(request.acting), pk=pk)
    form = TravelForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Please choose one of the sentences about where it may go."))
    access.refuse_deciding_for_somebody(request)
    actions.choose(card=card, **form.cleaned_data)
    return done(request, "insights:mine", request.workshop.code)


@require_POST
@acting(*access.HELPERS)
def withdraw(request, pk):
    """I take a card back."""
    actions.withdraw(card=get_object_or_404(request.acting.cards, pk=pk))
    return done(request, "insights:mine", request.workshop.code)


@require_POST
@acting(*access.HELPERS)
def sure(request, pk):
    """How sure I am of a card, now that the fishbowl is over."""
    card = get_object_or_404(_own(request.acting), pk=pk)
    form = SureForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Please choose how sure you are."))
    actions.sure_again(card=card, confidence=form.cleaned_data["confidence"])
    return done(request, "insights:mine", request.workshop.code, card=card.pk)


@require_POST
@roles(*access.FACILITATORS)
def lock(request):
    """Cards are locked (on=1), or may be changed again (on=0)."""
    actions.lock(workshop=request.workshop, locked=request.POST.get("on") == "1")
    return done(request, "console", request.workshop.code)


# --- whose, and what it begins with ------------------------------------------------------------
def _begun(request):
    """What a new card begins with: a note or the case this person comes from, their city, and their choice."""
    if (me := request.participant) is None:
        helped = request.GET.get("for") and _person(request)
        return {"case": request.GET.get("case", ""), "target": helped.city if helped else ""}
    first = {"case": request.GET.get("case") or _last_poster(me), "target": me.city}
    return first | _from_note(request, me) | as_shown(me)


def _from_note(request, me):
    """A note of mine that becomes a card: its words as far as they fit, and its case."""
    pk = request.GET.get("note", "")
    if not pk.isdecimal() or len(pk) > 9:
        return {}
    note = get_object_or_404(me.notes.select_related("case"), pk=pk, withdrawn_at=None)
    begun = {"case": str(note.case.number), "what": _fitting(note.text), "note": note.pk}
    return begun | ({"stance": TransferCard.Stance.UNSURE} if note.kind == "question" else {})


def _fitting(text, longest=140):
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + "…"


def _last_poster(person):
    """The number of the case of the person's last note, as text."""
    note = person.notes.select_related("case").order_by("-created_at", "-id").first()
    return str(note.case.number) if note else ""


def _person(request):
    """Whose cards are shown: my own, or (?for=number, helpers only) those of somebody without a phone."""
    number = request.GET.get("for", "")
    if number and request.visitor.has(*access.HELPERS):
        people = request.workshop.present().filter(has_phone=False)
        return get_object_or_404(people, number=int(number) if number.isdecimal() and len(number) < 7 else 0)
    if request.participant is None:
        raise NotAllowed(_("Please join as a participant first."))
    return request.participant


def _said_later(card):
    """What the third screen holds beside the step, in words: who must act, how ready, how much work, how sure."""
    actors = dict(TransferCard.Actor.choices)
    sure = card.get_confidence_after_display() if card.confidence_after else card.get_confidence_display()
    effort = card.effort and _("Effort: %(size)s") % {"size": card.get_effort_display().lower()}
    told = [*(actors[each] for each in card.actors if each in actors), card.get_readiness_display(), effort, sure]
    return [each for each in told if each]


def _ways_on(card):
    """The screens of a card in a word or two; what is missing is asked for."""
    says = {n: card.has_said(str(n)) for n in SCREENS}
    return [
        (1, _("Change it")),
        (2, _("Conditions") if says[2] else _("Add conditions")),
        (3, _("Next step") if says[3] else _("Add a next step")),
    ]


def _own(person):
    return person.cards.filter(withdrawn_at=None)


def _known(request):
    """The card of mine that the address names by its key; None while it waits on the phone."""
    key = _uuid(request.GET.get("card", ""))
    return key and request.participant and _own(request.participant).filter(client_key=key).first()


def _card_of(request, form):
    """The card that a screen belongs to, where it has come in."""
    key = _uuid(request.POST.get("card", ""))
    return key and _own(request.acting).filter(client_key=key).first()


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def _screen(request):
    asked = request.GET.get("screen", "")
    return int(asked) if asked in {str(each) for each in SCREENS} else 1


def _travel_form(card):
    return TravelForm(initial=as_shown(card.author, card.consent, card.quote), auto_id=f"id_%s_{card.pk}")


# --- the page ----------------------------------------------------------------------------------
@kept_on_phones
def _kept_page(request):
    """An empty card, the same at every visit, so that a phone may keep it to write on without network."""
    return _new_page(request)


def _new_page(request):
    return render(request, "insights/card.html", _page(request, screen=_screen(request)))


def _page(request, card=None, screen=1, form=None):
    """The card's page: all three screens, one of them shown; `form` stands in for the screen that came back."""
    whose = card.author if card else getattr(request, "acting", None) or request.participant
    key = card.client_key if card else _uuid(request.GET.get("card", "")) or uuid4()
    initial = as_typed(card) if card else _begun(request) | {"card": key}
    screens = {n: _shown(request, n, initial, card, whose) for n in SCREENS} | _bound(request, screen, form, whose)
    return {
        "see": ["now"],
        "form": form or screens[screen],
        "screens": screens,
        "screen": screen,
        "last": LAST,
        "card": card,
        "key": key,
        "said": [n for n in SCREENS if card and card.has_said(str(n))],
        "cards_before": 0 if card or not request.participant else _own(request.participant).count(),
        "helped": _helped(request) if card is None else [],
        "helping": whose if whose and whose != request.participant else None,
        "whose": whose,
        "alone": bool(whose) and _is_only_one_of(request.workshop, whose.city),
        "closed": cards_closed(request.workshop),
        "locked": open_lock(request.workshop),
        "known_cities": request.workshop.known_cities(),
    }


def _shown(request, n, initial, card, whose):
    seen = {"seen": card.marks.get(str(n), "") if card else ""}
    return SCREENS[n](workshop=request.workshop, author=whose, initial=initial | seen, auto_id="id_%s")


def _bound(request, screen, form, whose):
    """The screen that came back; all three where a whole card did."""
    if not isinstance(form, CardForm):
        return {screen: form} if form else {}
    return {n: SCREENS[n](request.POST, workshop=request.workshop, author=whose) for n in SCREENS}


def _is_only_one_of(workshop, city):
    """Whether nobody else here comes from this city, so that it alone would tell who wrote something."""
    return sum(folded(each) == folded(city) for each in workshop.present().values_list("city", flat=True)) == 1


def _helped(request):
    """The people without a phone, for whom a helper may write."""
    if not request.visitor.has(*access.HELPERS):
        return []
    return list(request.workshop.present().filter(has_phone=False))


# --- what is answered --------------------------------------------------------------------------
def _go_on(request, card, screen):
    """To the next screen, or after the last one to my cards."""
    if screen == LAST:
        return _saved(request, card)
    if wants_json(request):
        return done(request, "insights:mine", card=card.pk)
    query = {"screen": screen + 1} | ({"for": card.author.number} if card.author != request.participant else {})
    return redirect(f"{_at('edit', request, card.pk)}?{urlencode(query)}")


def _saved(request, card):
    """On to my cards, where it stands first."""
    if wants_json(request):
        return done(request, "insights:mine", card=card.pk, changed_at=card.changed_at)
    query = f"?for={card.author.number}" if card.author_id != getattr(request.participant, "pk", None) else "?saved=1"
    return redirect(_at("mine", request) + query)


def _moved_on(request, form, card, screen):
    """The screen with what was typed, beside what the card says now; a second press is on purpose."""
    form.data = form.data.copy()
    form.data["seen"] = card.marks.get(str(screen), "")
    return render(request, "insights/card.html", _page(request, card, screen, form) | {"moved_on": card}, status=409)


def _at(name, request, *args):
    return reverse(f"insights:{name}", args=[request.workshop.code, *args])


def _as_data(form):
    """What a script needs for a card: the cases and conditions with their field names."""
    return {
        "cases": [value for value, _label in form.fields["case"].choices],
        "stances": [value for value, _label in form.fields["stance"].choices],
        "conditions": {name: str(each) for name, each in form.conditions.items()},
        "states": Rating.State.values,
        "actors": TransferCard.Actor.values,
    }
