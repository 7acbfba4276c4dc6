"""What a phone or console can do at the circle, for scripts."""

from workshop.doors import FOR, KEY, Door

ENTRY = {"pk": "id of the wish, `entry` in the queue of the circle's state"}
STAY = {"pk": "id of the stay, `stay` of a chair in the circle's state"}
TURN = {"pk": "id of the turn, `turn` of the speaker in the circle's state"}
TOPIC = {"pk": "id of the topic, `topic` in the circle's topics"}
SLOT = {"pk": "id of the promise, `slot` in the circle's slots"}
NEIGHBOUR = {"pk": "id of the request, `neighbour`"}
NOTICED = {"pk": "id of the listener's note, `noticed`"}
PERSON = "a person's number"
SEEN_TURN = "the floor as read (`floor` of the circle's state), 0 where nobody spoke; nothing to skip the check"
EPOCH = "epoch of the lease as read; a stale one is refused; nothing to skip the check"
MINE = {"key": KEY, "for": FOR}  # and `bowl`, where a page shows one of several circles
WISH = "id of the wish, or nothing for the one that stands"
OF_BOWL = "of several circles, the number of the one it is about; nothing where there is one, or for one's own"
BOWL = {"number": "number of the circle, in the circle's `bowls`"}
CONSOLE = {"key": KEY, "epoch": EPOCH, "bowl": OF_BOWL}
WHERE = "queue|reply|procedure|any|<number of a chair>|behind-<number of a chair> where nobody is called"
PHASES = "open|start|pause|resume|last-call|back|closing|finish|abort|reopen"
CONSENT = "room|city|name, or nothing: it stays in the room"


def _mine(name, url, **fields):
    """A press of one's own part, which helpers make for people without a phone."""
    return Door(name, "POST", f"fishbowl:{url}", {}, fields | MINE)


def _console(name, url, who="facilitator", takes=None, **fields):
    return Door(name, "POST", f"fishbowl:{url}", takes or {}, fields | CONSOLE, who)


DOORS = [
    Door("circle", "GET", "fishbowl:state", {}, {"bowl": OF_BOWL}, "member"),
    Door("my_circle", "GET", "fishbowl:me"),
    Door("circle_history", "GET", "fishbowl:history", {}, {}, "facilitator"),
    # on a phone
    Door("ways_to_be_heard", "GET", "fishbowl:asking"),
    Door("question_form", "GET", "fishbowl:bringing"),
    _mine("bring_a_question", "bring", text="<= 1000", consent=CONSENT),
    Door("point_form", "GET", "fishbowl:pointing"),
    Door("point_form_for", "GET", "fishbowl:pointing-for", {"number": PERSON}, {}, "helper, or note taker"),
    _mine(
        "ask_for_a_chair",
        "ask",
        topic="<= 80, may be empty",
        kind="join|reply|procedure, or nothing: join",
        turn="of a reply: id of the turn it answers, or nothing for the one that runs",
        change="1: a standing wish of the other kind is given up for this one",
        begun_at="when it was pressed, ISO 8601, where it waited for the network, or nothing",
    ),
    _mine("withdraw", "withdraw", entry=WISH),
    _mine("take_withdrawal_back", "restore", entry="id of the wish withdrawn a moment ago"),
    _mine("change_topic", "topic", entry="id of the wish", topic="<= 80"),
    _mine("let_others_go_first", "defer", entry=WISH, to="end|one, or nothing: to the end"),
    _mine("wait_again", "rejoin", entry="id of the wish whose call was missed, or nothing"),
    _mine("still_want_the_chair", "still", entry=WISH),
    _mine(
        "take_the_chair",
        "take",
        call="id of the stay one was called to, or nothing",
        chair="number of the chair one walked to, or nothing",
        seen="its version as read, or nothing",
        at_place="1: stays where they are, the microphone comes",
    ),
    _mine("stand_behind_a_chair", "stand", chair="number of the chair", seen="its version as read, or nothing"),
    _mine("let_the_next_go_first", "decline", call="id of the stay one was called to, or nothing"),
    _mine("leave_the_chair", "leave", stay="id of the stay, or nothing for the present one"),
    _mine("make_room", "offer", stay="id of the stay, or nothing for the present one"),
    _mine("stay_after_all", "keep"),
    _mine("speak", "speak"),
    _mine("away", "away", away="1|0"),
    _mine(
        "notice",
        "notice",
        text="<= 1000",
        lens="enablers|barriers|missing|here",
        consent=CONSENT,
        begun_at="when its first letter was typed, ISO 8601, or nothing",
    ),
    Door("noticed", "GET", "fishbowl:noticed"),
    Door("take_notice_back", "POST", "fishbowl:unnotice", NOTICED, MINE),
    _mine("leave_point", "point", text="<= 2000", consent=CONSENT),
    Door("neighbour_form", "GET", "fishbowl:neighbour"),
    Door(
        "name_neighbour",
        "POST",
        "fishbowl:neighbour-name",
        {},
        {
            "name": "2..80",
            "city": "<= 80",
            "asks": "on: they would like a chair",
            "topic": "<= 80, may be empty",
            "key": KEY,
        },
    ),
    Door("neighbours", "GET", "fishbowl:neighbours"),
    Door("drop_neighbour", "POST", "fishbowl:neighbour-drop", NEIGHBOUR, {"key": KEY}),
    # several circles
    Door("circles", "GET", "fishbowl:bowls"),
    _mine("choose_circle", "choose", to="number of the circle, in the circle's `bowls`"),
    Door("circle_console", "GET", "fishbowl:desk", BOWL, {}, "staff"),
    Door("circle_screen", "GET", "fishbowl:screen", BOWL, {}, "staff"),
    Door("chair_signs_pdf", "GET", "fishbowl:signs-pdf", BOWL, {}, "staff"),
    Door(
        "add_circle",
        "POST",
        "fishbowl:bowl-add",
        {},
        {"name": "<= 60", "question": "<= 300", "key": KEY},
        "facilitator",
    ),
    Door("name_circle", "POST", "fishbowl:bowl-name", BOWL, {"name": "<= 60", "key": KEY}, "facilitator"),
    Door("remove_circle", "POST", "fishbowl:bowl-remove", BOWL, {}, "facilitator"),
    Door(
        "pin_circle",
        "POST",
        "fishbowl:bowl-pin",
        BOWL,
        {"on": "1: on the projector alone|0: all", "key": KEY},
        "facilitator",
    ),
    Door(
        "spread_people",
        "POST",
        "fishbowl:spread",
        {},
        {"together": "1: groups of the walk stay whole", "key": KEY},
        "facilitator",
    ),
    Door("plan_synthesis", "POST", "fishbowl:synthesis-plan", {}, {"key": KEY}, "facilitator"),
    Door(
        "begin_synthesis",
        "POST",
        "fishbowl:synthesis-begin",
        {},
        {"sure": "1: also where circles still talk, or nobody speaks for them", "key": KEY},
        "facilitator",
    ),
    _console("name_rapporteur", "rapporteur", "note taker", BOWL, person=PERSON),
    _console("drop_rapporteur", "rapporteur-off", "note taker", {"pk": "id of the rapporteur"}),
    _console(
        "line_for_synthesis",
        "line",
        "note taker",
        BOWL,
        text="<= 300, or nothing",
        statement="id of a statement taken down in this circle, or nothing",
    ),
    _console("leave_line_out", "line-off", "note taker", TOPIC),
    # running it
    _console("call", "call", takes=ENTRY, seen="how often they had been called, `calls` in the queue: 0 at first"),
    _console("list_on_paper", "list", "helper", people="<= 100 lines: a number or a name, in their order"),
    _console("remove_from_queue", "remove", "helper", ENTRY),
    _console(
        "place_before",
        "before",
        takes=ENTRY,
        other="id of the wish it comes before",
        reason="<= 120, may be empty",
        seen="`calls` of the wish as read",
    ),
    _console("bring_forward", "forward", person=PERSON, reason="<= 120, may be empty"),
    _console("heard_on_procedure", "resolve", takes=ENTRY),
    _console("ask_whether_still", "ask-still", takes=ENTRY),
    _console("release_chair", "release", "helper", STAY, exit="asked|done|made_room|left_room|corrected"),
    _console("ask_for_room", "ask-release", takes=STAY, on="1|0"),
    _console("arrived", "arrived", "helper", STAY, at_place="1|0"),
    _console(
        "seat",
        "seat",
        "helper",
        person=PERSON,
        where=WHERE,
        topic="<= 80, in the queue",
        seen="version of that chair as read, or nothing",
        instead="1: whoever has the chair gives way",
        move="1: somebody who sits elsewhere changes the chair",
        at_place="1|0",
    ),
    Door(
        "bring_in_guest",
        "POST",
        "fishbowl:guest",
        {},
        {
            "name": "<= 80",
            "city": "<= 80",
            "where": WHERE,
            "topic": "<= 80, in the queue",
            "same": "where somebody alike is here: that number, or new",
            "seen": "version of that chair as read, or nothing",
            "instead": "1: whoever has the chair gives way",
            "move": "1: somebody who sits elsewhere changes the chair",
        }
        | CONSOLE,
        "helper",
    ),
    _console(
        "add_neighbour",
        "neighbour-add",
        "helper",
        NEIGHBOUR,
        same="where somebody alike is here: that number, or new",
    ),
    _console("decline_neighbour", "neighbour-decline", "helper", NEIGHBOUR),
    _console("seat_one", "seat-one", "helper", {"number": PERSON}, move="1: from the chair in another circle"),
    _console("presence", "presence", "helper", {"number": PERSON, "do": "away|back"}),
    _console("presence_of", "presence-of", "helper", person=PERSON, away="1|0"),
    _console("chairs", "chairs", "helper", {"number": "number of the chair"}, on="1|0", kind="open|core|spare|guest"),
    _console(
        "give_the_floor",
        "floor",
        "note taker",
        {"number": PERSON},
        seen=SEEN_TURN,
        off_chair="1: facilitators let somebody speak from outside",
    ),
    _console("speak_without_a_chair", "outside", person=PERSON),
    _console("silence", "silence", "note taker", seen=SEEN_TURN),
    _console("moderator_speaks", "moderator", "note taker", seen=SEEN_TURN),
    _console("rest_turn", "rest", "note taker", TURN),
    _console("run_turn", "run", "note taker", TURN),
    _console("give_time", "time", takes=TURN, seconds="-600..600"),
    _console("correct_turn", "correct", "note taker", TURN, person=PERSON),
    _console(
        "statement",
        "statement",
        "note taker",
        text="<= 2000",
        kind="statement|quote",
        speaker=f"{PERSON}, or nothing for who speaks",
        case="case number, or nothing",
    ),
    Door("listeners_notes", "GET", "fishbowl:heard", {}, {}, "staff"),
    Door("hide_listeners_note_form", "GET", "fishbowl:hiding", NOTICED, {}, "helper"),
    Door("hide_listeners_note", "POST", "fishbowl:hide", NOTICED, {"why": "<= 200"}, "helper"),
    Door("show_listeners_note", "POST", "fishbowl:show", NOTICED, {}, "helper"),
    # leading it
    _console(
        "phase",
        "phase",
        takes={"do": PHASES},
        seen="the phase as read, or nothing",
        start="closing: number of the chair the round begins at",
        chairs_go="last-call: 1: chairs go as they empty",
    ),
    _console("finish_circle", "finish"),
    _console("begin_part", "part", part="talk|write|answer", seen="the part as read, or nothing"),
    _console("take_question", "take-question", takes={"pk": "id of a satellite’s question, `brought` in the state"}),
    _console("change_group", "group", seen="number of a closed circle's group as read, or nothing"),
    _console("open_queue", "queue", open="1|0"),
    _console("question", "question", question="<= 300"),
    _console(
        "circle_settings",
        "settings",
        variant="open|guest|closed|tap_in|samoan|satellites",
        order="first_timers|fifo|balanced|pick",
        way_in="moderated|autopilot|free",
        leaving="longest|most_stays|pick",
        turn_seconds="15..3600",
        stay_seconds="60..7200",
        offer_seconds="10..600",
        grace_seconds="15..600",
        round_seconds="60..7200",
        keep_free="0..3",
        reply_run="1..9",
        core_may_be_asked="1|0",
        chairs_go="1|0",
        interpreted="1|0",
    ),
    _console("add_topic", "topic-add", text="<= 300, or nothing", asked="id of a question, or nothing"),
    _console("start_topic", "topic-start", "note taker", TOPIC),
    _console("end_topic", "topic-end", "note taker", TOPIC, answered="1: its question was answered aloud"),
    _console(
        "move",
        "move",
        kind="invite|link|park|check|reframe|pair|silence|read|clarify, or nothing: invite",
        text="<= 300, may be empty",
        seconds="5..900, or nothing for the usual",
    ),
    _console("end_move", "move-end", seen="id of the move as read, or nothing"),
    _console("promise", "promise", person=PERSON, at="HH:MM of today, at the venue"),
    _console("agree_to_come_if_nobody_does", "stand-by", person=PERSON),
    _console("call_promised", "promise-call", takes=SLOT),
    _console("take_promise_back", "promise-off", takes=SLOT),
    _console("block", "block", person=PERSON, reason="<= 300, for the organizer", on="1|0"),
    _console("merge_people", "merge", person="number that is given up", into="number that stays"),
    _console("take_over", "take-over", sure="1: although somebody moderates at another screen"),
    _console("hand_over", "hand-over"),
    _console("heartbeat", "heartbeat"),
    _console("undo", "undo", takes={"seq": "number of the step in the circle's history"}),
]
