"""What the kind of circle makes of its chairs: which are for all, who is a guest and was answered, which group sits."""

from collections import Counter, defaultdict

from django.db.models import Q

from fishbowl.models import Chair, Fishbowl

TO_SPEAK, SPOKE, ANSWERED = "to_speak", "spoke", "answered"


def is_for_all(chair, bowl):
    """Whether whoever waits may come to this chair just now, as Fishbowl.free_chairs says it of rows."""
    if bowl.variant == Fishbowl.Variant.GUEST:
        return chair["kind"] == Chair.Kind.GUEST
    nobody = bowl.is_closed_now or bowl.variant == Fishbowl.Variant.SATELLITES
    return chair["kind"] != Chair.Kind.SPARE and not nobody


def group_of(bowl, chairs):
    """The group of a closed circle: its number, until when it talks, whether that is over, how many change."""
    if bowl.variant != Fishbowl.Variant.CLOSED:
        return None
    kept = (Chair.Kind.CORE, Chair.Kind.SPARE)
    size = sum(each["state"] != "retired" and each["kind"] not in kept for each in chairs)
    talks = bowl.phase in ("running", "last_call")
    until, over = talks and bowl.closed_until or None, talks and bool(bowl.round_over_at)
    return {"number": bowl.groups, "until": until, "over": over, "size": max(1, size)}


def satellites_of(bowl, topic):
    """The satellites with their people, and the questions in the order in which the circle answers them; or None.

    One question of each satellite, then the second of each: {"part", "groups", "asked", "left"}.
    """
    if bowl.variant != Fishbowl.Variant.SATELLITES:
        return None
    groups = defaultdict(list)
    for each in bowl.satellites.filter(participant__left_at=None).select_related("participant").order_by("participant"):
        groups[each.number].append({name: getattr(each.participant, name) for name in ("number", "name", "city")})
    brought = bowl.brought.filter(question__withdrawn_at=None, question__hidden_at=None).select_related("question")
    asked, nth = [], Counter()
    for each in brought:
        nth[each.number] += 1
        asked.append(_question(each, nth[each.number], topic))
    asked.sort(key=lambda each: (each["nth"], each["number"]))
    rows = [{"number": number, "people": people, "questions": nth[number]} for number, people in sorted(groups.items())]
    left = [each for each in asked if each["state"] == "waiting"]
    return {"part": bowl.part, "part_word": bowl.get_part_display(), "groups": rows, "asked": asked, "left": len(left)}


def _question(brought, nth, topic):
    asked = brought.question
    now = topic is not None and topic["question"] == asked.pk
    state = "now" if now else "answered" if asked.answered_at else "taken" if asked.taken_up_at else "waiting"
    about = {"brought": brought.pk, "question": asked.pk, "number": brought.number, "text": asked.text}
    return about | {"nth": nth, "state": state}


def stand_behind(chairs, queue):
    """Who stands behind each chair, in their order, where nobody is called."""
    for chair in chairs:
        there = [wish for wish in queue if wish["behind"] == chair["number"]]
        chair["behind"] = [{name: wish[name] for name in ("person", "name", "city")} for wish in there]


def sign_of_kind(bowl):
    """What changes for everybody when it does: the variant, and whether a closed circle's group talks."""
    if bowl.variant == Fishbowl.Variant.OPEN:
        return ""
    if bowl.variant == Fishbowl.Variant.SATELLITES:
        return f"{bowl.variant} {bowl.part}"
    over = "over" if bowl.round_over_at else "closed" if bowl.is_closed_now else ""
    return f"{bowl.variant} {over}".strip()


def guests_in(bowl, chairs):
    """{stay: to_speak, spoke or answered} of whoever sits on a guest's chair; nobody where there are no guests.

    A guest who has spoken was answered when a turn of somebody else that began after it has ended.
    """
    sitting = [c for c in chairs if c["kind"] == Chair.Kind.GUEST and c["state"] == "taken"]
    if bowl.variant != Fishbowl.Variant.GUEST or not sitting:
        return {}
    since = min(chair["since"] for chair in sitting)
    turns = bowl.turns.filter(Q(ended_at=None) | Q(ended_at__gte=since)).select_related("participant")
    spoken = [(turn.participant.number, turn.stay_id, turn.ended_at) for turn in turns]
    return {chair["stay"]: _heard(chair, spoken) for chair in sitting}


def _heard(chair, spoken):
    own = [at for at, (_person, stay, ended) in enumerate(spoken) if stay == chair["stay"] and ended]
    if not own:
        return TO_SPEAK
    answers = [ended for person, _stay, ended in spoken[own[0] + 1 :] if person != chair["person"]]
    return ANSWERED if any(answers) else SPOKE
