"""Who stands behind a socket: what its session claims, and whether the rows still bear it out; many at one look."""

from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.models import Session
from django.utils import timezone

from workshop import access
from workshop.models import Participant, Workshop
from workshop.refusals import is_session_key


@dataclass(frozen=True)
class Claim:
    """What a session says about its holder in one workshop."""

    workshop: int
    session_key: str
    participant: int | None = None
    links: tuple[int, ...] = ()
    user: int | None = None


def claims(questions):
    """For each (session key, workshop code) the Claim it makes and the workshop's (epoch, revision), or two Nones."""
    data = _session_data({key for key, _code in questions})
    codes = {access.tidy_code(code) for _key, code in questions}
    workshops = {workshop.code: workshop for workshop in Workshop.objects.filter(code__in=codes)}
    return [_claim(key, data.get(key), workshops.get(access.tidy_code(code))) for key, code in questions]


def visitors(claims):
    """For each claim the visitor it amounts to right now; one without a role where nothing is left of it."""
    people = {claim.participant for claim in claims if claim.participant}
    present = set(Participant.objects.filter(pk__in=people, left_at=None).values_list("pk", "workshop_id"))
    links = access.live_links().filter(pk__in={pk for claim in claims for pk in claim.links})
    links = {link.pk: link for link in links.exclude(role=access.ORGANIZER)}
    owners = _owners({claim.user for claim in claims if claim.user})
    return [_visitor(claim, present, links, owners) for claim in claims]


def open_sessions(claims):
    """The keys of those sessions that nobody has signed out of or renewed."""
    keys = {claim.session_key for claim in claims}
    return set(_open_sessions().filter(session_key__in=keys).values_list("session_key", flat=True))


def _session_data(keys):
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = _open_sessions().filter(session_key__in=filter(is_session_key, keys))
    return {row.session_key: store(row.session_key).decode(row.session_data) for row in rows}


def _open_sessions():
    return Session.objects.filter(expire_date__gt=timezone.now())


def _claim(key, data, workshop):
    if not data or workshop is None:
        return None, None
    participant = data.get("people", {}).get(str(workshop.pk))
    claim = Claim(workshop.pk, key, participant, tuple(data.get("links", [])), _user(data))
    return claim, (workshop.epoch, workshop.revision)


def _user(data):
    """The signed-in account; its password is the one it signed in with."""
    if auth.SESSION_KEY not in data:
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session._session_cache = dict(data)
    return auth.get_user(SimpleNamespace(session=session)).pk


def _owners(users):
    rows = Workshop.organizers.through.objects.filter(user_id__in=users, user__is_active=True)
    return set(rows.values_list("user_id", "workshop_id")) if users else set()


def _visitor(claim, present, links, owners):
    return access.Visitor(
        SimpleNamespace(pk=claim.workshop),
        claim.participant if (claim.participant, claim.workshop) in present else None,
        [links[pk] for pk in claim.links if pk in links and links[pk].workshop_id == claim.workshop],
        (claim.user, claim.workshop) in owners,
    )
