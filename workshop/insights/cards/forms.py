"""Gates of the transfer card: its three screens, and all of them at once for scripts and batches."""

from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from workshop.forms import CHOICES
from workshop.insights.models import Rating, TransferCard
from workshop.models import Consent
from workshop.text import KeyField, LineField

SEVERAL = "several"
MOST_ACTORS = 2
Stance, Quote = TransferCard.Stance, TransferCard.Quote


def one(choices, label="", **about):
    """A choice of one, none where nothing was tapped."""
    return forms.ChoiceField(
        **{"choices": choices, "label": label, "required": False, "widget": forms.RadioSelect, **about}
    )


def number(choices, label):
    return forms.TypedChoiceField(
        choices=choices, label=label, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


def must_be(sentence):
    return {"required": sentence, "invalid_choice": sentence}


class ScreenForm(forms.Form):
    """What each screen carries besides its own: which card it belongs to, its press, and which presses it has seen."""

    card = KeyField()
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4000)
    key = KeyField()
    begun_at = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)
    said_here = ()

    def __init__(self, *args, workshop, author=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.author, self.cases = author, {}
        self.prepare(workshop)

    def prepare(self, workshop):
        """Fill in what the workshop decides: its cases, its conditions."""

    def clean_card(self):
        """A page without it is a card of its own: the press's key, or a new one, names it."""
        return self.cleaned_data["card"] or _key(self.data.get("key", "")) or uuid4()

    def carried(self):
        """What comes with every screen, as the action takes it."""
        given = self.cleaned_data
        begun = _moment(given["begun_at"])
        return {"card": given["card"], "key": given["key"], "seen": given["seen"].split(), "begun_at": begun}

    def said(self):
        """What this screen says, as the actions take it."""
        return {name: self.cleaned_data[name] for name in self.said_here}


class WhatForm(ScreenForm):
    """The first screen: from which case, what exactly, for where. It alone is a card."""

    case = forms.ChoiceField(
        label=_("It comes from"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the case it comes from, or “several”."),
            "invalid_choice": _("This case is not on our walls. Please choose one of these."),
        },
    )
    stance = forms.ChoiceField(
        label=_("I would"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages=must_be(_("Please choose what you would do with it.")),
    )
    what = LineField(
        max_length=140,
        label=_("What exactly?"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Please write what exactly, in one sentence.")},
    )
    target = LineField(
        max_length=80,
        label=_("For which city?"),
        help_text=_("A region, a network or an organization will do as well."),
        error_messages={"required": _("Please write for which city or region.")},
    )
    target_is = one(TransferCard.For.choices, _("It is a"))
    note = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)
    said_here = ("case", "stance", "what", "target", "target_is", "note")

    def prepare(self, workshop):
        super().prepare(workshop)
        self.cases = {str(case.number): case for case in workshop.cases.all()}
        self.fields["case"].choices = [
            *((each, case.city) for each, case in self.cases.items()),
            (SEVERAL, _("Several")),
        ]

    def clean_case(self):
        return self.cases.get(self.cleaned_data["case"])

    def clean_target_is(self):
        return self.cleaned_data["target_is"] or TransferCard.For.CITY

    def clean_note(self):
        """A note of one's own that the card grew from; somebody else's is no note here."""
        pk = self.cleaned_data["note"]
        return self.author.notes.filter(pk=pk, withdrawn_at=None).first() if pk and self.author else None

    def case_options(self):
        """Each chip with its case; the last one stands for several."""
        return [(option, self.cases.get(option.data["value"])) for option in self["case"].subwidgets]

    def stances(self):
        """The chips of stances; the comment on an own case stands there for people of a case's city alone."""
        return [
            option for option in self["stance"].subwidgets if option.data["value"] != Stance.OWN or self.owns_a_case
        ]

    @property
    def owns_a_case(self):
        cities = {case.city.casefold() for case in self.cases.values()}
        return self["stance"].value() == Stance.OWN or bool(self.author and self.author.city.casefold() in cities)


class WhetherForm(ScreenForm):
    """The second screen: which conditions are there, what would change, who must act."""

    other_condition = LineField(max_length=40, required=False, label=_("Something else decides it"))
    other_state = one(Rating.State.choices)
    change = LineField(
        max_length=140, required=False, label=_("What would you change?"), widget=forms.Textarea(attrs={"rows": 2})
    )
    actors = forms.MultipleChoiceField(
        choices=TransferCard.Actor.choices,
        required=False,
        label=_("Who must act?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Please choose from these.")},
    )
    said_here = ("other_condition", "other_state", "change", "actors")

    def prepare(self, workshop):
        super().prepare(workshop)
        asked = workshop.conditions.filter(retired_at=None).prefetch_related("needs__case")
        self.conditions = {f"condition_{each.pk}": each for each in asked}
        self.fields |= {name: _rating(each) for name, each in self.conditions.items()}

    def clean_actors(self):
        if len(self.cleaned_data["actors"]) > MOST_ACTORS:
            raise forms.ValidationError(_("Please choose two at most: those without whom nothing moves."))
        return self.cleaned_data["actors"]

    def clean_other_state(self):
        return self.cleaned_data["other_state"] if self.cleaned_data.get("other_condition") else ""

    def said(self):
        return super().said() | {"ratings": self._ratings()}

    def _ratings(self):
        rated = {each: self.cleaned_data[name] for name, each in self.conditions.items()}
        return {each: state for each, state in rated.items() if state}

    def rows(self):
        """Each condition with its choices, and the cases whose owners named it as necessary."""
        return [
            {"field": self[name], "needed": [need.case for need in each.needs.all()]}
            for name, each in self.conditions.items()
        ]


class NextForm(ScreenForm):
    """The third screen: how ready, the next step, who may be in touch, and what may be published."""

    readiness = one(TransferCard.Readiness.choices, _("How ready is it?"))
    effort = one(TransferCard.Effort.choices, _("How much work?"))
    confidence = number(TransferCard.Confidence.choices, _("How sure are you?"))
    next_step = LineField(max_length=100, required=False, label=_("My next step"))
    by_months = number(TransferCard.By.choices, _("By when?"))
    wants_contact = forms.BooleanField(required=False, label=_("I would like to talk with the case’s city"))
    can_help = forms.BooleanField(required=False, label=_("I can help others with it"))
    consent = one([*CHOICES, (TransferCard.NAMELESS, _("Without a name or a city"))], _("Show it as"))
    quote = one(Quote.choices, _("May we quote it?"))
    said_here = (
        *("readiness", "effort", "confidence", "next_step", "by_months"),
        *("wants_contact", "can_help", "consent", "quote"),
    )

    def ways_to_be_shown(self):
        """The chips of attribution, in few words."""
        words = {
            Consent.NAME: _("Name and function"),
            Consent.CITY: _("City only"),
            TransferCard.NAMELESS: _("No name, no city"),
        }
        options = {option.data["value"]: option for option in self["consent"].subwidgets}
        return [(options[way], word) for way, word in words.items()]


class CardForm(WhatForm, WhetherForm, NextForm):
    """A whole card at once, for scripts and batches."""

    said_here = (*WhatForm.said_here, *WhetherForm.said_here, *NextForm.said_here)

    def seen_at(self):
        """The moment the card was last changed when it was read; None on a new card."""
        return _moment(self.cleaned_data["seen"])


SCREENS = {1: WhatForm, 2: WhetherForm, 3: NextForm}


class SureForm(forms.Form):
    """How sure somebody is of a card after the fishbowl."""

    confidence = forms.TypedChoiceField(choices=TransferCard.Confidence.choices, coerce=int)
    key = KeyField()


class TravelForm(forms.Form):
    """How far a card may travel, and whether its author has read it as it would be published."""

    consent = one(
        [
            (Consent.ROOM, _("Stays in the room")),
            (Consent.CITY, _("City only")),
            (Consent.NAME, _("Name and function")),
            (TransferCard.NAMELESS, _("No name, no city")),
        ],
        _("How far may this card travel?"),
    )
    quote = one(Quote.choices, _("May we quote it?"))
    read = forms.BooleanField(required=False)


def as_typed(card):
    """A card as the first values of its screens."""
    plain = [name for name in CardForm.said_here if name not in ("case", "note")]
    return (
        {name: getattr(card, name) for name in plain}
        | {"case": str(card.case.number) if card.case else SEVERAL, "note": card.note_id, "card": card.client_key}
        | {f"condition_{rating.condition_id}": rating.state for rating in card.ratings.all()}
        | as_shown(card.author, card.consent, card.quote)
    )


def as_shown(person, consent="", quote=""):
    """What the third screen begins with: what was said for this card, else what its author chose for everything.

    Nothing chosen at all: with the city, but ask first.
    """
    if consent or quote:
        asked = quote or Quote.YES
        return {"consent": consent, "quote": Quote.NO if consent == Consent.ROOM else asked}
    way = person.consent if person and person.consent in (Consent.NAME, Consent.CITY) else Consent.CITY
    answers = {Consent.UNSAID: Quote.ASK, Consent.ROOM: Quote.NO}
    return {"consent": way, "quote": answers.get(person.consent if person else "", Quote.YES)}


def _moment(text):
    """A moment with its time zone; None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _key(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def _rating(condition):
    return one(Rating.State.choices, condition.label, initial="")
