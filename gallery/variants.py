"""The ways to walk: what each asks of people, how long a round usually lasts, and what suits it."""

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gallery.models import Walk

ROTATING, HOSTED, SILENT, FREE, GUIDED, SEATED = Walk.Variant
MOST_GUIDED = 12  # more can't hear a guide and read one poster


class Usual(NamedTuple):
    """Minutes a round: at least, at most, where nothing is wished; and the hosts' round."""

    least: int
    most: int
    hosts: int = 0


USUAL = {
    ROTATING: Usual(3, 7),
    HOSTED: Usual(5, 9, hosts=7),
    SILENT: Usual(3, 4),
    FREE: Usual(15, 25),
    GUIDED: Usual(3, 6),
    SEATED: Usual(3, 7),
}

ABOUT = {
    ROTATING: gettext_lazy("Small groups go from poster to poster on a signal. Every group sees every poster."),
    HOSTED: gettext_lazy("As before, and a host stays at each poster: two minutes of telling, then questions."),
    SILENT: gettext_lazy("Everybody goes alone, nobody speaks, all is written. Good across languages and ranks."),
    FREE: gettext_lazy("Everybody goes where they like for a while; there are no rounds and no signals."),
    GUIDED: gettext_lazy("You walk with everybody along all posters, one after the other. For twelve people at most."),
    SEATED: gettext_lazy("Nobody walks: the posters come to the phones, one after the other, with the same questions."),
}


def rules(variant):
    """The three sentences of the briefing."""
    idea = _("One idea a note: what you take home, what it would need, what you must know.")
    move = _("Move when the screens show the way. You may finish your note.")
    return {
        ROTATING: [_("Stay with your group."), idea, move],
        HOSTED: [_("Your host tells for two minutes. Then ask."), idea, move],
        SILENT: [_("Nobody speaks. Read, and write."), idea, move],
        FREE: [_("Go where you like, as long as you like."), idea, _("No signal sounds. Your phone shows the time.")],
        GUIDED: [_("Follow your guide from poster to poster."), idea, _("Ask at the poster; it is why you are there.")],
        SEATED: [
            _("Stay where you are: each poster comes to your phone."),
            idea,
            _("Talk it over with who sits next to you."),
        ],
    }[variant]


def press_to_make(walk, groups):
    """What the button says that makes a walk of these settings ready."""
    if walk.has_letters:
        return ngettext("Make %(n)d group", "Make %(n)d groups", groups) % {"n": groups}
    return {
        SILENT: _("Get the silent walk ready"),
        FREE: _("Get the free walk ready"),
        GUIDED: _("Get the tour ready"),
        SEATED: _("Get the reading ready"),
    }[walk.variant]


def press_to_go_on(walk, following):
    """What the button says that begins the next round, or the way to it."""
    number = {"n": following.number}
    if following.is_transit:
        return {SILENT: _("Move everybody on now"), GUIDED: _("Lead on to the next poster")}.get(
            walk.variant, _("Move the groups now")
        )
    return {
        FREE: _("Start the walk now"),
        SEATED: _("Show poster %(n)d now") % number,
        GUIDED: _("Begin at poster %(n)d now") % number,
    }.get(walk.variant, _("Start round %(n)d now") % number)


def asks_to_move(walk):
    """What the projector says on the way to the next station."""
    return {
        SILENT: _("Everybody goes one poster on, in silence"),
        GUIDED: _("Please follow your guide"),
    }.get(walk.variant, _("Each group goes one poster on"))


def asks_to_find(walk):
    """How people learn where they begin: (title, sentence)."""
    return {
        SILENT: (_("Find your first poster"), _("Your phone tells you its number")),
        FREE: (_("Go where you like"), _("Your phone shows all posters")),
        GUIDED: (_("Come to your guide"), _("You go together from poster to poster")),
        SEATED: (_("Stay where you sit"), _("Each poster comes to your phone")),
    }.get(walk.variant, (_("Find your group"), _("Your phone tells you its letter")))


def tells_where(walk, phase):
    """What stands over my station on my phone."""
    if phase.kind in ("before", "briefing"):
        return {
            SILENT: _("You walk alone, in silence. You start at"),
            GUIDED: _("Your guide begins at"),
            SEATED: _("Stay where you sit. You start with"),
        }.get(walk.variant, _("Your group. You start at"))
    number = {"n": phase.number, "all": walk.length}
    return {
        SILENT: _("Round %(n)d of %(all)d, in silence: you are at") % number,
        GUIDED: _("Round %(n)d of %(all)d: your guide is at") % number,
        SEATED: _("Poster %(n)d of %(all)d: read it here") % number,
    }.get(walk.variant, _("Round %(n)d of %(all)d: your group is at") % number)


def tells_to_go(walk):
    """What stands over the station that I am to go to."""
    return _("Follow your guide to") if walk.is_guided else _("Please go to")


def asks_at_station(walk):
    """What is particular about a stop in this variant; nothing in most."""
    return {
        HOSTED: _("Your host tells for two minutes. Then ask."),
        SILENT: _("Nobody speaks: read, and write notes only."),
        SEATED: _("Read, write, and talk it over with who sits next to you."),
    }.get(walk.variant, "")
