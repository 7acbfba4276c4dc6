"""What phones and consoles can do in the gallery."""

from workshop.doors import FOR, KEY, Door

POSTER = {"number": "the case's number"}
NOTE, PHOTO = {"pk": "note id"}, {"pk": "photo id"}
TRAVELS = "room|city|name, or nothing: as its author chose for everything"
HOST = "station host or case owner of this station, or helper"
WALK = {
    "variant": "rotating|hosted|silent|free|guided|seated",
    "briefing_minutes": "0-15",
    "wanted_minutes": "a round, 1-90; empty: as fits the programme",
    "transit_seconds": "0-600",
    "hosts_minutes": "0-30; empty: 7 where there are hosts",
    "revisit_minutes": "0-60",
    "vote_minutes": "0-30; 0: dots during the whole walk",
    "debrief_minutes": "0-60",
    "wanted_size": "people in a group, 2-30, may be empty",
    "wanted_rounds": "1-60, may be empty",
}
PART = (
    "the part this was decided on, with its number: before-1, briefing-1, round-1, transit-2, ...; "
    "hosts, revisit, vote and debrief bear the number of rounds"
)
WALLS = {
    "seen": "at_once|own_first|after_round",
    "dots_on": "posters|notes",
    "dots_each": "1-20",
    "dots_on_one": "1-20",
    "dots_by_hand": "on",
}
GROUPS = {"size": "2-30", "minutes": "1-60", "rounds": "1-60", "seed": "a number; each may be left out"}

DOORS = [
    Door("posters", "GET", "gallery:posters", who="member"),
    Door("poster", "GET", "gallery:poster", POSTER, {"kind": "take|condition|question: the kind to write"}, "member"),
    Door("wall", "GET", "gallery:wall", POSTER, {"page": "a number"}, "member"),
    Door("cover", "GET", "gallery:cover", POSTER, who="member, or projector"),
    Door(
        "note",
        "POST",
        "gallery:write",
        POSTER,
        {
            "kind": "take|condition|question",
            "text": "<= 1000",
            "about": "a section of the poster, or nothing",
            "consent": TRAVELS,
            "seen": "the round that was on when it was begun, 0: none",
            "begun_at": "when it was begun, ISO",
            "key": KEY,
            "for": FOR,
        },
    ),
    Door("own_wall", "GET", "gallery:own-wall", POSTER, who="member"),
    Door(
        "change_note",
        "POST",
        "gallery:change",
        NOTE,
        {"kind": "take|condition|question", "text": "<= 1000", "about": "a section of the poster", "for": FOR},
    ),
    Door("echo_form", "GET", "gallery:echo-form", NOTE, who="member"),
    Door("echo", "POST", "gallery:echo", NOTE, {"on": "1|0", "because": "<= 80", "key": KEY, "for": FOR}),
    Door("vote_note", "POST", "gallery:vote-note", NOTE, {"on": "1|0", "key": KEY, "for": FOR}),
    Door("paper_cards", "GET", "gallery:paper", POSTER, who="helper"),
    Door(
        "type_card",
        "POST",
        "gallery:paper-type",
        POSTER,
        {
            "kind": "take|condition|question",
            "text": "<= 1000",
            "number": "whose card, a number in the room; or",
            "city": "<= 80",
            "key": KEY,
        },
        "helper",
    ),
    Door("take_card_back", "POST", "gallery:paper-take-back", NOTE, who="helper"),
    Door("my_notes", "GET", "gallery:mine-here", POSTER),
    Door("my_gallery", "GET", "gallery:mine"),
    Door("my_note", "GET", "gallery:note", NOTE),
    Door(
        "note_consent", "POST", "gallery:choose", NOTE, {"consent": TRAVELS, "read": "on: I have read it", "for": FOR}
    ),
    Door("take_back_note", "POST", "gallery:take-back", NOTE, {"for": FOR}),
    Door("vote", "POST", "gallery:vote", POSTER, {"on": "1|0", "key": KEY, "for": FOR}),
    Door("photo_form", "GET", "gallery:photo-form", POSTER, who="member"),
    Door(
        "photo",
        "POST",
        "gallery:photo",
        POSTER,
        {"picture": "JPEG, PNG or WebP <= 12 MB", "caption": "<= 200", "consent": TRAVELS, "key": KEY, "for": FOR},
    ),
    Door("take_back_photo", "POST", "gallery:photo-take-back", PHOTO, {"for": FOR}),
    Door("picture", "GET", "gallery:picture", {"name": "the photo's file without .jpg"}, who="member, or projector"),
    Door("poster_pdf", "GET", "gallery:poster-pdf", POSTER | {"size": "a0|a1|a3|a4"}, who="staff, or its case owner"),
    Door("cards_pdf", "GET", "gallery:cards-pdf", POSTER, who="staff, or its case owner"),
    Door("ways_pdf", "GET", "gallery:ways-pdf", {"whose": "people|groups|people-large|groups-large"}, who="staff"),
    Door("hide_note_form", "GET", "gallery:hiding", NOTE, who="facilitator"),
    Door("hide_note", "POST", "gallery:hide", NOTE, {"why": "<= 200"}, "facilitator"),
    Door("restore_note", "POST", "gallery:restore", NOTE, who="facilitator"),
    Door("merge_form", "GET", "gallery:alike", NOTE, who="facilitator"),
    Door("merge_note", "POST", "gallery:merge-notes", NOTE, {"into": "note id", "why": "<= 200"}, "facilitator"),
    Door("part_note", "POST", "gallery:part", NOTE, who="facilitator"),
    Door("walls_form", "GET", "gallery:walls", who="facilitator"),
    Door("settle_walls", "POST", "gallery:walls-settle", {}, WALLS, "facilitator"),
    Door("open_vote", "POST", "gallery:vote-open", who="facilitator"),
    Door("close_vote", "POST", "gallery:vote-close", who="facilitator"),
    Door("show_photo", "POST", "gallery:photo-show", PHOTO, {"shown": "1|0"}, "facilitator"),
    Door("host_station", "GET", "gallery:host", POSTER, who=HOST),
    Door("host_check_in", "POST", "gallery:host-in", POSTER, {"for": "helpers: the number of who hosts"}, HOST),
    Door("host_check_out", "POST", "gallery:host-out", POSTER, {"for": "helpers: the number of who hosted"}, HOST),
    Door("host_pitch", "POST", "gallery:host-pitch", POSTER, {"on": "1|0"}, HOST),
    Door("my_walk", "GET", "gallery:my-walk"),
    Door("wishes", "GET", "gallery:wishes", who="member"),
    Door("wish", "POST", "gallery:wish", {}, {"pod": "a language, <= 40", "step_free": "on", "for": FOR}),
    Door("walk_settings", "GET", "gallery:walk-settings", who="facilitator"),
    Door("settle_walk", "POST", "gallery:walk-settle", {}, WALK, "facilitator"),
    Door("make_groups", "POST", "gallery:groups", {}, GROUPS | {"key": KEY}, "facilitator"),
    Door("walk_freely", "POST", "gallery:free", who="facilitator"),
    Door("merge_group", "POST", "gallery:merge", {"letter": "A, B, ...: a group under three"}, {}, "facilitator"),
    Door("walk_on", "POST", "gallery:walk-next", {}, {"seen": PART}, "facilitator"),
    Door(
        "cut_walk",
        "POST",
        "gallery:walk-cut",
        {"way": "revisit|hosts|rounds|both|posters|all: as the console offers"},
        {"seen": PART, "key": KEY},
        "facilitator",
    ),
    Door("debrief", "GET", "gallery:debrief", who="facilitator"),
    Door("read_aloud", "POST", "gallery:aloud", NOTE, {"on": "1|0"}, "facilitator"),
    Door("read_earlier", "POST", "gallery:aloud-shift", NOTE, {"to": "earlier|later"}, "facilitator"),
    Door("read_on", "POST", "gallery:aloud-next", {}, {"seen": "the place this was decided on, from 0"}, "facilitator"),
    Door("skip_debrief_form", "GET", "gallery:debrief-skipping", who="facilitator"),
    Door("skip_debrief", "POST", "gallery:debrief-skip", who="facilitator"),
    Door("start_round", "POST", "gallery:round-start", {}, {"seen": "the round to begin"}, "facilitator"),
    Door("move_groups", "POST", "gallery:round-move", {}, {"seen": "the round this was decided on"}, "facilitator"),
    Door("round_clock", "POST", "gallery:round-clock", {"do": "plus|minus|pause|resume"}, {"key": KEY}, "facilitator"),
]
