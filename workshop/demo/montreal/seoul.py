"""Case 2, Seoul: declining craft districts become districts of the social economy."""

from workshop.demo.writing import figure, statement, text

CASE = {
    "city": "Seoul",
    "country": "Republic of Korea",
    "place": "SSE special districts",
    "title": "Old crafts in young hands",
    "standfirst": text("""
        Seoul Metropolitan Government names declining districts SSE Special Districts. It pays for their regeneration
        and for the ecosystem around it, and it brings older craftspeople together with the young. Gangdong-gu builds on
        leather, Seongsu-dong on handmade shoes. A cooperative has been founded, empty buildings fill with designers,
        and the central government takes the idea up nationwide. It has a price as well: in Seongsu-dong housing costs
        have gone up by as much as 109%.
        """),
    "background": text("""
        Some parts of Seoul have lived from what their people make by hand, and declined when that trade did.
        Two of them show what the city’s policy starts from.

        ## Leather in the east

        Gangdong-gu lies in the east of Seoul and is one of its 25 districts. At the peak of the trade 90% of the
        country’s leather was made in Seoul, and about 30% of the production was in Gangdong-gu.

        ## Shoes in Seongsu-dong

        Seongsu-dong, a part of Seongdong-gu, stands for shoes: 35.6% of those made by hand in the country come from
        here. Up to 1,200 shoemakers work in the quarter.

        ## Who stood to lose

        A craft is carried by the people who know it. Elder craftsmen were about to lose their work, and with them a
        district loses what it is known for. Young people had no experience to show. Women who wanted to
        return after a career break looked for a way in. The districts had buildings that nobody used any more. Seoul
        set out to deal with these matters together instead of one by one, and through the social and solidarity
        economy.
        """),
    "approach": text("""
        The policy can be read as a question to each district: what can its people do that others cannot, and who will
        do it after them?

        ## A name, money and an ecosystem

        Seoul Metropolitan Government selects districts in decline and gives them a name, SSE Special District. It funds
        their regeneration, and also the ecosystem around it, so that a project does not stand alone. At the heart of
        each is a link between generations: older craftspeople and the young are brought together.

        ## Gangdong-gu, the leather district

        Gangdong-gu branded itself the leather district. Small workshops there teach two things at once: how leather
        goods are made, and how a shop is run. Graduates of the workshops founded a cooperative, Seoul Leather Scouts.

        ## Seongsu-dong, shoes and fashion

        The Seongsu Social Fashion Project has three parts: a competition, a fashion school on the spot and a fashion
        show. New designers are tied to the suppliers of the quarter, so that what is drawn in Seongsu-dong can be made
        there too.

        ## Hearing every group

        Much of the preparation was listening. Over 50 meetings within 6 months gave each group its hearing: the elder
        craftsmen, the young without experience, the women coming back to work. What a district needs was to be said by
        those who live and work in it.
        """),
    "partners": text("""
        Seoul Metropolitan Government: names the districts and funds them.

        Districts of Gangdong-gu and Seongdong-gu, where the projects take place.

        Craftspeople, young designers, local suppliers, and the cooperative Seoul Leather Scouts.

        Global Social Economy Forum (GSEF): its Secretary General reported on the preparation.

        Central government: takes up the idea nationwide.
        """),
    "cost": text("""
        Seoul Metropolitan Government funds the regeneration of the districts and the ecosystem around it. The source
        gives no amounts.
        """),
    "outcomes": text("""
        For Gangdong-gu it is too early to judge. There are first signs: graduates of the workshops have founded their
        own cooperative, and unemployment fell. In Seongsu-dong buildings that stood empty fill with young designers,
        and people now speak of the quarter as the Brooklyn of Seoul.

        The idea has also moved upwards. The central government takes it up nationwide, under the name Urban
        Regeneration New Deal.

        ## Side effects

        Success made Seongsu-dong dear. Housing costs have gone up by as much as 109%, and the quarter is being
        gentrified. This is a negative effect of a project that was meant for those who already lived and worked there,
        and it is part of the result as much as the designers’ new studios are.
        """),
    "next_steps": text("""
        The Urban Regeneration New Deal of the central government carries the idea to the whole country. Results in
        Gangdong-gu are still to come, and so is an answer to rising housing costs in Seongsu-dong.
        """),
    "lessons": text("""
        Two lessons are drawn from Seoul.

        Local government has to support such a district, with everything from a legal framework to money. How it gives
        this support matters as much as how much: communities should be put in a position to find their own needs,
        instead of being told them.

        The second lesson is to live together, in the plain sense of the words. Jangwi-dong, in the north of Seoul, has
        shown how: its people made community parking, care for school children and rooms for the elderly, and there are
        lessons in home renovation.
        """),
    "contact": "Global Social Economy Forum (GSEF), Seoul",
    "motif": "shoes",
    "cover_count": 12,
    "cover_alt": "12 pairs of shoes, one for every hundred of the up to 1,200 shoemakers of Seongsu-dong.",
    "cover_credit": "Drawing: Peerwalk, schematic",
}

KWARK = "Laurence Kwark, in the note of 2017"

FACTS = [
    figure("Share of the country’s handmade shoes that come from Seongsu-dong", "35.6", "%", key=True),
    figure("Shoemakers in Seongsu-dong", 1200, "shoemakers", about="up to", key=True),
    figure("Rise of housing costs in Seongsu-dong, a negative side effect", 109, "%", about="up to", key=True),
    figure("Meetings held to hear every group", 50, "meetings", about="over", source=KWARK, key=True),
    figure("Time within which the meetings were held", 6, "months", source=KWARK),
    figure("Share of the country’s leather made in Seoul at the peak", 90, "%", as_of="at the peak"),
    figure("Share of the production in Gangdong-gu", 30, "%", about="about", as_of="at the peak"),
    figure("Districts of Seoul", 25, "districts"),
]

STATEMENTS = [
    statement(
        """
        Laurence Kwark reported that over 50 meetings were held within 6 months in order to hear every group: elder
        craftsmen who were about to lose their work, young people without experience, and women returning after a
        career break.
        """,
        name="Laurence Kwark",
        function="Secretary General of the Global Social Economy Forum (GSEF)",
    ),
]

FOOTNOTES = [
    {
        "slot": "background",
        "text": "In Korean addresses -gu is a district of the city and -dong a neighbourhood in it.",
    },
    {"slot": "background", "text": "The source gives the shares of leather production without a year."},
    {"slot": "outcomes", "text": "Gentrification: a quarter becomes dearer until those who lived there have to leave."},
]
