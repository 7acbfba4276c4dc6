"""Gates of the circle: a wish, a press and what it was decided on, somebody's place, what was said, how it is set."""

import re
from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fishbowl.models import MOST_LETTERS, Chair, Entry, Fishbowl, Move, Noticed, Stay
from fishbowl.places import places
from workshop.forms import ConsentField
from workshop.models import Case, Participant, Statement
from workshop.text import KeyField, LineField, LinesField, MomentField, TextField, folded

MOST = 2**53


def number_of_a_person(**kwargs):
    """A field for the short number of somebody here; the page offers people by name."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "list": "people", "autocomplete": "off"})
    return forms.IntegerField(min_value=1, max_value=999_999, widget=widget, **kwargs)


def _number(least=0, **kwargs):
    return forms.IntegerField(required=False, min_value=least, max_value=MOST, **kwargs)


class Flag(forms.BooleanField):
    """ "1" is yes; nothing, or "0", is no."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, "widget": forms.HiddenInput, **kwargs})


class AskForm(forms.Form):
    """A wish to be heard: a chair, a reply to the running turn, or a word on how we work."""

    kind = forms.ChoiceField(choices=Entry.Kind.choices, required=False, widget=forms.HiddenInput)
    topic = LineField(max_length=80, required=False, label=gettext_lazy("What it is about"))
    turn = _number(1, widget=forms.HiddenInput)
    change = Flag()
    begun_at = MomentField(required=False)
    key = KeyField()

    def clean_kind(self):
        return self.cleaned_data["kind"] or Entry.Kind.JOIN


class SitForm(forms.Form):
    """A press that is decided on a call, a stay, a wish or a chair, named by its id where the sender knows it."""

    call = _number(1)
    stay = _number(1)
    entry = _number(1)
    chair = _number(1)
    seen = _number()
    at_place = Flag()
    away = Flag()
    to = forms.ChoiceField(choices=[("end", "end"), ("one", "one")], required=False)
    topic = LineField(max_length=80, required=False)
    key = KeyField()


class SeenForm(forms.Form):
    """What the sender saw when it pressed: a number, or nothing said."""

    seen = _number()
    key = KeyField()


class FloorForm(SeenForm):
    """The floor as the sender saw it: a turn's id, that of the moderator's below zero, 0 for silence."""

    seen = _number(-MOST)


class BeforeForm(forms.Form):
    """Which wish comes before which, and why."""

    other = forms.IntegerField(min_value=1, max_value=MOST)
    reason = LineField(max_length=120, required=False)
    seen = _number()
    key = KeyField()


class PhaseForm(forms.Form):
    """The phase that was seen, and what belongs to the next one."""

    seen = forms.CharField(required=False, max_length=20)
    start = forms.IntegerField(required=False, min_value=1, max_value=12)
    chairs_go = Flag()
    key = KeyField()


class ReleaseForm(forms.Form):
    """How a helper frees a chair."""

    EXITS = (Stay.Exit.ASKED, Stay.Exit.DONE, Stay.Exit.MADE_ROOM, Stay.Exit.LEFT_ROOM, Stay.Exit.CORRECTED)
    exit = forms.ChoiceField(choices=[(each.value, each.label) for each in EXITS], required=False)
    key = KeyField()

    def clean_exit(self):
        return self.cleaned_data["exit"] or Stay.Exit.ASKED


class ChairForm(forms.Form):
    """Whether a chair stands in the circle, and what for."""

    on = forms.ChoiceField(choices=[("1", "1"), ("0", "0")], required=False)
    kind = forms.ChoiceField(choices=Chair.Kind.choices, required=False)
    key = KeyField()


class TimeForm(forms.Form):
    """Seconds more or less."""

    seconds = forms.IntegerField(min_value=-600, max_value=600)
    key = KeyField()


class QuestionForm(forms.Form):
    """What the circle talks about."""

    question = LineField(max_length=300, required=False, label=gettext_lazy("The question in the middle"))
    key = KeyField()


class BowlForm(forms.Form):
    """One more circle: where it meets, and what it talks about."""

    name = LineField(
        max_length=60,
        required=False,
        label=gettext_lazy("Where it meets"),
        help_text=gettext_lazy("For example “Room B”. Without a name it gets a number."),
    )
    question = LineField(max_length=300, required=False, label=gettext_lazy("The question in the middle"))
    key = KeyField()


class MoveForm(forms.Form):
    """A moderator's move."""

    kind = forms.ChoiceField(choices=Move.Kind.choices, required=False, label=gettext_lazy("Move"))
    text = LineField(max_length=300, required=False, label=gettext_lazy("Words that belong to it"))
    seconds = forms.IntegerField(required=False, min_value=5, max_value=900, widget=forms.HiddenInput)
    key = KeyField()

    def clean_kind(self):
        """Words without a kind are the city that is invited."""
        return self.cleaned_data["kind"] or Move.Kind.INVITE


class NoticeForm(forms.Form):
    """What a listener noticed, and what they listened for."""

    lens = forms.ChoiceField(choices=Noticed.Lens.choices, label=gettext_lazy("I listen for"))
    text = TextField(
        max_length=MOST_LETTERS,
        label=gettext_lazy("What I noticed"),
        error_messages={"required": gettext_lazy("Please write what you noticed.")},
    )
    consent = ConsentField(label=gettext_lazy("How far may it travel?"), widget=forms.Select)
    begun_at = MomentField(required=False)
    key = KeyField()

    def __init__(self, *args, participant=None, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = participant.get_consent_display() if participant and participant.consent else ""
        kept = _("no choice: it stays in the room")
        unsaid = _("as I chose: %(choice)s") % {"choice": chosen} if chosen else kept
        self.fields["consent"].choices = [("", unsaid), *self.fields["consent"].choices]


class SomebodyElseForm(forms.Form):
    """The name and the city of somebody who does not write them."""

    name = LineField(
        max_length=80,
        min_length=2,
        label=gettext_lazy("Name"),
        error_messages={
            "required": gettext_lazy("Please write the name."),
            "min_length": gettext_lazy("Please write the name."),
        },
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    city = LineField(
        max_length=80,
        label=gettext_lazy("City or region"),
        error_messages={"required": gettext_lazy("Please write the city or region.")},
        widget=forms.TextInput({"autocomplete": "off", "list": "cities"}),
    )


class NeighbourForm(SomebodyElseForm):
    """The person beside somebody: their name, where they come from, and what they would like to say."""

    asks = forms.BooleanField(required=False, initial=True, label=gettext_lazy("They would like a chair in the circle"))
    topic = LineField(
        max_length=80,
        required=False,
        label=gettext_lazy("What they would like to say, in a few words"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    key = KeyField()


class PointForm(forms.Form):
    """The point of somebody who was not heard."""

    text = TextField(
        max_length=2000,
        label=gettext_lazy("Your point"),
        error_messages={"required": gettext_lazy("Please write your point.")},
    )
    consent = ConsentField(label=gettext_lazy("How far may it travel?"))
    key = KeyField()


class BringForm(forms.Form):
    """A question of a satellite to the circle."""

    text = TextField(
        max_length=1000,
        label=gettext_lazy("Your question"),
        error_messages={"required": gettext_lazy("Please write your question.")},
    )
    consent = ConsentField(label=gettext_lazy("How far may it travel?"))
    key = KeyField()


class PartForm(forms.Form):
    """A part of a circle with satellites, and the one that was seen."""

    part = forms.ChoiceField(choices=Fishbowl.Part.choices)
    seen = forms.ChoiceField(choices=Fishbowl.Part.choices, required=False)
    key = KeyField()


class AboutSomebody(forms.Form):
    """A form of the console that names a person by the short number everybody here has."""

    def __init__(self, *args, workshop, bowl=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.workshop, self.bowl = workshop, bowl

    def _somebody(self, number) -> Participant:
        person = self.workshop.present().filter(number=number).first()
        if person is None:
            raise forms.ValidationError(_("Nobody here has the number %(n)s.") % {"n": number})
        return person

    def clean_person(self):
        return self._somebody(self.cleaned_data["person"])


class PlaceForm(AboutSomebody):
    """Somebody here, and where they go: the queue with one of the wishes, any free chair, or a chair by its number."""

    person = number_of_a_person(label=gettext_lazy("Number of the person"))
    where = forms.ChoiceField(label=gettext_lazy("Where to"))
    topic = LineField(max_length=80, required=False, label=gettext_lazy("What it is about, in the queue"))
    key = KeyField()
    seen = _number(widget=forms.HiddenInput)
    instead = Flag()
    move = Flag()
    at_place = Flag()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = places(self.workshop, self.bowl)


class ForwardForm(AboutSomebody):
    """Somebody who waits, and why they come first now. `entry`: their wish."""

    person = number_of_a_person(label=gettext_lazy("Number of the person"))
    reason = LineField(max_length=120, required=False, label=gettext_lazy("Why, for the person and the console"))
    key = KeyField()

    def clean(self):
        told = super().clean()
        person, bowl = told.get("person"), self.bowl or Fishbowl.live_in(self.workshop)
        entry = person and bowl and bowl.waiting().filter(participant=person).first()
        if person and not entry:
            self.add_error("person", _("%(who)s does not wait for a chair.") % {"who": person})
        return told | {"entry": entry}


class ListForm(AboutSomebody):
    """A paper list: one number or name a line, in its order."""

    MOST = 100
    people = LinesField(
        max_length=8000,
        label=gettext_lazy("One number or name a line, the first on top"),
        help_text=gettext_lazy("Whoever waits or sits already keeps the place."),
        error_messages={"required": gettext_lazy("Please write at least one number or name.")},
    )
    key = KeyField()

    def clean_people(self):
        """The people of the list; a sentence for each line that names nobody, or two."""
        lines = self.cleaned_data["people"]
        if len(lines) > self.MOST:
            raise forms.ValidationError(_("A list has %(n)s lines at most.") % {"n": self.MOST})
        here = list(self.workshop.present())
        found = [self._named(number, line, here) for number, line in enumerate(lines, 1)]
        if wrong := [each for each in found if isinstance(each, str)]:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(found))

    def _named(self, number, line, here):
        head = re.fullmatch(r"#?([0-9]{1,6})(?!\w)\D*", line)  # "12 Ada", but not "12, 15": nobody is passed over
        if head:
            named = [person for person in here if person.number == int(head[1])]
        else:
            named = [p for p in here if folded(line) in (folded(p.name), folded(str(p)), folded(f"{p.name} {p.city}"))]
        if len(named) == 1:
            return named[0]
        words = {"line": number, "text": line}
        if named:
            return _("Line %(line)s: several people are called “%(text)s”. Write the number.") % words
        return _("Line %(line)s: nobody here is “%(text)s”.") % words


class PersonForm(AboutSomebody):
    """Somebody here, and why, where that is said."""

    person = number_of_a_person(label=gettext_lazy("Number of the person"))
    reason = LineField(max_length=300, required=False, label=gettext_lazy("Why, for the organizer alone"))
    key = KeyField()


class MergeForm(AboutSomebody):
    """Two numbers of one person: the first is given up."""

    person = number_of_a_person(label=gettext_lazy("Number that is given up"))
    into = number_of_a_person(label=gettext_lazy("Number that stays"))
    key = KeyField()

    def clean_into(self):
        return self._somebody(self.cleaned_data["into"])


class StandbyForm(AboutSomebody):
    """Somebody who has agreed to come if nobody does."""

    person = number_of_a_person(label=gettext_lazy("Number of the person"))
    key = KeyField()


class PromiseForm(StandbyForm):
    """Somebody, and the time of today at which they are called."""

    at = forms.TimeField(label=gettext_lazy("At what time"), widget=forms.TimeInput(attrs={"type": "time"}))

    def clean_at(self):
        today = timezone.localdate(timezone=self.workshop.zone)
        return datetime.combine(today, self.cleaned_data["at"], tzinfo=self.workshop.zone)


class TopicForm(forms.Form):
    """Something to talk about: words, or a question from the walls by its id."""

    text = LineField(max_length=300, required=False, label=gettext_lazy("Topic"))
    asked = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)  # a question from the walls
    key = KeyField()

    def __init__(self, *args, workshop, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["asked"].queryset = workshop.open_questions.standing()

    def clean(self):
        told = super().clean()
        if not self.errors and not told.get("text") and not told.get("asked"):
            raise forms.ValidationError(_("Write a topic, or choose a question."))
        return told


class LineForm(forms.Form):
    """A line that a circle brings to the synthesis: words, or a statement by its id."""

    text = LineField(max_length=300, required=False, label=gettext_lazy("A line for the synthesis"))
    statement = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)
    key = KeyField()

    def __init__(self, *args, statements=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["statement"].queryset = Statement.objects.none() if statements is None else statements

    def clean(self):
        told = super().clean()
        if not self.errors and not told.get("text") and not told.get("statement"):
            raise forms.ValidationError(_("Write a line, or choose a statement."))
        return told


class StatementForm(AboutSomebody):
    """What was said, by whom (the one who has the floor, where nothing is typed), and about which case."""

    text = TextField(
        max_length=2000,
        label=gettext_lazy("What was said"),
        error_messages={"required": gettext_lazy("Please write what was said.")},
    )
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in (Statement.Kind.STATEMENT, Statement.Kind.QUOTE)],
        initial=Statement.Kind.STATEMENT,
        widget=forms.RadioSelect,
        label=gettext_lazy("How it is written"),
    )
    speaker = number_of_a_person(
        required=False,
        label=gettext_lazy("Number of the speaker"),
        help_text=gettext_lazy("Leave it empty for whoever has the floor."),
    )
    case = forms.ModelChoiceField(
        Case.objects.none(),
        to_field_name="number",
        required=False,
        label=gettext_lazy("About which case"),
        empty_label=gettext_lazy("no case in particular"),
    )
    key = KeyField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = self.workshop.cases.all()

    def clean_speaker(self):
        """The person named; None for whoever has the floor, where somebody has."""
        if number := self.cleaned_data["speaker"]:
            return self._somebody(number)
        bowl = self.bowl or Fishbowl.live_in(self.workshop)
        if bowl is None or not bowl.has_speaker_lately():
            raise forms.ValidationError(_("Nobody has the floor just now. Please write the number of the speaker."))
        return None
