"""The synthesis: one or two people bring what each circle said to a circle in which all meet."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fishbowl.actions.company import new_bowl
from fishbowl.actions.phases import end
from fishbowl.journal import acting
from fishbowl.models import MOST_RAPPORTEURS, Chair, Fishbowl, Rapporteur, Topic
from fishbowl.rules import coming, company, line, seats, ways
from fishbowl.rules.command import command
from fishbowl.rules.who import said
from workshop.models import Statement
from workshop.refusals import AskFirst, NotNow

FACILITATOR = "facilitator"
OPEN_CHAIRS, FEWEST_OPEN = 2, 1  # beside those kept for the rapporteurs; one where there are many circles
LINES = 3  # statements of a circle that is asked for none in particular
SPOKEN = (Statement.Kind.STATEMENT, Statement.Kind.QUOTE)


def plan_synthesis(*, workshop, by=FACILITATOR, key=None):
    """A circle in which all meet at the end, of the usual kind: a core chair for each circle, and two that are open.

    Eleven circles leave one open chair; of twelve the last one's voice will stand first in the queue.
    """
    with command("bowl_added", workshop=workshop, bowl=Fishbowl.live_in(workshop), by=by, key=key) as act:
        bowls = Fishbowl.all_in(act.room)
        if known := next((bowl for bowl in bowls if bowl.is_synthesis), None):
            return known
        if len(bowls) < 2:
            raise NotNow(_("A synthesis needs several circles."))
        core = min(max(2, len(bowls)), seats.MOST_CHAIRS - FEWEST_OPEN)
        kinds = [Chair.Kind.CORE] * core + [Chair.Kind.OPEN] * min(OPEN_CHAIRS, seats.MOST_CHAIRS - core)
        act.room.show(*company.SCREENS)
        act.result = new_bowl(act, like=bowls[0], chairs=kinds, is_synthesis=True, variant=ways.OPEN)
        return act.result


def without_chair(workshop, together=None):
    """How many of those who speak for the circles will find no chair in the synthesis; one of each at least speaks."""
    circles = Fishbowl.objects.filter(workshop=workshop, is_example=False, is_synthesis=False).count()
    if together is None:
        return max(0, circles - (seats.MOST_CHAIRS - FEWEST_OPEN))
    core = together.chairs.filter(kind=Chair.Kind.CORE, retired_at=None).count()
    more = seats.MOST_CHAIRS - together.chairs.order_by("number").last().number
    return max(0, max(circles, _named(workshop).count()) - core - more)


# --- who speaks for a circle, and what it brings -----------------------------------------------
def name_rapporteur(*, bowl, participant, by=FACILITATOR, key=None):
    """Somebody brings what this circle said to the synthesis; two at most."""
    with command("rapporteur", workshop=bowl.workshop, bowl=bowl, about=participant, by=by, key=key) as act:
        named = Rapporteur.objects.filter(participant=participant, ended_at=None).select_related("fishbowl").first()
        if named and named.fishbowl_id == act.bowl.pk:
            return named
        line.refuse_blocked(act.bowl, participant, said(by))
        if named:
            names = {"who": participant, "circle": named.fishbowl.title}
            raise NotNow(_("%(who)s speaks for another circle already: %(circle)s.") % names)
        taken = set(act.bowl.rapporteurs.filter(ended_at=None).values_list("place", flat=True))
        place = next((each for each in range(1, MOST_RAPPORTEURS + 1) if each not in taken), None)
        if place is None or act.bowl.is_synthesis:
            raise NotNow(_("Two people at most speak for a circle."))
        act.result = act.new(Rapporteur, fishbowl=act.bowl, participant=participant, place=place, named_at=act.now)
        return act.result


def drop_rapporteur(*, rapporteur, by=FACILITATOR, key=None):
    """Somebody else is to speak for the circle."""
    bowl, who = rapporteur.fishbowl, rapporteur.participant
    with command("rapporteur_off", workshop=bowl.workshop, bowl=bowl, about=who, by=by, key=key) as act:
        rapporteur = Rapporteur.objects.get(pk=rapporteur.pk)
        return act.set(rapporteur, ended_at=rapporteur.ended_at or act.now)


def bring(*, bowl, text="", statement=None, by=FACILITATOR, key=None):
    """A line of this circle for the synthesis: typed, or what somebody said in it; it becomes a topic there."""
    with command("line", workshop=bowl.workshop, bowl=bowl, by=by, key=key) as act:
        together = synthesis_of(act.room)
        known = act.repeated(Topic) or (statement and together.topics.filter(statement=statement).first())
        if known:
            return act.set(known, ended_at=None) if statement and known.started_at is None else known
        act.result = _brought(act, together, act.bowl, text=text, statement=statement)
        return act.result


def leave_out(*, topic, by=FACILITATOR, key=None):
    """A line stays out of the synthesis; once it was talked about, it stands."""
    bowl = topic.comes_from
    with command("line_off", workshop=bowl.workshop, bowl=bowl, by=by, key=key) as act:
        topic = Topic.objects.get(pk=topic.pk)
        if topic.started_at:
            raise NotNow(_("The synthesis has talked about this already."))
        return act.set(topic, ended_at=topic.ended_at or act.now)


def synthesis_of(room):
    """The circle in which all meet; NotNow where none is planned."""
    found = next((bowl for bowl in Fishbowl.all_in(room) if bowl.is_synthesis), None)
    if found is None:
        raise NotNow(_("No synthesis is planned yet."))
    return found


def statements_of(bowl):
    """What was taken down in this circle and stands, the newest first."""
    said_here = Statement.objects.filter(caught__turn__fishbowl=bowl, kind__in=SPOKEN)
    return said_here.filter(refused_at=None, withdrawn_at=None, hidden_at=None).order_by("-created_at", "-pk")


def _brought(act, together, bowl, **words):
    act.room.show(*company.SCREENS)
    return act.new(Topic, fishbowl=together, comes_from=bowl, **words)


# --- all meet ----------------------------------------------------------------------------------
def begin_synthesis(*, workshop, sure=False, by=FACILITATOR, key=None):
    """All circles end and meet in one: rapporteurs on its core chairs, their circles' lines as its topics.

    From now on it is everybody's circle. A circle that brings no line brings what was taken down in it last. Where one
    still talks, or nobody speaks for it, that is asked first; `sure` is the answer.
    """
    together = synthesis_of(workshop)
    with command("synthesis", workshop=workshop, bowl=together, by=by, key=key) as act:
        if act.bowl.opened_at:
            return act.bowl
        beside = [bowl for bowl in Fishbowl.all_in(act.room) if not bowl.is_synthesis]
        if not sure:
            _ask_first(beside, without_chair(act.room, act.bowl))
        for bowl in beside:
            _end(act, bowl)
            _bring_the_last(act, bowl)
        act.set(act.bowl, opened_at=act.now)
        _seat_rapporteurs(act)
        act.room.show(*company.SCREENS)
        act.room.poke_all()
        return act.bowl


def _ask_first(beside, standing):
    talking = [bowl.title for bowl in beside if not bowl.is_over]
    alone = [bowl.title for bowl in beside if not bowl.rapporteurs.filter(ended_at=None).exists()]
    sentences = []
    if talking:
        sentences.append(
            _("These circles have not ended, and will end now: %(circles)s.") % {"circles": ", ".join(talking)}
        )
    if alone:
        sentences.append(_("Nobody speaks for these circles yet: %(circles)s.") % {"circles": ", ".join(alone)})
    if sentences and standing:
        sentences.append(stand_first(standing))
    if sentences:
        raise AskFirst(" ".join(sentences))


def _end(act, bowl):
    if bowl.is_over:
        return
    by = said(act.role)
    with acting(act.room, bowl, "finish", role=by.role, by=act.by) as ending:
        ending.now = act.now  # who gets up there sits down here in the same moment
        end(ending)


def _bring_the_last(act, bowl):
    """Oldest first; what was left out by hand stays out."""
    if act.bowl.topics.filter(comes_from=bowl, ended_at=None).exists():
        return
    known = set(act.bowl.topics.exclude(statement=None).values_list("statement", flat=True))
    for statement in reversed(statements_of(bowl).exclude(pk__in=known)[:LINES]):
        _brought(act, act.bowl, bowl, statement=statement)


def stand_first(count):
    """What becomes of those who speak for a circle and find no chair."""
    return ngettext(
        "%(n)s person who speaks for a circle finds no chair in the synthesis, and stands first in its queue.",
        "%(n)s people who speak for a circle find no chair in the synthesis, and stand first in its queue.",
        count,
    ) % {"n": count}


def _named(room):
    """Who speaks for which circle: the first of each before the second of any."""
    named = Rapporteur.objects.filter(fishbowl__workshop=room, ended_at=None, participant__left_at=None)
    return named.select_related("participant").order_by("place", "fishbowl__number")


def _seat_rapporteurs(act):
    """In the order of their circles; more core chairs are put out where there are more of them, twelve in all.

    Whoever finds none waits, and nobody's arrival sets them back.
    """
    core = list(act.bowl.chairs.filter(kind=Chair.Kind.CORE, retired_at=None))
    for rapporteur in _named(act.room):
        line.end_all(act, rapporteur.participant, "withdrawn")
        if chair := core.pop(0) if core else _one_more(act):
            coming.sit(act, chair, rapporteur.participant)
        else:
            wish = coming.line_up(act, rapporteur.participant, made_by=said(act.role).role)
            act.set(wish, pinned_at=act.now)
        act.poke(rapporteur.participant)


def _one_more(act):
    last = act.bowl.chairs.order_by("number").last().number
    if last >= seats.MOST_CHAIRS:
        return None
    return act.new(Chair, fishbowl=act.bowl, number=last + 1, kind=Chair.Kind.CORE)
