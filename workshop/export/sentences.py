"""The sentences the note writes by itself, with numbers in words that fit them."""

from django.utils.formats import date_format
from django.utils.text import capfirst, get_text_list
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from workshop.insights import sights
from workshop.text import as_clock, parted


def people(n):
    return ngettext("%(n)s participant", "%(n)s participants", n) % {"n": n}


def cities(n):
    return ngettext("%(n)s city", "%(n)s cities", n) % {"n": n}


def cases(n):
    return ngettext("%(n)s case", "%(n)s cases", n) % {"n": n}


def turns(n):
    return ngettext("%(n)s turn", "%(n)s turns", n) % {"n": n}


def cards(n):
    return ngettext("%(n)s card", "%(n)s cards", n) % {"n": n}


def shift(told):
    """What became of how sure people are, in cards: "5 cards were asked about again. Surer: 2; as sure: 1; …"."""
    table = sights.people.shift(None, told)
    answers = "; ".join(f"{row.name}: {row.spots[0].n}" for row in table.rows)
    return f"{table.of} {capfirst(answers)}."


def dots(n):
    return ngettext("%(n)s dot", "%(n)s dots", n) % {"n": n}


def listed(words):
    return get_text_list(list(words), _("and"))


def day(date):
    return date_format(date, "DATE_FORMAT") if date else ""


def clock(moment):
    """The time of day, as 14:05; empty for something that did not happen."""
    return localtime(moment).strftime("%H:%M") if moment else ""


def length(seconds):
    """Minutes and seconds, as 1:05; from an hour on 1:02:05."""
    return as_clock(seconds)


def spelled(seconds):
    """The same with its units, for a sentence."""
    hours, minutes, rest = parted(seconds)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


def introduction(edition):
    """When, where, with whom; only what is known is said."""
    about = {"day": day(edition.held_on), "organizer": edition.organizer, "topic": edition.topic or edition.title}
    if edition.held_on and edition.organizer:
        first = _("On %(day)s, %(organizer)s held a peer-learning workshop. Its topic: %(topic)s.") % about
    elif edition.organizer:
        first = _("%(organizer)s held a peer-learning workshop. Its topic: %(topic)s.") % about
    else:
        first = _("A peer-learning workshop was held. Its topic: %(topic)s.") % about
    return " ".join([first, *_where(edition), *_with_whom(edition), *_who_came(edition)])


def _where(edition):
    where = ", ".join(part for part in (edition.place, edition.venue) if part)
    if where:
        yield _("It took place here: %(where)s.") % {"where": where}
    if edition.occasion:
        yield _("The occasion: %(occasion)s.") % {"occasion": edition.occasion}


def _with_whom(edition):
    if names := [name for name, _part in edition.partners if name != edition.organizer]:
        yield _("Partners: %(names)s.") % {"names": "; ".join(names)}


def _who_came(edition):
    if edition.attendance:
        yield _("Participants, as published: %(attendance)s.") % {"attendance": edition.attendance}
    presence = edition.presence
    if presence.people:
        yield _("By phone or added by hand, %(people)s from %(cities)s took part.") % {
            "people": people(presence.people),
            "cities": cities(presence.cities),
        }
    if edition.chapters:
        told = listed(chapter.city for chapter in edition.chapters)
        yield _("The cases of %(cities)s were displayed in a gallery.") % {"cities": told}
    if edition.heard.circles > 1:
        yield several_circles(edition.heard)
        return
    for circle in edition.circles:
        if circle.turns and not circle.is_example:
            told = _("In the fishbowl, %(length)s of talk brought %(voices)s from %(cities)s into the circle.")
            yield told % {
                "length": spelled(circle.seconds),
                "voices": voices_of(circle.people),
                "cities": cities(circle.cities),
            }


def several_circles(heard):
    """All circles together, each voice and each city once."""
    told = _("In %(n)s circles, %(length)s of talk brought %(voices)s from %(cities)s into the middle.")
    about = {"n": heard.circles, "length": spelled(heard.seconds), "voices": voices_of(heard.people)}
    return told % (about | {"cities": cities(heard.cities)})


def voices_of(n):
    return ngettext("%(n)s voice", "%(n)s voices", n) % {"n": n}


def present_cities(presence):
    """'Dakar, Quito and 2 more'; nothing where nobody came."""
    if not presence.cities:
        return ""
    if not presence.named:
        return ngettext("%(n)s city that is not named", "%(n)s cities that are not named", presence.cities) % {
            "n": presence.cities
        }
    if not presence.unnamed:
        return listed(presence.named)
    return _("%(cities)s and %(n)s more") % {"cities": ", ".join(presence.named), "n": presence.unnamed}


def voices(circle):
    """Counts and times of a circle, in two sentences."""
    said = _("%(people)s from %(cities)s spoke, in %(turns)s and %(length)s of talk.") % {
        "people": people(circle.people),
        "cities": cities(circle.cities),
        "turns": turns(len(circle.turns)),
        "length": spelled(circle.seconds),
    }
    half = _("Half of the turns were no longer than %(median)s.") % {"median": spelled(circle.median)}
    return f"{said} {half}"


def unheard(circle):
    count = len(circle.unheard)
    if not count:
        return _("Nobody who asked for a chair was left waiting at the end.")
    return ngettext(
        "%(n)s wish to speak was not heard; the longest wait was %(wait)s.",
        "%(n)s wishes to speak were not heard; the longest wait was %(wait)s.",
        count,
    ) % {"n": count, "wait": spelled(max(wish.waited for wish in circle.unheard))}


def useful(dots_):
    return ngettext(
        "%(n)s city marked this case as most useful at home, with %(dots)s.",
        "%(n)s cities marked this case as most useful at home, with %(dots)s.",
        dots_.cities,
    ) % {"n": dots_.cities, "dots": dots(dots_.dots)}


def response(response_):
    return _("%(written)s of the %(people)s present wrote a transfer card.") % {
        "written": response_["written"],
        "people": people(response_["present"]),
    }


def covered(coverage):
    """What became of all notes, or cards, or statements, in one line; nothing unsaid, nothing named."""
    room, unchecked, refused = coverage.room, coverage.unchecked, coverage.refused
    kept = [
        (room, ngettext("%(n)s stayed in the room", "%(n)s stayed in the room", room)),
        (
            unchecked,
            ngettext("%(n)s was not checked by its speaker", "%(n)s were not checked by their speaker", unchecked),
        ),
        (coverage.withdrawn, ngettext("%(n)s was withdrawn", "%(n)s were withdrawn", coverage.withdrawn)),
        (coverage.hidden, ngettext("%(n)s was hidden", "%(n)s were hidden", coverage.hidden)),
        (refused, ngettext("%(n)s was refused by its speaker", "%(n)s were refused by their speaker", refused)),
    ]
    rest = "; ".join(words % {"n": n} for n, words in kept if n)
    said = _("%(kind)s: %(published)s of %(written)s are published here") % {
        "kind": coverage.word,
        "published": coverage.published,
        "written": coverage.written,
    }
    return f"{said}; {rest}." if rest else f"{said}."


def coverage(edition):
    """Who this note rests on: people, cities, cities that said nothing."""
    presence = edition.presence
    yield _("%(people)s from %(cities)s took part.") % {
        "people": people(presence.people),
        "cities": cities(presence.cities),
    }
    if presence.silent:
        yield ngettext(
            "%(n)s of these cities neither wrote nor spoke.",
            "%(n)s of these cities neither wrote nor spoke.",
            presence.silent,
        ) % {"n": presence.silent}
    if presence.unnamed:
        yield ngettext(
            "%(n)s city is counted and not named.", "%(n)s cities are counted and not named.", presence.unnamed
        ) % {"n": presence.unnamed}


def which(edition):
    """Which edition of which state of the room this is."""
    about = {"state": f"{edition.epoch}-{edition.revision}"}
    if edition.made_at is None:
        return _("State %(state)s.") % about
    made = localtime(edition.made_at)
    if edition.number:
        return _("Edition %(number)s, published on %(day)s.") % {"number": edition.number, "day": day(made)}
    about |= {"day": day(made), "time": made.strftime("%H:%M")}
    return _("State %(state)s, written on %(day)s at %(time)s.") % about


def warning(edition):
    """Why a document is not to be passed on; empty where it may be."""
    if edition.is_rehearsal:
        return _("Rehearsal: nobody said or wrote this.")
    return _("Internal edition: not for publication.") if edition.is_internal else ""


def about_edition(edition):
    """State, licence, contact and how to cite, a paragraph each."""
    paper = edition.paper
    said = [which(edition)]
    if paper.licence:
        said.append(_("Licence: %(licence)s.") % {"licence": paper.licence})
    said.append(_("To cite: %(citation)s") % {"citation": citation(edition)})
    if paper.contact:
        said.append(_("Contact: %(contact)s") % {"contact": paper.contact})
    return "\n\n".join(said)


def citation(edition):
    held = edition.held_on or (edition.made_at and localtime(edition.made_at).date())
    who = edition.organizer or _("the participants")
    year = f" ({held.year})" if held else ""
    return f"{who}{year}: {edition.title.rstrip('.')}. {series(edition)}."


def series(edition):
    """What kind of publication this is, with its number where it has one."""
    return " · ".join(part for part in (edition.paper.series or _("Peer-learning note"), edition.paper.number) if part)
