import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

VARIANTS = [
    ("rotating", "Groups move together"),
    ("hosted", "Hosts stay, groups move"),
    ("silent", "Everybody alone, in silence"),
    ("free", "Everybody walks freely"),
    ("guided", "One group is guided"),
    ("seated", "Everybody reads seated"),
]
KINDS = [
    ("briefing", "Briefing"),
    ("round", "Round"),
    ("hosts", "Hosts’ round"),
    ("revisit", "Look again"),
    ("vote", "Vote"),
    ("debrief", "Debrief"),
]


class Migration(migrations.Migration):
    dependencies = [("gallery", "0002_walks_in_groups"), ("workshop", "0002_venue_time_zone")]

    operations = [
        migrations.RenameModel("Round", "Part"),
        migrations.AlterField(
            "Part",
            "walk",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="gallery.walk"
            ),
        ),
        migrations.AddField("Part", "kind", models.CharField(choices=KINDS, default="round", max_length=8)),
        migrations.CreateModel(
            "Round", fields=[], options={"proxy": True, "indexes": [], "constraints": []}, bases=("gallery.part",)
        ),
        migrations.RemoveConstraint("Walk", "known_walk_variant"),
        migrations.AddField("Walk", "briefing_minutes", models.PositiveSmallIntegerField(default=3)),
        migrations.AddField("Walk", "hosts_minutes", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("Walk", "revisit_minutes", models.PositiveSmallIntegerField(default=4)),
        migrations.AddField("Walk", "vote_minutes", models.PositiveSmallIntegerField(default=2)),
        migrations.AddField("Walk", "debrief_minutes", models.PositiveSmallIntegerField(default=6)),
        migrations.AddField("Walk", "wanted_minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("Walk", "wanted_size", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("Walk", "wanted_rounds", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AlterField(
            "Walk", "made_at", models.DateTimeField(blank=True, default=django.utils.timezone.now, null=True)
        ),
        migrations.AlterField(
            "Walk", "variant", models.CharField(choices=VARIANTS, default="rotating", max_length=8)
        ),
        migrations.AddConstraint(
            "Walk",
            models.CheckConstraint(
                condition=models.Q(("variant__in", [name for name, _label in VARIANTS])), name="known_walk_variant"
            ),
        ),
    ]
