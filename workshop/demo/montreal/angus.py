"""Case 1, Montreal: Technopole Angus, from a rail yard to a quarter of the social economy."""

from workshop.demo.writing import figure, statement, text, year

CASE = {
    "city": "Montreal",
    "country": "Canada",
    "place": "Technopole Angus",
    "title": "From rail yard to neighbourhood of work",
    "standfirst": text("""
        The Shops Angus built and repaired trains in the centre-east of Montreal until they closed for good in 1992.
        What stayed was difficult ground and a borough that needed work. The people of Rosemont-La Petite-Patrie did not
        want a shopping centre, nor one more condominium project: they asked for jobs. A non-profit enterprise of the
        social economy, the Société de développement Angus, bought land and has developed it together with them. In its
        first phase the Technopole has become a place of 56 organisations and 2,500 workers. The second adds homes and
        public squares.
        """),
    "background": text("""
        Rosemont-La Petite-Patrie is a borough in the centre-east of Montreal. In 2011 it had 134,000 inhabitants. Its
        past is tied to the railway: between 1902 and 1904 the Shops Angus were built on 4.7 hectares at the junction of
        two rail lines, to make and mend rolling stock for the Canadian Pacific Railway. They were the second largest
        industrial complex of North America, and during the Second World War they had up to 12,000 employees.

        ## A slow end

        The decline began in the 1950s, when traffic moved to the roads and into the air. Work on passenger trains ended
        in 1970. In 1992 the complex closed fully. By then the area had known hard years: in the 1980s unemployment
        reached 20%. The land was contaminated, few buildings were left, and there was no municipal infrastructure.

        ## What the community refused

        What should become of the land was fought over for two decades. In the 1970s a project wanted to combine housing
        with shopping; the shopping centre met opposition, and only the housing was built. In the early 1990s came a
        plan for condominiums. The community answered it with a call for jobs, and that call became the Technopole.
        """),
    "approach": text("""
        The Société de développement Angus (SDA) was founded in 1995 as an enterprise of the social economy, a
        non-profit. It bought 580,000 square feet and developed the site with the community, mixing commercial with
        residential use. Three values guide the work.

        ## Sustainable development

        The Locoshop Angus, of the year 2000, was the first green industrial building in Canada. In 2006 the first
        real-estate project in Quebec with a plan for its residual materials followed. Recycling and composting belong
        to the site, and so does getting there without a car of one’s own: by one metro line, five bus lines and two
        bike paths, from a bike-share station, or by car sharing.

        ## Social economy

        The Carrefour de l’économie sociale Angus dates from 2005 and has 33,000 square feet. Social enterprises occupy
        all of it: there is a day care, a cafeteria, meeting rooms and catering. Insertech reuses IT equipment, and in
        doing so trains young adults and people who immigrated recently.

        ## Social commitment

        The Technopole serves its neighbours as well as those who work there. It has a public day care, a local
        community service centre (CLSC) and a medical centre. Public meetings are held regularly, and groups from the
        community may use the Locoshop free of charge.
        """),
    "partners": text("""
        Société de développement Angus (SDA): buys and develops the land, as a non-profit of the social economy.

        The community of the borough: called for jobs, and takes part through regular public meetings.

        Governments of Quebec and Canada: let the loans be repaid after the development phases.

        Companies and institutions on the site: among them Taxelco, Ubisoft, the studios Mels, OIIQ, Insertech and MEC.
        """),
    "cost": text("""
        The first phase stands for 77 million Canadian dollars of property value. It was carried by loans which Quebec
        and Canada let the SDA repay after the development phases. The source names no total cost.
        """),
    "outcomes": text("""
        The first phase covers 2 million square feet, of which 50% are developed. It has 13 eco-friendly buildings,
        certified LEED or BOMA BEST. In them work 2,500 people, in 56 companies, institutions and organisations; 6 of
        the organisations are from the social economy, as the source reads. The property is worth 77 million Canadian
        dollars. Where trains were once repaired there are now studios, offices, a day care and a medical centre.

        ## Side effects and open points

        How many homes the second phase will bring, and for whom, is told in two ways. One passage of the source says
        350 to 400 units, 20% of them social housing. Another says 400 affordable units. Both are kept here. The
        difference is worth a question, because it decides how many of the present neighbours could afford to move in.
        """),
    "next_steps": text("""
        The second phase begins in 2017, with mixed use on 1 million square feet. It is to bring 15 buildings, about 40
        more businesses, 1,500 more jobs and 3 new public squares. It is also to bring housing: 350 to 400 units with
        20% social housing, or 400 affordable units, as two passages of the source have it.
        """),
    "lessons": text("""
        Christian Yaccarini, who heads the SDA, sees three factors behind the success.

        The first is local mobilisation that grows from the grass roots.

        The second is a real partnership of all stakeholders and of every level of government. It needs organisations in
        between, which translate the needs of the community so that government understands them.

        The third is financial support from government. For Angus the terms mattered: Quebec and Canada let the loans
        be repaid after the development phases, when the buildings that were to earn the money stood.
        """),
    "contact": "Société de développement Angus (SDA), Montreal",
    "motif": "bays",
    "cover_count": 13,
    "cover_alt": "A long hall with 13 bays, one for each eco-friendly certified building of the first phase.",
    "cover_credit": "Drawing: Peerwalk, schematic",
}

FACTS = [
    figure("People working at the Technopole, phase I", 2500, "workers", key=True),
    figure("Companies, institutions and organisations, phase I", 56, "organisations", key=True),
    figure("Eco-friendly buildings certified LEED or BOMA BEST, phase I", 13, "buildings", key=True),
    figure("Property value, phase I", 77_000_000, "Canadian dollars", key=True),
    figure("Site of phase I", 2_000_000, "square feet"),
    figure("Share of the site developed, phase I", 50, "%"),
    figure("Organisations from the social economy, as the source reads", 6, "organisations"),
    figure("Inhabitants of Rosemont-La Petite-Patrie", 134_000, "inhabitants", as_of="2011"),
    figure("Site of the Shops Angus when built", "4.7", "hectares", as_of="1902–1904"),
    figure("Rail lines that met at the Shops Angus", 2, "rail lines", as_of="1902–1904"),
    figure("Rank among the industrial complexes of North America, by size", 2, as_of="20th century"),
    figure(
        "Employees of the Shops Angus in the Second World War", 12_000, "employees", about="up to", as_of="1939–1945"
    ),
    figure("Unemployment reached in the area", 20, "%", as_of="1980s"),
    figure("Land bought by the SDA", 580_000, "square feet"),
    figure("Carrefour de l’économie sociale Angus", 33_000, "square feet", as_of="2005"),
    figure("Share of the Carrefour occupied by social enterprises", 100, "%"),
    figure("Metro lines that serve the site", 1, "metro line"),
    figure("Bus lines that serve the site", 5, "bus lines"),
    figure("Bike paths that serve the site", 2, "bike paths"),
    figure("Bike-share stations at the site", 1, "station"),
    figure("Mixed use planned in phase II", 1_000_000, "square feet", as_of="2017, plan"),
    figure("More businesses planned in phase II", 40, "businesses", about="about", as_of="2017, plan"),
    figure("More jobs planned in phase II", 1500, "jobs", as_of="2017, plan"),
    figure("Buildings planned in phase II", 15, "buildings", as_of="2017, plan"),
    figure(
        "Housing units planned in phase II",
        350,
        "housing units",
        to=400,
        as_of="2017, plan",
        quantity="housing of phase II",
    ),
    figure("Share of social housing among them", 20, "%", as_of="2017, plan"),
    figure(
        "Affordable housing units planned in phase II, in another passage",
        400,
        "housing units",
        as_of="2017, plan",
        source="UCLG peer-learning note, 2017, another passage",
        quantity="housing of phase II",
    ),
    figure("New public squares planned in phase II", 3, "squares", as_of="2017, plan"),
    figure(
        "Time that civil society has driven Angus", 25, "years", about="over", source="Jaemin Song, in the note of 2017"
    ),
    year("Shops Angus built", 1902, 1904),
    year("Decline sets in, with road and air traffic", 1950, 1959),
    year("Passenger work ends", 1970),
    year("A project for housing and shopping; only the housing is built", 1970, 1979),
    year("Unemployment is high in the area", 1980, 1989),
    year("A plan for condominiums, answered with a call for jobs", 1990, 1994),
    year("The complex closes fully", 1992),
    year("Société de développement Angus founded", 1995),
    year("Locoshop Angus, first green industrial building in Canada", 2000),
    year("Carrefour de l’économie sociale Angus", 2005),
    year("First real-estate project in Quebec with a residual-materials plan", 2006),
    year("Phase II begins", 2017),
]

STATEMENTS = [
    statement(
        """
        Alexandre Taillefer explained why small and medium-sized enterprises come to the Technopole: for the quality of
        the space, because the people they want to employ live near by, and for the care taken of sustainability.
        """,
        name="Alexandre Taillefer",
        function="Owner of Taxelco",
    ),
    statement(
        """
        Christian Yaccarini said that green measures must not feel like a punishment, or people will not make use of
        them. The model, he added, has to be profitable; it is not meant to be a museum.
        """,
        name="Christian Yaccarini",
        function="CEO of the Société de développement Angus",
    ),
    statement(
        """
        Jaemin Song pointed out that Angus had been driven by civil society for over 25 years. Policies that come from
        the top are fast and strong, according to Song, but they end with elections. Seoul is moving from efficiency and
        performance to participation and inclusion.
        """,
        name="Jaemin Song",
        function="Seoul Metropolitan Government",
    ),
]

FOOTNOTES = [
    {
        "slot": "standfirst",
        "text": "SSE, the social and solidarity economy: enterprises that put a social purpose first.",
    },
    {"slot": "background", "text": "Rolling stock: the carriages, wagons and engines of a railway."},
    {
        "slot": "approach",
        "text": "CLSC, centre local de services communautaires: Quebec’s local community service centre.",
    },
    {
        "slot": "outcomes",
        "text": "LEED and BOMA BEST: certificates for buildings that are made and run with care for nature.",
    },
    {
        "slot": "next_steps",
        "text": "The two figures for the housing of phase II come from two passages of the note. Both are kept.",
    },
]
