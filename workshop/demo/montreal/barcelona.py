"""Case 4, Barcelona: a city-wide plan for the social economy, made with those who are to carry it."""

from workshop.demo.writing import figure, statement, text, year

CASE = {
    "city": "Barcelona",
    "country": "Spain",
    "place": "Impetus Plan 2016–2019",
    "title": "A plan that citizens drive",
    "standfirst": text("""
        In Barcelona income depends on the district, and the gap has grown: Sarrià-Sant Gervasi had twice the income of
        Nou Barris in 2007 and almost 3.5 times as much in 2014. The city set the social and solidarity economy against
        this inequality. A commission was named in 2015, and the Impetus Plan 2016–2019 was written together with the
        sector. Citizens drive it; the council lends its means. What is done depends on how much social economy a
        neighbourhood has already: the strategies are called wheelbarrow, watering and toolbox.
        """),
    "background": text("""
        Barcelona has 10 districts. In 4 of them, Eixample, Les Corts, Sarrià-Sant Gervasi and Gràcia, the disposable
        income of households is above the city’s average.

        ## A gap that widens

        In 2007 Sarrià-Sant Gervasi had twice the income of Nou Barris. By 2014 it was almost 3.5 times. Between single
        neighbourhoods the distance is greater still: in the same year Tres Torres had over 6 times the income of
        Trinitat Nova.

        ## What was there already

        The city did not begin with nothing. A study of 2016 counted the initiatives of the social and solidarity
        economy: organisations of the third sector, enterprises owned by their workers, cooperatives, and initiatives
        of the community economy. Tens of thousands of people were employed in them, more gave their time as
        volunteers, and consumer cooperatives counted their members in hundreds of thousands. But such initiatives are
        not spread evenly. Some neighbourhoods have a strong web of them and others very few, so one measure for the
        whole city would have fitted hardly any of its parts.
        """),
    "approach": text("""
        In 2015 the city set up a commission for the cooperative, social and solidarity economy and consumption. From it
        came the Impetus Plan 2016–2019, which the city and the sector produced together.

        ## Three plans side by side

        The Impetus Plan does not stand alone. Beside it are the Neighbourhood Action Plan, for 16 neighbourhoods, and
        the Economic Development Plan, for the 6 poorest districts. Work began in 5 neighbourhoods.

        ## Who drives, who helps

        The plan is driven by citizens. The council lends the means to do it: economic, technical, logistic and
        administrative ones.

        ## Three strategies

        How the council helps depends on how mature the local social economy is. It is one plan with three ways of
        working, and each of them has a picture for its name.

        Wheelbarrow is for places with little of it. Research and a diagnosis come first, and people are mobilised.

        Watering is for places where it is emerging. There the need is for training and for facilitation.

        Toolbox is for places where it is strong, with the aim of a social market. Only Sants-Montjuïc belongs to this
        group.

        The three names say what the council takes itself to be: not the owner of the garden, but somebody who brings
        what is wanted at the time.
        """),
    "partners": text("""
        Citizens and neighbourhood groups: drive the plan.

        The sector of the social and solidarity economy: wrote the plan together with the city.

        Barcelona City Council and its commission for the cooperative, social and solidarity economy and consumption:
        lends economic, technical, logistic and administrative means.
        """),
    "cost": text("""
        The council lends money, technical help, logistics and administration. The source gives no amounts.
        """),
    "outcomes": text("""
        The study of 2016 shows how large the social and solidarity economy of Barcelona is: 4,718 initiatives, in which
        53,000 people are employed. Over 100,000 people volunteer, consumer cooperatives have over 500,000 members, and
        there are about 113,000 mutualists.

        ## The cooperatives

        The 861 cooperatives are 20% of all those in Catalonia. Of them 77% are worker cooperatives: 667, and 36 of
        these are social-initiative ones. There are 31 consumer cooperatives and 19 education cooperatives. Housing
        cooperatives have made 2,093 homes since 1993.

        ## Open points

        The total of 4,718 does not agree with its parts as published, 2,400 and 197 and 861 and 260, which add up to
        3,718. All five figures are kept. The figures describe the sector and not yet the effect of the plan, which had
        only begun. Whether the gap in income narrows is not known.
        """),
    "next_steps": text("""
        The plan runs until 2019. Neighbourhoods in which the social economy is weak need support for some time yet,
        until people there can manage their own projects.
        """),
    "lessons": text("""
        Citizens must be the ones who drive. Until they can manage projects by themselves it takes time, patience and
        support that does not stop.

        Start from the conditions of the place. What helps a neighbourhood with many cooperatives is of no use to one
        that has none, and the other way round.

        Produce the policy together, as it was done with the Impetus Plan. Co-production gives citizens control over
        policy: they have a hand in what is decided as well as in what is done.
        """),
    "contact": "Barcelona City Council",
    "motif": "blocks",
    "cover_count": 10,
    "cover_alt": "10 city blocks with cut corners, one for each district of Barcelona.",
    "cover_credit": "Drawing: Peerwalk, schematic",
}

STUDY = "Study of 2016, as cited in the UCLG peer-learning note, 2017"


def counted(label, value, unit="", **more):
    return figure(label, value, unit, as_of="2016", source=STUDY, **more)


FACTS = [
    counted("Initiatives of the social and solidarity economy", 4718, "initiatives", key=True, total_of="initiatives"),
    counted("Third-sector organisations", 2400, "organisations", part_of="initiatives"),
    counted("Worker-owned enterprises", 197, "enterprises", part_of="initiatives"),
    counted("Cooperatives", 861, "cooperatives", key=True, part_of="initiatives"),
    counted("Community-economy initiatives", 260, "initiatives", part_of="initiatives"),
    counted("People employed", 53_000, "people", key=True),
    counted("Volunteers", 100_000, "volunteers", about="over"),
    counted("Members of consumer cooperatives", 500_000, "members", about="over"),
    counted("Mutualists", 113_000, "mutualists", about="about"),
    counted("Share of Catalonia’s cooperatives that are in Barcelona", 20, "%"),
    counted("Share of worker cooperatives among them", 77, "%"),
    counted("Worker cooperatives", 667, "cooperatives"),
    counted("Social-initiative cooperatives among the worker cooperatives", 36, "cooperatives"),
    counted("Consumer cooperatives", 31, "cooperatives"),
    counted("Homes by housing cooperatives since 1993", 2093, "homes"),
    counted("Education cooperatives", 19, "cooperatives"),
    counted("Education cooperatives that are worker cooperatives", 80, "%"),
    counted("Education cooperatives that are consumer cooperatives", 10, "%"),
    counted("Education cooperatives that are mixed", 10, "%"),
    figure("Income of Sarrià-Sant Gervasi beside that of Nou Barris", 2, "times", as_of="2007"),
    figure(
        "Income of Sarrià-Sant Gervasi beside that of Nou Barris",
        "3.5",
        "times",
        about="almost",
        as_of="2014",
        key=True,
    ),
    figure("Income of Tres Torres beside that of Trinitat Nova", 6, "times", about="over", as_of="2014"),
    figure("Districts of Barcelona", 10, "districts"),
    figure("Districts with a household income above average", 4, "districts"),
    figure("Neighbourhoods in the Neighbourhood Action Plan", 16, "neighbourhoods"),
    figure("Poorest districts in the Economic Development Plan", 6, "districts"),
    figure("Neighbourhoods in which the work began", 5, "neighbourhoods"),
    year("Housing cooperatives’ homes are counted from this year", 1993, source=STUDY),
    year("Commission for the cooperative, social and solidarity economy and consumption", 2015),
    year("Impetus Plan", 2016, 2019),
]

STATEMENTS = [
    statement(
        """
        Oriol Estela Barnet held that the social and solidarity economy is more than a remedy in a crisis. He stressed
        that the regional level matters, and that networks of neighbours take time.
        """,
        name="Oriol Estela Barnet",
        function="Metropolitan Strategic Plan of Barcelona",
    ),
]

FOOTNOTES = [
    {"slot": "background", "text": "Disposable income: what a household may spend once taxes are paid."},
    {
        "slot": "outcomes",
        "text": "The parts of the 4,718 initiatives, as published, add up to 3,718. Both stand as published.",
    },
    {"slot": "outcomes", "text": "Mutualists: members of a mutual society, who insure each other."},
    {"slot": "outcomes", "text": "Source of all counts: the study of 2016 cited in the published note."},
]
