"""Others' cards and what I say to them; whom I could talk with, and how I can be reached."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from workshop import access
from workshop.access import acting, member, roles, taking_part
from workshop.insights.opening import cards_closed
from workshop.insights.peers import Contact, Endorsement
from workshop.insights.together import actions, matches
from workshop.insights.together import others as others_of
from workshop.insights.together.forms import AnswerForm, ContactForm, SayForm
from workshop.refusals import NotNow, wants_json
from workshop.responses import done, form_again


# --- others' cards -----------------------------------------------------------------------------
@require_safe
@member
def others(request):
    """A few of the others' cards: true for my city too, or different there?"""
    me, workshop = request.participant, request.workshop
    answered, count = others_of.how_many(me, workshop)
    told = others_of.for_person(me, workshop, _cards(request, "c"), _cards(request, "after"), _reads_all(request))
    context = {
        "see": ["now"],
        "told": told,
        "page_cards": [each["card"].pk for each in told],
        "answered": answered,
        "count": count,
        "closed": cards_closed(workshop),
    }
    return render(request, "insights/others.html", context)


@require_POST
@acting(*access.HELPERS)
def say(request, pk):
    """My word to somebody's card."""
    card = get_object_or_404(request.workshop.cards.on_the_board().select_related("case", "author"), pk=pk)
    form = SayForm(request.POST)
    if not form.is_valid():
        raise NotNow(" ".join(sentence for sentences in form.errors.values() for sentence in sentences))
    actions.say(card=card, by=request.acting, **form.cleaned_data)
    if request.htmx and request.acting == request.participant:
        (told,) = others_of.with_words([card], request.participant, _reads_all(request))
        shown = [each for each in request.POST.getlist("c") if each.isdecimal()]
        return render(request, "insights/_other.html", {"told": told, "page_cards": [int(each) for each in shown]})
    if wants_json(request) or request.htmx:
        return done(request, "insights:others", card=card.pk)
    return _back_to(request, card)


@require_POST
@roles(*access.FACILITATORS)
def hide_words(request, pk):
    """A reason off every screen (on=1), or back (on=0)."""
    found = Endorsement.objects.select_related("card__workshop")
    endorsement = get_object_or_404(found, pk=pk, card__workshop=request.workshop)
    actions.hide_words(endorsement=endorsement, hidden=request.POST.get("on") == "1")
    if wants_json(request) or request.htmx:
        return done(request, "insights:others", request.workshop.code)
    return _back_to(request, endorsement.card)


# --- whom to talk with -------------------------------------------------------------------------
@require_safe
@taking_part
def meet(request):
    """Who would like to talk with me, with whom I would, and how I can be reached."""
    return render(request, "insights/meet.html", _meeting(request, _contact_form(request.participant)))


@require_POST
@acting(*access.HELPERS)
def contact(request):
    """How I can be reached, or that it be forgotten."""
    form = ContactForm(request.POST)
    access.refuse_deciding_for_somebody(request)
    if not form.is_valid():
        return form_again(request, "insights/meet.html", _meeting(request, form))
    about = {name: form.cleaned_data[name] for name in ("email", "other", "may_ask")}
    actions.tell_contact(participant=request.acting, **about)
    return done(request, "insights:meet", request.workshop.code)


@require_POST
@acting(*access.HELPERS)
def answer(request):
    """My yes or no to a meeting."""
    form = AnswerForm(request.POST)
    access.refuse_deciding_for_somebody(request)
    if not form.is_valid():
        raise NotNow(_("Please say yes or no to one of the people on the page."))
    pairs = {pair.handle: pair for pair in matches.pairs_of(_known(request, request.acting))}
    if form.cleaned_data["pair"] not in pairs:
        raise NotNow(_("This has changed meanwhile: nobody asks or offers this any more. Reload the page."))
    pair, yes = pairs[form.cleaned_data["pair"]], form.cleaned_data["answer"] == "yes"
    actions.answer(pair=pair, yes=yes, key=form.cleaned_data["key"])
    return done(request, "insights:meet", request.workshop.code)


# --- helpers -----------------------------------------------------------------------------------
def _cards(request, name):
    """The cards that a page's address names: of the page that is drawn again after a plain form, or the one before."""
    return [int(each) for each in request.GET.getlist(name)[: others_of.A_FEW] if each.isdecimal() and len(each) < 10]


def _reads_all(request):
    return request.visitor.has(*access.FACILITATORS)


def _back_to(request, card):
    """To the page that was pressed on, at this card."""
    shown = "".join(f"&c={each}" for each in request.POST.getlist("c") if each.isdecimal())[:200]
    return redirect(f"{reverse('insights:others', args=[request.workshop.code])}?{shown.lstrip('&')}#other-{card.pk}")


def _meeting(request, form):
    me = _known(request, getattr(request, "acting", None) or request.participant)
    pairs = matches.pairs_of(me)
    reached = {each.participant_id: each for each in Contact.objects.filter(participant__in=_agreed_with(pairs))}
    return {
        "see": ["now"],
        "form": form,
        "reachable": Contact.objects.filter(participant=me).exists(),
        "pairs": [{"pair": pair, "contact": reached.get(pair.other.pk)} for pair in pairs],
    }


def _agreed_with(pairs):
    return [pair.other.pk for pair in pairs if pair.is_agreed]


def _known(request, person):
    """The person with the workshop they were fetched through."""
    person.workshop = request.workshop
    return person


def _contact_form(person):
    known = Contact.objects.filter(participant=person).first()
    return ContactForm(initial=known and {"email": known.email, "other": known.other, "may_ask": known.may_ask})
