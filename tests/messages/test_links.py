"""Which addresses in a message become links, and that nothing of the text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.messages.links import pieces_of


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("no address", []),
        ("https://example.com", ["https://example.com"]),
        ("see http://example.com/a, then (https://example.com/b(1)).",
         ["http://example.com/a", "https://example.com/b(1)"]),
        ("javascript:alert(1) data:text/html,x ftp://example.com //example.com", []),
        ("https://studiobook.example@evil.example/login", []),
        ("https://", []),
        ("https://[broken", []),
        ('https://example.com/"onclick="x', ["https://example.com/"]),
        ("https://example.com\u202e/moc", []),
    ],
)  # fmt: skip
def test_plain_addresses_become_links(text: str, hrefs: list[str]):
    assert [piece.href for piece in pieces_of(text) if piece.href] == hrefs


@given(
    st.text() | st.lists(st.sampled_from(["http://", "a", ".", ")", "(", " ", "@"])).map("".join)
)
def test_nothing_is_lost(text: str):
    assert "".join(piece.text for piece in pieces_of(text)) == text
