"""The circle on a phone: the page, my own part of it, and what I press; helpers press it for people without a phone."""

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fishbowl import actions, scenes
from fishbowl.forms import AskForm, BringForm, NoticeForm, PointForm
from fishbowl.models import Absence
from fishbowl.views.answers import acting_by, answer, bowl, helps, my_part, pressed, seat_as_data, unless_known
from workshop import access
from workshop.access import acting, member, roles, taking_part
from workshop.refusals import NotNow
from workshop.responses import form_again


@require_safe
@member
def circle(request):
    """The circle as everybody sees it, and below it my own place."""
    mine = my_part(request)
    if mine["here"]["at"] == "choose":
        return render(request, "fishbowl/choosing.html", {"see": ["now"]} | mine | scenes.choosing(request.workshop))
    listens = scenes.listening(request.participant, mine["here"]) if request.participant else {}
    if request.participant:
        listens["neighbours"] = scenes.looked_after(request.workshop, request.participant)
    shown = f"bowl:{mine['circle']['number']}" if mine["circle"]["several"] else "circle"
    return render(request, "fishbowl/circle.html", {"see": ["now", shown], "shown": shown} | mine | listens)


@require_safe
@member
def me(request):
    """Where I am now and what I may do; 304 while nothing of mine has changed."""
    mine = my_part(request)
    return unless_known(request, "fishbowl/_me.html", mine, mine["tag"])


@require_safe
@member
def state(request):
    """The circle as data, for scripts; topics and voices only for the people who run it, my part for me."""
    my_part(request)
    staff = request.visitor.has(*access.STAFF)
    page = JsonResponse(scenes.as_data(request.workshop, bowl(request), staff=staff, participant=request.participant))
    patch_cache_control(page, private=True, no_cache=True)
    return page


@require_safe
@taking_part
def asking(request):
    """The ways to be heard, each with room for what it is about; and a way out for a while."""
    mine = my_part(request)
    if mine["here"]["at"] == "choose":
        return redirect("fishbowl:circle", request.workshop.code)
    wish = mine["here"].get("wish") or {}
    form = AskForm(initial={"topic": wish.get("topic", "")})
    return render(request, "fishbowl/asking.html", mine | {"form": form, "away": Absence.is_of(request.participant)})


@require_safe
@taking_part
def noticed(request):
    """My own listener's notes, newest first."""
    page = render(request, "fishbowl/_noticed.html", {"noticed": scenes.noticed_by(request.participant)})
    patch_cache_control(page, private=True, no_cache=True)
    return page


@require_safe
@taking_part
def pointing(request):
    """Room for the point of somebody who was not heard."""
    return render(request, "fishbowl/pointing.html", {"form": PointForm()})


@require_safe
@roles(*access.HELPERS, access.NOTE_TAKER)
def pointing_for(request, number):
    """Room for the point of somebody without a phone, for whoever helps them."""
    person = get_object_or_404(request.workshop.present(), number=number)
    return render(request, "fishbowl/pointing.html", {"form": PointForm(), "whom": person})


# --- the queue ---------------------------------------------------------------------------------
@require_POST
@acting(*access.HELPERS)
def ask(request):
    """I would like to be heard: on a chair, in reply, or on how we work."""
    form = AskForm(request.POST)
    if not form.is_valid():
        return form_again(request, "fishbowl/form.html", {"form": form, "title": _("Ask for a chair")})
    wish = actions.ask(participant=request.acting, bowl=bowl(request), by=acting_by(request), **form.cleaned_data)
    return answer(request, entry=wish.pk, waiting=wish.ended_at is None)


@require_POST
@acting(*access.HELPERS)
def withdraw(request):
    """I step out of the queue."""
    said = pressed(request)
    about = {"participant": request.acting, "by": acting_by(request), "key": said["key"]}
    wish = actions.withdraw(entry=said["entry"], **about)
    return answer(request, entry=wish and wish.pk)


@require_POST
@acting(*access.HELPERS)
def restore(request):
    """I did not mean to step out."""
    said = pressed(request)
    about = {"participant": request.acting, "by": acting_by(request), "key": said["key"]}
    wish = actions.restore(entry=said["entry"], **about)
    return answer(request, entry=wish and wish.pk, waiting=bool(wish) and wish.ended_at is None)


@require_POST
@acting(*access.HELPERS)
def topic(request):
    """What my wish is about, said anew."""
    said = pressed(request)
    about = {"entry": said["entry"], "topic": said["topic"], "key": said["key"], "by": acting_by(request)}
    wish = actions.retopic(participant=request.acting, **about)
    return answer(request, entry=wish.pk)


@require_POST
@acting(*access.HELPERS)
def defer(request):
    """Others may go first: to the end, or one place back."""
    said = pressed(request)
    about = {"participant": request.acting, "by": acting_by(request), "key": said["key"]}
    wish = actions.defer(entry=said["entry"], end=said["to"] != "one", **about)
    return answer(request, entry=wish and wish.pk)


@require_POST
@acting(*access.HELPERS)
def rejoin(request):
    """I missed the call, and wait again."""
    said = pressed(request)
    about = {"participant": request.acting, "by": acting_by(request), "key": said["key"]}
    wish = actions.rejoin(entry=said["entry"], **about)
    return answer(request, entry=wish and wish.pk)


@require_POST
@acting(*access.HELPERS)
def still(request):
    """Yes, I still want the chair."""
    said = pressed(request)
    about = {"participant": request.acting, "by": acting_by(request), "key": said["key"]}
    wish = actions.still_wanted(entry=said["entry"], **about)
    return answer(request, entry=wish and wish.pk)


# --- the chair ---------------------------------------------------------------------------------
@require_POST
@acting(*access.HELPERS)
def take(request):
    """I sit down: I was called, or a chair is free and nobody waits before me."""
    said = {name: value for name, value in pressed(request).items() if name in TAKING}
    stay = actions.take(participant=request.acting, bowl=bowl(request), by=acting_by(request), **said)
    return answer(request, **seat_as_data(stay))


TAKING = ("call", "chair", "seen", "at_place", "key")


@require_POST
@acting(*access.HELPERS)
def stand(request):
    """I stand behind this chair, or tap whoever sits there."""
    said = pressed(request)
    if said["chair"] is None:
        raise NotNow(_("Choose a chair, please."))
    about = {"chair": said["chair"], "seen": said["seen"], "key": said["key"], "by": acting_by(request)}
    wish = actions.stand(participant=request.acting, bowl=bowl(request), **about)
    return answer(request, entry=wish.pk, waiting=wish.ended_at is None)


@require_POST
@acting(*access.HELPERS)
def decline(request):
    """I was called, but the next person may go first."""
    said = pressed(request)
    actions.decline(participant=request.acting, call=said["call"], key=said["key"], by=acting_by(request))
    return answer(request)


@require_POST
@acting(*access.HELPERS)
def leave(request):
    """I leave the chair."""
    said = pressed(request)
    actions.leave(participant=request.acting, stay=said["stay"], key=said["key"], by=acting_by(request))
    return answer(request)


@require_POST
@acting(*access.HELPERS)
def offer(request):
    """I make room when my turn ends."""
    said = pressed(request)
    actions.offer_chair(participant=request.acting, stay=said["stay"], key=said["key"], by=acting_by(request))
    return answer(request)


@require_POST
@acting(*access.HELPERS)
def keep(request):
    """I stay on my chair after all."""
    actions.keep_chair(participant=request.acting, key=pressed(request)["key"], by=acting_by(request))
    return answer(request)


@require_POST
@acting(*access.HELPERS)
def speak(request):
    """I sit in the circle, nobody speaks, and I begin."""
    about = {"bowl": bowl(request), "key": pressed(request)["key"], "by": acting_by(request)}
    turn = actions.floor_to(participant=request.acting, seen=0, **about)
    return answer(request, turn=turn.pk)


# --- away, and afterwards ----------------------------------------------------------------------
@require_POST
@acting(*access.HELPERS)
def away(request):
    """I am out for a while, or back."""
    said = pressed(request)
    actions.presence(participant=request.acting, away=said["away"], key=said["key"], by=acting_by(request))
    return answer(request, away=said["away"])


@require_POST
@acting(*access.HELPERS)
def notice(request):
    """I listen, and write down what I noticed."""
    form = NoticeForm(request.POST, participant=request.acting)
    if not form.is_valid():
        return form_again(request, "fishbowl/noticing.html", {"form": form})
    if form.cleaned_data["consent"] and helps(request):
        access.refuse_deciding_for_somebody(request)
    said = actions.notice(participant=request.acting, **form.cleaned_data)
    return answer(request, noticed=said.pk)


@require_POST
@acting(*access.HELPERS)
def unnotice(request, pk):
    """I take a listener's note back."""
    actions.take_back(noticed=get_object_or_404(request.acting.noticed, pk=pk))
    return answer(request)


@require_safe
@taking_part
def bringing(request):
    """Room for a question of my satellite, and what it wrote so far."""
    mine = my_part(request)
    if mine["here"]["at"] == "choose":
        return redirect("fishbowl:circle", request.workshop.code)
    return render(request, "fishbowl/bringing.html", mine | {"form": BringForm()})


@require_POST
@acting(*access.HELPERS)
def bring(request):
    """My satellite has a question."""
    form = BringForm(request.POST)
    if not form.is_valid():
        return form_again(request, "fishbowl/bringing.html", my_part(request) | {"form": form})
    if form.cleaned_data["consent"] and helps(request):
        access.refuse_deciding_for_somebody(request)
    about = {"bowl": bowl(request), "by": acting_by(request)}
    brought = actions.bring_question(participant=request.acting, **about, **form.cleaned_data)
    return answer(request, question=brought.question_id)


@require_POST
@acting(*access.HELPERS, access.NOTE_TAKER)
def point(request):
    """I was not heard, and leave my point in writing."""
    form = PointForm(request.POST)
    if not form.is_valid():
        whom = request.acting if helps(request) else None
        return form_again(request, "fishbowl/pointing.html", {"form": form, "whom": whom})
    if form.cleaned_data["consent"] and helps(request):
        access.refuse_deciding_for_somebody(request)
    taken = actions.leave_point(participant=request.acting, by=acting_by(request), **form.cleaned_data)
    return answer(request, statement=taken.pk)
