"""A Document as plain data and back, so that an edition can be frozen; its checksum, and how two of them differ."""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, fields, replace

from workshop.export.blocks import KINDS, Document, Slip

CHANGING = "edition-text"  # the piece that names state and day: it differs each time and means nothing


def thawed(data):
    """The Document that was frozen as this data."""
    blocks = [_block(block) for block in data["blocks"]]
    return Document(**{**{field.name: data[field.name] for field in fields(Document)}, "blocks": blocks})


def frozen(document):
    """The Document as plain data, as JSON keeps it."""
    blocks = [{"kind": block.kind, **asdict(block)} for block in document.blocks]
    return json.loads(json.dumps({**asdict(replace(document, blocks=[])), "blocks": blocks}))


def checksum(data):
    """SHA-256 of the frozen data, its keys in order."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def content_of(data):
    """The frozen data without what only says which edition it is."""
    blocks = [block for block in data["blocks"] if not block["key"].startswith(CHANGING)]
    return {**data, "edition": "", "blocks": blocks}


def differences(before, after):
    """Between two frozen documents, part by part: [(part's title, added, changed, gone)], the untouched left out."""
    old, new = _by_key(before), _by_key(after)
    counts, titles = {}, {}
    for key in [*new, *(key for key in old if key not in new)]:
        part, block = new.get(key) or old[key]
        if key.startswith(CHANGING) or (key in old and key in new and old[key][1] == new[key][1]):
            continue
        titles[part["key"]] = part["text"]
        kind = "gone" if key not in new else "added" if key not in old else "changed"
        counts.setdefault(part["key"], Counter())[kind] += 1
    return [(titles[key], n["added"], n["changed"], n["gone"]) for key, n in counts.items()]


def _by_key(data):
    """Each block by its key, with its part; numbers of tables, pictures and footnotes are no difference."""
    found, part = {}, {"key": "", "text": ""}
    for block in data["blocks"]:
        if block["kind"] == "heading" and block["level"] == 1:
            part = block
        plain = {name: value for name, value in block.items() if name not in ("number", "notes", "svg")}
        found[block["key"]] = (part, plain)
    return found


def _block(data):
    about = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "slips":
        about["slips"] = [Slip(**slip) for slip in data["slips"]]
    return KINDS[data["kind"]](**about)
