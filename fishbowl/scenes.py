"""The state behind the circle's pictures: for every phone, for the console, for the projector, and for one person."""

import hashlib
import json
import zlib

from django.db.models import Q
from django.utils import timezone

from fishbowl import neighbours, overview, telling
from fishbowl.circle import circle, proposal, situation, voices
from fishbowl.desk_forms import GuestForm, SettingsForm, WordsForm
from fishbowl.forecast import forecast
from fishbowl.forms import (
    MOST,
    BowlForm,
    ForwardForm,
    LineForm,
    ListForm,
    MergeForm,
    NoticeForm,
    PersonForm,
    PlaceForm,
    PromiseForm,
    QuestionForm,
    StandbyForm,
    StatementForm,
    TopicForm,
)
from fishbowl.hints import hints
from fishbowl.models import Absence, Block, Fishbowl, Move, Noticed, Slot, Step, Topic
from fishbowl.proposing import help_in_silence, last_cities
from fishbowl.rules.company import people_of
from fishbowl.rules.who import is_silent, lease_of
from workshop import live, stages
from workshop.text import folded

RECENT = 6
USUAL_MINUTES = 40
ASKED = 5  # open questions offered as topics
DONE_LATELY = 12  # steps in the console's history
FOR_ALL = ("place", "kind", "asked_at", "person", "name", "city", "initials", "colour", "entry")  # of a wish
FOR_STAFF = (
    "hands",
    "procedures",
    "missed",
    "full",
    "release",
    "heard_by_city",
    "overdue",
    "satellites",
)  # of the circle
CHAIR_FOR_STAFF = ("asked", "offered", "stays")


def on_phones(workshop, bowl=None):
    """The circle for everybody: no viewer in it; a few lines of JavaScript mark what is mine."""
    return {"workshop": workshop, "circle": circle(workshop, bowl), "id": f"bowl-{bowl.number}" if bowl else "circle"}


def on_console(workshop):
    """The one circle, or all of them side by side."""
    bowls = Fishbowl.all_in(workshop)
    return overview.on_console(workshop, bowls) if len(bowls) > 1 else desk(workshop, next(iter(bowls), None))


def desk(workshop, bowl):
    """One circle as whoever runs it sees it."""
    state = circle(workshop, bowl)
    said = workshop.statements.filter(withdrawn_at=None).exclude(speaker=None).select_related("speaker", "typed_by")
    if bowl and bowl.has_others:
        said = said.filter(Q(caught=None) | Q(caught__turn__fishbowl=bowl))
    taken_down = said.order_by("-created_at", "-pk")
    retired = [chair["number"] for chair in state["chairs"] if chair["state"] == "retired"]
    heard, held = voices(workshop, bowl), lease(workshop, bowl)
    phoneless = without_phone(workshop, state, bowl)
    aloud = {each["number"] for each in phoneless}
    for chair in state["chairs"]:
        chair["aloud"] = chair["person"] in aloud
    for ahead, wish in zip(state["queue"], state["queue"][1:], strict=False):
        wish["ahead"] = ahead
    return {
        "workshop": workshop,
        "circle": state,
        "voices": heard,
        "forecast": heard_at_most(workshop, bowl, state, heard["people"]),
        "proposal": proposal(state),
        "next_group": next_group(state),
        "next_question": next_question(state),
        "lease": held,
        "topics": topics(workshop, bowl),
        "parked": parked(bowl),
        "noticed": heard_outside(workshop, bowl),
        "standby": standing_by(bowl, state),
        "silence": help_in_silence(workshop, state, heard, bowl),
        "last_cities": last_cities(workshop, state, heard, bowl),
        "questions": workshop.open_questions.waiting().select_related("case")[:ASKED],
        "hints": hints(state, heard, held, workshop.stage),
        "steps": telling.history(bowl, DONE_LATELY),
        "called": state["called"],
        "phoneless": phoneless,
        "neighbours": neighbours.waiting(workshop, bowl),
        "one_more": min(retired, default=_next_chair(state)),
        "statements": taken_down[:RECENT],
        "themes": overview.themes_for(bowl) if bowl and bowl.is_synthesis else [],
        "synthesis": overview.for_the_synthesis(bowl) if bowl and bowl.has_others else None,
    }


def standing_by(bowl, state):
    """Who has agreed to come if nobody does: {"slot", "number", "name", "city", "seated"}. For whoever moderates."""
    seated = {chair["person"] for chair in state["chairs"]}
    agreed = Slot.objects.filter(fishbowl=bowl, at=None, ended_at=None).select_related("participant") if bowl else ()
    names = ("number", "name", "city")
    return [
        {name: getattr(each.participant, name) for name in names}
        | {"slot": each.pk, "seated": each.participant.number in seated}
        for each in agreed
    ]


def next_group(state):
    """How many are called when a closed circle's group changes."""
    here = sum(not wish["away"] for wish in state["queue"])
    return min(here, state["group"]["size"]) if state["group"] else 0


def next_question(state):
    """The question that a circle with satellites answers next."""
    asked = state["satellites"]["asked"] if state["satellites"] else []
    return next((each for each in asked if each["state"] == "waiting"), None)


def without_phone(workshop, state, bowl=None):
    """People without a phone, those called and waiting first: {"number", "name", "city", "chair", "place", ...}."""
    chairs = {chair["person"]: chair for chair in state["chairs"] if chair["person"]}
    wishes = {wish["person"]: wish for wish in (*state["queue"], *state["missed"])}
    away = Absence.of_anybody(workshop)
    people = (people_of(bowl) if bowl else workshop.present()).filter(has_phone=False)
    rows = [
        _helped(person, chairs.get(person.number), wishes.get(person.number), person.pk in away) for person in people
    ]
    return sorted(rows, key=lambda row: (not row["called"], row["chair"] is None, row["place"] or MOST, row["number"]))


def _helped(person, chair, wish, away):
    return {
        "number": person.number,
        "name": person.name,
        "city": person.city,
        "away": away,
        "chair": chair and chair["number"],
        "stay": chair and chair["stay"],
        "called": bool(chair and chair["state"] == "called"),
        "place": wish and wish.get("place"),
        "missed": bool(wish and wish["state"] == "missed"),
        "still_asked": bool(wish and wish["still"] in ("asked", "no")),
    }


def on_projector(workshop):
    """The one circle, the one the facilitator pinned, or all of them."""
    bowls = Fishbowl.all_in(workshop)
    pinned = [bowl for bowl in bowls if bowl.pinned_at] or [
        bowl for bowl in bowls if bowl.is_synthesis and bowl.opened_at
    ]
    shown = next(iter(pinned if len(bowls) > 1 else bowls), None)
    return overview.on_projector(workshop, bowls) if len(bowls) > 1 and not shown else screen(workshop, shown)


def screen(workshop, bowl):
    """One circle as the room sees it."""
    state = circle(workshop, bowl)
    promised = None if state["closing"] else next(iter(state["slots"]), None)
    return {
        "workshop": workshop,
        "circle": state,
        "called": state["called"],
        "next": state["queue"][: 2 if promised else 3],
        "promised": promised,
        "last_words": [each for each in (state["closing"] or {"order": []})["order"] if not each["done"]][:3],
        "crowded": sum(chair["state"] != "retired" for chair in state["chairs"]) > 8,
    }


def console_forms(workshop):
    """The forms of the one circle, or those about all of them."""
    bowls = Fishbowl.all_in(workshop)
    return overview.forms(workshop, bowls) if len(bowls) > 1 else desk_forms(workshop, next(iter(bowls), None))


def desk_forms(workshop, bowl):
    """The forms that stand beside a circle's live part; people are offered by name, and sent by number."""
    people = list(workshop.present())
    return {
        "of_bowl": bowl.number if bowl and bowl.has_others else None,
        "bowl_form": BowlForm(),
        "person_form": PersonForm(workshop=workshop),
        "forward_form": ForwardForm(workshop=workshop),
        "line_form": LineForm(),
        "to_synthesis": bool(bowl and bowl.has_others and not bowl.is_synthesis and overview.synthesis(workshop)),
        "people": people,
        "known_cities": sorted({each.city for each in people}),
        "guest_form": GuestForm(workshop=workshop, bowl=bowl),
        "list_form": ListForm(workshop=workshop),
        "place_form": PlaceForm(workshop=workshop, bowl=bowl),
        "question_form": QuestionForm(initial={"question": bowl.question if bowl else ""}),
        "statement_form": StatementForm(workshop=workshop),
        "topic_form": TopicForm(workshop=workshop),
        "words_form": WordsForm(),
        "promise_form": PromiseForm(workshop=workshop),
        "standby_form": StandbyForm(workshop=workshop),
        "merge_form": MergeForm(workshop=workshop),
        "blocked": blocked(workshop),
        "settings": settings(workshop, bowl),
    }


def settings(workshop, bowl=None):
    """How the circle is set, as a form, and how many it can hear like that."""
    bowl = bowl or Fishbowl.live_in(workshop) or Fishbowl(workshop=workshop)
    about = {"form": SettingsForm(instance=bowl), "forecast": heard_at_most(workshop, bowl), "to_print": bowl.number}
    return {"workshop": workshop, "of_bowl": bowl.number if bowl.has_others else None} | about


def blocked(workshop):
    """Who may not ask for a chair, and why: {"number", "name", "city", "reason"}; never in a live picture."""
    standing = Block.objects.filter(fishbowl__workshop=workshop, ended_at=None, participant__left_at=None)
    return [
        {name: getattr(each.participant, name) for name in ("number", "name", "city")} | {"reason": each.reason}
        for each in standing.select_related("participant").order_by("made_at", "pk")
    ]


def heard_at_most(workshop, bowl=None, state=None, people=None):
    """The forecast for the minutes that the programme gives the circle."""
    stage = workshop.stages.filter(kind="fishbowl").first()
    people = (people_of(bowl) if bowl else workshop.present()).count() if people is None else people
    return forecast(state or circle(workshop, bowl), stage.minutes if stage else USUAL_MINUTES, people)


def seen(workshop, bowl=None):
    """The circle, put together once for all who look in one moment; not for who has just changed something."""
    return live.looked_at(workshop, f"circle:{bowl.pk if bowl else ''}", lambda: circle(workshop, bowl))


def me(workshop, participant, bowl=None, look=circle):
    """One person's own part: where they are, what they may do; `tag` changes whenever it does.

    Whoever runs the workshop looks at the circle named, or at the first. `look` is `seen` for who only looks.
    """
    if participant is None:
        return {"circle": look(workshop, bowl), "here": {"at": "staff", "sign": ""}, "tag": "staff"}
    bowl = Fishbowl.of(participant)
    if bowl is None and Fishbowl.live_in(workshop):
        return {"circle": None, "here": {"at": "choose", "sign": ""}, "tag": f"{participant.pk}-choose"}
    state = look(workshop, bowl)
    here = situation(state, participant) | {"check": _waits_for_check(participant)}
    if bowl and bowl.has_others:
        here |= overview.elsewhere(participant, bowl) if here["at"] == "out" else {}
        here["speaks_for"] = overview.speaks_for(participant, bowl)
    about = {"participant": participant, "mine_to_speak": _mine_to_speak(state, participant)}
    return {"circle": state, "here": here, "tag": _tag(here, state, participant)} | about


def looked_after(workshop, participant, look=seen):
    """Whom somebody has named beside them in their circle, and where they are by now."""
    bowl = participant.neighbours.exists() and Fishbowl.of(participant)
    if not bowl:
        return []
    return neighbours.looked_after(participant, look(workshop, bowl))


def choosing(workshop):
    """The circles that somebody may go to."""
    return {"bowls": [bowl for bowl in overview.listed(workshop) if not bowl["is_synthesis"]]}


def listed(workshop):
    return overview.listed(workshop)


def listening(participant, here):
    """What somebody in the outer circle listens for, the form for what they notice, and what they wrote."""
    form = NoticeForm(initial={"lens": here.get("lens")}, participant=participant)
    return {"notice_form": form, "noticed": noticed_by(participant)}


def noticed_by(participant):
    """Somebody's own listener's notes that stand, the newest first."""
    own = participant.noticed.filter(withdrawn_at=None).select_related("turn__participant")
    return list(own.order_by("-created_at", "-pk"))


def heard_outside(workshop, bowl=None):
    """For the people who run it: how many listener's notes there are, and the newest."""
    bowl = bowl or Fishbowl.live_in(workshop)
    standing = Noticed.objects.filter(fishbowl=bowl and bowl.pk, withdrawn_at=None)
    notes = standing.filter(hidden_at=None)
    newest = notes.select_related("author", "turn__participant").order_by("-created_at", "-pk")[:RECENT]
    counts = {"count": notes.count(), "hidden": standing.exclude(hidden_at=None).count()}
    return counts | {"newest": [_noticed(note) for note in newest]}


def _noticed(note):
    turn = note.turn and str(note.turn.participant)
    about = {"lens": note.lens, "lens_word": note.get_lens_display(), "text": note.text, "at": note.created_at}
    return about | {"noticed": note.pk, "person": note.author.number, "city": note.author.city, "of": turn}


def as_data(workshop, bowl=None, staff=False, participant=None):
    """A circle for scripts: what a participant may see with their own part; for those who run it, everything."""
    own = participant and Fishbowl.of(participant)
    bowl = bowl or own or Fishbowl.live_in(workshop)
    state = circle(workshop, bowl) | {"bowls": overview.listed(workshop), "own": own and own.number}
    mine = {"me": _own_part(state, participant)} if participant and own == bowl else {}
    if staff:
        heard = voices(workshop, bowl)
        about = {"voices": heard, "proposal": proposal(state), "lease": lease(workshop, bowl)}
        about["silence"] = help_in_silence(workshop, state, heard, bowl)
        about |= {"topics": topics(workshop, bowl), "noticed": heard_outside(workshop, bowl)}
        about["standby"] = standing_by(bowl, state)
        about["neighbours"] = neighbours.waiting(workshop, bowl)
        return state | about | mine
    public = {name: value for name, value in state.items() if name not in FOR_STAFF}
    queue = [{name: wish[name] for name in FOR_ALL} for wish in state["queue"]]
    chairs = [_without(chair, CHAIR_FOR_STAFF) for chair in state["chairs"]]
    called = [_without(chair, CHAIR_FOR_STAFF) for chair in state["called"]]
    needed = state["release"] and {name: state["release"][name] for name in ("since", "ends_at", "overdue")}
    return public | {"queue": queue, "chairs": chairs, "called": called, "release": needed} | mine


def _own_part(state, participant):
    return situation(state, participant) | {"looks_after": neighbours.looked_after(participant, state)}


def lease(workshop, bowl=None):
    """Who moderates: {"role", "epoch", "taken_at", "silent", "mark"}; the mark is what one's own page compares."""
    bowl = bowl or Fishbowl.live_in(workshop)
    held = bowl and lease_of(bowl)
    if not held or not held.console:
        return {"role": "", "epoch": held.epoch if held else 0, "taken_at": None, "silent": False, "mark": ""}
    about = {"role": held.role, "epoch": held.epoch, "taken_at": held.taken_at}
    return about | {"silent": is_silent(held, timezone.now()), "mark": mark_of(held.console)}


def mark_of(console):
    """A browser's mark as everybody may see it: who holds it knows it, nobody can make it into the secret."""
    return hashlib.sha256(console.encode()).hexdigest()[:12] if console else ""


def topics(workshop, bowl=None):
    """What the circle may talk about, in the order of being added: {"topic", "text", "question", "state", "of"}."""
    bowl = bowl or Fishbowl.live_in(workshop)
    rows = Topic.objects.filter(fishbowl=bowl and bowl.pk)
    rows = rows.select_related("question__case", "statement", "comes_from")
    return [_topic(topic) for topic in rows]


def parked(bowl):
    """What was parked for later in this circle, and is no topic of it yet."""
    if bowl is None:
        return []
    taken = {folded(text) for text in bowl.topics.values_list("text", flat=True)}
    words = bowl.moves.filter(kind=Move.Kind.PARK).exclude(text="").values_list("text", flat=True)
    return [text for text in dict.fromkeys(words) if folded(text) not in taken]


def history(workshop, bowl=None, conduct=False):
    """What was done at the circle, in words, the newest first; `conduct`: also who may not ask."""
    return telling.history(bowl or Fishbowl.live_in(workshop), conduct=conduct)


def _topic(topic):
    state = "ended" if topic.ended_at else "running" if topic.started_at else "waiting"
    case = topic.question and topic.question.case
    about = {"question": topic.question_id, "case": case and case.number, "city": case.city if case else ""}
    about["of"] = topic.comes_from.title if topic.comes_from else ""
    return {"topic": topic.pk, "text": topic.words, "state": state, **about}


def _waits_for_check(participant):
    """Whether something that was taken down of somebody has neither been agreed to nor refused."""
    unsaid = {"checked_at": None, "refused_at": None, "withdrawn_at": None, "hidden_at": None}
    return participant.statements.filter(**unsaid).exists()


def _mine_to_speak(state, participant):
    """In the closing round it goes from chair to chair; while satellites write, nobody speaks; else it is anybody's."""
    closing, satellites = state["closing"], state["satellites"]
    if satellites and satellites["part"] == "write":
        return False
    return closing is None or bool(closing["next"]) and closing["next"]["person"] == participant.number


def _without(row, names):
    return {name: value for name, value in row.items() if name not in names}


def _tag(here, state, participant):
    """The last command about a person is in it too: a picture with a key that was used must not come back."""
    told = zlib.crc32(json.dumps([here, state["counts"], state["topic"]], default=str, sort_keys=True).encode())
    steps = Step.objects.filter(workshop=participant.workshop_id, about=participant.pk)
    last = steps.order_by("-seq").values_list("seq", flat=True).first()
    return f"{participant.pk}-{here['sign']}-{told:x}-{last}"


def _next_chair(state):
    last = max((chair["number"] for chair in state["chairs"]), default=0)
    return last + 1 if last < 12 else None


def register():
    live.fragment("circle", template="fishbowl/_circle.html", scene=lambda workshop: on_phones(workshop))
    overview.register(on_phones, desk, screen)
    stages.sight("console", "fishbowl", "fishbowl/_console.html", on_console)
    stages.sight("console-forms", "fishbowl", "fishbowl/_console_forms.html", console_forms)
    stages.sight("projector", "fishbowl", "fishbowl/_projector.html", on_projector)
    stages.screens(overview.screens)
    stages.page("fishbowl", "fishbowl:circle")
