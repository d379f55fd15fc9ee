"""What a year's sessions leave in the ledger, as lines of COPY."""

from collections.abc import Iterator

#: The cause of each posting, and what it moves.
Postings = list[tuple[str, dict[str, int]]]

COLUMNS = {
    "ledger_posting": "id, account_id, charge_id, cause, posted_at",
    "ledger_entry": "posting_id, account, amount_minor, currency",
}


def capture_of(number: int, total: int, fee: int) -> Postings:
    """A guest has paid."""
    return [(f"capture-{number}", {"clearing": total, "owner": fee - total, "fee": -fee})]


def refund_of(number: int, minor: int, fee: int) -> Postings:
    """Money was owed back, and went."""
    return [
        (f"refund-owed-{number}", {"owner": minor - fee, "fee": fee, "guest": -minor}),
        (f"refund-paid-{number}-1", {"guest": minor, "clearing": -minor}),
    ]


def lines(posting_id: int, moved: dict[str, int], currency: str) -> Iterator[str]:
    """The entries of one posting."""
    for account, minor in moved.items():
        if minor:
            yield f"{posting_id}\t{account}\t{minor}\t{currency}\n"
