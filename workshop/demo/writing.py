"""How the demo's content is written down: wrapped texts, figures, dates, statements, example times."""

import datetime
from zoneinfo import ZoneInfo

NOTE = "UCLG peer-learning note, 2017"
PARAPHRASE = "UCLG peer-learning note, 2017 (paraphrase)"
DAY = datetime.date(2017, 6, 19)
MONTREAL = ZoneInfo("America/Toronto")


def text(wrapped):
    """A text wrapped for the editor, as its author means it: one line a paragraph, blank lines between."""
    paragraphs = wrapped.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def figure(label, value, unit="", *, as_of="published 2017", source=NOTE, **more):
    """A fact's fields; `to` is a range's end, `about` its qualifier, `key` puts it large on the poster."""
    names = {"to": "value_to", "about": "qualifier", "key": "is_key"}
    return {
        **{"label": label, "value": value, "unit": unit, "as_of": as_of, "source": source},
        **{names.get(name, name): given for name, given in more.items()},
    }


def year(label, value, to=None, source=NOTE):
    """A date as a fact, for the timeline."""
    as_of = str(value) if to is None else f"{value}–{to}"
    return figure(label, value, "year", to=to, as_of=as_of, source=source)


def statement(said, *, name, function, source=PARAPHRASE):
    """What somebody said in public, in reported speech."""
    return {"text": text(said), "speaker_name": name, "speaker_function": function, "source": source}


def table(columns, rows):
    """Rows written line by line, their cells parted by a bar, as dicts of texts."""
    return [
        dict(zip(columns.split(), (cell.strip() for cell in row.split("|")), strict=True))
        for row in rows.strip().splitlines()
    ]


def at(clock):
    """A moment of the day of the workshop, from "14:05" or "14:05:30" in Montreal."""
    return datetime.datetime.combine(DAY, datetime.time.fromisoformat(clock), MONTREAL)
