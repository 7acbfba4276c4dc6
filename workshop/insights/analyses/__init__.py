"""What was said, counted: each analysis is a few queries and gives plain lists and dicts.

Every analysis looks at what it is handed as Heard; a workshop alone stands for what people here have on screen (taken
back, hidden and example words stay out). A city counts once, however often and in whichever case it is written. Who
speaks is counted by the author's city; where something would go, by the place the card is for (city_by_case and the
conditions). No percentages, averages or rankings of cities or cases: rows stand in the order of the alphabet, the
posters or the list, and every figure comes with its n; `response` says how many have not answered.
"""

from workshop.insights.analyses.cards import card_counts, city_by_case, counts, endorsed, negative_lessons, response
from workshop.insights.analyses.conditions import condition_by_case, conditions_by_city, divergence
from workshop.insights.analyses.heard import STANCES, Heard, Names, cards_of
from workshop.insights.analyses.people import city_profile, process_equity
from workshop.insights.analyses.steps import commitments, offers_and_requests, open_questions
from workshop.insights.analyses.sureness import shift
from workshop.insights.analyses.themes import case_by_theme, triangulation

ALL = {
    each.__name__: each
    for each in (
        *(counts, response, case_by_theme, city_by_case, condition_by_case, conditions_by_city, endorsed, divergence),
        *(triangulation, negative_lessons, open_questions, commitments, offers_and_requests, city_profile),
        *(process_equity, shift),
    )
}


def all_of(heard):
    """Every analysis by its name; what they share is read once."""
    heard = Heard.of(heard)
    return {name: analysis(heard) for name, analysis in ALL.items()}


__all__ = ["ALL", "STANCES", "Heard", "Names", "all_of", "card_counts", "cards_of", *ALL]
