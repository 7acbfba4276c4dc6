"""The doors of the note, for the map that scripts read."""

from workshop.doors import KEY, Door

CASE = {"number": "case number"}
FORMATS = {"format": "docx|pdf|html|md|xlsx|csv|json|ics|slides|participants|archive"}
LANGUAGE = "en|fr|es|ca|pt|ko|ar; else the page's"
SEEN = "the mark of what was read (GET with Accept: application/json tells it); another one means 409"
PIECE = {"key": "of a piece, as in the JSON's blocks"}
FILE = {"edition": "public|internal", "language": LANGUAGE}
PAPER = {"series": "<= 120", "number": "<= 20", "licence": "<= 120", "contact": "<= 200", "visit": "", "credits": ""}

DOORS = [
    Door("read_note", "GET", "note", {}, {}, "facilitator or rapporteur"),
    Door(
        "word_piece",
        "POST",
        "note-piece",
        PIECE,
        {"text": "<= 20000", "seen": SEEN, "key": KEY},
        "facilitator or rapporteur",
    ),
    Door(
        "do_piece", "POST", "note-piece-do", PIECE | {"do": "up|down|drop|bring|auto"}, {}, "facilitator or rapporteur"
    ),
    Door("note_paper", "POST", "note-paper", {}, PAPER | {"nameless": "on: the Chatham House Rule"}, "facilitator"),
    Door("add_logo", "POST", "note-logo", {}, {"name": "the partner, <= 120", "picture": "a file"}, "facilitator"),
    Door("remove_logo", "POST", "note-logo-remove", {"pk": "as add_logo told"}, {}, "facilitator"),
    Door("evening", "GET", "note-evening", {}, {}, "facilitator or rapporteur"),
    Door(
        "make_file",
        "POST",
        "note-make",
        FORMATS,
        FILE,
        "facilitator or rapporteur",
    ),
    Door("making", "GET", "note-making", {"key": "as make_file told"}, {}, "facilitator or rapporteur"),
    Door("made_file", "GET", "note-made", {"key": "as make_file told"}, {}, "facilitator or rapporteur"),
    Door("send_quotes", "POST", "note-send-quotes", {}, {}, "facilitator or rapporteur"),
    Door("note_read", "POST", "note-read", {}, {"seen": "the mark on the evening's page"}, "facilitator or rapporteur"),
    Door("publish", "POST", "note-publish", {}, {"key": KEY, "language": LANGUAGE}, "facilitator"),
    Door("case_section", "GET", "note-section", CASE, {}, "case owner"),
    Door("case_feedback", "GET", "note-feedback", CASE, {}, "case owner"),
    Door("approve_section", "POST", "note-approve", CASE, {"seen": "the mark on the section's page"}, "case owner"),
    Door("export", "GET", "export", FORMATS, {}, "facilitator or rapporteur"),
]
