"""Who is asking: the session leads to rows (a participant, role links, an organizer), and rows decide."""

from dataclasses import dataclass, field
from functools import wraps
from types import SimpleNamespace

from django.contrib import auth
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from workshop.doorkeeper import doorkeeper
from workshop.models import Participant, RoleLink, Workshop
from workshop.ready import Ready
from workshop.refusals import NotAllowed

PARTICIPANT = "participant"
ORGANIZER, FACILITATOR, COFACILITATOR = "organizer", "facilitator", "cofacilitator"
STEWARD, NOTE_TAKER, RAPPORTEUR = "steward", "note_taker", "rapporteur"
STATION_HOST, CASE_OWNER, PROJECTOR = "station_host", "case_owner", "projector"

LEADS = (ORGANIZER, FACILITATOR)
FACILITATORS = (*LEADS, COFACILITATOR)
HELPERS = (*FACILITATORS, STEWARD)  # may act for people without a phone
SCRIBES = (*FACILITATORS, NOTE_TAKER)
WRITERS = (*FACILITATORS, RAPPORTEUR)  # work on the insights and the note
STAFF = (*FACILITATORS, STEWARD, NOTE_TAKER, RAPPORTEUR)
HOSTS = (STATION_HOST, CASE_OWNER)  # of their own case; they answer what is asked there
MEMBERS = (*STAFF, *HOSTS, PARTICIPANT)
EVERY_ROLE = (*MEMBERS, PROJECTOR)
AUDIENCES = {
    "room": MEMBERS,
    "staff": STAFF,
    "host": (*STAFF, STATION_HOST, CASE_OWNER),
    "projector": (*STAFF, PROJECTOR),
}

_workshops = Ready(lambda code: Workshop.objects.select_related("stage").filter(code=code))
_people = Ready(lambda pk, workshop: Participant.objects.filter(pk=pk, workshop=workshop, left_at=None).order_by())


class VenueTimeMiddleware:
    """Every request begins in the server's time zone; entering a workshop changes to its venue's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        timezone.deactivate()
        return self.get_response(request)


@dataclass
class Visitor:
    """Somebody at the door of one workshop: who they are in it, and which roles they hold right now."""

    workshop: Workshop
    participant: Participant | None = None
    links: list[RoleLink] = field(default_factory=list)
    organizes: bool = False

    @property
    def roles(self):
        held = {link.role for link in self.links}
        return held | ({PARTICIPANT} if self.participant else set()) | ({ORGANIZER} if self.organizes else set())

    def has(self, *roles):
        return not self.roles.isdisjoint(roles)

    @property
    def role(self):
        """The strongest role held, for a word in the header; None for an outsider."""
        return next((role for role in EVERY_ROLE if role in self.roles), None)

    @property
    def me(self):
        """Who somebody is to their own phone: the number in the room, else the role, else nothing."""
        return str(self.participant.number) if self.participant else self.role or ""

    @property
    def role_name(self):
        """The strongest role held, in words."""
        names = dict(RoleLink.Role.choices)
        return names.get(self.role) or (_("Participant") if self.role else "")

    def owns(self, case):
        """Whether one of the visitor's links is this case's own."""
        return any(link.role == CASE_OWNER and link.case_id == case.pk for link in self.links)

    def hosts(self, case):
        """Whether the visitor owns this case or hosts its station; a host of no station in particular hosts all."""
        return any(link.role in HOSTS and link.case_id in (None, case.pk) for link in self.links)


def visitor(session, workshop):
    """The visitor this session stands for in this workshop; an outsider has no role."""
    return Visitor(workshop, _participant(session, workshop), _links(session, workshop), _organizes(session, workshop))


def may_watch(who, audience):
    """Whether a visitor's screen may be sent the pictures made for this audience."""
    return who.has(*AUDIENCES[audience])


def anybody(view):
    """Let everybody in who knows the code; the view judges by request.visitor."""

    @wraps(view)
    def wrapped(request, code, *args, **kwargs):
        _enter(request, code)
        return view(request, *args, **kwargs)

    return wrapped


def member(view):
    """Let people of the workshop in; lead a stranger to the join form and then back here."""

    @wraps(view)
    def wrapped(request, code, *args, **kwargs):
        who = _enter(request, code)
        if who.has(*MEMBERS):
            return view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD"):
            return redirect(f"{reverse('join', args=[who.workshop.code])}?{urlencode({'next': request.path})}")
        raise NotAllowed(_("Please join the workshop first."))

    return wrapped


def taking_part(view):
    """Let participants in; other members are told that this is theirs."""

    @member
    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if request.participant is None:
            raise NotAllowed(_("Please join as a participant first."))
        return view(request, *args, **kwargs)

    return wrapped


def roles(*allowed):
    """Let these roles in; other members are told so, everybody else finds nothing here."""

    def decorate(view):
        @wraps(view)
        def wrapped(request, code, *args, **kwargs):
            who = _enter(request, code)
            if who.has(*allowed):
                return view(request, *args, **kwargs)
            if who.has(*EVERY_ROLE):
                raise NotAllowed(_("This is not for your role. Ask the facilitator for a link."))
            raise Http404

        return wrapped

    return decorate


def acting(*helpers, for_nobody=False):
    """Let a participant act, or one of these roles for a person without a phone (POST field `for`: a number).

    The person the change is about is request.acting; who pressed the button stays request.visitor. With `for_nobody`
    one of these roles may also act without naming a person: request.acting is None then.
    """

    def decorate(view):
        @member
        @wraps(view)
        def wrapped(request, *args, **kwargs):
            alone = for_nobody and not request.POST.get("for", "").strip() and request.participant is None
            request.acting = None if alone and request.visitor.has(*helpers) else _acting(request, helpers)
            return view(request, *args, **kwargs)

        return wrapped

    return decorate


def refuse_deciding_for_somebody(request):
    """How far words travel is their author's own choice; a helper makes it only for people without a phone."""
    if request.acting != request.participant and request.acting.has_phone:
        raise NotAllowed(_("How far it may travel is decided by its author, on their own phone."))


def welcome(request, participant):
    """From now on this session is this participant; the cookie is renewed."""
    people = dict(request.session.get("people", {}))
    people[str(participant.workshop_id)] = participant.pk
    request.session["people"] = people
    request.session.cycle_key()


def hand_role(request, link):
    """From now on this session holds this role link; the cookie is renewed."""
    request.session["links"] = [*request.session.get("links", []), link.pk]
    request.session.cycle_key()


def live_links():
    """Role links that are in force: not revoked. (An end date says until when somebody new may open one.)"""
    return RoleLink.objects.filter(revoked_at=None)


def context(request):
    """What every template may know about who is asking."""
    who = getattr(request, "visitor", None)
    return {
        "workshop": who and who.workshop,
        "participant": who and who.participant,
        "visitor": who,
        "stage_id": who and who.workshop.stage_id,
        "may": {
            "lead": who and who.has(*LEADS),
            "facilitate": who and who.has(*FACILITATORS),
            "help": who and who.has(*HELPERS),
            "scribe": who and who.has(*SCRIBES),
            "write": who and who.has(*WRITERS),
        },
    }


def _enter(request, code):
    workshop = _workshops.first(tidy_code(code))
    if workshop is None:
        doorkeeper.turn_away()
        raise Http404
    request.visitor = visitor(request.session, workshop)
    if not request.visitor.roles:
        doorkeeper.refuse_floods(workshop, request.session.get("invited", []))
    timezone.activate(workshop.zone)
    request.workshop, request.participant = workshop, request.visitor.participant
    _refuse_somebody_elses(request)
    return request.visitor


def _refuse_somebody_elses(request):
    """Words that waited on a phone (POST field `as`: their writer's `me`) go out under no other name."""
    me = request.visitor.me
    if request.method == "POST" and request.POST.get("as", me) != me:
        raise NotAllowed(_("Somebody else wrote this on this phone. It is sent when that person has come back."))


def tidy_code(text):
    """A typed code as it is stored: case, spaces and dashes are forgiven."""
    return "".join(text.upper().split()).replace("-", "")[:12]


def _acting(request, helpers):
    number = request.POST.get("for", "").strip()
    if not number:
        if request.participant is None:
            raise NotAllowed(_("Please join as a participant first."))
        return request.participant
    if not request.visitor.has(*helpers):
        raise NotAllowed(_("Only a helper can do this for somebody else."))
    if not number.isdecimal() or len(number) > 6:
        raise Http404
    person = request.workshop.present().filter(number=int(number)).first()
    if person is None:
        raise Http404
    return person


def _participant(session, workshop):
    pk = session.get("people", {}).get(str(workshop.pk))
    person = pk and _people.first(pk, workshop.pk)
    if not person:
        return None
    person.workshop = workshop
    return person


def _links(session, workshop):
    held = session.get("links", [])
    found = live_links().filter(pk__in=held, workshop=workshop).exclude(role=ORGANIZER)
    return list(found.select_related("case")) if held else []


def _organizes(session, workshop):
    if auth.SESSION_KEY not in session:
        return False
    user = auth.get_user(SimpleNamespace(session=session))
    return user.is_active and workshop.organizers.filter(pk=user.pk).exists()


def usable(link):
    """Whether a role link may still be opened by somebody new."""
    now = timezone.now()
    return not (link.revoked_at or (link.once and link.opened_at) or (link.expires_at and link.expires_at < now))
