"""A receipt, an invoice, a credit note: what stands on a paper, however it is drawn."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

PageSize = Literal["A4", "Letter"]

#: Where offices have paper of that size; everywhere else it is A4.
_LETTER = frozenset({"US", "CA", "MX", "CL", "CO", "CR", "GT", "PA", "PH", "PR", "SV", "VE"})


def page_size(country_code: str) -> PageSize:
    """The paper that a country prints on."""
    return "Letter" if country_code in _LETTER else "A4"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A line with an amount, which is written out: "-$12.00"."""

    label: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class PaperTable:
    """Lines under a heading; `sums` are written larger below them."""

    title: str
    rows: tuple[PaperRow, ...]
    sums: tuple[PaperRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody the paper is from or to, one line of writing each."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """Everything on it, in words. `dated_at` is an ISO instant: the same paper is the same file."""

    title: str
    author: str
    dated_at: str
    parties: tuple[Party, ...]
    facts: tuple[tuple[str, str], ...]
    tables: tuple[PaperTable, ...]
    #: Where it stands, in a few words: "Paid", "Replaced by INV-00002".
    stamp: str = ""
    notes: tuple[str, ...] = ()
    footer: str = ""
    size: PageSize = "A4"

    def to_json(self) -> dict[str, Any]:
        """For the press, which works in a process of its own."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Paper":
        """The inverse of `to_json`."""
        return cls(
            title=data["title"],
            author=data["author"],
            dated_at=data["dated_at"],
            parties=tuple(Party(one["label"], tuple(one["lines"])) for one in data["parties"]),
            facts=tuple((label, value) for label, value in data["facts"]),
            tables=tuple(_table(table) for table in data["tables"]),
            stamp=data["stamp"],
            notes=tuple(data["notes"]),
            footer=data["footer"],
            size=data["size"],
        )


def _table(data: Mapping[str, Any]) -> PaperTable:
    rows, sums = (tuple(PaperRow(**row) for row in data[part]) for part in ("rows", "sums"))
    return PaperTable(data["title"], rows, sums)
