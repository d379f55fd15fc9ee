"""The press: reads a paper as JSON, writes it as PDF. Run as a program by paper_pdf.py.

The only place that knows the PDF library. Names may be in any script: what the text's own font
lacks is taken from one that has a sign for nearly everything; without the fonts, which are there
once the browser set-up has run, a question mark stands for it.
"""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos
from fpdf.fonts import TTFFont

from studiobook.web.paper import Paper, PaperRow, PaperTable, Party
from studiobook.web.paper_fonts import ANY_SCRIPT, BOLD, PLAIN, are_there, cut_out

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
MARGIN, GAP = 18, 7  # millimetres, as all lengths here; sizes of writing are points
LEADING = 0.47
INK, SOFT, RULE = (29, 26, 22), (96, 90, 82), (176, 170, 160)


class Sheet(FPDF):
    """Pages with the paper's name and number on them, and words in the fonts there are."""

    def __init__(self, paper: Paper, folder: Path) -> None:
        super().__init__(format=paper.size)
        self.paper = paper
        self.set_margins(MARGIN, MARGIN)
        self.c_margin = 0  # words begin where rules do
        self.set_auto_page_break(auto=True, margin=MARGIN + 6)
        self.set_title(paper.title)
        self.set_author(paper.author)
        self.set_creator("Studiobook")
        self.set_lang("en-GB")
        self.set_creation_date(datetime.fromisoformat(paper.dated_at))
        self._family, self._lacking = "helvetica", set[str]()
        self.core_fonts_encoding = "cp1252"
        if are_there():
            self._add_fonts(folder)

    def header(self) -> None:
        """Nothing on the first page, which begins with the title."""
        if self.page_no() > 1:
            self.write_words(self.paper.title, 8, colour=SOFT)
            self.draw_rule(above=1, below=5)

    def footer(self) -> None:
        """Who it is from, and which page of how many."""
        self.set_y(-MARGIN)
        self.pen(8, colour=SOFT)
        who = self.known(self.paper.author)
        self.cell(0, 4, f"{who}, page {self.page_no()} of {{nb}}", align="C")

    def pen(self, size: float, *, bold: bool = False, colour: tuple[int, int, int] = INK) -> None:
        """How the next words look."""
        self.set_font(self._family, "B" if bold else "", size)
        self.set_text_color(*colour)

    def write_words(
        self,
        words: str,
        size: float = 9.5,
        *,
        bold: bool = False,
        colour: tuple[int, int, int] = INK,
        width: float = 0,
        align: str = "L",
    ) -> None:
        """Words from here, wrapped; the next ones stand below, at the same left edge."""
        self.pen(size, bold=bold, colour=colour)
        self.multi_cell(
            width,
            size * LEADING,
            self.known(words),
            align=align,
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
        )

    def height_of(self, words: str, size: float, *, width: float, bold: bool = False) -> float:
        """How high the words will be."""
        if not words:
            return 0
        self.pen(size, bold=bold)
        height = self.multi_cell(
            width,
            size * LEADING,
            self.known(words),
            dry_run=True,
            output=MethodReturnValue.HEIGHT,
        )
        assert isinstance(height, float | int)
        return height

    def draw_rule(self, *, above: float = 0, below: float = 0, bold: bool = False) -> None:
        """A line from margin to margin."""
        self.set_y(self.y + above)
        self.set_line_width(0.5 if bold else 0.2)
        self.set_draw_color(*(INK if bold else RULE))
        self.line(self.l_margin, self.y, self.w - self.r_margin, self.y)
        self.set_y(self.y + below)

    def known(self, words: str) -> str:
        """The words in signs that can be drawn."""
        if self._family == "helvetica":
            return words.encode("cp1252", "replace").decode("cp1252")
        return "".join(UNKNOWN if sign in self._lacking else sign for sign in words)

    def _add_fonts(self, folder: Path) -> None:
        self._family = "text"
        self.add_font("text", "", PLAIN)
        self.add_font("text", "B", BOLD)
        plain = self.fonts["text"]
        assert isinstance(plain, TTFFont)
        drawn = plain.cmap
        self._lacking = {s for s in _signs(self.paper.to_json()) if ord(s) not in drawn} - {"\n"}
        rest = folder / "rest.ttf"
        if not self._lacking or not ANY_SCRIPT.is_file():
            return
        if found := cut_out(self._lacking, rest):
            self.add_font("rest", "", rest)
            self.set_fallback_fonts(["rest"], exact_match=False)
            self._lacking -= found


def draw(paper: Paper) -> bytes:
    """The paper as a PDF file."""
    with TemporaryDirectory() as folder:
        sheet = Sheet(paper, Path(folder))
        sheet.add_page()
        _draw_head(sheet)
        _draw_parties(sheet, paper.parties)
        _draw_facts(sheet, paper.facts)
        for table in paper.tables:
            _draw_table(sheet, table)
        sheet.set_y(sheet.y + 2)
        for note in paper.notes:
            sheet.set_y(sheet.y + 2)
            sheet.write_words(note, 8.5, colour=SOFT)
        if paper.footer:
            sheet.draw_rule(above=GAP, below=2)
            sheet.write_words(paper.footer, 8.5, colour=SOFT)
        return bytes(sheet.output())


def _draw_head(sheet: Sheet) -> None:
    sheet.write_words(sheet.paper.title, 20, bold=True)
    if sheet.paper.stamp:
        sheet.set_y(sheet.y + 1)
        sheet.write_words(sheet.paper.stamp, 11)
    sheet.draw_rule(above=3, below=GAP, bold=True)


def _draw_parties(sheet: Sheet, parties: tuple[Party, ...]) -> None:
    """Side by side."""
    top, bottom, width = sheet.y, sheet.y, (sheet.epw - GAP) / 2
    for number, party in enumerate(parties):
        sheet.set_xy(MARGIN + number * (width + GAP), top)
        sheet.write_words(party.label, 8.5, colour=SOFT, width=width)
        for line in party.lines:
            sheet.write_words(line, width=width)
        bottom = max(bottom, sheet.y)
    sheet.set_xy(MARGIN, bottom + GAP)


def _draw_facts(sheet: Sheet, facts: tuple[tuple[str, str], ...]) -> None:
    """A label, and beside it what is to say."""
    for label, value in facts:
        _keep_together(sheet, sheet.height_of(value, 9.5, width=sheet.epw - 40))
        top = sheet.y
        sheet.write_words(label, colour=SOFT, width=38)
        after = sheet.y
        sheet.set_xy(MARGIN + 40, top)
        sheet.write_words(value)
        sheet.set_xy(MARGIN, max(after, sheet.y) + 0.8)


def _draw_table(sheet: Sheet, table: PaperTable) -> None:
    """A heading, said again on every further page, and its rows, none of them torn."""
    width = _room_for_words(sheet, (*table.rows, *table.sums))
    sheet.set_y(sheet.y + GAP)
    _keep_together(sheet, 24)
    sheet.write_words(table.title, 11.5, bold=True)
    sheet.draw_rule(above=1.5)
    for row, is_sum in [*((row, False) for row in table.rows), *((s, True) for s in table.sums)]:
        if _keep_together(sheet, _height(sheet, row, width, is_sum=is_sum)):
            sheet.write_words(f"{table.title}, continued", 11.5, bold=True)
            sheet.draw_rule(above=1.5)
        _draw_row(sheet, row, width, is_sum=is_sum)


def _draw_row(sheet: Sheet, row: PaperRow, width: float, *, is_sum: bool) -> None:
    top, size = sheet.y + 1.8, 10.5 if is_sum else 9.5
    sheet.set_xy(MARGIN + width, top)
    sheet.write_words(row.amount, size, bold=is_sum, align="R")
    sheet.set_xy(MARGIN, top)
    sheet.write_words(row.label, size, bold=is_sum, width=width)
    if row.detail:
        sheet.write_words(row.detail, 8.5, colour=SOFT, width=width)
    sheet.draw_rule(above=1.8, bold=is_sum)


def _room_for_words(sheet: Sheet, rows: tuple[PaperRow, ...]) -> float:
    sheet.pen(10.5, bold=True)
    figures = [sheet.get_string_width(sheet.known(row.amount)) for row in rows]
    return float(sheet.epw - max([25, *(width + 6 for width in figures)]))


def _height(sheet: Sheet, row: PaperRow, width: float, *, is_sum: bool) -> float:
    label = sheet.height_of(row.label, 10.5 if is_sum else 9.5, width=width, bold=is_sum)
    return label + sheet.height_of(row.detail, 8.5, width=width) + 4


def _keep_together(sheet: Sheet, height: float) -> bool:
    """Go on to a new page where it would not fit on this one; whether it did."""
    if sheet.y + height <= sheet.page_break_trigger:
        return False
    sheet.add_page()
    return True


def _signs(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield from part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _signs(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _signs(value)


def main() -> None:
    """From standard input to standard output."""
    logging.getLogger("fpdf").setLevel(logging.ERROR)
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    paper = Paper.from_json(json.load(sys.stdin.buffer))
    sys.stdout.buffer.write(draw(paper))


if __name__ == "__main__":
    main()
