"""What a rapporteur's desk can do, for scripts."""

from workshop.doors import FOR, KEY, Door

SEEN = "changed_at as answered when the theme was saved, or nothing"
THEME = {"title": "<= 80", "statement": "<= 60 words", "dissent": "<= 240, or nothing", "seen": SEEN, "key": KEY}
ONE = {"pk": "theme id"}
ITEM = {
    "item": "once for each thing: card-<id>, note-<id>, statement-<id> or point-<id>, with @ and the ids of the themes "
    "it was seen under (card-12@3.7); without the @ they are not compared",
    "key": KEY,
}
PIECES = {"piece": "once for each piece of evidence: its id", "key": KEY}

DOORS = [
    Door(
        "desk",
        "GET",
        "insights:desk",
        {},
        {"f": "state_kind_case_page, as open_card_2_1; or like_card-12"},
        "rapporteur",
    ),
    Door("theme", "POST", "insights:theme-add", {}, THEME, "rapporteur"),
    Door("change_theme", "POST", "insights:theme-change", ONE, THEME, "rapporteur"),
    Door("put_under", "POST", "insights:take", ONE, ITEM, "rapporteur"),
    Door("take_out", "POST", "insights:take-out", ONE, ITEM, "rapporteur"),
    Door("name_evidence", "POST", "insights:theme-evidence", ONE, PIECES, "rapporteur"),
    Door("split_theme", "POST", "insights:theme-split", ONE, PIECES | {"title": "<= 80"}, "rapporteur"),
    Door(
        "merge_theme",
        "POST",
        "insights:theme-merge",
        ONE,
        {"into": "theme id", "seen": SEEN, "key": KEY},
        "rapporteur",
    ),
    Door("remove_theme", "POST", "insights:theme-remove", ONE, {"seen": SEEN, "key": KEY}, "rapporteur"),
    Door(
        "shift_theme",
        "POST",
        "insights:theme-shift",
        ONE | {"way": "up|down"},
        {"seen": "its position, or nothing", "key": KEY},
        "rapporteur",
    ),
    Door("analysis", "GET", "insights:analysis", {"analysis": "its name, as in the export"}, {}, "helper"),
    Door("texts_behind", "GET", "insights:behind", {}, {"theme": "theme id", "case": "number"}, "helper"),
    Door(
        "show",
        "POST",
        "insights:show",
        {},
        {"theme": "theme id, or nothing", "analysis": "name, or nothing: the map", "page": "1, 2, … or nothing"},
        "rapporteur",
    ),
    Door("playback", "GET", "insights:playback", {}, {}, "member"),
    Door(
        "remark",
        "POST",
        "insights:remark",
        ONE,
        {"kind": "wrong|missing", "text": "<= 140", "for": FOR, "key": KEY},
    ),
    Door("withdraw_remark", "POST", "insights:remark-withdraw", {"pk": "remark id"}, {"for": FOR}),
    Door("settle_remark", "POST", "insights:remark-settle", {"pk": "remark id"}, {}, "rapporteur"),
    Door("undo", "POST", "insights:undo", {"pk": "deed id, as answered"}, {}, "rapporteur"),
    Door(
        "place_card",
        "POST",
        "insights:place",
        {"pk": "card id"},
        {"first": "theme id, or nothing", "second": "theme id, or nothing"},
        "rapporteur",
    ),
]
