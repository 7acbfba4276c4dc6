"""What follows: questions that are open, steps that people will take, and who would help whom."""

from gallery.models import Note
from workshop.insights.analyses.cards import in_poster_order
from workshop.insights.analyses.heard import Heard, city_of
from workshop.insights.models import TransferCard
from workshop.insights.peers import Introduction

LATER = 99  # months, for a step without a date


def open_questions(heard):
    """What nobody has answered, by the case whose owner could: questions, "need to know more", unheard points.

    [{"case": number or None, "owner": the case's city, "n": n, "questions": [{"kind", "id", "text", "city"}]}], in
    the order of the posters; a case without open questions is not in the list.
    """
    heard = Heard.of(heard)
    told = still_open(heard)
    owners = {case.number: case.city for case in heard.cases}
    return [_owned(heard, number, owners.get(number, ""), told) for number in [*owners, None] if _of(number, told)]


def still_open(heard):
    """The voices that ask for something: questions, on walls and as such, "need to know more", unheard points."""
    unsure = [voice for voice in heard.cards if voice.row.stance == TransferCard.Stance.UNSURE]
    asked = [voice for voice in heard.notes if voice.row.kind == Note.Kind.QUESTION and not _asked_as_such(voice)]
    return [*heard.questions, *asked, *unsure, *heard.points]


def _asked_as_such(note):
    """A question that hangs on a wall as a note is one question, and may be answered by now."""
    return getattr(note.row, "question_id", None) is not None


def _owned(heard, number, owner, told):
    questions = [
        {"kind": voice.kind, "id": voice.pk, "text": voice.text, "city": city_of(heard, voice)}
        for voice in _of(number, told)
    ]
    return {"case": number, "owner": owner, "n": len(questions), "questions": questions}


def _of(number, told):
    return [voice for voice in told if voice.case == number]


def commitments(heard):
    """First steps, the soonest first: [{"card", "step", "by_months", "city", "target", "case", "what", "help"}].

    `help` says whether its author would like to talk with the case's city. To be asked again after 3 and 6 months.
    """
    heard = Heard.of(heard)
    steps = [voice for voice in heard.cards if voice.row.next_step]
    return [
        {
            "card": voice.pk,
            "step": voice.row.next_step,
            "by_months": voice.row.by_months,
            "city": city_of(heard, voice),
            "target": voice.row.target if voice.shows else "",
            "case": voice.case,
            "what": voice.text,
            "help": voice.row.wants_contact,
        }
        for voice in sorted(steps, key=lambda voice: voice.row.by_months or LATER)
    ]


def offers_and_requests(heard):
    """Who would like to talk about a case, and who can help with it: only cities, never how to reach anybody.

    [{"case", "asks": [{"card", "what", "city"}], "helps": [{"card", "what", "city"}], "agreed": n}] for each case with
    either; `agreed` counts introductions to which both have said yes, which is nobody's business in public.
    """
    heard = Heard.of(heard)
    yes = Introduction.objects.filter(asker_yes_at__isnull=False, helper_yes_at__isnull=False)
    agreed = list(yes.filter(workshop=heard.workshop).values_list("case__number", flat=True))
    in_the_room = heard.published is None
    cards = in_poster_order([v for v in heard.cards if v.row.wants_contact or v.row.can_help])
    return [
        {
            "case": number,
            "asks": [_short(heard, v) for v in cards if v.case == number and v.row.wants_contact],
            "helps": [_short(heard, v) for v in cards if v.case == number and v.row.can_help],
            **({"agreed": agreed.count(number)} if in_the_room else {}),
        }
        for number in dict.fromkeys(voice.case for voice in cards)
    ]


def _short(heard, voice):
    return {"card": voice.pk, "what": voice.text, "city": city_of(heard, voice)}
