"""Photos on the walls: the form, the picture itself, taking one back, hiding one."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from gallery import actions, found, photos
from gallery.forms import PhotoForm
from gallery.opening import refuse_notes_when_closed
from workshop import access
from workshop.access import acting, member, roles
from workshop.responses import done, form_again

for_good = cache_control(private=True, max_age=31536000, immutable=True)


@require_safe
@roles(*access.EVERY_ROLE)
@for_good
def picture(request, name):
    """A photo for people of its workshop, as long as it hangs there."""
    photo = get_object_or_404(request.workshop.photos, file=f"{name}.jpg", withdrawn_at=None)
    if photo.hidden_at and not request.visitor.has(*access.FACILITATORS):
        raise Http404
    if not photos.path(photo.file).exists():  # a backup may come back without its pictures
        raise Http404
    return HttpResponse(photos.path(photo.file).read_bytes(), content_type="image/jpeg")


@require_safe
@member
def photo_form(request, number):
    """The form for a photo."""
    return render(request, "gallery/photo.html", _photo_context(request, number, PhotoForm()))


@require_POST
@acting(*access.HELPERS, for_nobody=True)
def add_photo(request, number):
    """A photo for the wall; a helper may also add one that is nobody's, of a wall of paper cards."""
    refuse_notes_when_closed(request.workshop)  # before a picture is developed for nothing
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return form_again(request, "gallery/photo.html", _photo_context(request, number, form))
    if form.cleaned_data["consent"] and request.acting:
        access.refuse_deciding_for_somebody(request)
    case = found.case(request, number)
    chosen = {} if request.acting else {"consent": ""}  # nobody's: it stays in the room
    photo = actions.add_photo(case=case, by=request.acting, **(form.cleaned_data | chosen))
    return found.mine_changed(done(request, found.at(case, "wall"), photo=photo.pk))


@require_POST
@acting(*access.HELPERS)
def take_back_photo(request, pk):
    """My photo comes off the wall, and is deleted."""
    photos_of_mine = request.acting.photos.select_related("case")
    photo = found.with_its_wall(request, get_object_or_404(photos_of_mine, pk=pk, withdrawn_at=None))
    actions.take_back_photo(photo=photo)
    return found.mine_changed(done(request, found.at(photo.case, "mine"), photo=photo.pk))


@require_POST
@roles(*access.FACILITATORS)
def show_photo(request, pk):
    """A photo off every screen (shown=0), or back (shown=1)."""
    pictures = request.workshop.photos.select_related("case", "by")
    photo = found.with_its_wall(request, get_object_or_404(pictures, pk=pk, withdrawn_at=None))
    actions.show_photo(photo=photo, shown=request.POST.get("shown") == "1")
    return done(request, "gallery:wall", request.workshop.code, photo.case.number, photo=photo.pk)


# --- helpers -----------------------------------------------------------------------------------
def _photo_context(request, number, form):
    helps = request.visitor.has(*access.HELPERS)
    people = list(request.workshop.present().filter(has_phone=False)) if helps else []
    form.fields["consent"].tell(request.participant)
    return {"case": found.case(request, number), "form": form, "without_phone": people}
