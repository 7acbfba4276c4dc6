"""The moderator's place: who has it, how it changes hands, and how a command is taken back."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fishbowl.journal import TABLES, acting, facts, rich
from fishbowl.models import Fishbowl, Lease, Step, Turn
from fishbowl.rules import clock, company, duties, floor, ways, who
from fishbowl.rules.command import bowl_of, command, pictures_of
from workshop import live
from workshop.access import ORGANIZER
from workshop.models import Workshop
from workshop.refusals import NotNow

FACILITATOR = "facilitator"
CLOCK = clock.Clock()
MAY_BE_UNDONE = 20  # of the last commands
NEVER_UNDONE = (
    *("take_over", "hand_over", "undo", "merge", "left", "block", "unblock", "bowl_added", "bowl_named", "synthesis"),
    *("retopic", "question", "capture", "point", "satellite_asks"),
    *("neighbour", "neighbour_added", "neighbour_declined", "neighbour_off"),
)
# Fields that follow from others: they stand in nobody's way, and come right by themselves.
INCIDENTAL = {
    "chair": {"version"},
    "bowl": {"room_needed_at"},
    "entry": {"still_asked_at", "overtaken", "by_replies", "set_back"},
}


# --- who moderates -----------------------------------------------------------------------------
def take_over(*, workshop, by, sure=False, bowl=None, key=None):
    """This console moderates from now on. Where another does and is still heard of, that is said twice (`sure`).

    The same press again answers as it did first, with that epoch, whoever moderates by now.
    """
    by = who.said(by)
    with live.changing(workshop) as room:
        bowl = bowl_of(room, bowl)
        room.show(*pictures_of(bowl, ("console",)))
        lease = who.lease_of(bowl)
        if known := _taken_with(room, key):
            return Lease(fishbowl=bowl, console=by.console, epoch=known)
        if lease.console == by.console:
            return lease
        needs_word = lease.console and not who.is_silent(lease, timezone.now()) and by.role != ORGANIZER
        if needs_word and not sure:
            raise NotNow(_("Somebody moderates at another screen. Press once more to take over."))
        with acting(room, bowl, "take_over", role=by.role, by=by.person, key=key) as act:
            return who.take(act, lease, by)


def _taken_with(room, key):
    """The epoch that this press began when it arrived first, or None."""
    step = key and Step.objects.filter(workshop=room.pk, command="take_over", client_key=key).first()
    return step and step.changes[0][3]["epoch"]


def hand_over(*, workshop, by, bowl=None, key=None):
    """The moderator's place is free: the next console that takes it has it."""
    about = {"workshop": workshop, "bowl": bowl, "by": who.said(by), "key": key}
    with command("hand_over", moderating=True, show=("console",), **about) as act:
        lease = who.lease_of(act.bowl)
        return act.set(lease, console="", epoch=lease.epoch + 1) if lease.console else lease


def heartbeat(*, workshop, by, bowl=None):
    """The console that moderates is still there. Nothing is kept but the time, and shown only to whoever missed it."""
    now, bowl = timezone.now(), bowl or Fishbowl.live_in(workshop)
    mine = Lease.objects.filter(fishbowl=bowl, console=who.said(by).console).exclude(console="")
    missed = any(who.is_silent(lease, now) for lease in mine)
    heard = mine.update(heartbeat_at=now)
    if missed:
        _show_the_console(workshop, bowl)
    return heard


# --- what happens by itself --------------------------------------------------------------------
def expire(*, workshop):
    """Calls that have run out give their chairs back, and what follows by rule follows."""
    with live.changing(workshop, "circle", "console", "projector") as room:
        for bowl in Fishbowl.all_in(room):
            duties.expire_calls(room, bowl)
            duties.end_moves(room, bowl)
            ways.open_up(room, bowl, timezone.now())
            duties.follow(room, bowl)
            duties.tell_who_is_asked_for_room(room, bowl)


def expire_everywhere():
    """In every workshop where something has run out, or a moment has come: done every second by each process."""
    for_all, for_console = CLOCK.passed()
    due = for_all | duties.due_in()
    for workshop in Workshop.objects.filter(pk__in=due | for_console):
        if workshop.pk in due:
            expire(workshop=workshop)
        else:
            _show_the_console(workshop)


def _show_the_console(workshop, bowl=None):
    with live.changing(workshop, *(pictures_of(bowl, ("console",)) if bowl else ("console",))):
        pass


# --- taking back -------------------------------------------------------------------------------
def undo(*, workshop, seq, bowl=None, by=FACILITATOR):
    """Take one of the last twenty commands back, where nothing later rests on it. Both stay in the journal."""
    with command("undo", workshop=workshop, bowl=bowl, by=by) as act:
        step = Step.objects.filter(workshop=act.room.pk, fishbowl=act.bowl.pk, seq=seq).first()
        if step and Step.objects.filter(workshop=act.room.pk, undoes=seq).exists():
            return step
        if step is None or step.pk not in {each.pk for each in undoable(act.bowl)}:
            raise NotNow(_("This can't be taken back any more."))
        _refuse_later(step)
        act.undoes = step.seq
        try:
            with transaction.atomic():
                _reverse(act, step)
                _refuse_elsewhere(act, step)
        except IntegrityError:
            raise NotNow(_later()) from None
        return step


def undoable(bowl):
    """The last twenty commands that people gave in a circle and that still stand, the newest first."""
    steps = Step.objects.filter(workshop=bowl.workshop_id, fishbowl=bowl.pk)
    undone = steps.exclude(undoes=None).values_list("undoes", flat=True)
    standing = steps.exclude(role="system").filter(undoes=None).exclude(seq__in=set(undone))
    return list(standing.exclude(command__in=NEVER_UNDONE).order_by("-seq")[:MAY_BE_UNDONE])


def _refuse_later(step):
    """Nothing that a later standing command changed, or made on top of it, is touched by this one."""
    later = Step.objects.filter(workshop=step.workshop, seq__gt=step.seq).order_by("seq")
    undone = set(later.exclude(undoes=None).values_list("undoes", flat=True))
    standing = [each for each in later if each.undoes is None and each.seq not in undone]
    mine = {(table, pk): _fields(table, was, now) for table, pk, was, now in step.changes}
    made = {(f"{table}_id", pk) for table, pk, was, _now in step.changes if was is None}
    for each in standing:
        for table, pk, was, now in each.changes:
            touched = mine.get((table, pk), set()) & _fields(table, was, now)
            rests = was is None and made & set((now or {}).items())
            if touched or rests:
                raise NotNow(_later())


def _fields(table, was, now):
    return set(was or now or {}) - INCIDENTAL.get(table, set())


def _reverse(act, step):
    for table, pk, was, now in reversed(step.changes):
        row = TABLES[table].objects.filter(pk=pk).first()
        if row is None:
            raise NotNow(_later())
        if was is None:
            act.remove(row)
            continue
        fields = {name: value for name, value in was.items() if name not in INCIDENTAL.get(table, set())}
        if any(facts(row)[name] != now[name] for name in fields):
            raise NotNow(_later())
        if table == "chair":
            fields["version"] = row.version + 1
        target = act.bowl if row == act.bowl else row
        act.set(target, **{name: rich(type(row), name, value) for name, value in fields.items()})
        if isinstance(row, Turn):
            floor.relink(Turn.objects.select_related("participant").get(pk=pk))
        if participant := getattr(row, "participant", None):
            act.poke(participant)


def _refuse_elsewhere(act, step):
    """Of several circles, nobody is brought back to a chair or a queue of one that they have left since."""
    rows = [TABLES[table].objects.filter(pk=pk).first() for table, pk, _was, _now in step.changes]
    people = {row.participant_id for row in rows if hasattr(row, "participant_id")}
    people |= {(was or now).get("participant_id") for _table, _pk, was, now in step.changes if was or now}
    if company.are_elsewhere(act.room, people - {None}):
        raise NotNow(_later())


def _later():
    return _("Something that came later rests on it. Take that back first.")
