"""What people can say to each other, for scripts."""

from workshop.doors import FOR, KEY, Door

DOORS = [
    Door("others_cards", "GET", "insights:others", who="member"),
    Door(
        "say_to_card",
        "POST",
        "insights:say",
        {"pk": "card id"},
        {
            "kind": "true|differs, in my city; or nothing: taken back",
            "because": "<= 80, or nothing",
            "for": FOR,
            "key": KEY,
        },
    ),
    Door("hide_words", "POST", "insights:words-hide", {"pk": "endorsement id"}, {"on": "1|0"}, "facilitator"),
    Door("meet", "GET", "insights:meet"),
    Door(
        "contact",
        "POST",
        "insights:contact",
        {},
        {"email": "an address, or nothing", "other": "<= 120, or nothing", "may_ask": "on, or nothing", "for": FOR},
    ),
    Door(
        "answer_meeting",
        "POST",
        "insights:meet-answer",
        {},
        {"pair": "the handle on the page", "answer": "yes|no", "for": FOR, "key": KEY},
    ),
]
