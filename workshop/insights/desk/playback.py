"""Reading back: what the projector shows of the insights, and what people say to a theme that is read to them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from workshop import live
from workshop.insights.desk.models import Remark, Showing
from workshop.models import Stage
from workshop.refusals import NotNow

SHOWN_DURING = (Stage.Kind.INSIGHTS, Stage.Kind.CLOSING)
SCREENS = ("playback", "remarks", "now", "projector", "console")
MOST_REMARKS = 5  # of one person to one theme


def show(*, workshop, theme=None, analysis="", page=1):
    """The projector shows a theme, a page of an analysis, or (with neither) the map; phones are asked about a theme."""
    with live.changing(workshop, *SCREENS) as room:
        if not (room.stage and room.stage.kind in SHOWN_DURING):
            raise NotNow(_("The projector shows this during the insights and the closing. Lead the room there first."))
        if theme and not room.themes.filter(pk=theme.pk).exists():
            raise NotNow(_("This theme is not on the desk any more. Reload the page."))
        said = {"theme": theme, "analysis": "" if theme else analysis, "page": page, "since": timezone.now()}
        return Showing.objects.update_or_create(workshop=room, defaults=said)[0]


def remark(*, author, theme, kind, text, key=None):
    """Somebody says what is wrong or missing; the same key again finds the same remark."""
    with live.changing(author.workshop, *SCREENS) as room:
        if known := key and Remark.objects.filter(author=author, client_key=key).first():
            return known
        if not room.themes.filter(pk=theme.pk).exists():
            raise NotNow(_("This theme has been merged or taken off. Look at what is read back now."))
        if theme.remarks.filter(author=author, withdrawn_at=None).count() >= MOST_REMARKS:
            raise NotNow(_("You have said five things to this theme. Take one back first."))
        room.poke(author)
        return theme.remarks.create(author=author, kind=kind, text=text, client_key=key)


def withdraw(*, remark):
    """Its author takes a remark back."""
    return _marked(remark, "withdrawn_at")


def settle(*, remark):
    """A rapporteur has dealt with a remark; it stands with the theme, marked."""
    return _marked(remark, "settled_at")


def _marked(remark, name):
    with live.changing(remark.theme.workshop, *SCREENS) as room:
        if getattr(remark, name) is None:
            setattr(remark, name, timezone.now())
            remark.save(update_fields=[name])
        room.poke(remark.author)
        return remark


def showing(workshop):
    """What the projector shows of the insights just now, as a Showing; None where the programme is elsewhere.

    The closing begins with its thanks: what was shown before it is not shown on.
    """
    stage = workshop.stage
    if not (stage and stage.kind in SHOWN_DURING):
        return None
    found = Showing.objects.filter(workshop=workshop).select_related("theme").first()
    is_over = found and stage.kind == Stage.Kind.CLOSING and stage.started_at and found.since < stage.started_at
    return None if is_over else found


def shown_theme(workshop):
    """The theme that is read back just now, or None."""
    shown = showing(workshop)
    return shown and shown.theme
