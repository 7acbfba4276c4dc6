"""The doors of planning: workshops, introduction, stages, cases and role links."""

from workshop.doors import KEY, Door
from workshop.organizers import forms, sheets

SEEN = "the mark of what was read (GET with Accept: application/json tells values and seen); another one means 409"
CODE_OF_CASE = {"number": "case number"}
STEP = {**CODE_OF_CASE, "slug": "title|opening|history|measures|partners|outcomes|lessons|cover"}
ROWS = {**CODE_OF_CASE, "slug": "figures|statements|footnotes"}
ROW = {**ROWS, "pk": "id of the figure, statement or footnote"}
STAGE = {"pk": "stage id"}
WAY = {"way": "up|down"}
ABOUT_STAGE = {
    "kind": "welcome|cases|gallery|fishbowl|insights|visit|closing",
    "title": "<= 80",
    "minutes": "1-600",
    "guide": "<= 400",
}


def _fields(*gates, **more):
    """The fields of these forms, by name; `more` says what a script must know about some of them."""
    return {name: "" for gate in gates for name in gate.base_fields if name != "key"} | more


WRITTEN = [step.form for step in sheets.STEPS if not step.rows]
LISTED = [step.form for step in sheets.STEPS if step.rows]

DOORS = [
    Door("sign_in", "POST", "sign-in", {}, {"name": "<= 150", "password": "<= 200"}, "anybody"),
    Door("sign_out", "POST", "sign-out", {}, {}, "anybody"),
    Door("new_workshop", "POST", "workshop-new", {}, _fields(forms.NewWorkshopForm, key=KEY), "organizer"),
    Door("new_from_demo", "POST", "workshop-demo", {}, {"key": KEY}, "organizer"),
    Door("new_from_copy", "POST", "workshop-copy", {}, {"code": "of the earlier workshop", "key": KEY}, "organizer"),
    Door(
        "new_rehearsal",
        "POST",
        "workshop-rehearsal",
        {},
        {"code": "of the workshop to rehearse", "key": KEY},
        "organizer",
    ),
    Door("delete_rehearsal", "POST", "rehearsal-delete", {}, {}, "facilitator"),
    Door("introduction", "POST", "introduction", {}, _fields(forms.IntroductionForm, seen=SEEN), "facilitator"),
    Door("add_stage", "POST", "stages", {}, {**ABOUT_STAGE, "key": KEY}, "facilitator"),
    Door("change_stage", "POST", "stage-edit", STAGE, {**ABOUT_STAGE, "seen": SEEN}, "facilitator"),
    Door("shift_stage", "POST", "stage-shift", {**STAGE, **WAY}, {"seen": "its position as read"}, "facilitator"),
    Door("remove_stage", "POST", "stage-remove", STAGE, {}, "facilitator"),
    Door("add_case", "POST", "cases", {}, {"city": "<= 80", "title": "<= 160", "key": KEY}, "facilitator"),
    Door("remove_case", "POST", "case-remove", CODE_OF_CASE, {}, "facilitator"),
    Door("write_case", "POST", "case-step", STEP, _fields(*WRITTEN, seen=SEEN), "case owner"),
    Door("add_case_row", "POST", "case-step", ROWS, _fields(*LISTED, key=KEY), "case owner"),
    Door("change_case_row", "POST", "case-row", ROW, _fields(*LISTED, seen=SEEN), "case owner"),
    Door("shift_case_row", "POST", "case-row-shift", {**ROW, **WAY}, {"seen": "its position as read"}, "case owner"),
    Door("remove_case_row", "POST", "case-row-remove", ROW, {}, "case owner"),
    Door("case_needs", "POST", "case-needs", CODE_OF_CASE, {"needs": "ids of conditions, or nothing"}, "case owner"),
    Door(
        "word_conditions",
        "POST",
        "conditions",
        {},
        {"label_<id>": "<= 80, for each condition", "seen": "as on the page", "key": KEY},
        "facilitator",
    ),
    Door("add_condition", "POST", "condition-add", {}, {"label": "<= 80", "key": KEY}, "facilitator"),
    Door(
        "shift_condition",
        "POST",
        "condition-shift",
        {"pk": "condition id", **WAY},
        {"seen": "its position as read"},
        "facilitator",
    ),
    Door("put_condition_away", "POST", "condition-away", {"pk": "condition id"}, {}, "facilitator"),
    Door(
        "hand_out_link",
        "POST",
        "links",
        {},
        {"role": "cofacilitator|steward|note_taker|...", "label": "<= 80", "case": "case number", "key": KEY},
        "facilitator",
    ),
    Door("revoke_link", "POST", "link-revoke", {"pk": "link id"}, {}, "facilitator"),
]
