"""What one person has at the posters: dots, notes, photos. Fetched by that person alone, never in a live picture."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gallery import filing, rounds, variants, voting
from gallery.models import Echo, Host, Note, Vote, Walls, Wish
from gallery.posters import cover_url
from gallery.sight import walls_of
from workshop.models import Photo
from workshop.ready import Ready

SHORT = 15  # characters
ASKED_FOR = timedelta(minutes=5)
_dots = Ready(lambda voter: Vote.objects.filter(voter=voter).exclude(dot=None).select_related("note"))
_notes = Ready(
    lambda author, case: (
        Note.objects.filter(author=author, case=case, withdrawn_at=None)
        .select_related("question", "merged_into")
        .order_by("-created_at", "-id")
    )
)
_echoes = Ready(lambda person, case: Echo.objects.filter(participant=person, note__case=case).select_related("note"))
_photos = Ready(lambda by, case: Photo.objects.filter(by=by, case=case, withdrawn_at=None))


def at_all(participant, cases):
    """Each poster with my dots, how many notes I left there and how many answers came; the dots I still have."""
    if participant is None:
        return {"posters": [_poster(case) for case in cases]}
    vote = _vote(participant)
    left = Counter(participant.notes.filter(withdrawn_at=None).values_list("case_id", flat=True))
    answered = participant.questions.standing().exclude(answered_at=None)
    answers = Counter(answered.values_list("case_id", flat=True))
    posters = [_poster(case, vote["on_posters"][case.pk], left[case.pk], answers[case.pk]) for case in cases]
    return {"posters": posters, "vote": vote}


def at_one(participant, case):
    """My dots, notes, echoes and photos at one poster, newest first; what is hidden is told to me, with the reason."""
    if participant is None:
        return {}
    vote = _vote(participant)
    notes = _notes.rows(participant.pk, case.pk)
    prefetch_related_objects(notes, Prefetch("merged", Note.objects.all()))
    for note in notes:
        note.author = participant
    return {
        "case": case,
        "vote": vote,
        "dots_here": vote["on_posters"][case.pk],
        "dotted": [dot for dot in vote["dots"] if dot.note and dot.case_id == case.pk],
        "my_notes": notes,
        "asked_why": _asked_why(notes),
        "my_echoes": _echoes.rows(participant.pk, case.pk),
        "my_photos": _photos.rows(participant.pk, case.pk),
        "rounds": filing.timetable(participant.workshop),
    }


def _asked_why(notes):
    """My newest note, where it is so short that I am asked once why; it hangs already, and nothing waits for more."""
    newest = notes[0] if notes else None
    if newest is None or newest.changed_at or not newest.on_the_wall or len(newest.text) >= SHORT:
        return None
    return newest if timezone.now() - newest.created_at < ASKED_FOR else None


def mark(request, *_args, **_kwargs):
    """An ETag: it changes with every change in the workshop, and with each part of the walk that the clock brings."""
    workshop, person = request.workshop, request.participant
    walking = rounds.walking(workshop)
    part = walking.phase().key if walking else ""
    return f'"{workshop.epoch}-{workshop.revision}-{part}-{person and person.pk}-{get_language()}"'


def _vote(participant):
    """The vote as I stand in it: whether it is open, what it is on, my dots and how many I still have."""
    walls = walls_of(participant.workshop)
    dots = _dots.rows(participant.pk)
    return {
        "open": voting.is_open(participant.workshop, walls),
        "on_notes": walls.dots_on == Walls.DotsOn.NOTES,
        "dots": dots,
        "on_posters": Counter(dot.case_id for dot in dots if dot.note is None),
        "each": walls.dots_each,
        "on_one": walls.dots_on_one,
        "left": range(max(0, walls.dots_each - len(dots))),
    }


def _poster(case, dots=0, notes=0, answers=0):
    return {"case": case, "cover": cover_url(case), "dots": dots, "notes": notes, "answers": answers}


def on_the_walk(participant):
    """My group, its way, and each part of the walk with where I am in it; nothing on a free walk without its clock."""
    walking = participant and rounds.walking(participant.workshop)
    if not walking:
        return {"walking": None}
    group = _my_group(walking, participant)
    present, ahead = walking.phase(), walking.ahead()
    shown = [_phase(walking, group, phase, phase == present) for phase in ahead]
    way = [stop for number in range(1, walking.walk.length + 1) if group and (stop := walking.stop(group, number))]
    host = _hosting(walking, participant)
    about = {
        "host": host,
        "walking": walking,
        "walk": walking.walk,
        "group": group,
        "rules": variants.rules(walking.walk.variant),
    }
    about["at_station"] = variants.asks_at_station(walking.walk)
    return about | {"phases": [each for each in shown if each["here"] or each["words"] or host], "way": way}


def wish(participant):
    """What I said I need, as a form's first values."""
    told = Wish.objects.filter(participant=participant).first() if participant else None
    return {"pod": told.pod, "step_free": told.step_free} if told else {}


def _hosting(walking, participant):
    """Where I stay as a host, in a walk with hosts."""
    if not walking.walk.is_hosted:
        return None
    return Host.objects.filter(participant=participant).select_related("case").first()


def _my_group(walking, participant):
    groups = walking.walk.groups.filter(memberships__participant=participant)
    return groups.first()


def _phase(walking, group, phase, is_on):
    here = walking.stop(group, phase.number) if group and phase.has_stops else None
    then = walking.stop(group, phase.number + 1) if here and phase.is_round else None
    return {
        "phase": phase,
        "on": is_on,
        "here": here,
        "then": then,
        "where": variants.tells_to_go(walking.walk) if phase.is_transit else variants.tells_where(walking.walk, phase),
        "words": words(walking.walk, phase),
        "timed": timed(walking, phase),
    }


def words(walk, phase):
    """What somebody is asked to do in a part in which groups stand nowhere."""
    if walk.is_free and phase.has_stops:
        return _say(_("Free walk"), _("Go where you like, as long as you like. No signal sounds."))
    return {
        rounds.HOSTS: _say(
            _("Hosts’ round"), _("Hosts look at the other posters now. Everybody else: write a first card.")
        ),
        rounds.REVISIT: _say(_("Look again"), _("Go where you like. What did you miss?")),
        rounds.VOTE: _say(_("The vote closes in"), _("Place your dots: what is most useful for your city?")),
        rounds.DEBRIEF: _say(_("Debrief"), _("Please come back together: some notes are read aloud.")),
        rounds.AFTER: _say(_("The walk is over"), _("You may look again, and finish what you were writing.")),
    }.get(phase.kind)


def _say(title, text):
    return {"title": title, "text": text}


def timed(walking, phase):
    """What the clock of a phase counts down to; held while the walk is."""
    return SimpleNamespace(ends_at=phase.ends, paused_at=walking.walk.paused_at) if phase.ends else None
