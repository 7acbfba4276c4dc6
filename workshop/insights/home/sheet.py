"""What a person takes home, on paper: the data of the sheet, and its typesetting."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workshop.insights.home import content
from workshop.printing import press, sheet
from workshop.text import clean_text


def make(person):
    """This person's sheet, as PDF."""
    return press.typeset("home.typ", data_of(person)).pdf


def data_of(person):
    """What stands on the sheet: plain text in sections, each piece with its head, its words, and what belongs to it."""
    workshop, home = person.workshop, content.of(person)
    held = workshop.held_on and date_format(workshop.held_on, "DATE_FORMAT")
    sections = [
        (_("My first steps"), [_step(card) for card in home.steps]),
        (_("My transfer cards"), [_card(card) for card in home.cards]),
        (_("Whom I agreed to meet"), [_meeting(each) for each in home.meetings]),
        (_("My questions, and what was answered"), [_question(each) for each in home.questions]),
        (_("What I answered"), [_answer(each) for each in home.answers]),
        (_("What I said in the circle"), [_piece(_case(each.case), each.text) for each in home.statements]),
        (_("Unheard points"), [_piece("", text) for text in home.points]),
        (_("What I noticed"), [_piece(each.get_lens_display(), each.text) for each in home.noticed]),
        (_("My notes at the posters"), [_note(note) for note in home.notes]),
    ]
    return sheet.about(workshop, _("What I take home")) | {
        "who": ", ".join(sheet.line(part) for part in (person.name, person.function, person.city) if part),
        "where": " · ".join(sheet.line(part) for part in (workshop.title, workshop.place, held) if part),
        "nothing": _("Nothing yet: no note, no card."),
        "sections": [{"title": title, "pieces": pieces} for title, pieces in sections if pieces],
    }


def _piece(head, text, *lines, colour=0):
    return {
        "head": sheet.line(head),
        "text": clean_text(text),
        "lines": [sheet.line(line) for line in lines if line],
        "c": colour,
    }


def _step(card):
    by = card.get_by_months_display() if card.by_months else ""
    return _piece(_("For %(place)s") % {"place": card.target}, card.next_step, by, colour=_colour(card.case))


def _card(card):
    rated = [f"{rating.condition.label}: {rating.get_state_display()}" for rating in card.ratings.all()]
    change = card.change and _("With a change: %(change)s") % {"change": card.change}
    lines = [change, "; ".join(rated), card.other_condition, card.readiness and card.get_readiness_display()]
    return _piece(f"{card.get_stance_display()} · {_case(card.case)}", card.what, *lines, colour=_colour(card.case))


def _meeting(each):
    person, contact = each["person"], each["contact"]
    head = ", ".join(part for part in (person.name, person.function, person.city) if part)
    return _piece(head, _("About %(case)s") % {"case": each["case"].city}, contact.email, contact.other)


def _question(question):
    answer = question.answer or (_("Answered aloud.") if question.answered_at else _("Not answered yet."))
    return _piece(_case(question.case), question.text, answer, colour=_colour(question.case))


def _answer(question):
    return _piece(_case(question.case), question.text, question.answer, colour=_colour(question.case))


def _note(note):
    return _piece(f"{note.get_kind_display()} · {_case(note.case)}", note.text, colour=_colour(note.case))


def _case(case):
    return f"{case.number} {case.city}" if case else _("Several cases")


def _colour(case):
    return case.colour if case else 0
