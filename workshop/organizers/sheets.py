"""A case as a path of steps: the form of each step and how many words a reader has time for."""

from dataclasses import dataclass

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from workshop import starters
from workshop.models import Case
from workshop.organizers.fields import NumberField
from workshop.text import KeyField, LineField, TextField

SUBHEADINGS = _("An empty line begins a paragraph; a line that begins with “## ” is a sub-heading.")


def _long(label, words="", rows=10, **kwargs):
    """A section of a case; `words` is the span a reader has time for, as "60-120"."""
    widget = forms.Textarea({"rows": rows, "data-words": words} if words else {"rows": rows})
    return TextField(validators=[MaxLengthValidator(20000)], required=False, label=label, widget=widget, **kwargs)


def _line(label, longest, hint="", **kwargs):
    return LineField(max_length=longest, required=False, label=label, help_text=hint, **kwargs)


class TitleForm(forms.Form):
    title = _line(_("Title"), 160, _("What the city did, in a few words: the largest line on the poster."))
    city = LineField(
        max_length=80, label=_("City or region"), error_messages={"required": _("Please write the city or region.")}
    )
    country = _line(_("Country"), 80)
    place = _line(_("Place"), 120, _("The quarter, site or programme, such as “Technopole Angus”."))


class OpeningForm(forms.Form):
    standfirst = _long(
        _("Opening"), "60-120", 6, help_text=_("What is this case about, and why should another city care?")
    )


class HistoryForm(forms.Form):
    background = _long(_("History"), "150-300", 12, help_text=_("How it was before, and what set things going."))


class MeasuresForm(forms.Form):
    approach = _long(_("Measures"), "200-500", 16, help_text=_("What was done, by whom, in which order."))


class PartnersForm(forms.Form):
    partners = _long(_("Partners"), "", 5, help_text=_("Who took part, and what each of them did."))
    cost = _long(_("Cost and funding"), "", 4, help_text=_("What it cost, and who paid."))
    contact = _line(_("Contact"), 200, _("An office that answers, rather than a person."))


class OutcomesForm(forms.Form):
    outcomes = _long(_("Outcomes"), "100-250", 10, help_text=_("What came of it, unwanted effects included."))
    next_steps = _long(_("What comes next"), "", 4)


class LessonsForm(forms.Form):
    lessons = _long(_("Lessons learnt"), "80-140", 8, help_text=_("What you would tell a city that begins tomorrow."))


class CoverForm(forms.Form):
    motif = forms.ChoiceField(choices=Case.Motif.choices, label=_("The cover draws"))
    cover_count = forms.IntegerField(
        min_value=1,
        max_value=400,
        label=_("How many of them"),
        help_text=_("A figure of the case, such as 33 for 33 buildings: the drawing counts it."),
        error_messages={
            "required": _("Please write a whole number from 1 to 400."),
            "invalid": _("Please write a whole number from 1 to 400."),
            "min_value": _("Please write a whole number from 1 to 400."),
            "max_value": _("Please write a whole number from 1 to 400."),
        },
    )
    cover_alt = _line(_("The cover in words"), 300, _("For people who do not see it: what the drawing counts."))
    cover_credit = _line(_("Credit"), 200)


class FactForm(forms.Form):
    label = LineField(
        max_length=200,
        label=_("What it tells"),
        error_messages={"required": _("Please write what the figure tells.")},
    )
    value = NumberField(label=_("Figure"), error_messages={"required": _("Please write the figure.")})
    value_to = NumberField(required=False, label=_("Up to"), help_text=_("Only for a range, such as 350 to 400."))
    unit = _line(_("Unit"), 60, _("For example “people”, “%”, “ZAR”, or “year” for a date."))
    qualifier = _line(_("Word before it"), 20, _("For example “about” or “over”."))
    as_of = _line(_("As of"), 60, _("The year or date the figure is from."))
    source = _line(_("Source"), 200)
    is_key = forms.BooleanField(required=False, label=_("Show it large on the poster"))
    quantity = _line(_("Same figure elsewhere"), 60, _("Give two figures the same word here if they should agree."))
    part_of = _line(_("Part of a sum"), 60, _("Give all parts of one sum the same word."))
    total_of = _line(_("Total of a sum"), 60, _("And here the same word for its total: Peerwalk adds up."))
    key = KeyField()

    def clean(self):
        fact = super().clean()
        value, value_to = fact.get("value"), fact.get("value_to")
        if value is not None and value_to is not None and value_to <= value:
            self.add_error("value_to", _("The end of a range is larger than its beginning."))
        return fact


class StatementForm(forms.Form):
    text = TextField(
        max_length=2000,
        label=_("What was said, in reported speech"),
        help_text=_(
            "From a published source. What is said in the workshop is taken down there and checked by its speaker."
        ),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("Please write what was said.")},
    )
    speaker_name = _line(_("Who said it"), 80)
    speaker_function = _line(_("Their function"), 160)
    source = LineField(
        max_length=200,
        label=_("Where it was published"),
        error_messages={"required": _("Please name the source. Without one it is not a published statement.")},
    )
    key = KeyField()


class FootnoteForm(forms.Form):
    SLOTS = [
        ("standfirst", _("Opening")),
        ("background", _("History")),
        ("approach", _("Measures")),
        ("partners", _("Partners")),
        ("cost", _("Cost and funding")),
        ("outcomes", _("Outcomes")),
        ("next_steps", _("What comes next")),
        ("lessons", _("Lessons learnt")),
    ]
    text = TextField(
        max_length=1000,
        label=_("Footnote"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Please write the footnote.")},
    )
    slot = forms.ChoiceField(choices=SLOTS, label=_("Belongs to"))
    key = KeyField()


@dataclass(frozen=True)
class Step:
    """One stop on the path of a case. `rows` names what it lists; without it, the form's fields are the case's own."""

    slug: str
    title: str
    form: type
    hint: str = ""
    rows: str = ""
    most: int = 0

    def rows_of(self, case):
        """The rows of this step, in their order; statements are the published ones only."""
        rows = getattr(case, self.rows).all()
        return rows & starters.published() if self.rows == "statements" else rows

    @property
    def is_ordered(self):
        return self.rows in ("facts", "footnotes")


STEPS = [
    Step("title", _("Title"), TitleForm),
    Step("opening", _("Opening"), OpeningForm),
    Step("history", _("History"), HistoryForm, SUBHEADINGS),
    Step("measures", _("Measures"), MeasuresForm, SUBHEADINGS),
    Step("partners", _("Partners and cost"), PartnersForm),
    Step("outcomes", _("Outcomes"), OutcomesForm, SUBHEADINGS),
    Step(
        "figures",
        _("Figures"),
        FactForm,
        _("Each figure with its unit, date and source; four of them stand large."),
        "facts",
        80,
    ),
    Step("lessons", _("Lessons learnt"), LessonsForm),
    Step(
        "statements",
        _("Statements"),
        StatementForm,
        _("What people have said about the case in public."),
        "statements",
        20,
    ),
    Step(
        "footnotes",
        _("Footnotes"),
        FootnoteForm,
        _("Terms and sources; they are numbered through the note."),
        "footnotes",
        40,
    ),
    Step("cover", _("Cover"), CoverForm, _("The drawing counts a fact of the case.")),
]
BY_SLUG = {step.slug: step for step in STEPS}


def after(step):
    """The next stop on the path; None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def span(form_field):
    """The words a reader has time for, as (least, most); None where nothing is counted."""
    said = form_field.widget.attrs.get("data-words")
    return tuple(int(end) for end in said.split("-")) if said else None
