"""The same for a bookkeeper: one payout, or the ledger of a company, as lines of a file."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from studiobook.payments.models import LedgerAccount, LedgerEntry, LedgerPosting, Payout, PayoutLine
from studiobook.payments.payout_pages.detail import ELSEWHERE
from studiobook.payments.payout_pages.words import KINDS
from studiobook.values.money import Money
from studiobook.values.wall_clock import to_local
from studiobook.web.csv_file import Cell

LINE_HEADINGS = (
    "Date", "What", "Booking", "Guest", "Gross", "Service fee", "Provider’s fee", "Net",
    "Currency", "Reference",
)  # fmt: skip
LEDGER_HEADINGS = (
    "Date", "What", "Booking", "Account", "Debit", "Credit", "Currency", "Provider", "Posting",
)  # fmt: skip

ACCOUNTS = {
    LedgerAccount.CLEARING: "At the provider",
    LedgerAccount.GUEST: "Owed to guests",
    LedgerAccount.OWNER: "Owed to you",
    LedgerAccount.FEE: "Service fee",
    LedgerAccount.DISPUTED: "Held by a guest’s bank",
    LedgerAccount.OUTSIDE: "Paid outside the provider",
}
#: By how a posting's cause begins.
CAUSES = (
    ("capture-", "Sale"),
    ("refund-owed-", "Refund promised"),
    ("refund-paid-", "Refund paid"),
    ("refund-returned-", "Refund sent back by the bank"),
    ("refund-by-hand-", "Refund paid by hand"),
    ("refund-", "Refund withdrawn"),
    ("dispute-opened-", "Dispute opened"),
    ("dispute-won-", "Dispute won"),
    ("dispute-lost-", "Dispute lost"),
    ("dispute-", "Dispute"),
    ("payout-", "Paid out"),
)


def line_cells(
    payout: Payout, lines: Iterable[PayoutLine], *, zone: str
) -> Iterator[tuple[Cell, ...]]:
    """One line for each movement of a payout, under LINE_HEADINGS."""
    for line in lines:
        booking = line.charge.booking if line.charge else None
        amounts = (line.gross_minor, line.fee_minor, line.provider_fee_minor, line.net_minor)
        yield (
            to_local(line.at, zone).date().isoformat(),
            KINDS[line.kind],
            booking.code if booking else ELSEWHERE,
            (booking.guest_name or "") if booking else "",
            *(_major(minor, payout.currency) for minor in amounts),
            payout.currency,
            line.ref,
        )


def ledger_cells(
    entries: Iterable[tuple[LedgerPosting, LedgerEntry, str, str | None]], *, zone: str
) -> Iterator[tuple[Cell, ...]]:
    """One line for each side of a posting, under LEDGER_HEADINGS."""
    for posting, entry, gateway, code in entries:
        minor = entry.amount_minor
        yield (
            to_local(posting.posted_at, zone).date().isoformat(),
            what_of(posting.cause),
            code or "",
            ACCOUNTS[entry.account],
            _major(minor, entry.currency) if minor > 0 else "",
            _major(-minor, entry.currency) if minor < 0 else "",
            entry.currency,
            gateway.title(),
            posting.cause,
        )


def what_of(cause: str) -> str:
    """A posting's cause in words."""
    if cause.startswith("payout-") and "-returned-" in cause:
        return "Payout sent back by the bank"
    return next((words for start, words in CAUSES if cause.startswith(start)), "Other")


def _major(minor: int, currency: str) -> Decimal:
    return Money(minor, currency).major
