"""What stands in the printed note, as plain data: rows of a heading with its texts, and what goes across the page."""

from dataclasses import asdict

from django.utils.translation import get_language_bidi, pgettext
from django.utils.translation import gettext as _

from workshop.export import pictures
from workshop.printing import sheet

WIDE = ("table", "slips", "figures", "picture")


def of_note(document):
    """(data, pictures): the document for the typesetter, and the bytes of its pictures by name."""
    blocks, images = _with_pictures(document)
    logos = [(f"logo-{n}.jpg", name, pictures.photo(file)) for n, (file, name) in enumerate(document.logos)]
    images |= {file: content for file, _name, content in logos if content}
    parts = list(_parts(blocks))
    return about(document) | {
        "facts": document.facts,
        "parts": parts,
        "footnotes": document.footnotes,
        "covers": [block["image"] for block in blocks if block["kind"] == "picture" and block["svg"]][:4],
        "logos": [{"image": file, "alt": name} for file, name, content in logos if content],
        "photo": next((block["image"] for block in blocks if block["kind"] == "picture" and block["file"]), ""),
    }, images


def about(document):
    """What every sheet needs to know: the language, the words around the text, the signs."""
    return {
        "lang": document.language,
        "rtl": get_language_bidi(),
        "colour": 1,
        "title": document.title,
        "topic": document.topic,
        "series": document.series,
        "organizer": document.author,
        "edition": document.edition,
        "licence": document.licence,
        "warning": document.warning,
        "words": {
            "contents": _("Contents"),
            "table": _("Table"),
            "figure": pgettext("caption", "Figure"),
            "page": _("Page"),
            "lost": _("The picture is not there any more."),
        },
        "signs": sheet.signs(),
        "stems": [],
    }


def _with_pictures(document):
    """The blocks as dicts, each picture with the name of its image (empty where the file is gone), and the images."""
    blocks, images = [], {}
    for place, block in enumerate(document.blocks):
        told = {"kind": block.kind, **asdict(block)}
        if block.kind == "picture":
            told["image"] = name = f"{place}.svg" if block.svg else f"{place}.jpg"
            content = block.svg.encode() if block.svg else pictures.for_print(block.file, _side(images))
            images |= {name: content} if content else {}
            told |= {"svg": bool(block.svg)} | ({} if content else {"image": ""})
        if block.kind == "slips":
            told["piles"] = [_pile(word, slips) for word, slips in block.piles]
        blocks.append(told)
    return blocks, images


def _side(images):
    """The first photo is the cover's as well."""
    is_first = not any(name.endswith(".jpg") for name in images)
    return pictures.COVER_SIDE if is_first else pictures.LONGEST_SIDE


def without_lost(data, readable):
    """The same data, with a sentence where a picture is not among the readable ones."""
    for part in data["parts"]:
        for row in part["rows"]:
            if row["wide"] and row["wide"].get("image") not in readable:
                row["wide"]["image"] = ""
    covers = [name for name in data["covers"] if name in readable]
    logos = [logo for logo in data["logos"] if logo["image"] in readable]
    return data | {"covers": covers, "logos": logos, "photo": data["photo"] if data["photo"] in readable else ""}


def _pile(word, slips):
    return {"word": word, "kind": slips[0].kind, "slips": [{"text": slip.text, "by": slip.by} for slip in slips]}


def _parts(blocks):
    """One dict for each part: its heading and its rows."""
    part = None
    for block in blocks:
        if block["kind"] == "heading" and block["level"] == 1:
            if part:
                yield part
            part = {"heading": block, "rows": []}
        elif part and block["kind"] != "logos":
            _add(part["rows"], block)
    if part:
        yield part


def _add(rows, block):
    """A new row for each section and after everything wide; texts go into the row that is open."""
    if block["kind"] == "heading" and block["level"] == 2:
        rows.append({"head": block, "blocks": [], "wide": None})
    elif block["kind"] in WIDE:
        rows.append({"head": None, "blocks": [], "wide": block})
    elif rows and not rows[-1]["wide"]:
        rows[-1]["blocks"].append(block)
    else:
        rows.append({"head": None, "blocks": [block], "wide": None})
