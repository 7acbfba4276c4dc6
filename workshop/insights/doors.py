"""What a phone or console can do with insights, for scripts."""

from workshop.doors import FOR, KEY, Door
from workshop.insights.desk import doors as desk
from workshop.insights.home import doors as home
from workshop.insights.together import doors as together

WHAT = {
    "case": "case number, or several",
    "stance": "as_is|adapt|combine|avoid|unsure|own",
    "what": "<= 140",
    "target": "<= 80, a city or region",
    "target_is": "city|region|network|org, or nothing: a city",
    "note": "id of an own note it grew from, or nothing",
}
WHETHER = {
    "condition_<id>": "have|reach|missing, or nothing; the ids come with the door card_form",
    "other_condition": "<= 40, one that is not on the list, or nothing",
    "other_state": "have|reach|missing, or nothing",
    "change": "<= 140, or nothing",
    "actors": "council|mayor|department|utility|community|business|national|other, twice at most, or nothing",
}
NEXT = {
    "readiness": "not_now|idea|partners|year, or nothing",
    "effort": "s|m|l, or nothing",
    "confidence": "1|2|3, or nothing",
    "next_step": "<= 100, or nothing",
    "by_months": "1|3|6|12, or nothing",
    "wants_contact": "on, or nothing",
    "can_help": "on, or nothing",
    "consent": "room|city|name|none, or nothing: as its author chose for everything",
    "quote": "yes|ask|no, or nothing: as its author chose for everything",
}
CARD = WHAT | WHETHER | NEXT | {"for": FOR, "key": KEY}
SCREEN = {
    "card": "the card's own key, a UUID made by the sender; the same on its three screens",
    "seen": "keys of the presses this screen was written over, or nothing",
    "for": FOR,
    "key": KEY,
}
ONE = {"pk": "card id"}

DOORS = [
    Door("card_form", "GET", "insights:card"),
    Door("card", "POST", "insights:write", {}, CARD),
    Door(
        "card_screen",
        "POST",
        "insights:save",
        {"screen": "1, then 2 and 3: each has its own of the fields"},
        WHAT | WHETHER | NEXT | SCREEN,
    ),
    Door(
        "change_card", "POST", "insights:change", ONE, CARD | {"seen": "changed_at as answered when the card was saved"}
    ),
    Door(
        "card_travel",
        "POST",
        "insights:travel",
        ONE,
        {
            "consent": "room|city|name|none, or nothing",
            "quote": "yes|ask|no, or nothing",
            "read": "on: I have read it",
            "for": FOR,
        },
    ),
    Door("withdraw_card", "POST", "insights:withdraw", ONE, {"for": FOR}),
    Door(
        "card_sure", "POST", "insights:sure", ONE, {"confidence": "1|2|3, after the fishbowl", "for": FOR, "key": KEY}
    ),
    Door("lock_cards", "POST", "insights:lock", {}, {"on": "1|0"}, "facilitator"),
    Door("board", "GET", "insights:board", {}, {}, "member"),
    Door("texts", "GET", "insights:texts", {}, {"case": "case number, 0 for several", "city": "a city"}, "member"),
    Door("hide_card", "POST", "insights:hide", ONE, {}, "facilitator"),
    Door("restore_card", "POST", "insights:restore", ONE, {}, "facilitator"),
    *together.DOORS,
    *home.DOORS,
    *desk.DOORS,
]
