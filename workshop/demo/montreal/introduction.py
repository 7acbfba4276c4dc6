"""The workshop itself: what it asks, who holds it, where and when, and the run of the day."""

from workshop.demo.writing import DAY, text

WORKSHOP = {
    "title": "Can the social economy renew a city?",
    "topic": "The social and solidarity economy as a driver of urban renewal",
    "framing": text("""
        Cities everywhere hold places that an industry has left behind: yards, workshops, towers, whole quarters. What
        comes next can push people out, or it can give them work, homes and a say. The social and solidarity economy
        (SSE), made of cooperatives, associations, mutual societies and enterprises with a social purpose, works
        towards the second. It ties business to a neighbourhood, and those who live there help to decide what is built.

        Four cities have tried it: Montreal in a former rail yard, Seoul in its craft districts, Johannesburg among
        high-rise towers, Barcelona across the whole city. Their experience speaks to two Sustainable Development
        Goals, decent work and sustainable cities. This workshop asks what the four have in common, what belongs to
        one place only, and what another city would need before it could do the same.
        """),
    "questions": [
        "How can the social and solidarity economy become a key driver of urban renewal?",
        "What is the part of local government in it?",
        "Can these policies be carried over to other cities with a similar context?",
    ],
    "goals": [[8, "Decent work and economic growth"], [11, "Sustainable cities and communities"]],
    "partners": [
        ["UCLG", "coordinator"],
        [
            "GSEF (Global Social Economy Forum)",
            "partner; its first activity in UCLG’s Community of Practice on SSE (approved in Madrid, April 2017)",
        ],
        ["C.I.T.I.E.S. (International Centre for Innovation and Knowledge Transfer on the SSE)", "partner"],
        ["SACN (South African Cities Network)", "partner"],
        ["Metropolis", "partner; the workshop was a side event of its 12th World Congress"],
    ],
    "organizer": "UCLG",
    "occasion": "a side event of the 12th Metropolis World Congress",
    "place": "Montreal",
    "venue": "a social-economy cafeteria inside Technopole Angus",
    "held_on": DAY,
    "time_zone": "America/Montreal",
    "attendance": "more than 30",
    "cities": ["Montreal", "Seoul", "Johannesburg", "Barcelona", "Gauteng"],
    "source": text("""
        Facts, figures and the statements in reported speech: the peer-learning note of the workshop, published by UCLG
        in 2017. Where that note contradicts itself, both figures are kept and the contradiction is shown. The
        sentences are written for this demo. The notes, dots, turns and cards of the past walk are examples.
        """),
}

QUESTION = "What would let the social economy grow, and what of each case could move to another city?"

STAGES = [
    {
        "kind": "welcome",
        "title": "Welcome",
        "minutes": 15,
        "guide": "Come in and find a place. Give your name and your city, and choose what may be published.",
    },
    {
        "kind": "cases",
        "title": "Four city cases",
        "minutes": 20,
        "guide": "Listen to each city for a few minutes. The full text of its poster is on your phone.",
    },
    {
        "kind": "gallery",
        "title": "Gallery walk",
        "minutes": 40,
        "guide": "Walk from poster to poster. Leave what you would use, what it would need, and what you want to ask.",
    },
    {
        "kind": "fishbowl",
        "title": "Fishbowl",
        "minutes": 50,
        "guide": "We speak from the circle only, and one chair stays free. Ask for it when you have something to say.",
    },
    {
        "kind": "insights",
        "title": "Insights",
        "minutes": 25,
        "guide": "Write one transfer card: what you would use, in which city, and what has to be in place first.",
    },
    {
        "kind": "visit",
        "title": "Field visit to Technopole Angus",
        "minutes": 60,
        "guide": "See the place on foot. Talk with those who work here, and note what the posters did not say.",
    },
    {
        "kind": "closing",
        "title": "Closing",
        "minutes": 15,
        "guide": "Say one thing that you take home. Then check what may be published in your words.",
    },
]
