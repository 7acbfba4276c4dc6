"""What a copy keeps of the gallery: how walls and walk are set, not what hung there, nor how the vote went."""

from gallery.models import Walk, Walls

WISHES = (
    *("variant", "briefing_minutes", "hosts_minutes", "revisit_minutes", "vote_minutes", "debrief_minutes"),
    *("wanted_minutes", "wanted_size", "wanted_rounds"),
)
RULES = ("seen", "dots_on", "dots_each", "dots_on_one", "dots_by_hand")


def start(workshop):
    """A new workshop's walls are kept as usual; there is nothing to begin with."""


def copy(old, new):
    walls = Walls.objects.filter(workshop=old).first()
    if walls:
        Walls.objects.create(workshop=new, **{name: getattr(walls, name) for name in RULES})
    for walk in Walk.objects.filter(workshop=old).select_related("stage"):
        stage = new.stages.get(position=walk.stage.position)
        wishes = {name: getattr(walk, name) for name in WISHES}
        Walk.objects.create(workshop=new, stage=stage, made_at=None, **wishes)
