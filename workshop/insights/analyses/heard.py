"""What is counted, read once: the words people left, with whose city they are; and what of it may be told in public."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace

from fishbowl.models import Entry, Turn
from gallery.models import Note
from workshop.insights.analyses.veil import veil
from workshop.insights.models import Evidence, Rating, TransferCard
from workshop.models import Question, Statement
from workshop.text import folded

STANCES = [each for each in TransferCard.Stance.values if each != TransferCard.Stance.OWN]  # the strongest first
STATES = Rating.State.values
ENOUGH = 3  # contributors that hide each other, where not all of them allowed their city to be shown
HIDDEN = {"hidden": True}  # stands in public for a figure that too few people are behind


def cards_of(workshop):
    """What people of this workshop have on the board."""
    return workshop.cards.on_the_board().filter(is_example=False)


@dataclass(frozen=True)
class Heard:
    """What counts. In the room that is everything on screen; in public, what `published` names.

    `published` is {kind: {id: whether its city may be shown}} for the kinds card, note, statement, point, question and
    person; what it does not name does not exist.
    """

    workshop: object
    examples: bool = False
    published: dict | None = None

    @classmethod
    def of(cls, thing):
        """Itself, or what people of a workshop have on screen."""
        return thing if isinstance(thing, cls) else cls(thing)

    @classmethod
    def here(cls, workshop):
        """What people have left here; while nobody has left anything, the examples of a past walk."""
        people, examples = cls(workshop), cls(workshop, examples=True)
        return examples if not people.voices and examples.voices else people

    # --- what there is -------------------------------------------------------------------------
    @cached_property
    def cards(self):
        rows = self.workshop.cards.on_the_board().filter(is_example=self.examples).select_related("author", "case")
        return self._voices("card", rows.order_by("created_at", "pk"), "author")

    @cached_property
    def notes(self):
        rows = Note.objects.on_the_wall().filter(workshop=self.workshop, is_example=self.examples)
        return self._voices("note", rows.select_related("author", "case").order_by("created_at", "pk"), "author")

    @property
    def statements(self):
        """What was taken down of what people said."""
        return [voice for voice in self._said if voice.row.kind != Statement.Kind.POINT]

    @cached_property
    def _said(self):
        """Statements, and points left in writing; a published source was not said in this room."""
        gone = {"hidden_at": None, "refused_at": None, "withdrawn_at": None}
        rows = Statement.objects.filter(workshop=self.workshop, **gone)
        rows = rows.filter(is_example=self.examples).exclude(kind=Statement.Kind.PARAPHRASE, speaker=None)
        return self._voices("statement", rows.select_related("speaker", "case"), "speaker")

    @property
    def points(self):
        """What people still wished to say when the circle ended: their topics, and what they left in writing."""
        return [*self._topics, *(voice for voice in self._said if voice.row.kind == Statement.Kind.POINT)]

    @cached_property
    def _topics(self):
        rows = Entry.objects.filter(fishbowl__workshop=self.workshop, outcome=Entry.Outcome.UNHEARD)
        rows = rows.filter(fishbowl__is_example=self.examples).exclude(topic="").select_related("participant")
        return self._voices("point", rows.order_by("asked_at", "pk"), "participant")

    @cached_property
    def questions(self):
        """Questions that nobody has answered."""
        rows = Question.objects.still_open().filter(workshop=self.workshop, is_example=self.examples)
        return self._voices("question", rows.select_related("asker", "case").order_by("asked_at", "pk"), "asker")

    @cached_property
    def voices(self):
        """Everything that may lie under a theme."""
        return [*self.cards, *self.notes, *self.statements, *self.points]

    @cached_property
    def people(self):
        """The people here, or those of the past walk."""
        rows = self.workshop.participants.filter(is_example=True) if self.examples else self.workshop.present()
        told = self.published
        return [person for person in rows.order_by("number") if told is None or person.pk in told["person"]]

    @cached_property
    def ratings(self):
        """(condition, state, voice of the card) of every rating; the voice's place is where the card is for."""
        by_pk = {voice.pk: voice for voice in self.cards}
        rows = Rating.objects.filter(card__workshop=self.workshop).order_by("pk")
        told = rows.values_list("condition_id", "state", "card_id")
        return [(condition, state, by_pk[card]) for condition, state, card in told if card in by_pk]

    @cached_property
    def themes(self):
        return list(self.workshop.themes.all())

    @cached_property
    def by_theme(self):
        """{theme: its voices}."""
        by_key, told = {(voice.kind, voice.pk): voice for voice in self.voices}, defaultdict(list)
        rows = Evidence.objects.filter(theme__workshop=self.workshop).order_by("placed_at", "pk")
        for theme, *pks in rows.values_list("theme_id", "card_id", "note_id", "statement_id", "point_id"):
            for key in zip(("card", "note", "statement", "point"), pks, strict=True):
                if key in by_key:
                    told[theme].append(by_key[key])
        return told

    @cached_property
    def turns(self):
        rows = Turn.objects.filter(fishbowl__workshop=self.workshop, fishbowl__is_example=self.examples)
        return list(rows.order_by("started_at", "pk"))

    @cached_property
    def entries(self):
        rows = Entry.objects.filter(fishbowl__workshop=self.workshop, fishbowl__is_example=self.examples)
        return list(rows.order_by("place"))

    @cached_property
    def cases(self):
        return list(self.workshop.cases.all())

    @cached_property
    def writers(self):
        """The ids of the authors of cards on screen, published or not: for counts that name nobody."""
        rows = self.workshop.cards.on_the_board().filter(is_example=self.examples)
        return set(rows.order_by().values_list("author", flat=True))

    # --- what of it may be told ----------------------------------------------------------------
    def shows(self, kind, pk):
        """Whether the city of this thing or person may be shown."""
        return self.published is None or self.published[kind].get(pk, False)

    def named(self, voices):
        """Those whose city may be shown; only they stand in a row of their city."""
        return [voice for voice in voices if voice.shows]

    def sums(self, voices):
        """How many texts of how many people and cities; hidden where too few are behind it."""
        voices = list(voices)
        return HIDDEN if self.hides(voices) else plain_sums(voices)

    def hides(self, voices):
        """Whether fewer than three people are behind a figure and not all of them allowed their city to be shown."""
        if self.published is None or all(voice.shows for voice in voices):
            return False
        return _are_few(voices)

    def veiled(self, groups):
        """The sums of each group of a row or column whose total is told as well: {key: sums}.

        Where one group is hidden, its figures must not follow from the others by subtraction: more are hidden, the
        smallest first, until at least three people are behind what is hidden.
        """
        groups = {key: list(voices) for key, voices in groups.items()}
        hidden = {key for key, voices in groups.items() if self.hides(voices)}
        others = sorted((key for key in groups if key not in hidden and groups[key]), key=lambda key: len(groups[key]))
        while hidden and others and len({v.person for key in hidden for v in groups[key]}) < ENOUGH:
            hidden.add(others.pop(0))
        return {key: HIDDEN if key in hidden else plain_sums(voices) for key, voices in groups.items()}

    @cached_property
    def veil_of_themes(self):
        """What of the table of themes and cases stays closed: ({(theme, case)}, {themes whose total does}).

        Only cards are counted by case as well (`counts`), so only a case that nothing but cards speak of has a total.
        """
        cells = {
            (theme, case): voices
            for theme, told in self.by_theme.items()
            for case, voices in grouped(told, lambda voice: voice.case).items()
        }
        return veil(cells, self.hides, _are_few, lambda voices: all(voice.kind == "card" for voice in voices))

    def sums_of_theme(self, theme):
        """The sums of all under a theme."""
        return HIDDEN if theme in self.veil_of_themes[1] else self.sums(self.by_theme[theme])

    def by_city(self, people, names):
        """People by their city, under "" those not to be named; and whether their total may be told beside it."""
        groups = grouped(people, lambda each: names.key(each.city) if self.shows("person", each.pk) else "")
        if self.published is None:
            return groups, True
        groups = enough(groups)
        return groups, not 0 < len(groups.get("", [])) < ENOUGH

    def _voices(self, kind, rows, person):
        told = self.published and self.published[kind]
        if self.published is not None:
            rows = [row for row in rows if row.pk in told]
        return [_voice(kind, row, getattr(row, person), self.shows(kind, row.pk) and _has_city(row)) for row in rows]


def enough(groups):
    """The same groups of people, whose total is told as well; those under "" are not to be named.

    Where these are fewer than three, the smallest others join them, so that nobody follows by subtraction.
    """
    groups = dict(groups)
    while 0 < len(groups.get("", [])) < ENOUGH and len(groups) > 1:
        smallest = min(groups.keys() - {""}, key=lambda key: (len(groups[key]), key))
        groups[""] = [*groups[""], *groups.pop(smallest)]
    return groups


def _are_few(voices):
    return len({voice.person for voice in voices}) < ENOUGH


def _has_city(row):
    """Whether its author lets a card stand beside a city, also in the room."""
    return not getattr(row, "is_nameless", False)


def _voice(kind, row, person, shows):
    """One text: whose it is, from which city, about which case (its number, None for several or none)."""
    case = getattr(row, "case", None)
    return SimpleNamespace(
        kind=kind,
        pk=row.pk,
        row=row,
        person=person.pk if person else f"{kind}-{row.pk}",
        city=person.city if person else "",
        case=case.number if case else None,
        shows=shows and bool(person),
        text=getattr(row, TEXTS[kind]),
    )


TEXTS = {"card": "what", "note": "text", "statement": "text", "point": "topic", "question": "text"}


def plain_sums(voices):
    return {
        "texts": len(voices),
        "people": len({voice.person for voice in voices}),
        "cities": len({folded(voice.city) for voice in voices if voice.city}),
    }


class Names(dict):
    """Cities by their folded form; each is shown as it was written first."""

    def key(self, city):
        self.setdefault(folded(city), city)
        return folded(city)

    def in_order(self):
        return sorted(self)

    def of(self, keys):
        """The names behind these keys, A to Z."""
        return [self[key] for key in sorted(keys)]


def numbers(voices):
    """The cases in these voices, in the order of the posters; "several" (None) last."""
    return sorted({voice.case for voice in voices}, key=lambda number: (number is None, number))


def grouped(voices, key):
    """{key: its voices}, in the order of the voices."""
    groups = defaultdict(list)
    for voice in voices:
        groups[key(voice)].append(voice)
    return groups


def city_of(heard, voice):
    """Its city where that may be shown, else nothing."""
    return voice.city if voice.shows else ""
