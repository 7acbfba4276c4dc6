"""The tray: everything a theme can rest on, oldest first, as rows of one kind; filtered, counted and cut in windows."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from fishbowl.models import Entry
from gallery.models import Note
from workshop.insights.desk.models import KINDS, Evidence
from workshop.insights.models import TransferCard
from workshop.models import Statement

WINDOW = 40  # things on one page of the tray
STATES = ("open", "coded", "all", "hidden")
WORDS = {"card": _("Card"), "note": _("Note"), "statement": _("Statement"), "point": _("Unheard point")}
PLURALS = {"card": _("Cards"), "note": _("Notes"), "statement": _("Statements"), "point": _("Unheard points")}
SEVERAL = 0  # in place of a case's number: of several cases, or of none


class Filter(NamedTuple):
    """What of the tray is looked at. As text it is the key of a live fragment, and a part of the address."""

    state: str = "open"
    kind: str = "all"
    case: str = "all"  # a case's number, 0 for several or none
    page: int = 1
    like: str = ""  # the key of a thing: only what is similar to it

    def __str__(self):
        return f"like_{self.like}" if self.like else f"{self.state}_{self.kind}_{self.case}_{self.page}"

    @classmethod
    def read(cls, text):
        """The filter behind such a text; what is unknown in it falls back to the default."""
        if text.startswith("like_") and key_of(text.removeprefix("like_")):
            return cls(state="all", like=text.removeprefix("like_"))
        state, kind, case, page = (text.split("_") + [""] * 4)[:4]
        return cls(
            state if state in STATES else "open",
            kind if kind in KINDS else "all",
            case if _is_number(case) else "all",
            int(page) if _is_number(page) and int(page) else 1,
        )

    def at(self, **other):
        """This filter with something changed, on its first page."""
        return self._replace(**{"page": 1, "like": ""} | other)


@dataclass
class Thing:
    """One row of the tray."""

    kind: str
    pk: int
    text: str
    case: object
    city: str
    at: object
    sub: str = ""  # the kind of a note or statement, the stance of a card
    more: list = field(default_factory=list)
    target: str = ""  # of a card for another place than its author's own
    language: str = ""
    is_hidden: bool = False
    themes: list = field(default_factory=list)

    @property
    def key(self):
        return f"{self.kind}-{self.pk}"

    @property
    def seen(self):
        """The thing with the themes it is under, as a form hands it back: what a press was decided on."""
        return f"{self.key}@{'.'.join(str(theme) for theme in sorted(self.themes))}"

    @property
    def word(self):
        return WORDS["point" if self.sub == Statement.Kind.POINT else self.kind]


def key_of(text):
    """("card", 12) of "card-12"; None of anything else."""
    kind, _dash, pk = text.partition("-")
    return (kind, int(pk)) if kind in KINDS and pk.isascii() and pk.isdecimal() and len(pk) < 12 else None


def window(workshop, chosen, likes=None):
    """(things of this page, how many there are in all) for a Filter; `likes` are the keys it is narrowed to."""
    if likes is not None:
        keys = [key_of(key) for key in likes]
        return things(workshop, keys[:WINDOW]), len(keys)
    rows = _rows(workshop, chosen)
    start = (chosen.page - 1) * WINDOW
    keys = [(kind, pk) for kind, pk, _at in rows[start : start + WINDOW]]
    return things(workshop, keys), rows.count()


def counts(workshop):
    """How many things lie in the tray, how many of them without a theme: {"all", "open", "card", "note", ...}."""
    told = {"all": 0, "open": 0}
    for kind, lying in lying_by_kind(workshop).items():
        here = lying.order_by().aggregate(all=Count("pk"), open=Count("pk", filter=~_coded(kind)))
        told[kind] = here["all"]
        told |= {name: told[name] + n for name, n in here.items()}
    return told


def things(workshop, keys):
    """The things with these keys, in this order, each with what is shown of it: one query a kind, one for themes."""
    by_kind = defaultdict(list)
    for kind, pk in keys:
        by_kind[kind].append(pk)
    found = {}
    for kind, pks in by_kind.items():
        for row in _with_people(kind, QUERIES[kind](workshop)).filter(pk__in=pks):
            found[kind, row.pk] = MAKERS[kind](row)
    for kind, pk, theme in themes_of(by_kind):
        if (kind, pk) in found:
            found[kind, pk].themes.append(theme)
    return [found[key] for key in keys if key in found]


def themes_of(by_kind):
    """(kind, pk, theme) of each piece of evidence that is one of these things."""
    chosen = Q(*[(f"{kind}__in", pks) for kind, pks in by_kind.items()], _connector=Q.OR)
    if not by_kind:
        return []
    rows = Evidence.objects.filter(chosen).order_by("placed_at", "pk").values_list("theme_id", *KINDS)
    return [(kind, pk, theme) for theme, *pks in rows for kind, pk in zip(KINDS, pks, strict=True) if pk is not None]


def lying_by_kind(workshop):
    """What people said here and is on screen, by kind; while nobody has said anything, the examples of a past walk."""
    here = {kind: find(workshop).filter(_on_screen(kind), _of_today(kind)) for kind, find in QUERIES.items()}
    if any(found.exists() for found in here.values()):
        return here
    return {kind: find(workshop).filter(_on_screen(kind)) for kind, find in QUERIES.items()}


def _is_number(text):
    return text.isascii() and text.isdecimal() and len(text) < 5


def texts(workshop):
    """(key, language, text) of everything in the tray, for finding what is alike."""
    told = []
    for kind, found in lying_by_kind(workshop).items():
        columns = ("pk", f"{PEOPLE[kind]}__language", TEXTS[kind])
        told += [
            (f"{kind}-{pk}", language or "", text) for pk, language, text in found.order_by("pk").values_list(*columns)
        ]
    return tuple(told)


# --- how each kind is found --------------------------------------------------------------------
def _cards(workshop):
    return TransferCard.objects.filter(workshop=workshop, withdrawn_at=None)


def _notes(workshop):
    return Note.objects.filter(workshop=workshop, withdrawn_at=None)


def _statements(workshop):
    """What was said in this room; a published source was not."""
    said_here = ~Q(kind=Statement.Kind.PARAPHRASE, speaker=None)
    return Statement.objects.filter(said_here, workshop=workshop, refused_at=None, withdrawn_at=None)


def _points(workshop):
    """What people had wished to say when the circle ended."""
    unheard = Entry.objects.filter(fishbowl__workshop=workshop, outcome=Entry.Outcome.UNHEARD)
    return unheard.exclude(topic="")


QUERIES = {"card": _cards, "note": _notes, "statement": _statements, "point": _points}
TEXTS = {"card": "what", "note": "text", "statement": "text", "point": "topic"}
PEOPLE = {"card": "author", "note": "author", "statement": "speaker", "point": "participant"}
MOMENTS = {"card": "created_at", "note": "created_at", "statement": "created_at", "point": "asked_at"}


def _on_screen(kind):
    return Q() if kind == "point" else Q(hidden_at=None)


def _of_today(kind):
    return Q(fishbowl__is_example=False) if kind == "point" else Q(is_example=False)


def _coded(kind):
    return Exists(Evidence.objects.filter(**{kind: OuterRef("pk")}))


def _rows(workshop, chosen):
    """(kind, pk, moment) of everything a filter lets through, as one query, oldest first."""
    hidden = chosen.state == "hidden"  # only a card is hidden and shown again at the desk
    parts = {"card": _cards(workshop).exclude(hidden_at=None)} if hidden else lying_by_kind(workshop)
    parts = [_part(kind, _of_kind(kind, found, chosen.kind), chosen) for kind, found in parts.items()]
    return parts[0].union(*parts[1:], all=True).order_by("moment", "kind_of", "pk")


def _of_kind(kind, found, wanted):
    """What of a kind is wanted; a point that was left in writing is kept as a statement, and looked for as a point."""
    if kind == "statement" and wanted in ("statement", "point"):
        left = Q(kind=Statement.Kind.POINT)
        return found.filter(left if wanted == "point" else ~left)
    return found if wanted in ("all", kind) else found.none()


def _part(kind, found, chosen):
    if chosen.state in ("open", "coded"):
        found = found.filter(_coded(kind) if chosen.state == "coded" else ~_coded(kind))
    if chosen.case != "all":
        found = found.filter(_of_case(kind, int(chosen.case)))
    told = found.order_by().annotate(kind_of=Value(kind), moment=F(MOMENTS[kind]))
    return told.values_list("kind_of", "pk", "moment")


def _of_case(kind, number):
    if kind == "point":
        return Q() if number == SEVERAL else Q(pk=None)
    return Q(case=None) if number == SEVERAL else Q(case__number=number)


# --- how each kind is shown --------------------------------------------------------------------
def _with_people(kind, found):
    person = PEOPLE[kind]
    return found.select_related(person) if kind == "point" else found.select_related(person, "case")


def _thing(kind, row, person, **more):
    """A thing as it is shown; one that is to stand beside no city stands beside none here either."""
    about = {"city": person.city, "language": person.language} if person else {"city": ""}
    about |= {"city": ""} if getattr(row, "is_nameless", False) else {}
    return Thing(kind=kind, pk=row.pk, **about, **more)


def _card(card):
    more = [(_("With a change"), card.change), (_("Next step"), card.next_step)]
    return _thing(
        "card",
        card,
        card.author,
        text=card.what,
        case=card.case,
        at=card.created_at,
        sub=card.stance,
        target=card.target if card.goes_elsewhere and not card.is_nameless else "",
        more=[(word, text) for word, text in more if text],
        is_hidden=card.hidden_at is not None,
    )


def _note(note):
    return _thing("note", note, note.author, text=note.text, case=note.case, at=note.created_at, sub=note.kind)


def _statement(said):
    return _thing("statement", said, said.speaker, text=said.text, case=said.case, at=said.created_at, sub=said.kind)


def _point(entry):
    return _thing("point", entry, entry.participant, text=entry.topic, case=None, at=entry.asked_at)


MAKERS = {"card": _card, "note": _note, "statement": _statement, "point": _point}
