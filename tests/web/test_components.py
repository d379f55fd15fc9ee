"""The shared components draw what they are told, in words and without inline style."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    Form,
    RadioField,
    SelectChoice,
    StringField,
)
from wtforms.validators import InputRequired

import studiobook
from studiobook.web import templating
from studiobook.web.components import Photo, RoomFace
from studiobook.web.ribbon import Ribbon, Segment, SegmentKind, Tick

PACKAGE = Path(studiobook.__file__).parent
STYLESHEETS = sorted((PACKAGE / "static" / "css").glob("*.css"))
MIDNIGHT = datetime(2027, 1, 16, tzinfo=UTC)


class Guest(Form):
    """A form with one text and one group."""

    name = StringField("Your name", [InputRequired("Tell the studio whom to expect.")])
    role = RadioField(
        "Role", choices=[SelectChoice("guest", "Guest"), SelectChoice("owner", "Owner")]
    )


@pytest.fixture
def ui() -> Any:
    """The components alone, without the site around them."""
    app = Flask("components")
    templating.init_app(app)
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    return app.jinja_env.globals["ui"]


def piece(kind: SegmentKind, first: int, span: int, href: str | None = None) -> Segment:
    starts, ends = (MIDNIGHT + timedelta(minutes=30 * n) for n in (first, first + span))
    return Segment(kind, f"{starts:%H:%M}", f"{ends:%H:%M}", span, href)


def ribbon(*pieces: Segment) -> Ribbon:
    return Ribbon(
        date(2027, 1, 16), "Europe/Berlin", "Room B on Saturday", pieces, (Tick("00", 6),)
    )


def test_free_time_on_a_ribbon_is_a_link_that_says_from_when_to_when(ui: Any) -> None:
    drawn = ui.ribbon(ribbon(piece("free", 20, 8, "/rooms/b?start=10:00")))
    assert 'href="/rooms/b?start=10:00"' in drawn
    assert "Free, 10:00 to 14:00" in drawn


def test_taken_time_on_a_ribbon_is_words_but_no_link(ui: Any) -> None:
    drawn = ui.ribbon(ribbon(piece("taken", 20, 8)))
    assert "Taken, 10:00 to 14:00" in drawn
    assert "href" not in drawn


def test_a_ribbon_link_fetches_the_region_that_it_is_given_and_nothing_without_one(ui: Any) -> None:
    free = ribbon(piece("free", 20, 8, "/rooms/b"))
    assert 'hx-get="/rooms/b" hx-target="#calendar"' in ui.ribbon(free, target="#calendar")
    assert "hx-" not in ui.ribbon(free)


def test_a_strip_whose_free_time_is_too_short_to_book_is_not_free() -> None:
    assert not ribbon(piece("free", 0, 1), piece("taken", 1, 47)).is_free
    assert ribbon(piece("free", 0, 4, "/rooms/b"), piece("taken", 4, 44)).is_free


def test_a_field_tells_its_hint_and_its_error_to_whoever_listens(ui: Any) -> None:
    form = Guest(data={"name": ""})
    form.validate()
    drawn = ui.field(form.name, "As on the door.", autocomplete="name")
    assert 'aria-describedby="name-hint name-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'autocomplete="name"' in drawn
    assert "Tell the studio whom to expect." in drawn


def test_a_field_without_fault_carries_no_word_of_one(ui: Any) -> None:
    assert "aria-" not in ui.field(Guest().name)


def test_radio_buttons_are_one_named_group(ui: Any) -> None:
    drawn = ui.field(Guest().role)
    assert drawn.count("<fieldset") == 1
    assert drawn.count('type="radio"') == 2


def test_the_error_summary_leads_to_each_wrong_field(ui: Any) -> None:
    form = Guest(data={"name": "", "role": "guest"})
    form.validate()
    drawn = ui.error_summary(form)
    assert "One thing to put right" in " ".join(drawn.split())
    assert 'href="#name"' in drawn


@pytest.mark.parametrize(("name", "word"), [("held", "Held"), ("in_review", "In review")])
def test_a_status_is_always_a_word(ui: Any, name: str, word: str) -> None:
    assert word in ui.status(name)


def test_what_people_typed_is_text_in_every_card(ui: Any) -> None:
    face = RoomFace(
        room_name="<b>Booth</b>",
        studio_name="Funkhaus",
        place="Mitte",
        kind_label="Podcast",
        facts=("<i>Daylight</i>",),
        instant=True,
        photo=Photo((("/files/b.webp", 400),), "", 400, 267, "#445566"),
    )
    drawn = ui.result_card(face, href="/rooms/b", total="€135.00")
    assert "&lt;i&gt;Daylight&lt;/i&gt;" in drawn
    assert "&lt;b&gt;Booth&lt;/b&gt;" in drawn
    assert "€135.00" in drawn
    assert "style=" not in drawn


def test_every_component_in_the_catalogue_exists(ui: Any) -> None:
    catalogue = (PACKAGE.parent / "docs" / "hypermedia.md").read_text()
    rows = [line for line in catalogue.splitlines() if line.startswith("| `")]
    for name in re.findall(r"`(\w+)\(", " ".join(row.split("|")[1] for row in rows)):
        assert getattr(ui, name)


def test_hours_stay_on_one_line_and_the_rest_is_escaped() -> None:
    kept = templating.unbroken("<b> Fri 27 Nov, 14:00–17:00. Then 18:00.")
    assert kept == ('&lt;b&gt; Fri 27 Nov, <span class="nowrap">14:00–17:00</span>. Then 18:00.')


def test_every_length_of_a_ribbons_piece_has_its_class() -> None:
    css = "".join(sheet.read_text() for sheet in STYLESHEETS)
    assert all(f".span-{span} " in css for span in range(1, 51))


@pytest.mark.parametrize("sheet", STYLESHEETS, ids=lambda sheet: sheet.name)
def test_a_stylesheet_is_short_and_takes_its_colours_from_the_tokens(sheet: Path) -> None:
    text = sheet.read_text()
    assert len(text.splitlines()) <= 150
    if sheet.name != "tokens.css":
        assert not re.search(r"oklch\(|rgb\(|hsl\(|#[0-9a-f]{3,8}\b", text)


def test_the_sites_own_script_stays_under_four_kilobytes() -> None:
    assert (PACKAGE / "static" / "js" / "studiobook.js").stat().st_size < 4096
