"""How good the suggestions of similar texts are, on a labelled set of our own."""

from itertools import combinations

import pytest

from tests.insights.conftest import a_card, a_note, a_theme, put
from tests.insights.desk.alike import LANGUAGES, pairs, texts
from workshop import live
from workshop.insights.desk import scenes, similar


def suggested(language):
    told = similar.likeness(tuple((text, language, text) for text in texts(language)))
    return {frozenset([text, other]) for text in texts(language) for other, _score in told.of(text)}


def measured(languages):
    """(precision, recall) of the suggested pairs against the labelled ones."""
    right = sum(len(suggested(each) & pairs(each)) for each in languages)
    found = sum(len(suggested(each)) for each in languages)
    return right / found, right / sum(len(pairs(each)) for each in languages)


def test_nine_of_ten_suggestions_are_right_and_most_pairs_are_found():
    for languages in (["en"], ["es", "fr", "ko"], [*LANGUAGES]):
        precision, recall = measured(languages)
        print(f"{'+'.join(languages)}: precision {precision:.2f}, recall {recall:.2f}")
        assert precision >= 0.9
        assert recall >= 0.7


def test_the_set_has_pairs_that_share_no_word_and_those_are_not_found():
    one, other = "Newcomers drive out those who lived here", "Gentrification is the price of success"
    assert frozenset([one, other]) in pairs("en")
    assert frozenset([one, other]) not in suggested("en")


def test_texts_are_compared_within_a_language_and_a_script():
    told = similar.likeness((("a", "en", "Rents"), ("b", "fr", "Rents"), ("c", "en", "Rents"), ("d", "en", "임대료")))
    assert [key for key, _score in told.of("a")] == ["c"]
    assert told.of("nobody") == []


@pytest.mark.parametrize("text", ["", "?", "…", "💡💡", "a", "가"])
def test_texts_of_nearly_nothing_are_like_nothing_else(text):
    told = similar.likeness((("a", "", text), ("b", "", "A levy that pays for the cleaning")))
    assert told.of("a") == []


def test_no_pair_is_more_alike_than_a_text_is_to_itself():
    told = similar.likeness(tuple((n, "en", text) for n, text in enumerate([*texts("en"), *texts("en")])))
    scores = [score for n in range(len(texts("en"))) for _key, score in told.of(n)]
    assert 0.99 < max(scores) < 1.01
    for one, other in combinations(range(5), 2):
        assert dict(told.of(one)).get(other) == pytest.approx(dict(told.of(other)).get(one))


def test_the_tray_suggests_the_theme_of_similar_texts_and_puts_nothing_there_itself(insights, ada, bo):
    """A suggestion is a button."""
    theme = a_theme(insights, "Levies")
    put(a_card(ada, what="A levy of owners that pays for the cleaning"), theme)
    new = a_note(bo, text="Owners pay a small levy for clean streets")
    a_note(bo, text="Who maintains the park after the project ends?")
    told = {thing.key: thing for thing in scenes.tray_scene(insights, "all_all_all_1")["things"]}
    assert (told[f"note-{new.pk}"].perhaps, told[f"note-{new.pk}"].like) == (theme, 1)
    assert [each.perhaps for each in told.values()].count(None) == 2
    assert theme.evidence.count() == 1
    assert "Perhaps: Levies" in live.picture(insights, "tray:open_all_all_1")


def test_what_is_like_a_text_stands_beside_it(insights, ada, bo):
    card = a_card(ada, what="A levy of owners that pays for the cleaning")
    like = a_note(bo, text="Owners pay a small levy for clean streets")
    a_note(bo, text="Who maintains the park after the project ends?")
    told = scenes.tray_scene(insights, f"like_card-{card.pk}")
    assert [thing.key for thing in told["things"]] == [f"card-{card.pk}", f"note-{like.pk}"]
    assert scenes.tray_scene(insights, "like_card-99999")["things"] == []
