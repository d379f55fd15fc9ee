"""A component that is rendered once with blanks says the same as one that is rendered each time."""

from html import unescape
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from studiobook.web import stamps as module
from studiobook.web import templating

EVIL = '"><script>alert(1)</script>&'


@pytest.fixture
def environment() -> Any:
    app = Flask("components")
    templating.init_app(app)
    return app.jinja_env


def test_a_filled_stamp_is_what_the_macro_would_have_drawn(environment: Any) -> None:
    ui, stamp = environment.globals["ui"], environment.globals["stamp"]
    fixed = ("free", "10:00", None, True, "#desk", False)
    for href, words in (("/rooms/a?x=1&y=2", "Monday, 10:00"), ("/b", EVIL), (EVIL, "Tuesday")):
        drawn = ui.calendar_start(*fixed, href=href, words=words)
        stamped = stamp("calendar_start", *fixed, href=href, words=words)
        # The two escape quotes by different names.
        assert unescape(stamped) == unescape(drawn)
        assert "<script>" not in stamped


def test_text_in_a_blank_is_escaped_and_markup_is_not(environment: Any) -> None:
    stamp = environment.globals["stamp"]
    drawn = stamp("calendar_start", "free", "10:00", None, True, None, href="/", words=EVIL)
    assert "<script>" not in drawn
    drawn = stamp("notice", "info", text=Markup("<b>bold</b>"))
    assert "<b>bold</b>" in drawn


def test_what_stays_the_same_tells_stamps_apart(environment: Any) -> None:
    stamp = environment.globals["stamp"]
    ten = stamp("calendar_start", "free", "10:00", None, True, None, href="/", words="")
    eleven = stamp("calendar_start", "free", "11:00", None, True, None, href="/", words="")
    assert "10:00" in ten
    assert "11:00" in eleven


def test_too_many_stamps_are_forgotten_not_kept_for_ever(
    environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    stamps = module.Stamps(environment.globals["ui"])
    drawn = [stamps("icon", "star") for _ in range(5)]
    for number in range(10):
        stamps("calendar_start", "free", str(number), None, True, None, href="/", words="")
        assert len(stamps._stamps) <= 3
    assert len(set(drawn)) == 1
