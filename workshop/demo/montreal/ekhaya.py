"""Case 3, Johannesburg: eKhaya in Hillbrow, where social capital came before pavements."""

from workshop.demo.writing import figure, text, year

CASE = {
    "city": "Johannesburg",
    "country": "South Africa",
    "place": "eKhaya, Hillbrow",
    "title": "Neighbours first, then pavements",
    "standfirst": text("""
        Hillbrow, a quarter of towers in the inner city of Johannesburg, was known for crime, crowding and owners who
        stayed away. In 2004 a Neighbourhood Improvement Programme began there under the name eKhaya, and it started
        with people. Walkabouts led to 33 neighbouring buildings; housing managers came to know each other; owners
        agreed to a small levy each month. Cleaner and safer streets followed, then a park and programmes for children.
        eKhaya became the first Residential City Improvement District, and Hillbrow North follows its example.
        """),
    "background": text("""
        Hillbrow is a part of the inner city of Johannesburg. It was built in the late 19th century and grew upwards in
        the 1950s and 1960s, when high-rise buildings boomed. Until the 1970s only white people were allowed to live in
        it.

        ## Towers without care

        In 1978 the Rent Control Act was lifted. By 1982 Hillbrow was a so-called grey area, in which the rule of
        separation no longer held. White residents left in numbers. Buildings became overcrowded, many owners were
        absent, and crime spread. New Year’s Eve in Hillbrow was notorious: furniture was thrown from the towers.

        ## Where to begin

        In such a quarter no single building can be put right alone. A tenant who lives behind a well-kept door still
        walks home through an unsafe street, and an owner who repairs a house sees the rubbish of the next one at its
        wall. The programme that began in 2004 drew a conclusion from this: it placed social capital first, that is,
        people who know and trust each other. Its principles are three short words: safety, cleanliness, friendliness.
        """),
    "approach": text("""
        The Neighbourhood Improvement Programme was begun by the Johannesburg Housing Company (JHC) and agencies of the
        city, with owners, caretakers and tenants. It went in three steps.

        ## Step 1: mobilise

        Under the motto Know Your Neighbourhood, walkabouts led through the streets to 33 neighbouring buildings. The
        managers of the houses formed a forum. Those responsible for houses in the same street should know each other
        before they decide anything together. Out of these contacts grew a voluntary association with an executive
        committee. The step cost about ZAR 500,000.

        ## Step 2: regenerate from below

        Owners agreed to levies of ZAR 24 a month, which together brought in ZAR 6,400 a month. The association used a
        private firm, Bad Boyz, and the city’s own service, Pikitup, for security and street cleaning. With the
        Johannesburg Development Agency pavements and sanitary lanes were upgraded. The bodies that did the work were
        public and private; what was to be done came from the neighbourhood.

        ## Step 3: develop the community

        The third step belongs to those who grow up in Hillbrow. There are programmes for children and street soccer,
        and a Kidz’ Day is held. The street is treated as a place for children too, and not only as one to be guarded.
        """),
    "partners": text("""
        Johannesburg Housing Company (JHC): began the programme together with agencies of the city.

        Owners, caretakers and tenants: members of the forum and the association; owners pay the levy.

        Bad Boyz, a private firm, and Pikitup, of the city: security and street cleaning.

        Johannesburg Development Agency: pavements and sanitary lanes.

        City of Johannesburg: paid for the park and maintains it.
        """),
    "cost": text("""
        Mobilisation cost about ZAR 500,000. Running costs were met by levies of ZAR 24 a month from owners, ZAR 6,400 a
        month in all. The city put ZAR 7 million into eKhaya Park.
        """),
    "outcomes": text("""
        eKhaya Park lies on a site that was once given over to drugs. The city put ZAR 7 million into it and maintains
        it; eKhaya keeps it secure. That was in 2012. A year later the area became a City Improvement District. Crime
        and grime have gone down markedly, and when Pooe surveyed the tenants in 2016 the answers were positive.
        Hillbrow North now follows.

        ## Side effects

        When a quarter is put in order, poor people are often the first who have to go. eKhaya leaves room for them: it
        tolerates street trading, and it tolerates that rooms are sublet. What looks untidy to some is what allows
        others to stay.
        """),
    "next_steps": text("""
        Hillbrow North follows the example. For the wider province the workshop heard of a further step: Gauteng plans
        to raise its share of social procurement from 23% to up to 30% by the end of 2019.
        """),
    "lessons": text("""
        Solutions for a quarter do not come from officials alone. In Hillbrow a consortium was needed, of the state, the
        private sector and civil society, in which each did its part.

        Power has to be given to those who own and to those who do not. A tenant or a caretaker knows as much about a
        street as the owner of the house.

        And a neighbourhood that improves can keep its poor. It takes tolerance: where street trading and subletting are
        allowed to go on, people with little money can go on living there.
        """),
    "contact": "Johannesburg Housing Company (JHC)",
    "motif": "windows",
    "cover_count": 33,
    "cover_alt": "Towers at night with 33 lit windows, one for each neighbouring building on the walkabouts.",
    "cover_credit": "Drawing: Peerwalk, schematic",
}

GAUTENG = "David Makhura, in the note of 2017"

FACTS = [
    figure("Neighbouring buildings reached by walkabouts", 33, "buildings", as_of="step 1, from 2004", key=True),
    figure("Levy of an owner, each month", 24, "ZAR", as_of="step 2", key=True),
    figure("Brought in by the levies, each month", 6400, "ZAR", as_of="step 2", key=True),
    figure("Put into eKhaya Park by the city", 7_000_000, "ZAR", as_of="2012", key=True),
    figure("Cost of mobilisation", 500_000, "ZAR", about="about", as_of="step 1, from 2004"),
    figure("Share of social procurement in the province of Gauteng", 23, "%", source=GAUTENG),
    figure(
        "Share of social procurement that Gauteng plans",
        30,
        "%",
        about="up to",
        as_of="plan for the end of 2019",
        source=GAUTENG,
    ),
    year("Hillbrow is built, late in this century", 1801, 1900),
    year("High-rise boom", 1950, 1969),
    year("Until this decade, white residents only", 1970, 1979),
    year("Rent Control Act lifted", 1978),
    year("Hillbrow is a grey area", 1982),
    year("Neighbourhood Improvement Programme begins", 2004),
    year("eKhaya Park", 2012),
    year("City Improvement District", 2013),
    year(
        "Tenants’ survey by Pooe, positive", 2016, source="Pooe (2016), as cited in the UCLG peer-learning note, 2017"
    ),
    year("Gauteng’s plan for social procurement ends", 2019, source=GAUTENG),
]

STATEMENTS = []

FOOTNOTES = [
    {"slot": "standfirst", "text": "RCID, Residential City Improvement District; eKhaya was the first one."},
    {
        "slot": "background",
        "text": "Grey area: a quarter in which people lived together although the law kept them apart.",
    },
    {"slot": "cost", "text": "ZAR: South African rand."},
    {"slot": "outcomes", "text": "Source of the tenants’ survey: Pooe (2016), as cited in the published note."},
]
