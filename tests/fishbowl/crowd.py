"""A crowd that presses everything in any order: the machine of test_machine.py, with its clock and what must hold."""

import uuid
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from fishbowl import actions, journal
from fishbowl.actions.desk import undoable
from fishbowl.circle import circle
from fishbowl.models import Absence, Chair, Entry, Fishbowl, Lease, ModeratorTurn, Stay, Step, Turn
from fishbowl.rules import floor
from fishbowl.rules.phase import TALKING
from fishbowl.rules.ways import NOBODY_CALLS
from fishbowl.situation import situation
from tests.conftest import make_workshop, person
from workshop.actions import leave as go_home
from workshop.models import Participant, Statement
from workshop.refusals import NotNow

CITIES = ("Quito", "Dakar", "Lyon", "Quito", "Porto", "Dakar", "Quito", "Lima")
CONSOLES = ("one", "two", "three")
PHASES = (actions.open_lobby, actions.start, actions.last_call, actions.back_to_running, actions.start_closing)
ENDS = (actions.finish, actions.reopen)
HELD = {"called", "taken"}

who = some.integers(0, 7)
helper = some.sampled_from([None, None, None, "steward", "facilitator", "note_taker"])
chair = some.sampled_from([None, 1, 2, 3, 4, 5, 6, 7])
nth = some.integers(0, 5)
kinds = some.sampled_from(Entry.Kind.values)


class Clock:
    """The server's clock, moved by hand: everything asks it through django.utils.timezone."""

    def __init__(self):
        self.ahead, self.real = timedelta(), timezone.datetime
        clock = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz=None):
                return clock.real.now(tz=tz) + clock.ahead

        timezone.datetime = Moved

    def stop(self):
        timezone.datetime = self.real


class Crowd(RuleBasedStateMachine):
    """Eight people, three consoles and helpers at one circle."""

    commands = refusals = 0  # of all runs

    def __init__(self):
        super().__init__()
        self.before = transaction.savepoint()
        self.clock = Clock()
        self.room = make_workshop()
        self.people = [person(self.room, f"Person {n}", city) for n, city in enumerate(CITIES)]
        self.bowl = self.room.fishbowls.get()
        self.said = []  # every press so far: (action, what it took)
        self.passed = Counter()  # how often each wish was overtaken, counted from outside
        self.known = {}  # the epoch each console saw last
        self.steps = []

    def teardown(self):
        try:
            steps = Step.objects.filter(workshop=self.room.pk).order_by("seq").values_list("seq", "hash")
            assert list(steps)[: len(self.steps)] == self.steps
            assert journal.first_break(self.room.pk) is None
            assert list(journal.differences(self.room.pk)) == []
            self._everything_is_told()
        finally:
            self.clock.stop()
            transaction.savepoint_rollback(self.before)

    # --- pressing --------------------------------------------------------------------------------
    def press(self, action, **takes):
        """One command; what it led to, or None where it was refused. A refusal leaves nothing behind."""
        Crowd.commands += 1
        self.said.append((action, takes))
        before = self.line()
        try:
            with transaction.atomic():
                done = action(**takes)
        except NotNow as refusal:
            Crowd.refusals += 1
            assert str(refusal.sentence)
            done = None
        if action is actions.ask:
            self._count_the_overtaken(before)
        return done

    def _count_the_overtaken(self, before):
        after = self.line()
        new = [n for n, entry in enumerate(after) if entry not in before]
        for at in new:
            self.passed.update(entry for entry in after[at + 1 :] if entry in before)

    def line(self):
        return list(self.bowl.waiting().order_by("place").values_list("pk", flat=True))

    def key(self):
        return uuid.uuid4()

    def some_of(self, rows, n):
        rows = list(rows)
        return rows[n % len(rows)] if rows else None

    # --- before it begins ------------------------------------------------------------------------
    @initialize(
        order=some.sampled_from(Fishbowl.Order.values),
        way=some.sampled_from(Fishbowl.Way.values),
        free=some.integers(0, 2),
        chairs=some.integers(2, 6),
        started=some.booleans(),
        variant=some.sampled_from(Fishbowl.Variant.values),
    )
    def set_out(self, order, way, free, chairs, started, variant):
        for number in range(chairs + 1, 7):
            actions.put_aside(workshop=self.room, number=number)
        if (order, way) == ("pick", "autopilot"):  # refused: nobody is called by itself where the moderator chooses
            way = "moderated"
        actions.change_settings(workshop=self.room, order=order, way_in=way, keep_free=free, variant=variant)
        if not started:
            Fishbowl.objects.filter(pk=self.bowl.pk).update(started_at=None)
        self.order = order

    # --- the queue -------------------------------------------------------------------------------
    @rule(n=who, kind=kinds, change=some.booleans(), by=helper)
    def ask(self, n, kind, change, by):
        self.press(actions.ask, participant=self.people[n], kind=kind, change=change, by=by, key=self.key())

    @rule(n=who, kind=kinds)
    def ask_once_more(self, n, kind):
        self.ask(n=n, kind=kind, change=False, by=None)

    @rule(n=who, by=helper)
    def withdraw(self, n, by):
        self.press(actions.withdraw, participant=self.people[n], by=by, key=self.key())

    @rule(n=who)
    def restore(self, n):
        last = self.people[n].entries.order_by("-pk").first()
        self.press(actions.restore, participant=self.people[n], entry=last and last.pk, key=self.key())

    @rule(n=who, end=some.booleans(), by=helper)
    def defer(self, n, end, by):
        self.press(actions.defer, participant=self.people[n], end=end, by=by, key=self.key())

    @rule(n=who)
    def rejoin(self, n):
        self.press(actions.rejoin, participant=self.people[n], key=self.key())

    @rule(n=who)
    def decline(self, n):
        self.press(actions.decline, participant=self.people[n], key=self.key())

    @rule(n=who)
    def still_wanted(self, n):
        self.press(actions.still_wanted, participant=self.people[n])

    @rule(n=nth, stale=some.booleans())
    def call(self, n, stale):
        if wish := self.some_of(self.bowl.entries.filter(ended_at=None).select_related("fishbowl", "participant"), n):
            self.press(actions.call, entry=wish, seen=wish.stays.count() - stale, key=self.key())

    @rule()
    def call_the_next(self):
        state = circle(self.room)
        if state["queue"]:
            wish = Entry.objects.select_related("fishbowl__workshop", "participant").get(pk=state["queue"][0]["entry"])
            self.press(actions.call, entry=wish, seen=state["queue"][0]["calls"], key=self.key())

    @rule(n=nth, m=nth)
    def place_before(self, n, m):
        wishes = self.bowl.entries.filter(ended_at=None).select_related("fishbowl__workshop", "participant")
        if wishes:
            entry, other = self.some_of(wishes, n), self.some_of(wishes, m)
            self.press(actions.place_before, entry=entry, other=other, key=self.key())

    @rule(n=nth, heard=some.booleans())
    def remove_or_hear(self, n, heard):
        if wish := self.some_of(self.bowl.entries.select_related("fishbowl__workshop", "participant"), n):
            self.press(actions.resolve if heard else actions.remove, entry=wish, key=self.key())

    @rule(n=nth)
    def ask_whether_still(self, n):
        if wish := self.some_of(self.bowl.entries.select_related("fishbowl__workshop", "participant"), n):
            self.press(actions.still_asked, entry=wish, key=self.key())

    # --- the chairs ------------------------------------------------------------------------------
    @rule(n=who, number=chair)
    def take(self, n, number):
        self.press(actions.take, participant=self.people[n], chair=number, key=self.key())

    @rule(n=who)
    def sit_down(self, n):
        self.press(actions.take, participant=self.people[n], key=self.key())

    @rule(n=who, number=chair, instead=some.booleans(), move=some.booleans())
    def seat(self, n, number, instead, move):
        takes = {"participant": self.people[n], "chair": number, "instead": instead, "move": move}
        self.press(actions.seat, key=self.key(), **takes)

    @rule(n=who, by=helper)
    def leave(self, n, by):
        self.press(actions.leave, participant=self.people[n], by=by, key=self.key())

    @rule(n=who, keep=some.booleans())
    def offer(self, n, keep):
        self.press(actions.keep_chair if keep else actions.offer_chair, participant=self.people[n], key=self.key())

    @rule(n=nth, ask=some.booleans())
    def release(self, n, ask):
        open_stays = Stay.objects.filter(left_at=None).select_related("chair__fishbowl", "participant__workshop")
        if stay := self.some_of(open_stays, n):
            self.press(actions.ask_release if ask else actions.release, stay=stay, key=self.key())

    @rule(number=some.integers(1, 8), out=some.booleans())
    def chairs(self, number, out):
        self.press(actions.put_out if out else actions.put_aside, workshop=self.room, number=number, key=self.key())

    @rule(number=some.integers(1, 6), kind=some.sampled_from(Chair.Kind.values))
    def kind_of_chair(self, number, kind):
        self.press(actions.set_kind, workshop=self.room, number=number, kind=kind, key=self.key())

    # --- the floor -------------------------------------------------------------------------------
    @rule(n=who, off=some.booleans(), stale=some.booleans())
    def speak(self, n, off, stale):
        seen = floor.mark(floor.on_it(self.bowl)) + stale
        takes = {"participant": self.people[n], "seen": seen, "off_chair": off, "by": "facilitator"}
        self.press(actions.floor_to, key=self.key(), **takes)

    @rule(n=who)
    def begin_to_speak(self, n):
        self.press(actions.floor_to, participant=self.people[n], seen=0, key=self.key())

    @rule()
    def silence(self):
        self.press(actions.silence, workshop=self.room, key=self.key())

    @rule(stale=some.booleans(), by=some.sampled_from(["facilitator", "note_taker"]))
    def the_moderator_speaks(self, stale, by):
        seen = floor.mark(floor.on_it(self.bowl)) + stale
        self.press(actions.moderator_speaks, workshop=self.room, seen=seen, by=by, key=self.key())

    @rule(do=some.sampled_from([actions.rest_turn, actions.run_turn]))
    def rest(self, do):
        if turn := self.bowl.turns.select_related("fishbowl__workshop", "participant").last():
            self.press(do, turn=turn, key=self.key())

    @rule(n=who)
    def correct(self, n):
        if turn := self.bowl.turns.select_related("fishbowl__workshop", "participant").last():
            self.press(actions.correct_turn, turn=turn, participant=self.people[n], key=self.key())

    @rule(n=who)
    def take_down(self, n):
        if self.people[n].left_at is None:
            takes = {"workshop": self.room, "text": "It took years.", "kind": "statement"}
            self.press(actions.take_down, speaker=self.people[n], key=self.key(), **takes)

    # --- phases, moves, people -------------------------------------------------------------------
    @rule(do=some.sampled_from(PHASES))
    def phase(self, do):
        self.press(do, workshop=self.room, key=self.key())

    @rule(do=some.sampled_from([actions.pause, actions.resume]))
    def pause(self, do):
        self.press(do, workshop=self.room, key=self.key())

    @precondition(lambda self: len(self.said) > 15)
    @rule(do=some.sampled_from(ENDS))
    def end_or_reopen(self, do):
        self.press(do, workshop=self.room, key=self.key())

    @rule(opened=some.booleans())
    def gate(self, opened):
        self.press(actions.open_queue, workshop=self.room, opened=opened, key=self.key())

    @rule(n=who, number=chair, by=helper)
    def stand(self, n, number, by):
        self.press(actions.stand, participant=self.people[n], chair=number or 1, by=by, key=self.key())

    @rule(variant=some.sampled_from(Fishbowl.Variant.values))
    def another_kind_of_circle(self, variant):
        """Whoever sits, speaks, waits or is called still does."""
        before = self.standing()
        self.press(actions.change_settings, workshop=self.room, variant=variant, key=self.key())
        assert self.standing() >= before

    @rule(part=some.sampled_from(Fishbowl.Part.values))
    def another_part(self, part):
        self.press(actions.begin_part, workshop=self.room, part=part, key=self.key())

    @rule(n=who)
    def bring_a_question(self, n):
        self.press(actions.bring_question, participant=self.people[n], text="Who pays?", key=self.key())

    @rule(n=nth)
    def take_a_question(self, n):
        if brought := self.some_of(self.bowl.brought.select_related("fishbowl__workshop", "question"), n):
            self.press(actions.take_question, brought=brought, key=self.key())

    @rule(stale=some.booleans())
    def change_the_group(self, stale):
        groups = Fishbowl.objects.get(pk=self.bowl.pk).groups
        self.press(actions.change_group, workshop=self.room, seen=groups - stale, key=self.key())

    def standing(self):
        """Wishes, stays and turns that stand; a call that runs out with the command is none."""
        rows = (Entry.objects.filter(ended_at=None), Turn.objects.filter(ended_at=None))
        stays = Stay.objects.filter(left_at=None).exclude(seated_at=None)
        return {(row._meta.model_name, row.pk) for each in (*rows, stays) for row in each}

    @rule(kind=some.sampled_from(["pair", "silence", "invite"]), end=some.booleans())
    def move(self, kind, end):
        if end:
            self.press(actions.end_move, workshop=self.room, key=self.key())
        else:
            self.press(actions.make_move, workshop=self.room, kind=kind, key=self.key())

    @rule(n=who, away=some.booleans())
    def presence(self, n, away):
        self.press(actions.presence, participant=self.people[n], away=away, key=self.key())

    @rule(n=who)
    def goes_home(self, n):
        self.people[n].refresh_from_db()
        if self.people[n].left_at is None:
            go_home(participant=self.people[n])
            self.people[n] = person(self.room, f"Late {len(self.said)}", CITIES[n])

    @rule(n=who, lift=some.booleans())
    def block(self, n, lift):
        self.press(actions.unblock if lift else actions.block, participant=self.people[n], key=self.key())

    @rule(n=who, m=who)
    def merge(self, n, m):
        if n != m:
            self.press(actions.merge, participant=self.people[n], into=self.people[m], key=self.key())
            self.people[n].refresh_from_db()
            if self.people[n].left_at:
                self.people[n] = person(self.room, f"New {len(self.said)}", CITIES[n])

    @rule(n=who, asks=some.booleans())
    def name_neighbour(self, n, asks):
        about = {"name": f"Beside {n}", "city": CITIES[n], "asks": asks, "key": self.key()}
        self.press(actions.name_neighbour, participant=self.people[n], **about)

    @rule(n=nth, deed=some.sampled_from([actions.add_neighbour, actions.decline_neighbour, actions.drop_neighbour]))
    def answer_neighbour(self, n, deed):
        named = self.bowl.neighbours.select_related("fishbowl__workshop", "proposer")
        if neighbour := self.some_of(named, n):
            self.press(deed, neighbour=neighbour, key=self.key())

    @rule(n=who, timed=some.booleans())
    def promise(self, n, timed):
        at = timezone.now() if timed else None
        self.press(actions.promise, participant=self.people[n], at=at, key=self.key())

    @rule()
    def keep_the_promise(self):
        if slot := self.bowl.slots.filter(ended_at=None).select_related("participant", "fishbowl__workshop").first():
            self.press(actions.call_promised, slot=slot, key=self.key())

    @rule(n=some.integers(0, 3))
    def undo(self, n):
        if step := self.some_of(undoable(self.bowl)[:4], n):
            self.press(actions.undo, workshop=self.room, seq=step.seq)

    # --- time ------------------------------------------------------------------------------------
    @rule(seconds=some.sampled_from([1, 6, 31, 130, 200, 1000]))
    def time_passes(self, seconds):
        paused = Fishbowl.objects.get(pk=self.bowl.pk).paused_at
        calls = set(Stay.objects.filter(left_at=None, seated_at=None).values_list("pk", flat=True))
        self.clock.ahead += timedelta(seconds=seconds)
        actions.expire(workshop=self.room)
        if paused:  # of any length: no call runs out in it
            assert set(Stay.objects.filter(left_at=None, seated_at=None).values_list("pk", flat=True)) == calls

    # --- said twice, and by whom ------------------------------------------------------------------
    @precondition(lambda self: self.said)
    @rule(back=some.integers(1, 12))
    def again(self, back):
        """The same press, at once or much later: nothing changes, whatever is answered."""
        action, takes = self.said[-min(back, len(self.said))]
        if "key" not in takes:
            return
        actions.expire(workshop=self.room)
        before, had_its_effect = self.snapshot(), takes["key"] in self.keys()
        try:
            with transaction.atomic():
                action(**takes)
        except NotNow:
            pass
        if had_its_effect:
            assert self.snapshot() == before

    @rule(console=some.sampled_from(CONSOLES), sure=some.booleans())
    def take_over(self, console, sure):
        by = actions.By(role="facilitator", console=console)
        if lease := self.press(actions.take_over, workshop=self.room, by=by, sure=sure):
            self.known[console] = lease.epoch

    @rule(console=some.sampled_from(CONSOLES), do=some.sampled_from([actions.pause, actions.resume]))
    def moderate(self, console, do):
        """Only the console with the newest epoch moves anything."""
        epoch = self.known.get(console)
        lease = Lease.objects.filter(fishbowl=self.bowl).first()
        newest = lease is not None and lease.console == console and lease.epoch == epoch
        nobody = lease is None and epoch is None
        before = Step.objects.count()
        by = actions.By(role="facilitator", console=console, epoch=epoch)
        if epoch is None and not nobody and lease.console:
            by = actions.By(role="facilitator", console=console)
        self.press(do, workshop=self.room, by=by, key=self.key())
        if not newest and lease is not None and lease.console != "":
            assert lease.console == console or Step.objects.count() == before
            if epoch is not None:
                assert Step.objects.count() == before
        if epoch is None and (now := Lease.objects.filter(fishbowl=self.bowl).first()) and now.console == console:
            self.known[console] = now.epoch

    # --- what must hold ----------------------------------------------------------------------------
    @invariant()
    def h1_h2_h6_one_chair_one_person(self):
        held = list(Stay.objects.filter(left_at=None).values_list("chair_id", "participant_id", "chair__retired_at"))
        assert len({chair for chair, *_rest in held}) == len({one for _chair, one, _r in held}) == len(held)
        assert all(retired is None for *_rest, retired in held)

    @invariant()
    def h3_h4_one_wish_and_none_of_the_seated(self):
        wishes = list(Entry.objects.filter(ended_at=None).values_list("participant_id", "kind", "hand"))
        of_one = Counter((one, kind == "procedure") for one, kind, _hand in wishes)
        assert max(of_one.values(), default=0) <= 1
        seated = set(
            Stay.objects.filter(left_at=None, seated_at__isnull=False).values_list("participant_id", flat=True)
        )
        assert [one for one, kind, hand in wishes if kind != "procedure" and not hand and one in seated] == []
        assert [one for one, _kind, hand in wishes if hand and one not in seated] == []

    @invariant()
    def h5_one_voice(self):
        """Of somebody, or the moderator's."""
        assert sum(rows.objects.filter(ended_at=None).count() for rows in (Turn, ModeratorTurn)) <= 1

    @invariant()
    def h7_the_order_is_strict_and_patience_ends(self):
        places = list(Entry.objects.filter(ended_at=None).values_list("place", flat=True))
        assert len(set(places)) == len(places)
        assert max(self.passed.values(), default=0) <= 3

    @invariant()
    def h10_what_is_written_stays(self):
        last = self.steps[-1][0] if self.steps else 0
        new = Step.objects.filter(workshop=self.room.pk, seq__gt=last).order_by("seq").values_list("seq", "hash")
        self.steps += new
        assert [seq for seq, _hash in self.steps[last:]] == list(range(last + 1, len(self.steps) + 1))

    @invariant()
    def h12_the_end_leaves_nothing_open(self):
        if Fishbowl.objects.get(pk=self.bowl.pk).is_over:
            open_rows = [rows.objects.filter(ended_at=None) for rows in (Entry, Turn, ModeratorTurn)]
            assert [rows.exists() for rows in (*open_rows, Stay.objects.filter(left_at=None))] == [False] * 4

    @invariant()
    def h13_times_run_forward_and_pauses_do_not_count(self):
        now, bowl = timezone.now(), Fishbowl.objects.get(pk=self.bowl.pk)
        for turn in (*Turn.objects.all(), *ModeratorTurn.objects.all()):
            whole = ((turn.ended_at or now) - turn.started_at).total_seconds()
            assert 0 <= turn.seconds(now) <= max(0, whole)
            assert turn.ended_at or not bowl.paused_at or turn.paused_at
        for stay in Stay.objects.exclude(left_at=None).exclude(seated_at=None):
            assert stay.left_at >= stay.seated_at

    @invariant()
    def a_chair_passes_to_who_stands_behind_it(self):
        """Where nobody is called, no free chair has somebody behind it who is here; elsewhere nobody stands."""
        bowl = Fishbowl.objects.get(pk=self.bowl.pk)
        standing = bowl.waiting().exclude(behind=None)
        if bowl.variant not in NOBODY_CALLS:
            assert not standing.exists()
        elif bowl.phase in TALKING:
            here = standing.exclude(participant__absences__in=Absence.objects.filter(ended_at=None))
            assert not here.filter(behind__in=bowl.empty_chairs()).exists()
        if bowl.variant == "tap_in":
            assert max(Counter(standing.values_list("behind", flat=True)).values(), default=0) <= 1

    @invariant()
    def called_wishes_have_their_chair(self):
        called = set(Entry.objects.filter(ended_at=None, called_at__isnull=False).values_list("pk", flat=True))
        kept = Stay.objects.filter(left_at=None, seated_at=None).values_list("entry_id", flat=True)
        assert set(kept) == called

    @rule()
    def every_screen_can_be_drawn(self):
        state = circle(self.room)
        for each in self.people:
            assert situation(state, each)["at"]
        assert [wish["place"] for wish in state["queue"]] == list(range(1, len(state["queue"]) + 1))

    # --- looking ---------------------------------------------------------------------------------
    def keys(self):
        return set(Step.objects.filter(workshop=self.room.pk).values_list("client_key", flat=True))

    def snapshot(self):
        """Every row, without the signs of life of a console that presses once more."""
        tables = [*journal.TABLES.values(), Step, Participant]
        rows = [row for table in tables for row in table.objects.order_by("pk").values()]
        return [{name: value for name, value in row.items() if name not in journal.SIGNS_OF_LIFE} for row in rows]

    def _everything_is_told(self):
        told = journal.replayed(self.room.pk)
        for name in ("entry", "stay", "turn", "moderator_turn", "move", "slot", "absence", "block"):
            rows = set(journal.TABLES[name].objects.values_list("pk", flat=True))
            assert rows == {pk for table, pk in told if table == name and rows}
        assert Statement.objects.count() == len({pk for table, pk in told if table == "statement"})
