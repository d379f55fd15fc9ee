"""Codes: unguessable, speakable, forgiving when read back."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from studiobook.values.code import ALPHABET, is_code, new_code, normalise


def test_codes_have_no_vowels_and_no_look_alikes() -> None:
    assert not set("AEIOUL") & set(ALPHABET)


@given(length=st.integers(4, 32))
def test_a_new_code_is_a_code_in_canonical_form(length: int) -> None:
    code = new_code(length)

    assert len(code) == length
    assert is_code(code)
    assert normalise(code) == code


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


def test_what_was_read_out_finds_the_code() -> None:
    assert normalise(" o4bk-7rtl ") == "04BK7RT1"


@given(text=st.text(string.printable))
@example(text="0\r-")
def test_reading_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize("text", ["", "ABC", "AEIO", "04bk7rtx", "0" * 33, "04BK\0RTX", "٣٣٣٣"])
def test_other_text_is_no_code(text: str) -> None:
    assert not is_code(text)
