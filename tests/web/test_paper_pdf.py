"""Papers as files: every name can be read, nothing is torn, the same paper is the same file."""

from dataclasses import replace
from pathlib import Path

import pytest

from studiobook.web import paper_press
from studiobook.web.paper import Paper, PaperRow, PaperTable, Party, page_size
from studiobook.web.paper_fonts import are_there
from studiobook.web.paper_pdf import as_pdf
from tests.house.source import modules
from tests.support.pdf import pages_of, text_of

LONG = "Wilhelmina Konstantinopolitanskaja-Überschlag de la Fuente y Montoya " * 3
NAMES = ("Łukasz", "Ξένια", "Дмитро", "Nguyễn", "İpek", "Þórr")
KILOBYTE = 1024
needs_fonts = pytest.mark.skipif(not are_there(), reason="the browser set-up has not run")


def rows(count: int) -> tuple[PaperRow, ...]:
    return tuple(PaperRow(f"Hour {n}", "1 × 1 h rate", f"€{n}.00") for n in range(1, count + 1))


PAPER = Paper(
    title="Receipt B7K2M9QX4T",
    author="Łukasz Studios",
    dated_at="2026-11-27T10:00:00+00:00",
    parties=(Party("Paid to", ("Łukasz Studios",)), Party("Paid by", NAMES)),
    facts=(("Session", "Fri 27 Nov 2026, 14:00–17:00"),),
    tables=(PaperTable("Payments", rows(3), (PaperRow("Total", "", "¥3,000"),)),),
)


@needs_fonts
def test_what_is_written_can_be_read_and_selected():
    pdf = as_pdf(PAPER)
    text = text_of(pdf)
    for words in (*NAMES, "Receipt B7K2M9QX4T", "14:00–17:00", "€2.00", "¥3,000", "page 1 of 1"):
        assert words in text
    assert len(pdf) < 60 * KILOBYTE
    assert b"/Lang (en-GB)" in pdf
    assert b"/Title" in pdf
    assert b"/Author" in pdf


@needs_fonts
def test_a_name_in_a_script_that_the_font_lacks_is_drawn_all_the_same():
    pdf = as_pdf(replace(PAPER, notes=("東京 한국 🎸 \U000e0041",)))
    assert "東京 한국 🎸" in text_of(pdf)
    assert len(pdf) < 100 * KILOBYTE


@needs_fonts
def test_the_same_paper_is_the_same_file():
    assert as_pdf(PAPER) == as_pdf(PAPER)
    assert as_pdf(PAPER) != as_pdf(replace(PAPER, title="Another"))


@needs_fonts
def test_many_lines_go_on_under_their_heading_on_the_next_page():
    pdf = as_pdf(replace(PAPER, tables=(PaperTable("Payments", rows(80)),)))
    text = text_of(pdf)
    pages = pages_of(pdf)
    assert pages > 2
    assert text.count("Payments, continued") == pages - 1
    assert text.count("Receipt B7K2M9QX4T") == pages
    assert all(text.count(f"Hour {n}\n") == 1 for n in range(1, 81))


@needs_fonts
def test_long_names_and_amounts_stay_on_the_page():
    row = PaperRow(LONG, LONG, "IDR 1,234,567,890,123.00")
    parties = (Party("Paid to", (LONG, "x" * 300)), Party("Paid by", (LONG,)))
    pdf = as_pdf(replace(PAPER, parties=parties, tables=(PaperTable(LONG, (row,)),)))
    assert pages_of(pdf) == 1
    assert "IDR 1,234,567,890,123.00" in text_of(pdf)


def test_without_the_fonts_a_question_mark_stands_for_what_is_not_known(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(paper_press, "are_there", lambda: False)
    text = text_of(paper_press.draw(replace(PAPER, notes=("東京 costs €5",))))
    assert "?? costs €5" in text
    assert "?ukasz Studios" in text


def test_no_web_process_carries_the_press():
    press = ("studiobook.web.paper_press", "studiobook.web.paper_fonts")
    assert not [
        (module.name, name)
        for module in modules()
        for name in module.imports()
        if name in press and module.name not in press
    ]


def test_paper_is_of_the_size_that_the_country_prints_on():
    assert (page_size("DE"), page_size("US"), page_size("JP")) == ("A4", "Letter", "A4")
