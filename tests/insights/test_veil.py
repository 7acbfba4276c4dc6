"""What stays closed in a table with totals: no figure of too few people follows by any subtraction."""

from fractions import Fraction
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import person
from tests.insights.conftest import a_card, a_theme, put
from workshop.export.gather import gather
from workshop.insights.analyses import Heard
from workshop.insights.analyses.heard import HIDDEN
from workshop.insights.analyses.veil import veil
from workshop.insights.models import TransferCard


def voices(count, first, shows=True):
    return [SimpleNamespace(person=first + n, shows=shows) for n in range(count)]


def is_few(told):
    return len({each.person for each in told}) < 3


def veiled(cells):
    return veil(cells, Heard(None, published={}).hides, is_few)


def follows(cells, closed, silent, cell):
    """Whether this closed figure can be worked out from the others and the totals that are told: by elimination."""
    unknown = [each for each in cells if each in closed]
    lines = [[each[0] == row for each in unknown] for row in {row for row, _column in cells} - silent["row"]]
    lines += [[each[1] == column for each in unknown] for column in {c for _row, c in cells} - silent["column"]]
    return _rank([*lines, [each == cell for each in unknown]]) == _rank(lines)


def _rank(lines):
    rows, rank = [[Fraction(int(value)) for value in line] for line in lines], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for n in range(len(rows)):
            if n != rank and rows[n][column]:
                factor = rows[n][column] / rows[rank][column]
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[rank], strict=True)]
        rank += 1
    return rank


def silent_of(cells, silent_rows):
    """Rows and columns whose total nobody is told: those of the veil, and columns of too few people."""
    hides = Heard(None, published={}).hides
    columns = {column for _row, column in cells}
    told = {column: [v for (_row, c), each in cells.items() if c == column for v in each] for column in columns}
    return {"row": silent_rows, "column": {column for column in columns if hides(told[column])}}


# --- the rule ----------------------------------------------------------------------------------
def test_a_closed_figure_alone_in_its_column_would_follow_from_the_total_so_a_ring_of_others_is_closed():
    cells = {
        ("buying", 1): voices(1, 0, shows=False),
        ("buying", 2): voices(3, 10),
        ("buying", 3): voices(6, 20),
        ("champions", 1): voices(5, 30),
        ("champions", 2): voices(4, 40),
    }
    closed, silent = veiled(cells)
    assert follows(cells, {("buying", 1)}, silent_of(cells, set()), ("buying", 1))
    assert follows(cells, {("buying", 1), ("buying", 2)}, silent_of(cells, set()), ("buying", 1))
    assert (closed, silent) == (cells.keys() - {("buying", 3)}, set())


def test_where_no_other_figure_can_cover_for_it_the_total_of_its_row_is_closed():
    cells = {("buying", 1): voices(1, 0, shows=False), ("buying", 2): voices(4, 10), ("champions", 3): voices(4, 20)}
    assert veiled(cells) == ({("buying", 1)}, {"buying"})


def test_where_nobody_is_to_be_hidden_nothing_is_closed():
    assert veiled({("buying", 1): voices(1, 0), ("champions", 1): voices(2, 10)}) == (set(), set())


spots = st.tuples(st.sampled_from("abcd"), st.sampled_from([1, 2, 3, None]))
tables = st.dictionaries(spots, st.tuples(st.integers(1, 5), st.integers(0, 8), st.booleans()), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables)
def test_no_subtraction_leads_to_fewer_than_three_people(table):
    cells = {cell: voices(*each) for cell, each in table.items()}
    closed, silent_rows = veiled(cells)
    hides, silent = Heard(None, published={}).hides, silent_of(cells, silent_rows)
    for cell in cells:
        if hides(cells[cell]):
            assert cell in closed and not follows(cells, closed, silent, cell)
    for place, kind in enumerate(("row", "column")):
        for line in {cell[place] for cell in cells} - silent[kind]:
            behind = [v for cell in closed if cell[place] == line for v in cells[cell]]
            if any(hides(cells[cell]) for cell in closed if cell[place] == line):
                assert not is_few(behind)


# --- in the edition ----------------------------------------------------------------------------
def test_what_one_person_wrote_follows_neither_from_the_theme_nor_from_the_case(insights):
    """Five cards on the case are told, four of them under one theme: the fifth would be the only one of the other."""
    buying, champions = a_theme(insights, "Buying"), a_theme(insights, "Champions")
    where = [(buying, 1, 1), (buying, 2, 3), (champions, 1, 4), (champions, 2, 3)]
    for theme, case, cards in where:
        for n in range(cards):
            author = person(insights, f"{theme} {case} {n}", f"City {theme.pk} {case} {n}")
            put(a_card(author, case=case, consent="city" if cards > 1 else TransferCard.NAMELESS), theme)
    told = gather(insights).analyses[False]
    assert [each["cards"] for each in told["counts"]["by_case"]] == [5, 6]
    cells = [cell for each in told["case_by_theme"] for cell in each["cells"]]
    assert cells == [{"case": 1} | HIDDEN, {"case": 2} | HIDDEN] * 2
    assert [each["texts"] for each in told["case_by_theme"]] == [4, 7]


def test_a_total_that_stays_closed_is_closed_wherever_it_is_told(insights):
    theme = a_theme(insights)
    for n in range(4):
        consent = "city" if n else TransferCard.NAMELESS
        put(a_card(person(insights, f"P{n}", f"City {n}"), case=2 if n else 1, consent=consent), theme)
    edition = gather(insights)
    told = edition.analyses[False]
    [row] = told["case_by_theme"]
    assert (row.get("texts"), row["cells"][0]) == (None, {"case": 1} | HIDDEN)
    assert told["counts"]["by_theme"] == [{"theme": theme.title} | HIDDEN]
    assert told["triangulation"][0]["cards"] == HIDDEN
    assert [each.people for each in edition.themes[0].raised] == [None]
