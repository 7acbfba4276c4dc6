"""All tables of a workshop, the same rows for XLSX, CSV and JSON: stable ids, times as ISO, numbers as numbers."""

import csv
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

import xlsxwriter

from workshop.export import matrices

# What a spreadsheet takes for the beginning of a formula, in its plain and its full-width forms.
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\u2212")
LONGEST_CELL = 32_767  # letters that a cell of XLSX can hold
WHO = ["name", "function", "city"]
ABOUT = ("code", "epoch", "revision", "made_at", "title", "topic", "framing", "organizer", "occasion", "place", "venue")
ABOUT += ("held_on", "attendance", "source", "is_demo", "is_rehearsal")


class Sheet(NamedTuple):
    name: str
    columns: list
    rows: list


def tables(edition):
    """Every table of an Edition, as Sheets of plain values; each has its columns even without rows.

    Every row of a rehearsal says that it is of one, so that none is ever taken for real.
    """
    makers = (
        _edition,
        _stages,
        _participants,
        _cases,
        _facts,
        _notes,
        _votes,
        _circles,
        _entries,
        _stays,
        _turns,
        _noticed,
        _parked,
    )
    sheets = [
        make(edition)
        for make in (
            *makers,
            _cards,
            _ratings,
            _endorsements,
            _progress,
            _meetings,
            _themes,
            _evidence,
            _statements,
            _photos,
            _coverage,
        )
    ]
    sheets += [Sheet(*each) for each in matrices.matrices(edition)]
    return [_rehearsed(sheet) for sheet in sheets] if edition.is_rehearsal else sheets


# --- the tables --------------------------------------------------------------------------------
def _edition(edition):
    presence = {"people": edition.presence.people, "cities": edition.presence.cities}
    rows = [*([name, _plain(getattr(edition, name))] for name in ABOUT), *([name, n] for name, n in presence.items())]
    rows += [["goal", f"{number}: {goal}"] for number, goal in edition.goals]
    rows += [["partner", f"{name}: {part}"] for name, part in edition.partners]
    rows += [["question", question] for question in edition.questions]
    return Sheet("workshop", ["what", "value"], rows)


def _stages(edition):
    columns = ["id", "kind", "title", "minutes", "started_at", "ended_at"]
    return Sheet("stages", columns, [_row(part, columns) for part in edition.parts])


def _participants(edition):
    rows = [[person.id, *_who(person.who), person.is_example] for person in edition.people]
    return Sheet("participants", ["id", *WHO, "example"], rows)


def _cases(edition):
    columns = ["id", "number", "city", "country", "place", "title", "contact", "cover_alt", "cover_credit"]
    slots = list(edition.chapters[0].slots) if edition.chapters else []
    rows = [[*_row(chapter, columns), *chapter.slots.values()] for chapter in edition.chapters]
    return Sheet("cases", [*columns, *slots], rows)


def _facts(edition):
    columns = ["id", "label", "display", "value", "value_to", "unit", "qualifier", "as_of", "source", "is_key"]
    columns += ["quantity", "part_of", "total_of"]
    rows = [[chapter.id, *_row(figure, columns)] for chapter in edition.chapters for figure in chapter.figures]
    return Sheet("facts", ["case", *columns], rows)


def _notes(edition):
    hung = ["about", "round", "is_late", "on_paper", "cities_too", "merged_into"]
    rows = [
        [n.id, n.case, n.kind, n.text, *_who(n.who), _plain(n.at), n.kept, n.is_example, *_row(n.hung, hung)]
        + _answered(n.answer)
        for n in (*edition.all_notes, *edition.asked)
    ]
    answer = ["answered", "answer", "answered_by", "asker_says"]
    columns = ["id", "case", "kind", "text", *WHO, "written_at", "kept", "example", *hung, *answer]
    return Sheet("notes", columns, rows)


def _answered(answer):
    return [True, answer.text, answer.who.label, answer.heard] if answer else [False, "", "", ""]


def _votes(edition):
    rows = [[v.id, v.case, v.note, v.who.city, _plain(v.at), v.is_example] for v in edition.votes]
    return Sheet("votes", ["id", "case", "note", "city", "placed_at", "example"], rows)


def _circles(edition):
    columns = ["id", "question", "called", "is_synthesis", "people", "cities", "seconds", "median", "example"]
    return Sheet("fishbowls", columns, [_row(circle, columns) for circle in edition.circles])


def _entries(edition):
    columns = ["id", "outcome", "topic", "asked_at", "waited"]
    rows = [[c.id, *_row(wish, columns), *_who(wish.who), c.is_example] for c in edition.circles for wish in c.wishes]
    return Sheet("fishbowl_entries", ["fishbowl", *columns, *WHO, "example"], rows)


def _stays(edition):
    columns = ["id", "chair", "called_at", "seated_at", "left_at", "exit"]
    rows = [[c.id, *_row(stay, columns), *_who(stay.who), c.is_example] for c in edition.circles for stay in c.stays]
    return Sheet("fishbowl_stays", ["fishbowl", *columns, *WHO, "example"], rows)


def _turns(edition):
    columns = ["id", "started_at", "seconds", "is_running"]
    rows = [[c.id, *_row(turn, columns), *_who(turn.who), c.is_example] for c in edition.circles for turn in c.turns]
    return Sheet("fishbowl_turns", ["fishbowl", *columns, *WHO, "example"], rows)


def _noticed(edition):
    columns = ["id", "fishbowl", "turn", "lens", "text"]
    rows = [[*_row(n, columns), *_who(n.who), _plain(n.at), n.kept, n.is_example] for n in edition.noticed]
    return Sheet("listener_notes", [*columns, *WHO, "written_at", "kept", "example"], rows)


def _parked(edition):
    columns = ["id", "fishbowl", "turn", "text", "became"]
    rows = [[*_row(each, columns), *_who(each.who), _plain(each.at), each.kept] for each in edition.parked]
    return Sheet("parked_words", [*columns, *WHO, "parked_at", "kept"], rows)


def _cards(edition):
    columns = ["id", "case", "stance", "what", "target", "change", "next_step", "by_months"]
    rest = ["target_is", "readiness", "effort", "confidence", "confidence_after", "wants_contact", "can_help"]
    rest += ["other_condition", "other_state", "late"]
    rows = [
        [*_row(card, columns), *_who(card.who), " ".join(card.themes), _plain(card.at), card.kept, card.is_example]
        + [*_row(card, rest), " ".join(card.actors)]
        for card in edition.cards
    ]
    return Sheet("cards", [*columns, *WHO, "themes", "written_at", "kept", "example", *rest, "actors"], rows)


def _endorsements(edition):
    rows = [
        [card.id, kind, because, city, card.is_example] for card in edition.cards for kind, because, city in card.says
    ]
    return Sheet("endorsements", ["card", "says", "because", "city", "example"], rows)


def _progress(edition):
    rows = [[card.id, *told, card.is_example] for card in edition.cards for told in card.progress]
    return Sheet("progress", ["card", "months", "became", "words", "example"], rows)


def _meetings(edition):
    columns = ["case", "asker", "asker_contact", "helper", "helper_contact"]
    return Sheet("meetings", columns, [_row(meeting, columns) for meeting in edition.meetings])


def _ratings(edition):
    rows = [
        [card.id, key, edition.conditions.get(key, ""), state, card.is_example]
        for card in edition.cards
        for key, (state, _word) in card.ratings.items()
    ]
    return Sheet("ratings", ["card", "condition", "label", "state", "example"], rows)


def _themes(edition):
    columns = ["id", "title", "statement", "dissent", "source", "example"]
    return Sheet("themes", columns, [_row(theme, columns) for theme in edition.themes])


def _evidence(edition):
    return Sheet("evidence", ["theme", "thing", "named"], [list(piece) for piece in edition.evidence])


def _statements(edition):
    said = edition.all_statements
    rows = [
        [s.id, s.case, s.kind, s.text, s.source, *_who(s.who), _plain(s.at), s.taken_by, s.kept, s.is_example]
        for s in said
    ]
    columns = ["id", "case", "kind", "text", "source", *WHO, "taken_down_at", "taken_down_by", "kept", "example"]
    return Sheet("statements", columns, rows)


def _photos(edition):
    columns = ["id", "case", "caption", "credit", "width", "height", "at", "kept"]
    return Sheet("photos", columns, [_row(photo, columns) for photo in edition.all_photos])


def _coverage(edition):
    columns = ["kind", "written", "published", "room", "unchecked", "withdrawn", "hidden", "refused"]
    return Sheet("coverage", columns, [_row(coverage, columns) for coverage in edition.coverage])


def _rehearsed(sheet):
    return Sheet(sheet.name, [*sheet.columns, "rehearsal"], [[*row, True] for row in sheet.rows])


def _row(thing, columns):
    return [_plain(getattr(thing, "is_example" if name == "example" else name)) for name in columns]


def _who(who):
    return [who.name, who.function, who.city]


def _plain(value):
    """Times as ISO text, decimals as whole numbers where they are whole."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return "" if value is None else value


# --- the files ---------------------------------------------------------------------------------
def xlsx(sheets, warning=""):
    """One sheet a table, as bytes: text is stored as text, never as a formula or a link. A warning heads each page."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        head = book.add_format({"bold": True, "bottom": 2})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            _fill(page, sheet, head)
            if warning:
                page.set_header("&C" + warning.replace("&", "&&"))
                page.set_tab_color("#F7E08F")
    return out.getvalue()


def _fill(page, sheet, head):
    page.freeze_panes(1, 0)
    for column, name in enumerate(sheet.columns):
        page.write_string(0, column, name, head)
        page.set_column(column, column, 48 if name in ("text", "what", "value", "statement", "label") else 16)
    for line, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write(page, line, column, value)


def _write(page, line, column, value):
    if isinstance(value, bool):
        page.write_boolean(line, column, value)
    elif isinstance(value, int | float):
        page.write_number(line, column, value)
    elif value:
        page.write_string(line, column, value if len(value) <= LONGEST_CELL else f"{value[: LONGEST_CELL - 1]}…")


def csv_zip(sheets):
    """One CSV file a table in a ZIP archive, as bytes, each with the mark that lets spreadsheets read UTF-8."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            archive.writestr(zipfile.ZipInfo(f"{sheet.name}.csv"), as_csv(sheet), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def as_csv(sheet):
    """One table as the bytes of a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([sheet.columns, *([guarded(value) for value in row] for row in sheet.rows)])
    return out.getvalue().encode("utf-8-sig")


def guarded(value):
    """Text that a spreadsheet would work out gets an apostrophe before it; take it away to have the text back."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(TRIGGERS) else value
