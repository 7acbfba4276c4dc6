"""Gates of planning: sign-in, the introduction, stages, a new case, role links."""

from zoneinfo import available_timezones

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from workshop.access import LEADS, ORGANIZER
from workshop.models import RoleLink, Stage
from workshop.organizers.fields import GoalsField, PairsField, ShortLinesField
from workshop.text import KeyField, LineField, TextField


class SignInForm(forms.Form):
    """Name and password of an organizer."""

    name = forms.CharField(
        max_length=150, label=_("Your name here"), error_messages={"required": _("Please write your name.")}
    )
    password = forms.CharField(
        max_length=200,
        strip=False,
        label=_("Password"),
        widget=forms.PasswordInput,
        error_messages={"required": _("Please write your password.")},
    )


class PasswordForm(forms.Form):
    """A new password for one's own account."""

    old = forms.CharField(
        max_length=200, strip=False, required=False, label=_("Your present password"), widget=forms.PasswordInput
    )
    new = forms.CharField(
        max_length=200,
        strip=False,
        label=_("New password"),
        help_text=_("At least eight characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput,
        error_messages={"required": _("Please write a new password.")},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.has_usable_password():
            del self.fields["old"]

    def clean_old(self):
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError(_("This is not your present password."))

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]


class NewWorkshopForm(forms.Form):
    """What a workshop needs to exist; everything else can come later."""

    title = LineField(
        max_length=160,
        label=_("Title"),
        help_text=_("Often a question, such as “Can the social economy renew a city?”"),
        error_messages={"required": _("Please give the workshop a title. You can change it later.")},
    )
    held_on = forms.DateField(required=False, label=_("Date"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    place = LineField(max_length=160, required=False, label=_("City"))
    venue = LineField(max_length=200, required=False, label=_("Venue"))
    organizer = LineField(max_length=160, required=False, label=_("Organizer"), help_text=_("Who invites."))
    key = KeyField()


ZONES = [("", _("the server’s")), *((zone, zone.replace("_", " ")) for zone in sorted(available_timezones()))]


class IntroductionForm(NewWorkshopForm):
    """Everything that the note's introduction says."""

    time_zone = forms.ChoiceField(
        required=False, choices=ZONES, label=_("Time zone"), help_text=_("The clocks on all screens and in the note.")
    )
    occasion = LineField(
        max_length=300, required=False, label=_("Occasion"), help_text=_("For example, the congress it is part of.")
    )
    topic = LineField(max_length=300, required=False, label=_("Topic"))
    framing = TextField(
        validators=[MaxLengthValidator(3000)],
        required=False,
        label=_("Why the theme matters"),
        widget=forms.Textarea({"data-words": "0-150"}),
        help_text=_("At most 150 words."),
    )
    questions = ShortLinesField(required=False, label=_("Learning questions"), help_text=_("One a line."))
    partners = PairsField(
        required=False,
        label=_("Partners"),
        help_text=_("One a line; what they do after a colon, as in “City Network: coordinator”."),
    )
    goals = GoalsField(
        required=False,
        label=_("Sustainable Development Goals"),
        help_text=_("One a line, number first, as in “11 Sustainable cities and communities”."),
    )
    cities = ShortLinesField(
        most=500,
        longest=80,
        required=False,
        label=_("Cities and regions to suggest"),
        help_text=_("One a line. The join form offers them; anybody can write another one."),
    )
    attendance = LineField(
        max_length=160,
        required=False,
        label=_("Number of people, as published"),
        help_text=_("Only for a workshop where nobody joined by phone."),
    )
    source = TextField(
        validators=[MaxLengthValidator(2000)],
        required=False,
        label=_("Sources"),
        help_text=_("Where published facts of the introduction come from."),
    )
    key = None


class CopyForm(forms.Form):
    """Which earlier workshop to plan anew."""

    code = forms.CharField(max_length=40)
    key = KeyField()


class PressForm(forms.Form):
    """A press with nothing but its key."""

    key = KeyField()


class StageForm(forms.Form):
    """A part of the programme."""

    kind = forms.ChoiceField(choices=Stage.Kind.choices, label=_("What happens"))
    title = LineField(max_length=80, required=False, label=_("Title"), help_text=_("Empty: the name of what happens."))
    minutes = forms.IntegerField(
        min_value=1,
        max_value=600,
        initial=15,
        label=_("Minutes"),
        error_messages={
            "required": _("Please write how many minutes it takes."),
            "invalid": _("Please write whole minutes, such as 15."),
            "min_value": _("A part takes 1 to 600 minutes."),
            "max_value": _("A part takes 1 to 600 minutes."),
        },
    )
    guide = TextField(
        max_length=400,
        required=False,
        label=_("What people are asked to do"),
        help_text=_("One or two sentences. They stand on every phone during this part."),
        widget=forms.Textarea({"rows": 2}),
    )
    key = KeyField()

    def clean(self):
        about = super().clean()
        if "kind" in about:
            about["title"] = about.get("title") or str(Stage.Kind(about["kind"]).label)
        return about


class NewCaseForm(forms.Form):
    """A case begins with its city."""

    city = LineField(
        max_length=80, label=_("City or region"), error_messages={"required": _("Please write the city or region.")}
    )
    title = LineField(max_length=160, required=False, label=_("Title"), help_text=_("Can wait."))
    key = KeyField()


class LinkForm(forms.Form):
    """Whom a role link is for."""

    role = forms.ChoiceField(label=_("Role"), error_messages={"required": _("Please choose a role.")})
    label = LineField(
        max_length=80, required=False, label=_("For whom"), help_text=_("For example “tablet at the door”.")
    )
    case = forms.ModelChoiceField(
        None,
        required=False,
        to_field_name="number",
        label=_("Case"),
        empty_label=_("no case"),
        help_text=_("For case owners and station hosts."),
    )
    key = KeyField()

    def __init__(self, *args, workshop, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("choose")), *((role.value, role.label) for role in roles_to_give(by))]
        self.fields["case"].queryset = workshop.cases.all()

    def clean(self):
        about = super().clean()
        of_a_case = about.get("role") in (RoleLink.Role.CASE_OWNER, RoleLink.Role.STATION_HOST)
        if of_a_case and not about.get("case") and "case" not in self.errors:
            self.add_error("case", _("Please choose the case."))
        if not of_a_case:
            about["case"] = None
        return about


def roles_to_give(visitor):
    """Organizers may name facilitators; facilitators hand out everything below themselves."""
    not_theirs = {ORGANIZER} if visitor.has(ORGANIZER) else set(LEADS)
    return [role for role in RoleLink.Role if role not in not_theirs]
