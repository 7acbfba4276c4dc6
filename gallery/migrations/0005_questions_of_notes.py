from django.db import migrations


def ask(apps, schema_editor):
    """Each note that asks gets its question."""
    questions = apps.get_model("workshop", "Question").objects
    for note in apps.get_model("gallery", "Note").objects.filter(kind="question", question=None):
        same = ("workshop_id", "case_id", "text", "consent", "checked_at", "withdrawn_at", "hidden_at", "is_example")
        told = {name: getattr(note, name) for name in same}
        note.question = questions.create(asker_id=note.author_id, asked_at=note.created_at, **told)
        note.save(update_fields=["question"])


class Migration(migrations.Migration):

    dependencies = [
        ("gallery", "0004_notes_and_votes"),
    ]

    operations = [
        migrations.RunPython(ask, migrations.RunPython.noop),
    ]
