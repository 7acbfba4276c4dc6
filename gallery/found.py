"""What an address of the gallery names, fetched through the workshop or the person it belongs to."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.utils.text import format_lazy

from workshop.models import Case
from workshop.ready import Ready

_cases = Ready(lambda workshop: Case.objects.filter(workshop=workshop))


def cases(request):
    """The workshop's cases; each knows the workshop it was fetched through."""
    return [_of(request.workshop, case) for case in _cases.rows(request.workshop.pk)]


def case(request, number):
    found = request.workshop.case(number)
    if found is None:
        raise Http404
    return found


def own_note(request, person, pk):
    """A note that hangs or is hidden, through the person who wrote it."""
    if person is None:
        raise Http404
    notes = person.notes.select_related("case", "question", "merged_into")
    return with_its_wall(request, get_object_or_404(notes, pk=pk, withdrawn_at=None))


def any_note(request, pk):
    """A note of this workshop that was not taken back."""
    notes = request.workshop.notes.select_related("case", "author", "question", "merged_into")
    return with_its_wall(request, get_object_or_404(notes, pk=pk, withdrawn_at=None))


def with_its_wall(request, left):
    """A note or photo that knows the workshop it was fetched through."""
    left.workshop = request.workshop
    _of(request.workshop, left.case)
    return left


def at(case, part):
    """A part of the poster's page, as an address to return to; made only where somebody returns."""
    return format_lazy("{}#{}", reverse_lazy("gallery:poster", args=[case.workshop.code, case.number]), part)


def mine_changed(answer):
    """Tell the page that made the change to fetch its own part again."""
    answer["HX-Trigger"] = "peerwalk:mine"
    return answer


def _of(workshop, case):
    case.workshop = workshop
    return case
