"""What must never be, said to the database itself where no constraint of one table can say it.

Triggers, on SQLite and on PostgreSQL. They are taken down before every migration and put up after it: SQLite loses the
triggers of a table that it rebuilds, and cannot rename one that another table's trigger names.
"""

from django.db import connections

OPEN_STAY = "SELECT 1 FROM fishbowl_stay s WHERE s.left_at IS NULL"
SEATED = f"{OPEN_STAY} AND s.seated_at IS NOT NULL"
WAITING = "SELECT 1 FROM fishbowl_entry e WHERE e.ended_at IS NULL"
OVER = "b.ended_at IS NOT NULL OR b.aborted_at IS NOT NULL"
BOWL_OF_CHAIR = "SELECT 1 FROM fishbowl_fishbowl b JOIN fishbowl_chair c ON c.fishbowl_id = b.id"

A_TURN = "SELECT 1 FROM fishbowl_turn t WHERE t.ended_at IS NULL"
THE_MODERATOR = "SELECT 1 FROM fishbowl_moderatorturn m WHERE m.ended_at IS NULL"

LISTENER = "EXISTS (SELECT 1 FROM workshop_participant p WHERE p.id = NEW.participant_id AND p.is_listener)"

# name: (events, table, condition)
GUARDS = {
    "seated_nobody_waits": (
        "INSERT OR UPDATE",
        "fishbowl_entry",
        f"NEW.ended_at IS NULL AND NEW.kind = 'join' AND EXISTS ({SEATED} AND s.participant_id = NEW.participant_id)",
    ),
    "waiting_nobody_sits": (
        "INSERT OR UPDATE",
        "fishbowl_stay",
        "NEW.left_at IS NULL AND NEW.seated_at IS NOT NULL"
        f" AND EXISTS ({WAITING} AND e.kind = 'join' AND e.participant_id = NEW.participant_id)",
    ),
    "no_stay_on_a_chair_put_aside": (
        "INSERT OR UPDATE",
        "fishbowl_stay",
        "NEW.left_at IS NULL AND EXISTS"
        " (SELECT 1 FROM fishbowl_chair c WHERE c.id = NEW.chair_id AND c.retired_at IS NOT NULL)",
    ),
    "no_taken_chair_put_aside": (
        "UPDATE",
        "fishbowl_chair",
        f"NEW.retired_at IS NOT NULL AND EXISTS ({OPEN_STAY} AND s.chair_id = NEW.id)",
    ),
    "nobody_sits_after_the_end": (
        "INSERT OR UPDATE",
        "fishbowl_stay",
        f"NEW.left_at IS NULL AND EXISTS ({BOWL_OF_CHAIR} WHERE c.id = NEW.chair_id AND ({OVER}))",
    ),
    "nobody_speaks_after_the_end": (
        "INSERT OR UPDATE",
        "fishbowl_turn",
        "NEW.ended_at IS NULL AND EXISTS"
        f" (SELECT 1 FROM fishbowl_fishbowl b WHERE b.id = NEW.fishbowl_id AND ({OVER}))",
    ),
    "nobody_speaks_beside_the_moderator": (
        "INSERT OR UPDATE",
        "fishbowl_turn",
        f"NEW.ended_at IS NULL AND EXISTS ({THE_MODERATOR} AND m.fishbowl_id = NEW.fishbowl_id)",
    ),
    "no_moderator_speaks_beside_somebody": (
        "INSERT OR UPDATE",
        "fishbowl_moderatorturn",
        f"NEW.ended_at IS NULL AND EXISTS ({A_TURN} AND t.fishbowl_id = NEW.fishbowl_id)",
    ),
    "no_moderator_speaks_after_the_end": (
        "INSERT OR UPDATE",
        "fishbowl_moderatorturn",
        "NEW.ended_at IS NULL AND EXISTS"
        f" (SELECT 1 FROM fishbowl_fishbowl b WHERE b.id = NEW.fishbowl_id AND ({OVER}))",
    ),
    "nobody_waits_after_the_end": (
        "INSERT OR UPDATE",
        "fishbowl_entry",
        "NEW.ended_at IS NULL AND EXISTS"
        f" (SELECT 1 FROM fishbowl_fishbowl b WHERE b.id = NEW.fishbowl_id AND ({OVER}))",
    ),
    "nobody_is_to_be_added_after_the_end": (
        "INSERT OR UPDATE",
        "fishbowl_neighbour",
        "NEW.answered_at IS NULL AND EXISTS"
        f" (SELECT 1 FROM fishbowl_fishbowl b WHERE b.id = NEW.fishbowl_id AND ({OVER}))",
    ),
    "the_end_leaves_nothing_open": (
        "UPDATE",
        "fishbowl_fishbowl",
        "(NEW.ended_at IS NOT NULL OR NEW.aborted_at IS NOT NULL) AND ("
        f"EXISTS ({WAITING} AND e.fishbowl_id = NEW.id)"
        f" OR EXISTS ({A_TURN} AND t.fishbowl_id = NEW.id)"
        f" OR EXISTS ({THE_MODERATOR} AND m.fishbowl_id = NEW.id)"
        " OR EXISTS (SELECT 1 FROM fishbowl_stay s JOIN fishbowl_chair c ON c.id = s.chair_id"
        " WHERE s.left_at IS NULL AND c.fishbowl_id = NEW.id))",
    ),
    "no_listener_waits": ("INSERT OR UPDATE", "fishbowl_entry", LISTENER),
    "no_listener_sits": ("INSERT OR UPDATE", "fishbowl_stay", LISTENER),
    "no_listener_speaks": ("INSERT OR UPDATE", "fishbowl_turn", LISTENER),
    "nobody_sits_in_another_workshop": (
        "INSERT OR UPDATE",
        "fishbowl_stay",
        f"NOT EXISTS ({BOWL_OF_CHAIR} JOIN workshop_participant p ON p.workshop_id = b.workshop_id"
        " WHERE c.id = NEW.chair_id AND p.id = NEW.participant_id)",
    ),
    "nobody_belongs_to_another_workshop": (
        "INSERT OR UPDATE",
        "fishbowl_belonging",
        "NOT EXISTS (SELECT 1 FROM fishbowl_fishbowl b JOIN workshop_participant p ON p.workshop_id = b.workshop_id"
        " WHERE b.id = NEW.fishbowl_id AND p.id = NEW.participant_id)",
    ),
    "a_step_is_never_changed": ("UPDATE", "fishbowl_step", "1 = 1"),
    "a_step_is_never_removed": (
        "DELETE",
        "fishbowl_step",
        "EXISTS (SELECT 1 FROM workshop_workshop w WHERE w.id = OLD.workshop)",
    ),
}


def put_up(using="default", **_signal):
    """Create the triggers, where their tables are there."""
    take_down(using)
    database = connections[using]
    tables = set(database.introspection.table_names())
    if "fishbowl_step" in tables:
        with database.cursor() as cursor:
            for name, (events, table, condition) in GUARDS.items():
                for statement in () if table not in tables else WAYS[database.vendor](name, events, table, condition):
                    cursor.execute(statement)


def take_down(using="default", **_signal):
    """Drop the triggers."""
    database = connections[using]
    tables = set(database.introspection.table_names())
    with database.cursor() as cursor:
        for name, (events, table, _condition) in GUARDS.items():
            if table in tables:
                for statement in DROPS[database.vendor](name, events, table):
                    cursor.execute(statement)


def _on_sqlite(name, events, table, condition):
    for event in events.split(" OR "):
        yield (
            f"CREATE TRIGGER {_each(name, event)} BEFORE {event} ON {table} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, '{name}'); END"
        )


def _off_sqlite(name, events, table):
    for event in events.split(" OR "):
        yield f"DROP TRIGGER IF EXISTS {_each(name, event)}"


def _on_postgres(name, events, table, condition):
    row = "OLD" if events == "DELETE" else "NEW"
    yield (
        f"CREATE OR REPLACE FUNCTION fishbowl_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {condition} THEN"
        f" RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; RETURN {row}; END $$"
    )
    yield (f"CREATE TRIGGER fishbowl_{name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION fishbowl_{name}()")


def _off_postgres(name, events, table):
    yield f"DROP TRIGGER IF EXISTS fishbowl_{name} ON {table}"


def _each(name, event):
    return f"fishbowl_{name}_{event.lower()}"


WAYS = {"sqlite": _on_sqlite, "postgresql": _on_postgres}
DROPS = {"sqlite": _off_sqlite, "postgresql": _off_postgres}
