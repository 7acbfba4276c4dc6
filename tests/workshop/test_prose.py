"""Long texts as blocks of headings and paragraphs."""

from workshop.prose import blocks, words


def test_blank_lines_part_paragraphs():
    assert blocks("One.\n\nTwo.") == [("paragraph", "One."), ("paragraph", "Two.")]


def test_a_line_with_two_hashes_is_a_heading_wherever_it_stands():
    text = "Before.\n## Steps\nFirst step.\n\n## Costs\n\nLittle."
    assert [block.kind for block in blocks(text)] == ["paragraph", "heading", "paragraph", "heading", "paragraph"]
    assert blocks(text)[1].text == "Steps"


def test_line_breaks_inside_a_paragraph_are_kept():
    assert blocks("a levy,\r\na park") == [("paragraph", "a levy,\na park")]


def test_hashes_inside_a_line_make_no_heading():
    assert blocks("Bus ## 4") == [("paragraph", "Bus ## 4")]


def test_a_heading_without_words_is_left_out():
    assert blocks("## \n\nText") == [("paragraph", "Text")]


def test_nothing_has_no_blocks():
    assert blocks("") == []
    assert blocks(None) == []
    assert blocks(" \n\n ") == []


def test_words_are_counted_without_the_signs():
    assert words("## Two words\n\nand three more") == 5
