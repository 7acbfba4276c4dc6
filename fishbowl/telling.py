"""The journal in words: who did what, the newest first, and what can still be taken back."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fishbowl.actions.desk import undoable
from fishbowl.models import Step
from workshop.models import RoleLink
from workshop.text import sentence

SHOWN = 50
TOLD = {
    "add_chair": gettext_lazy("one more chair"),
    "abort": gettext_lazy("broke the circle off"),
    "ask_release": gettext_lazy("asked %(who)s for the chair"),
    "back_to_running": gettext_lazy("took the last call back"),
    "block": gettext_lazy("asked %(who)s not to ask for a chair"),
    "bowl_added": gettext_lazy("added a circle"),
    "bowl_named": gettext_lazy("changed the name of the circle"),
    "satellite_asks": gettext_lazy("%(who)s brought a question"),
    "call": gettext_lazy("called %(who)s"),
    "call_promised": gettext_lazy("called %(who)s at the promised time"),
    "call_standing_by": gettext_lazy("called %(who)s, who had agreed to come"),
    "capture": gettext_lazy("took down what was said"),
    "change_group": gettext_lazy("changed the group"),
    "choose": gettext_lazy("%(who)s came to this circle"),
    "chair_kind": gettext_lazy("changed what a chair is for"),
    "decline": gettext_lazy("%(who)s let the next person go first"),
    "defer": gettext_lazy("%(who)s let others go first"),
    "finish": gettext_lazy("ended the circle"),
    "floor": gettext_lazy("%(who)s has the floor"),
    "floor_none": gettext_lazy("ended the turn"),
    "hand_over": gettext_lazy("gave the moderator’s place away"),
    "keep_chair": gettext_lazy("%(who)s keeps the chair"),
    "last_call": gettext_lazy("made the last call"),
    "leave": gettext_lazy("%(who)s left the chair"),
    "left": gettext_lazy("%(who)s went home"),
    "merge": gettext_lazy("%(who)s was noted twice"),
    "moderator_speaks": gettext_lazy("the moderator speaks"),
    "move": gettext_lazy("made a move"),
    "move_ends": gettext_lazy("ended a move"),
    "neighbour": gettext_lazy("%(who)s named somebody who sits next to them"),
    "neighbour_added": gettext_lazy("added who sits next to %(who)s"),
    "neighbour_declined": gettext_lazy("did not add who sits next to %(who)s"),
    "neighbour_off": gettext_lazy("%(who)s let go of whom they had named"),
    "offer_chair": gettext_lazy("%(who)s makes room"),
    "offer_expired": gettext_lazy("the call to %(who)s ran out"),
    "line": gettext_lazy("took a line over for the synthesis"),
    "line_off": gettext_lazy("left a line out of the synthesis"),
    "open_lobby": gettext_lazy("opened the circle"),
    "part": gettext_lazy("began another part"),
    "passes": gettext_lazy("kept the chair for %(who)s, who stood behind it"),
    "pause": gettext_lazy("paused"),
    "pin": gettext_lazy("chose what the projector shows"),
    "place_before": gettext_lazy("moved %(who)s in the queue"),
    "placed": gettext_lazy("%(who)s came to this circle"),
    "point": gettext_lazy("%(who)s left a point in writing"),
    "presence": gettext_lazy("%(who)s is away, or back"),
    "promise": gettext_lazy("promised %(who)s a time"),
    "promise_off": gettext_lazy("took a promised time back"),
    "question": gettext_lazy("changed the question"),
    "rapporteur": gettext_lazy("%(who)s speaks for the circle"),
    "rapporteur_off": gettext_lazy("%(who)s does not speak for the circle any more"),
    "rejoin": gettext_lazy("%(who)s waits again"),
    "release": gettext_lazy("freed the chair of %(who)s"),
    "remove": gettext_lazy("took %(who)s off the queue"),
    "reopen": gettext_lazy("opened the circle again"),
    "request": gettext_lazy("%(who)s asks to be heard"),
    "resolve": gettext_lazy("heard %(who)s on how we work"),
    "restore": gettext_lazy("%(who)s did not mean to withdraw"),
    "resume": gettext_lazy("went on"),
    "returned": gettext_lazy("%(who)s is back, and waits again"),
    "retire_chair": gettext_lazy("put a chair aside"),
    "retopic": gettext_lazy("%(who)s changed the topic of a wish"),
    "round_over": gettext_lazy("the group’s time was up"),
    "seat": gettext_lazy("seated %(who)s"),
    "set_gate": gettext_lazy("opened or closed the queue"),
    "settings": gettext_lazy("changed how the circle is set"),
    "sit": gettext_lazy("%(who)s sat down"),
    "spread": gettext_lazy("spread the people over the circles"),
    "stand": gettext_lazy("%(who)s stands behind a chair"),
    "stand_by": gettext_lazy("agreed with %(who)s to come if nobody does"),
    "stand_by_off": gettext_lazy("does not count on %(who)s any more"),
    "start": gettext_lazy("started the circle"),
    "start_closing": gettext_lazy("began the closing round"),
    "still_asked": gettext_lazy("asked whether %(who)s still wants the chair"),
    "still_wanted": gettext_lazy("%(who)s still wants the chair"),
    "synthesis": gettext_lazy("brought all circles together"),
    "take_over": gettext_lazy("moderates from now on"),
    "topic": gettext_lazy("added a topic"),
    "topic_ends": gettext_lazy("ended a topic"),
    "topic_starts": gettext_lazy("began a topic"),
    "turn_corrected": gettext_lazy("corrected who spoke instead of %(who)s"),
    "turn_rests": gettext_lazy("stopped the clock of the turn"),
    "turn_runs": gettext_lazy("let the clock of the turn go on"),
    "turn_time": gettext_lazy("changed the time of the turn"),
    "unblock": gettext_lazy("let %(who)s ask again"),
    "undo": gettext_lazy("took a command back"),
    "withdraw": gettext_lazy("%(who)s withdrew"),
}
UNTOLD = ("follows",)
CONDUCT = ("block", "unblock")  # for whoever leads the workshop alone


def history(bowl, shown=SHOWN, conduct=False):
    """The last steps of a circle: {"seq", "at", "command", "words", "role", "about", "undone", "may_undo"}."""
    if bowl is None:
        return []
    untold = UNTOLD if conduct else (*UNTOLD, *CONDUCT)
    steps = Step.objects.filter(workshop=bowl.workshop_id, fishbowl=bowl.pk).exclude(command__in=untold)
    steps = list(steps.order_by("-seq")[:shown])
    about = [step.about for step in steps]
    people = {person.pk: person for person in bowl.workshop.participants.filter(pk__in=about)}
    undone = set(Step.objects.filter(workshop=bowl.workshop_id).exclude(undoes=None).values_list("undoes", flat=True))
    may = {step.seq for step in undoable(bowl)}
    return [_step(step, people, undone, may) for step in steps]


def _step(step, people, undone, may):
    who = people.get(step.about)
    return {
        "seq": step.seq,
        "at": step.at,
        "command": step.command,
        "words": sentence(str(TOLD.get(step.command, step.command)), who=str(who or _("somebody"))),
        "role": step.role,
        "role_word": dict(RoleLink.Role.choices).get(step.role, ""),
        "about": who.number if who else None,
        "undone": step.seq in undone,
        "undoes": step.undoes,
        "may_undo": step.seq in may,
    }
