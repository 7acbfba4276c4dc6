"""A labelled set of short texts as people write them at posters: those of one group say the same thing.

Written for this test, in four languages; words differ as they do between people who have not read each other.
"""

ENGLISH = [
    [
        "A levy of owners that pays for the cleaning",
        "Owners pay a small levy, it is spent on clean streets",
        "Cleaning paid by a levy on owners",
    ],
    [
        "A non-profit developer that owns the land",
        "Non-profit developer buys land before building",
        "Land owned by a non-profit, so that no one can sell it",
    ],
    [
        "Workshops that teach the craft and how to run a shop",
        "Teach craftspeople to run a shop, not only the craft",
        "A craft school with a course on running a shop",
    ],
    [
        "Rents must be held before the designers come",
        "An agreement on rents first, then the designers",
        "Hold the rents, or the shoemakers pay for the success",
    ],
    [
        "Who maintains the park after the project ends?",
        "Park maintenance: who pays once the project has ended?",
        "Is there money for maintaining the park?",
    ],
    [
        "Count all initiatives in each neighbourhood first",
        "A count of initiatives by neighbourhood",
        "We never counted our social initiatives; start there",
    ],
    [
        "Social clauses in public procurement",
        "Procurement with social clauses",
        "Let public procurement ask for social value",
    ],
    ["Caretakers in one forum with owners", "A forum of owners and caretakers"],
    ["Loans that are repaid once the buildings earn", "Repay the loan only when the building earns rent"],
    ["The programme dies after every election", "Time beyond elections is what we miss"],
    ["Fifty meetings in half a year, who was paid for them?", "Were people paid for going to all those meetings?"],
    ["Ask residents what work they want before the plan", "Residents said jobs, the plan said housing"],
    ["People who carry it in the quarter, trusted by both sides", "Local champions and intermediaries"],
    ["Politics must stand behind it for long", "A mayor who does not change their mind after the vote"],
    ["Newcomers drive out those who lived here", "Gentrification is the price of success"],
    ["Measure what changes", "Evidence of effects, with figures, each year"],
    ["Nobody knows the law for cooperatives here"],
    ["Our council changes its mind every two years"],
    ["A fashion show at the end of the course"],
    ["A market hall with free rooms for groups"],
    ["Translate the plan into the languages of the street"],
    ["Absent owners live abroad and can't be found"],
    ["Public toilets were the first thing that changed"],
    ["Young people as guides through the quarter"],
]
SPANISH = [
    [
        "Una tasa pequeña de los propietarios paga la limpieza",
        "Los propietarios pagan una tasa para la limpieza de la calle",
    ],
    ["Escuela de oficios que enseña también a llevar una tienda", "Enseñar el oficio y cómo llevar una tienda"],
    ["Cláusulas sociales en la compra pública", "La compra pública con cláusulas sociales"],
    ["¿Quién mantiene el parque cuando termina el proyecto?", "Mantenimiento del parque después del proyecto"],
    ["Falta una ley para las cooperativas"],
    ["Los dueños ausentes viven en otro país"],
    ["Un mercado con salas gratuitas para grupos"],
    ["Traducir el plan a las lenguas del barrio"],
]
FRENCH = [
    [
        "Une taxe des propriétaires finance le nettoyage",
        "Les propriétaires paient une petite taxe pour nettoyer les rues",
    ],
    ["Des clauses sociales dans les marchés publics", "Marchés publics avec clauses sociales"],
    ["Un promoteur sans but lucratif possède le terrain", "Le terrain appartient à un promoteur sans but lucratif"],
    ["Compter d’abord les initiatives de chaque quartier", "Un recensement des initiatives par quartier"],
    ["Il manque une loi pour les coopératives"],
    ["Des jeunes comme guides dans le quartier"],
    ["Les élections arrêtent tout"],
    ["Des toilettes publiques avant tout le reste"],
]
KOREAN = [
    ["임대료를 먼저 안정시켜야 합니다", "임대료 안정이 먼저입니다"],
    ["공원 관리는 누가 하나요?", "사업이 끝난 뒤 공원을 누가 관리하나요?"],
    ["장인에게 가게 운영도 가르치는 학교", "기술과 가게 운영을 함께 가르치는 장인 학교"],
    ["협동조합을 위한 법이 없습니다"],
    ["청년이 동네를 안내합니다"],
    ["선거가 끝나면 사업도 끝납니다"],
]
LANGUAGES = {"en": ENGLISH, "es": SPANISH, "fr": FRENCH, "ko": KOREAN}


def texts(language):
    return [text for group in LANGUAGES[language] for text in group]


def pairs(language):
    """Every pair of texts that say the same, as frozensets."""
    return {
        frozenset([one, other]) for group in LANGUAGES[language] for one in group for other in group if one != other
    }
