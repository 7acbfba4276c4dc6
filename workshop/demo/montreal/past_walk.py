"""A past walk, made of examples: what people of ten roles might have left, said and taken home on the day."""

from workshop.demo.writing import at, table

PEOPLE = {  # key: name, function, city
    "quito": ("Delegate", "Economic development", "Quito"),
    "planner": ("Planner", "Housing and planning", "Quito"),
    "durban": ("Delegate", "Inner-city management", "Durban"),
    "dakar": ("Delegate", "Markets and trade", "Dakar"),
    "bilbao": ("Delegate", "Employment", "Bilbao"),
    "mexico": ("Delegate", "Labour and cooperatives", "Mexico City"),
    "lille": ("Delegate", "Social economy", "Lille"),
    "porto": ("Delegate", "Participatory budgeting", "Porto Alegre"),
    "surabaya": ("Delegate", "Neighbourhood upgrading", "Surabaya"),
    "gwangju": ("Researcher", "City research institute", "Gwangju"),
}
ARRIVED, LEFT = at("13:30"), at("17:00")

NOTES = table(
    "case time author kind text",
    """
    1 | 14:04 | quito | take | A non-profit developer that buys the land first and builds with the neighbours after.
    1 | 14:06 | gwangju | take | Loans that are repaid once the buildings earn. We could ask our regional bank for that.
    1 | 14:12:30 | bilbao | take | Rooms that community groups may use free of charge, inside the business quarter.
    1 | 14:07 | durban | condition | It would need clean land. Who pays for the soil before anything is built?
    1 | 14:14 | lille | condition | Works where one organization stays for decades. Ours change with every council.
    1 | 14:21 | mexico | question | How did residents agree on jobs, when the plan on the table was housing?
    2 | 14:05 | dakar | take | A craft school that also teaches how to run a shop. Our tanners need the second half.
    2 | 14:13 | surabaya | take | Older craftspeople as paid teachers, with a fashion show at the end of the course.
    2 | 14:15 | porto | condition | Rents must be held before the designers come, or the shoemakers pay for the success.
    2 | 14:22 | planner | condition | It would need a legal status for such districts. A name alone brings us no money.
    2 | 14:24 | bilbao | question | How many of the first shoemakers still work in Seongsu-dong?
    2 | 14:29 | lille | question | Fifty meetings in half a year: who ran them, and who was paid for it?
    3 | 14:03 | mexico | take | Know Your Neighbourhood: first walk round all the buildings, then talk about money.
    3 | 14:08 | porto | take | A levy small enough that nobody refuses it, spent where everybody sees it.
    3 | 14:20 | dakar | take | Caretakers in one forum with owners. They know more than any of us.
    3 | 14:23 | surabaya | condition | It would need owners that can be found. Half of ours live abroad.
    3 | 14:28 | gwangju | condition | The city must promise to maintain the park for good, not for one term.
    3 | 14:30 | quito | question | What happens to an owner who stops paying the levy?
    4 | 14:05:30 | lille | take | Three strategies for three kinds of neighbourhood. We treat all of ours alike.
    4 | 14:16 | durban | take | A count of all initiatives first. We do not even know what we have.
    4 | 14:17 | planner | condition | It would need staff who know each neighbourhood, and stay until they are trusted.
    4 | 14:27 | mexico | condition | Co-production takes time that our budget year does not give.
    4 | 14:25 | porto | question | Has income in Nou Barris moved since the plan began?
    4 | 14:31 | dakar | question | Who decides that a place is ready for the toolbox?
    """,
)

# notes that lie under a theme, by their time: the theme's place in the list of insights.py, from 1
UNDER = {"14:04": 7, "14:06": 3, "14:14": 7, "14:15": 6, "14:22": 3, "14:08": 5, "14:20": 5, "14:17": 1, "14:27": 7}

# voter, cases
DOTS = [("quito", [1, 3]), ("durban", [4]), ("dakar", [2, 3]), ("porto", [3]), ("lille", [4]), ("surabaya", [3])]
DOTS_AT = at("14:38")

CIRCLE_BEGAN, QUEUE_CLOSED, CIRCLE_ENDED = at("15:20"), at("15:55"), at("16:00")

# person, chair, topic, asked, called, seated, left, exit; the first speakers did not ask, and the end is None
STAYS = [
    ("quito", 1, "", None, None, "15:20", "15:44", "made_room"),
    ("durban", 2, "", None, None, "15:20", "15:36", "made_room"),
    ("lille", 3, "", None, None, "15:20", None, "end"),
    ("gwangju", 4, "", None, None, "15:20", None, "end"),
    ("bilbao", 5, "Jobs for the young", "15:24", "15:29:15", "15:29:40", "15:38:30", "made_room"),
    ("mexico", 2, "Law for cooperatives", "15:28:30", "15:36:20", "15:36:45", None, "end"),
    ("porto", 5, "Citizens and budgets", "15:31", "15:39", "15:39:25", "15:50", "done"),
    ("surabaya", 1, "Owners who are away", "15:35", "15:44:20", "15:44:40", None, "end"),
    ("planner", 5, "Homes, and for whom", "15:40", "15:50:15", "15:50:50", None, "end"),
]

# person, from, to
TURNS = [
    ("durban", "15:21", "15:23:10"),
    ("lille", "15:23:20", "15:25:05"),
    ("quito", "15:25:15", "15:27:20"),
    ("gwangju", "15:27:30", "15:29:10"),
    ("bilbao", "15:30", "15:32:05"),
    ("durban", "15:32:15", "15:33:20"),
    ("mexico", "15:37", "15:38:20"),
    ("porto", "15:39:40", "15:41:50"),
    ("quito", "15:42", "15:43:15"),
    ("surabaya", "15:45", "15:47"),
    ("lille", "15:47:10", "15:48:30"),
    ("gwangju", "15:48:45", "15:49:40"),
    ("planner", "15:51", "15:52:40"),
    ("mexico", "15:53", "15:54:10"),
]

# person, topic, asked, ended, outcome: wishes that did not lead to a chair
OTHER_WISHES = [
    ("dakar", "Informal traders", "15:46", "16:00", "unheard"),
    ("durban", "Who maintains the park", "15:49", "15:52", "withdrawn"),
]

# conditions and themes by their place in the lists of insights.py, from 1
CARDS = [
    {
        "author": "quito",
        "case": 1,
        "stance": "adapt",
        "what": "A non-profit developer that owns land for the neighbourhood",
        "target": "Quito",
        "change": "Begin with one city-owned market hall instead of a whole yard.",
        "next_step": "Ask the legal office which form such a body could take",
        "by": 3,
        "have": [5],
        "reach": [3, 7],
        "missing": [2],
        "themes": [1, 7],
        "time": "14:47",
    },
    {
        "author": "durban",
        "case": 4,
        "stance": "as_is",
        "what": "A count of all social-economy initiatives, by neighbourhood",
        "target": "Durban",
        "change": "",
        "next_step": "Put the count into next year’s research plan",
        "by": 6,
        "have": [1, 4],
        "reach": [6],
        "missing": [],
        "themes": [3],
        "time": "14:48",
    },
    {
        "author": "dakar",
        "case": 2,
        "stance": "adapt",
        "what": "Workshops that teach the craft and how to run a shop",
        "target": "Dakar",
        "change": "Teach in the market itself, in the evening, in Wolof.",
        "next_step": "Find three tanners who want to teach",
        "by": 1,
        "have": [5, 9],
        "reach": [4],
        "missing": [3],
        "themes": [1, 5],
        "time": "14:49",
    },
    {
        "author": "porto",
        "case": 3,
        "stance": "combine",
        "what": "A small levy, decided in the meetings on the participatory budget",
        "target": "Porto Alegre",
        "change": "Tenants vote on it as well as owners.",
        "next_step": "Try it with one street of the centre",
        "by": 12,
        "have": [1, 5],
        "reach": [2],
        "missing": [10],
        "themes": [4, 5],
        "time": "14:50",
    },
    {
        "author": "lille",
        "case": 4,
        "stance": "adapt",
        "what": "Three strategies according to what a neighbourhood has already",
        "target": "Lille",
        "change": "Two strategies are enough for us.",
        "next_step": "Sort our neighbourhoods with the associations",
        "by": 6,
        "have": [1, 3, 6],
        "reach": [4],
        "missing": [],
        "themes": [6, 3],
        "time": "14:51",
    },
    {
        "author": "gwangju",
        "case": 2,
        "stance": "avoid",
        "what": "A district brand without any rule for rents",
        "target": "Gwangju",
        "change": "First an agreement with owners, then the name.",
        "next_step": "Collect the rents of the last five years",
        "by": 3,
        "have": [8],
        "reach": [],
        "missing": [2],
        "themes": [6, 9],
        "time": "14:52",
    },
    {
        "author": "surabaya",
        "case": 3,
        "stance": "unsure",
        "what": "A forum of housing managers",
        "target": "Surabaya",
        "change": "",
        "next_step": "Ask eKhaya how absent owners were found",
        "by": 1,
        "have": [5],
        "reach": [6],
        "missing": [],
        "themes": [5],
        "time": "14:53",
    },
    {
        "author": "mexico",
        "case": None,
        "stance": "combine",
        "what": "Social procurement together with training for cooperatives that want to bid",
        "target": "Mexico City",
        "change": "Start with what schools and kitchens buy.",
        "next_step": "List the contracts that end next year",
        "by": 6,
        "have": [2],
        "reach": [3, 4],
        "missing": [10],
        "themes": [8, 9],
        "time": "16:08",
    },
]

# what the second and third screens hold besides; `after` is how sure they were when asked again after the circle
REST = table(
    "author actors readiness effort sure after contact help",
    """
    quito | council department | idea | l | 1 | 2 | yes |
    durban | department | year | m | 2 | 3 | | yes
    dakar | community | partners | s | 2 | 2 | yes | yes
    porto | council community | idea | m | 2 | 3 | yes |
    lille | department | partners | s | 3 | 3 | | yes
    gwangju | council | not_now | l | 2 | 1 | | yes
    surabaya | department | not_now | m | 1 | 2 | yes |
    mexico | national business | idea | m | 2 | | yes |
    """,
)
ASKED_AGAIN = at("16:05")

# who, whose card, true or differs, because
ENDORSEMENTS = table(
    "by author kind because time",
    """
    lille | quito | true | Our yards stand empty as well | 16:12
    porto | quito | true | | 16:12:30
    durban | quito | differs | Our land belongs to the state | 16:13
    quito | dakar | true | Leather here, the same story | 16:13:30
    bilbao | durban | true | We counted once, ten years ago | 16:14
    mexico | porto | true | | 16:14:30
    surabaya | gwangju | true | Rents doubled in two years | 16:15
    """,
)
