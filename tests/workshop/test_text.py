"""What the door does to text: cleans what nobody means to send, keeps what people write."""

import json

import pytest
from django.utils.html import conditional_escape
from hypothesis import given
from hypothesis import strategies as st

from workshop.text import clean_text, folded, sentence


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("  a note \r\n over lines ", "a note \n over lines"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("overridden \u202egnp.exe", "overridden gnp.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("cafe\u0301", "caf\u00e9"),
        ("مرحبا بالعالم", "مرحبا بالعالم"),
        ("안녕하세요 서울", "안녕하세요 서울"),
        ("family 👩‍👩‍👧", "family 👩‍👩‍👧"),
        ("=1+1", "=1+1"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("z" + "\u0301" * 500, "\u017a" + "\u0301" * 7),
        ("\ud800lone", "lone"),
    ],
)
def test_text_is_kept_as_it_was_meant(typed, kept):
    assert clean_text(typed) == kept


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200d", "\u3164", "\u2800\u2800", "\x00\x01"])
def test_what_looks_empty_is_empty(typed):
    assert clean_text(typed) == ""


def test_a_line_has_no_line_breaks():
    assert clean_text("Ada\n\tof  Quito", lines=False) == "Ada of Quito"


def test_names_that_look_alike_fold_to_one():
    assert folded("ＡＤＡ  quito") == folded("Ada Quito")


@given(st.text(max_size=300))
def test_cleaning_twice_is_cleaning_once(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert not any(sign in once for sign in "\x00\u202e\u200b")


def test_a_sentence_isolates_names_in_a_page_and_is_plain_text_in_data():
    told = sentence("%(name)s’s chair & %(n)s", name="<b> %(n)s", n=3)
    assert conditional_escape(told) == "<bdi>&lt;b&gt; %(n)s</bdi>’s chair &amp; 3"
    assert json.loads(json.dumps(told)) == told.plain == "<b> %(n)s’s chair & 3"
