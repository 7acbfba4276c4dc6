"""The list of conditions that cards are asked about, and which of them a case could not do without."""

from django import forms
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from workshop.access import LEADS, roles
from workshop.forms import RowsField
from workshop.insights import vocabulary
from workshop.organizers.views.cases import of_case
from workshop.organizers.views.plan import seen_position
from workshop.responses import done, form_again
from workshop.text import KeyField, LineField

EMPTY = {"required": _("Please write a few words, or put the condition away.")}


class WordingForm(forms.Form):
    """Every condition's own wording."""

    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    key = KeyField()

    def __init__(self, *args, conditions, **kwargs):
        super().__init__(*args, **kwargs)
        self.conditions = conditions
        for n, each in enumerate(conditions, start=1):
            label = _("Condition %(n)d") % {"n": n}
            self.fields[f"label_{each.pk}"] = LineField(
                max_length=80, label=label, initial=each.label, error_messages=EMPTY
            )

    def rows(self):
        return [(each, self[f"label_{each.pk}"]) for each in self.conditions]

    def labels(self):
        return {each.pk: self.cleaned_data[f"label_{each.pk}"] for each in self.conditions}


class NewForm(forms.Form):
    """One more condition."""

    label = LineField(
        max_length=80,
        label=_("One more condition"),
        error_messages={"required": _("Please write the condition in a few words.")},
    )
    key = KeyField()


class NeedsForm(forms.Form):
    """Which conditions a case could not do without."""

    needs = RowsField(
        queryset=None,
        required=False,
        label=_("What it could not do without"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("The list was changed meanwhile. Reload the page.")},
    )

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needs"].queryset = vocabulary.asked(workshop)


@roles(*LEADS)
def conditions(request):
    """The list, with a field for each wording."""
    if request.method != "POST":
        return render(request, "organizers/conditions.html", _page(request))
    form = WordingForm(request.POST, conditions=list(vocabulary.asked(request.workshop)))
    if not form.is_valid():
        return form_again(request, "organizers/conditions.html", _page(request, form=form))
    given = form.cleaned_data
    vocabulary.word(workshop=request.workshop, labels=form.labels(), seen=given["seen"], key=given["key"])
    return done(request, "conditions", request.workshop.code)


@require_POST
@roles(*LEADS)
def add(request):
    """One more."""
    form = NewForm(request.POST)
    if not form.is_valid():
        return form_again(request, "organizers/conditions.html", _page(request, new=form) | {"form": form})
    vocabulary.add(workshop=request.workshop, **form.cleaned_data)
    return done(request, "conditions", request.workshop.code)


@require_POST
@roles(*LEADS)
def shift(request, pk, way):
    """Earlier or later."""
    condition = get_object_or_404(vocabulary.asked(request.workshop), pk=pk)
    vocabulary.shift(condition=condition, up=way == "up", seen=seen_position(request))
    return done(request, "conditions", request.workshop.code)


@require_POST
@roles(*LEADS)
def put_away(request, pk):
    """Asked no more; a second press finds it away already."""
    if condition := request.workshop.conditions.filter(pk=pk).first():
        vocabulary.put_away(condition=condition)
    return done(request, "conditions", request.workshop.code)


@of_case
def needs(request, case):
    """Which conditions this case could not do without, as its owner says."""
    chosen = {"needs": case.needs.values_list("condition", flat=True)}
    sent = request.POST if request.method == "POST" else None
    form = NeedsForm(sent, workshop=request.workshop, initial=chosen)
    if sent is None:
        return render(request, "organizers/needs.html", {"case": case, "form": form})
    if not form.is_valid():
        return form_again(request, "organizers/needs.html", {"case": case, "form": form})
    vocabulary.need(case=case, conditions=list(form.cleaned_data["needs"]))
    return done(request, "case-edit", request.workshop.code, case.number)


def _page(request, form=None, new=None):
    listed = list(vocabulary.asked(request.workshop))
    seen = vocabulary.mark(request.workshop)
    return {
        "here": "conditions",
        "form": form or WordingForm(conditions=listed, initial={"seen": seen}),
        "wordings": form or WordingForm(conditions=listed, initial={"seen": seen}),
        "new": new or NewForm(),
        "seen": seen,
        "away": list(request.workshop.conditions.exclude(retired_at=None)),
    }
