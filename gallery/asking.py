"""A note that asks and its question: what happens to the note on the wall happens to the question of the room."""

from gallery.models import Note

SAME = ("case_id", "text", "consent", "checked_at", "is_example")


def follow(room, note):
    """Make the note's question what the note is: asked, changed, hidden, gone, or never asked."""
    if note.question is None and note.kind != Note.Kind.QUESTION:
        return
    if note.question is None:
        told = _told(note) | {"asker": note.author, "asked_at": note.created_at}
        note.question = room.open_questions.create(**told)
        note.save(update_fields=["question"])
    else:
        room.open_questions.filter(pk=note.question_id).update(**_told(note), cities_too=note.cities_too())
    room.show("circle")


def _told(note):
    same = {name: getattr(note, name) for name in SAME}
    asks = note.kind == Note.Kind.QUESTION
    return same | {
        "withdrawn_at": note.withdrawn_at or (None if asks else note.changed_at),
        "hidden_at": note.hidden_at or note.merged_at,
    }
