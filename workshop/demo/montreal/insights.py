"""What the workshop drew from the four cases: conditions of a transfer, nine themes, voices of no single case."""

from workshop.demo.writing import NOTE, statement, text

CONDITIONS = [
    "Political will",
    "Legal powers",
    "Money and procurement",
    "Staff and skills",
    "Community demand",
    "Partners and intermediaries",
    "Land, buildings, technology",
    "The need is similar",
    "Culture and language fit",
    "Time beyond elections",
]

THEMES = [
    (
        "Local champions",
        """
        Every case has people who carry it. They bring technical help into the neighbourhood, work with all parties, and
        mediate between government and community. A city that wants to repeat a case should look for such people before
        it looks for a building.
        """,
    ),
    (
        "Political will",
        """
        A city is only as rich as its poorest neighbourhood. Renewal needs somebody in politics who speaks for the
        community, and a government that is open to activism and does not take it for a disturbance.
        """,
    ),
    (
        "An enabling environment",
        """
        To many the social and solidarity economy is still unknown. Local government can change that with three kinds of
        support: money, law, and a map of the resources that are already there.
        """,
    ),
    (
        "A process from below",
        """
        The community proposes; government approves, and scales up what works. Seongsu-dong in Seoul shows the order: a
        project of the quarter first, a policy of the country after.
        """,
    ),
    (
        "A role for every stakeholder",
        """
        Preparation takes long, and it should. People join when they see two things: a part that is their own, and a
        gain for everybody.
        """,
    ),
    (
        "Each place is its own",
        """
        There is no single recipe. What can be relied on are the resources of the place, and what cannot be left out are
        the people whom the change will affect, for good or ill.
        """,
    ),
    (
        "Institutions that last",
        """
        Many initiatives die because government takes part for a short term only. Frameworks in institutions and policy
        keep them alive when the first term is over.
        """,
    ),
    (
        "Procurement",
        """
        What a government buys can start a virtuous circle. Gauteng plans to raise its social procurement from 23% to up
        to 30% by the end of 2019.
        """,
    ),
    (
        "Still an economy",
        """
        The social and solidarity economy remains an economy. Its enterprises have to live from what they do, and for
        that they need an environment that is friendly to business.
        """,
    ),
]
THEMES = [{"title": title, "statement": text(said), "source": NOTE} for title, said in THEMES]

VOICES = [
    statement(
        """
        David Makhura said that where industries have closed it is hard to mobilise people, and that those affected are
        the first resource. He reported that 23% of Gauteng’s procurement is social, and that the province plans up to
        30% by the end of 2019.
        """,
        name="David Makhura",
        function="Premier of Gauteng",
        source="UCLG peer-learning note, 2017 (paraphrase; his name is printed there as Makhra)",
    ),
]
