"""The money board: what waits, since when, until when, and what can be done about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from studiobook.admin.decisions import DECISIONS
from studiobook.admin.money_board import Board
from studiobook.payments.evidence import deadline
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.gateways.guarded import breaker_of
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.models import Charge, Dispute, GatewayEvent, Payout, Refund
from studiobook.payments.retry_refund import may_have_been_sent
from studiobook.web.components import Fact, Link, Tone
from studiobook.web.templating import day, money

UTC = "UTC"
_DIFFERENCES = {
    "currency": "Paid in another currency",
    "amount": "Another amount was paid",
    "reference": "Paid under another booking’s code",
    "payment": "Paid, but without a payment to refund",
}
_REFUSALS = {
    "account_revoked": "Our access to the owner’s account is gone: the owner has to connect again",
    "failed": "The bank sent it back",
}


_MAY_HAVE_GONE = "it may have gone out all the same: look at the provider before you pay by hand"


@dataclass(frozen=True)
class Row:
    """One thing that waits: `details` are short sentences, `acts` lead to what can be done."""

    title: str
    stamp: str
    details: tuple[str, ...]
    acts: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Section:
    """One kind of thing; `lede` says why it waits for somebody."""

    name: str
    title: str
    lede: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class GatewayLine:
    """Whether a provider answers, as far as we know."""

    label: str
    sentence: str
    tone: Tone


@dataclass(frozen=True)
class MoneyPage:
    """Counts first; `sections` are only those in which something waits."""

    counts: tuple[Fact, ...]
    sections_of_board: tuple[Section, ...]
    gateways: tuple[GatewayLine, ...]
    sections: tuple[Link, ...] = ()


def money_page(board: Board, *, gateways: Gateways, now: datetime) -> MoneyPage:
    """The whole board."""
    found = (
        _quarantined(board.quarantined, now),
        _failed(board.failed, now),
        _undecided(board, now),
        _disputes(board.disputes, now),
        _accounts(board, now),
        _events(board, now),
    )
    return MoneyPage(
        counts=tuple(_count(section) for section in found),
        sections_of_board=tuple(section for section in found if section.rows),
        gateways=tuple(_lines(gateways, now)),
    )


def _count(section: Section) -> Fact:
    number = len(section.rows)
    return Fact(section.title, str(number), href=f"#{section.name}" if number else None)


def subject_of(row: object) -> str:
    """What a decision is about, as the board names it."""
    match row:
        case Charge():
            return _title(row, money(row.amount))
        case Refund():
            return _title(row.charge, f"refund of {money(row.amount)}")
        case Dispute():
            return _title(row.charge, f"dispute of {money(row.amount)}")
        case Payout():
            return _payout(row)
    raise TypeError(row)


def _quarantined(charges: Sequence[Charge], now: datetime) -> Section:
    return Section(
        "quarantined",
        "Quarantined",
        "The provider has money that is not what was asked for. It confirms nothing until somebody"
        " decides.",
        tuple(
            Row(
                _title(charge, f"asked for {money(charge.amount)}"),
                "waiting",
                (
                    _DIFFERENCES.get(charge.quarantine or "", charge.quarantine or ""),
                    *_times(charge.created_at, charge.next_check_at, now),
                ),
                _acts("charge", charge.id, "return", "acceptance", "check"),
            )
            for charge in charges
        ),
    )


def _failed(refunds: Sequence[Refund], now: datetime) -> Section:
    return Section(
        "failed",
        "Failed refunds",
        "Guests are owed this money and did not get it.",
        tuple(
            Row(
                _title(refund.charge, money(refund.amount)),
                refund.state,
                (
                    _REFUSALS.get(refund.refusal or "", refund.refusal or "No reason was given"),
                    *((_MAY_HAVE_GONE,) if may_have_been_sent(refund) else ()),
                    *_times(refund.requested_at, refund.next_check_at, now),
                ),
                _acts("refund", refund.id, "retry", "settlement"),
            )
            for refund in refunds
        ),
    )


def _undecided(board: Board, now: datetime) -> Section:
    rows = [
        *(_waiting("charge", one, subject_of(one), now) for one in board.charges),
        *(_waiting("refund", one, subject_of(one), now) for one in board.refunds),
        *(_waiting("payout", one, subject_of(one), now) for one in board.payouts),
    ]
    pages = f" {board.open_pages} payment pages stand open, as they should."
    return Section(
        "undecided",
        "Undecided",
        f"The provider has yet to say what became of these; we keep asking.{pages}",
        tuple(rows),
    )


def _waiting(kind: str, row: Charge | Refund | Payout, title: str, now: datetime) -> Row:
    since = row.requested_at if isinstance(row, Refund) else row.created_at
    return Row(
        title, row.state, _times(since, row.next_check_at, now), _acts(kind, row.id, "check")
    )


def _payout(payout: Payout) -> str:
    return f"Payout of {money(payout.amount)} to {payout.account.company.name}"


def _disputes(disputes: Sequence[Dispute], now: datetime) -> Section:
    return Section(
        "disputes",
        "Open disputes",
        "The owners have been told, and answer the bank themselves. Refunds wait meanwhile.",
        tuple(
            Row(
                _title(one.charge, money(one.amount)),
                "asked" if one.status is DisputeStatus.INQUIRY else "open",
                (
                    f"Reason: {one.reason.replace('_', ' ')}",
                    _deadline(one),
                    *_times(one.opened_at, one.next_check_at, now),
                ),
                _acts("dispute", one.id, "check"),
            )
            for one in disputes
        ),
    )


def _deadline(dispute: Dispute) -> str:
    due = dispute.evidence_due_at
    return deadline(day(due, UTC) if due else None).replace("Your evidence", "Evidence")


def _accounts(board: Board, now: datetime) -> Section:
    rows = []
    for account, grant in board.accounts:
        is_revoked = "access" in account.needs or bool(grant and grant.revoked_at)
        key = grant and f"Its key is {age(grant.refreshed_at, now)} old; after 8 days it is dead."
        details = ("Only the owner can connect it again.",) if is_revoked else (key or "",)
        title = f"{account.company.name}: {account.gateway.capitalize()} {account.external_ref}"
        rows.append(Row(title, "revoked" if is_revoked else "stale", details))
    return Section(
        "accounts",
        "Accounts out of reach",
        "Refunds through these wait until their owners connect them again.",
        tuple(rows),
    )


def _events(board: Board, now: datetime) -> Section:
    return Section(
        "events",
        "Provider events",
        "What the providers told us and we could not use: late, or about sales made elsewhere.",
        (
            *(_event(event, "unprocessed", now) for event in board.events),
            *(_event(event, "given up", now) for event in board.given_up),
        ),
    )


def _event(event: GatewayEvent, stamp: str, now: datetime) -> Row:
    about = f"{event.gateway} {event.type}: {event.object_ref}"
    tries = f"{event.attempts} tries, last: {event.error or 'none yet'}"
    return Row(about, stamp, (tries, *_times(event.received_at, event.next_try_at, now)))


def _lines(gateways: Gateways, now: datetime) -> Iterable[GatewayLine]:
    for name in gateways.names():
        gateway = gateways.named(name)
        breaker = breaker_of(gateway)
        since = breaker.open_since if breaker else None
        if since is None:
            yield GatewayLine(gateway.label, "", "good")
        else:
            words = f"Has not answered for {age(since, now)}. One call at a time tries again."
            yield GatewayLine(gateway.label, words, "wait")


def _title(charge: Charge, what: str) -> str:
    return f"Booking {charge.booking.code}: {what}, {charge.gateway.capitalize()}"


def _times(since: datetime, next_at: datetime | None, now: datetime) -> tuple[str, ...]:
    waits = f"For {age(since, now)} now"
    if next_at is None:
        return (f"{waits}; nothing more happens by itself.",)
    if next_at <= now:
        return (f"{waits}; checked again now.",)
    return (f"{waits}; checked again in {age(now, next_at)}.",)


def age(since: datetime, now: datetime) -> str:
    """12 min, 3 h, 4 days: one unit is enough to see what is old."""
    passed = max(now - since, timedelta())
    if passed < timedelta(hours=1):
        return f"{int(passed.total_seconds() // 60)} min"
    if passed < timedelta(days=2):
        return f"{int(passed.total_seconds() // 3600)} h"
    return f"{passed.days} days"


def _acts(kind: str, row_id: int, *acts: str) -> tuple[Link, ...]:
    return tuple(
        Link(DECISIONS[kind, act].label, f"/admin/money/{kind}/{row_id}/{act}") for act in acts
    )
