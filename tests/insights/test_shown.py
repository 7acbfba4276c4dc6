"""The analyses as they are shown, the texts behind them, and reading back."""

from urllib.parse import parse_qsl
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from tests.conftest import client_of, move_to, person
from tests.insights.conftest import a_card, a_note, a_point, a_statement, a_theme, put
from workshop import demo, live
from workshop.insights import analyses, shown, sights
from workshop.insights.analyses import Heard
from workshop.insights.behind import behind
from workshop.insights.desk import playback
from workshop.insights.models import Remark
from workshop.models import Question
from workshop.refusals import NotNow
from workshop.text import folded

POLITICS = "Political will"


def at(name, workshop, *rest):
    return reverse(f"insights:{name}", args=[workshop.code, *rest])


@pytest.fixture
def walk(db):
    return demo.build()


# --- pictures and tables -----------------------------------------------------------------------
def test_every_analysis_can_be_looked_at():
    assert list(sights.MAKERS) == list(sights.TITLES)
    assert sorted(sights.MAKERS) == sorted(analyses.ALL)


@pytest.mark.parametrize("name", sights.MAKERS)
def test_each_is_a_picture_with_its_table_and_its_n(walk, name):
    told = shown.analysis(walk, name)
    html = live.picture(walk, f"analysis:{name}")
    assert told["examples"]
    assert told["table"].of in html.replace("&#x27;", "'")
    if told["table"].rows:
        assert (html.count('<svg class="plan grid"'), html.count("<table")) == (1, 1)
        assert html.count("<tr>") == len(told["table"].rows) + 1
        assert "style=" not in html


@pytest.mark.parametrize("name", sights.MAKERS)
def test_an_empty_room_has_every_page_too(insights, name):
    page = client_of("rapporteur", insights).get(at("analysis", insights, name))
    assert page.status_code == 200


def test_an_analysis_that_is_none_is_not_found(insights):
    assert client_of("rapporteur", insights).get(at("analysis", insights, "score")).status_code == 404


@pytest.mark.parametrize("name", sights.MAKERS)
def test_hostile_words_stay_words_in_every_picture(insights, name):
    evil = person(insights, "<b>Eve", "<script>alert(1)</script>")
    card = a_card(evil, what="<img src=x onerror=1>", stance="avoid", next_step="</svg>", rated={POLITICS: "have"})
    put(card, a_theme(insights, "\"'><svg onload=1>"))
    html = live.picture(insights, f"analysis:{name}")
    assert [bad for bad in ("<script>", "<img", "<b>Eve", "<svg onload", '</svg>"') if bad in html] == []


@pytest.mark.parametrize("name", sights.MAKERS)
def test_a_picture_asks_as_often_for_many_as_for_one(insights, ada, name):
    put(a_card(ada, rated={POLITICS: "have"}), a_theme(insights))
    with CaptureQueriesContext(connection) as few:
        shown.analysis(insights, name)
    for n in range(12):
        card = a_card(person(insights, f"P{n}", f"City {n}"), case=n % 4 + 1, rated={POLITICS: "missing"})
        put(card, insights.themes.first())
    with CaptureQueriesContext(connection) as many:
        shown.analysis(insights, name)
    assert len(many) == len(few)


# --- the texts behind --------------------------------------------------------------------------
def test_each_place_leads_to_as_many_texts_as_it_counts(walk):
    check_the_ways_to_texts(Heard(walk, examples=True))


def check_the_ways_to_texts(heard):
    for name in ("case_by_theme", "triangulation", "city_by_case", "open_questions"):
        for row in sights.table(heard, name).rows:
            for spot in row.spots:
                if spot.query:
                    asked = dict(part.split("=") for part in spot.query.replace("+", " ").split("&"))
                    assert counted(name, behind(heard, asked)) == spot.n > 0, (name, row.name, spot)


def counted(name, voices):
    """What such a place counts: cities where a theme is told, texts elsewhere."""
    by_city = name in ("case_by_theme", "triangulation")
    return len({folded(voice.city) for voice in voices if voice.city}) if by_city else len(voices)


def test_a_question_that_hangs_as_a_note_leads_to_itself_once_and_answered_to_nothing(insights, ada, bo):
    case = insights.cases.get(number=1)
    for text, answered in (("Who pays?", None), ("How long?", ada.joined_at)):
        asked = {"workshop": insights, "case": case, "text": text, "answered_at": answered}
        a_note(ada, kind="question", text=text, question=Question.objects.create(asker=ada, **asked))
    a_note(bo, kind="question", text="And who cleans?")
    heard = Heard(insights)
    assert sorted(voice.text for voice in behind(heard, {"open": "1"})) == ["And who cleans?", "Who pays?"]
    check_the_ways_to_texts(heard)


def test_an_offer_beside_no_city_begins_with_its_words(insights, ada, bo):
    a_card(ada, what="Sell heat", can_help=True, consent="none")
    a_card(bo, what="A levy", can_help=True)
    (row,) = sights.table(Heard(insights), "offers_and_requests").rows
    assert row.spots[1].words == "Sell heat; Dakar: A levy"


def test_the_texts_of_a_city_a_condition_and_a_source(insights, ada, bo):
    card, note = a_card(ada, rated={POLITICS: "have"}), a_note(bo)
    said, point = a_statement(bo), a_point(ada)
    theme = a_theme(insights, "Buying", card, note, said, point)
    heard, condition = Heard(insights), insights.conditions.first()

    def keys(**asked):
        return sorted((voice.kind, voice.pk) for voice in behind(heard, {k: str(v) for k, v in asked.items()}))

    assert keys(city="DAKAR") == [("note", note.pk), ("statement", said.pk)]
    assert keys(condition=condition.pk, state="have") == [("card", card.pk)]
    assert keys(condition=condition.pk, state="missing") == []
    assert keys(theme=theme.pk, source="fishbowl") == [("point", point.pk), ("statement", said.pk)]
    assert keys(card=card.pk) == [("card", card.pk)]
    assert keys(theme="x") == []


def test_the_page_of_texts_shows_no_name(insights, ada):
    a_card(person(insights, "Xiomara", "Lima"), what="A very particular levy")
    page = client_of("rapporteur", insights).get(at("behind", insights) + "?city=lima").content.decode()
    assert ("A very particular levy" in page, "Xiomara" in page) == (True, False)


def test_a_card_that_stands_beside_no_city_has_none_on_the_desk_nor_behind_an_analysis(insights, bo):
    a_card(person(insights, "Ada", "Atlantis"), what="A levy", consent="none")
    desk = client_of("rapporteur", insights)
    theme = a_theme(insights, "Buying", insights.cards.get())
    pages = [at("desk", insights) + "?f=all_all_all_1", at("theme", insights, theme.pk), at("behind", insights)]
    for page in [desk.get(address).content.decode() for address in pages]:
        assert ("A levy" in page, "Atlantis" in page) == (True, False)
    assert "A levy" not in desk.get(at("behind", insights) + "?city=Atlantis").content.decode()


def places_of(heard, name):
    """{(row, column): (its figure, how many texts lie behind it)} of the places that lead somewhere."""
    told = sights.table(heard, name)
    return {
        (row.name, str(word)): (spot.n, len(behind(heard, dict(parse_qsl(spot.query)))))
        for row in told.rows
        for spot, (word, _colour, _case) in zip(row.spots, told.columns, strict=True)
        if spot.query
    }


def test_who_asks_who_helps_where_cities_differ_and_who_was_heard_lead_to_the_texts(insights):
    for n, (city, state) in enumerate([("Lima", "have"), ("Oslo", "have"), ("Turin", "missing"), ("Quito", "missing")]):
        wishes = {"wants_contact": n < 3, "can_help": n > 2}
        a_card(person(insights, f"P{n}", city), rated={POLITICS: state}, **wishes)
    a_point(insights.participants.get(city="Lima"))
    heard = Heard(insights)
    asked = places_of(heard, "offers_and_requests")
    assert asked == {("Montreal", "would like to talk"): (3, 3), ("Montreal", "can help"): (1, 1)}
    assert places_of(heard, "divergence") == {(POLITICS, "have it"): (2, 2), (POLITICS, "miss it"): (2, 2)}
    assert places_of(heard, "conditions_by_city")[POLITICS, "Whom to ask"] == (2, 2)
    equity = places_of(heard, "process_equity")
    assert equity["Lima", "wrote"] == (1, 2)  # a card, and a point that nobody has heard
    assert equity["Lima", "not heard"] == (1, 1)
    assert {word for _city, word in equity} == {"wrote", "not heard"}


# --- on the projector --------------------------------------------------------------------------
def test_the_projector_shows_the_map_an_analysis_or_a_theme(insights, ada):
    theme, desk = a_theme(insights, "Buying", a_card(ada)), client_of("rapporteur", insights)
    assert "What we would take home" in live.picture(insights, "projector")
    desk.post(at("show", insights), {"analysis": "counts"})
    assert "What was left here" in live.picture(insights, "projector")
    desk.post(at("show", insights), {"theme": theme.pk})
    html = live.picture(insights, "projector")
    assert ("Buying" in html, "What is wrong or missing?" in html) == (True, True)
    desk.post(at("show", insights), {})
    assert "What we would take home" in live.picture(insights, "projector")


def test_nothing_unknown_is_shown(insights, elsewhere):
    foreign, desk = elsewhere.themes.create(title="Foreign", position=1), client_of("rapporteur", insights)
    assert desk.post(at("show", insights), {"theme": foreign.pk}).status_code == 404
    assert desk.post(at("show", insights), {"analysis": "score"}).status_code == 404


def test_many_rows_are_pictures_one_below_the_other_each_with_its_heads(insights, ada):
    for n in range(50):
        a_card(ada, next_step=f"Step {n:02}")
    html = live.picture(insights, "analysis:commitments")
    assert (html.count('<svg class="plan grid"'), html.count('class="name"'), html.count("<tr>")) == (3, 50, 51)


def test_many_rows_are_shown_page_by_page(insights):
    for n in range(30):
        a_card(person(insights, f"P{n}", f"City {n:02}"), next_step=f"Step {n:02}, which is a longer sentence than one")
    desk = client_of("rapporteur", insights)
    desk.post(at("show", insights), {"analysis": "commitments"})
    seen = [live.picture(insights, "projector")]
    for page in range(2, shown.pages_of(insights, "commitments") + 1):
        html = desk.get(at("analysis", insights, "commitments")).content.decode()
        assert f'name="page" value="{page}"' in html
        desk.post(at("show", insights), {"analysis": "commitments", "page": str(page)})
        seen.append(live.picture(insights, "projector"))
    assert [sum(f"City {n:02}: Step" in html for html in seen) for n in range(30)] == [1] * 30
    assert f"{len(seen)} of {len(seen)}" in seen[-1]
    assert 'name="page" value="1"' in desk.get(at("analysis", insights, "commitments")).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "99999999", "٣"])
def test_a_page_that_is_none_is_the_first_or_the_last(insights, ada, page):
    a_card(ada)
    assert (
        client_of("rapporteur", insights).post(at("show", insights), {"analysis": "counts", "page": page}).status_code
        == 302
    )
    assert "What was left here" in live.picture(insights, "projector")


def test_a_page_from_right_to_left_has_its_picture_mirrored(insights, ada):
    a_card(ada, rated={POLITICS: "have"})
    names = {}
    for code in ("en", "ar"):
        with translation.override(code):
            svg = shown.analysis(insights, "city_by_case")["picture"]
        names[code] = svg[svg.index('<text class="name') :].split(">")[0]
    assert ('class="name"' in names["en"], 'class="name end" x="926"' in names["ar"]) == (True, True)


def test_while_a_theme_is_read_back_phones_are_led_to_it(insights, ada):
    phone, theme = client_of(ada), a_theme(insights)
    assert phone.get(f"/w/{insights.code}/")["Location"] == at("card", insights)
    playback.show(workshop=insights, theme=theme)
    assert phone.get(f"/w/{insights.code}/")["Location"] == at("playback", insights)
    theme.delete()
    assert phone.get(f"/w/{insights.code}/")["Location"] == at("card", insights)


def test_at_the_closing_a_theme_is_read_back_until_the_thanks_are_shown_again(insights, ada):
    theme, desk, phone = a_theme(insights, "Buying", a_card(ada)), client_of("rapporteur", insights), client_of(ada)
    playback.show(workshop=insights, theme=theme)
    move_to(insights, "closing")
    assert "Thank you" in live.picture(insights, "projector")
    assert "The projector reads this back" not in desk.get(at("theme", insights, theme.pk)).content.decode()
    desk.post(at("show", insights), {"theme": theme.pk})
    html = live.picture(insights, "projector")
    assert ("Thank you" in html, "Buying" in html, "sight insights" in html) == (False, True, True)
    assert phone.get(f"/w/{insights.code}/")["Location"] == at("playback", insights)
    assert f'href="{at("playback", insights)}"' in live.picture(insights, "now")
    page = desk.get(at("theme", insights, theme.pk)).content.decode()
    assert ("The projector reads this back" in page, "Show the thanks again" in page) == (True, True)
    desk.post(at("show", insights), {"analysis": "counts"})
    assert "What was left here" in live.picture(insights, "projector")
    desk.post(at("show", insights), {})
    assert "Thank you" in live.picture(insights, "projector")
    assert phone.get(f"/w/{insights.code}/").status_code == 200


@pytest.mark.parametrize("kind", ["welcome", "gallery", "fishbowl", "visit"])
def test_while_the_projector_has_something_else_to_show_the_desk_is_told_so(insights, ada, kind):
    theme, desk = a_theme(insights, "Buying", a_card(ada)), client_of("rapporteur", insights)
    playback.show(workshop=insights, theme=theme)
    move_to(insights, kind)
    assert "The projector reads this back" not in desk.get(at("theme", insights, theme.pk)).content.decode()
    for what in ({"theme": theme.pk}, {"analysis": "counts"}):
        answer = desk.post(at("show", insights), what)
        told = "The projector shows this during the insights and the closing."
        assert (answer.status_code, told in answer.content.decode()) == (409, True)


# --- what people say to it ---------------------------------------------------------------------
def test_a_remark_reaches_the_desk_once_and_is_settled_there(insights, ada):
    theme, desk, phone = a_theme(insights), client_of("rapporteur", insights), client_of(ada)
    playback.show(workshop=insights, theme=theme)
    sent = {"kind": "missing", "text": "The tenants", "key": uuid4()}
    assert [phone.post(at("remark", insights, theme.pk), sent).status_code for _press in range(2)] == [302, 302]
    [said] = Remark.objects.all()
    assert "The tenants" in desk.get(at("theme", insights, theme.pk)).content.decode()
    assert "The tenants" in phone.get(at("playback", insights)).content.decode()
    desk.post(at("remark-settle", insights, said.pk))
    said.refresh_from_db()
    assert said.settled_at is not None


def test_a_remark_is_one_short_sentence_of_one_kind(insights, ada):
    theme, phone = a_theme(insights), client_of(ada)
    long, empty = {"kind": "wrong", "text": "x" * 141}, {"kind": "missing"}
    for wrong in (empty, long, {"text": "Yes"}, {"kind": "praise", "text": "Yes"}):
        assert phone.post(at("remark", insights, theme.pk), wrong).status_code == 422
    assert Remark.objects.count() == 0


def test_nobody_takes_back_somebody_else_s_remark_nor_says_more_than_five_things(insights, ada, bo):
    theme = a_theme(insights)
    said = [playback.remark(author=ada, theme=theme, kind="wrong", text=f"Point {n}") for n in range(5)]
    with pytest.raises(NotNow):
        playback.remark(author=ada, theme=theme, kind="wrong", text="A sixth")
    assert client_of(bo).post(at("remark-withdraw", insights, said[0].pk)).status_code == 404
    client_of(ada).post(at("remark-withdraw", insights, said[0].pk))
    assert "Point 0" not in live.picture(insights, f"remarks:{theme.pk}")
    assert "Point 1" in live.picture(insights, f"remarks:{theme.pk}")


def test_the_statement_on_the_projector_is_the_one_just_saved(insights):
    from workshop.insights.desk import actions

    theme = a_theme(insights)
    playback.show(workshop=insights, theme=theme)
    actions.say(theme=theme, title="Buying", statement="Said anew.", dissent="Not in Dakar.")
    html = live.picture(insights, "projector")
    assert ("Said anew." in html, "But: Not in Dakar." in html) == (True, True)
    assert "Said anew." in live.picture(insights, "playback")
