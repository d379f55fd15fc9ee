"""E-mail addresses: one spelling per person."""

import pytest

from studiobook.values.email_address import BadEmail, normalise_email


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" Ana@Example.COM\n", "ana@example.com"),
        ("JOSE\u0301@example.com", "josé@example.com"),
        ("a+b@example.com", "a+b@example.com"),
    ],
)
def test_an_address_has_one_spelling(typed: str, stored: str) -> None:
    assert normalise_email(typed) == stored


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "a\0b@example.com",
        "a@example.com\r\nBcc: x",
        "a\u200b@x.org",
        "a" * 250 + "@x.org",
        "\ud800@x.org",
    ],
)
def test_text_that_cannot_be_an_address_is_refused(typed: str) -> None:
    with pytest.raises(BadEmail):
        normalise_email(typed)
