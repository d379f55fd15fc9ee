"""/manage/payouts as a page: what lies at the provider, what comes next, what has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from studiobook.companies.models import Company
from studiobook.payments.balance import KnownBalance
from studiobook.payments.models import PaymentAccount, Payout
from studiobook.payments.payout_pages.words import STATES, why
from studiobook.payments.payout_queries import PAGE
from studiobook.payments.revoked import is_revoked
from studiobook.values.money import Money
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Fact, Link, Pagination, Tone
from studiobook.web.console import sections
from studiobook.web.pagination import pagination
from studiobook.web.templating import clock, day, money

PATH = "/manage/payouts"


@dataclass(frozen=True, slots=True)
class Purse:
    """The account in use and what it holds. `sentence` says since when that is known."""

    provider: str
    facts: tuple[Fact, ...]
    sentence: str
    tone: Tone
    #: One for each currency of which something can be asked for.
    asks: tuple[Link, ...]
    #: Where the owner mends what keeps us from asking.
    mend: Link | None


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One payout as a line; `note` says why it failed."""

    href: str
    amount: str
    when: str
    state: str
    tone: Tone
    note: str


@dataclass(frozen=True, slots=True)
class PayoutsPage:
    """One company's payouts. Without a purse it is not paid through anything yet."""

    title: str
    sections: tuple[Link, ...]
    companies: tuple[Link, ...]
    company: str
    company_slug: str
    purse: Purse | None
    coming: tuple[Fact, ...]
    rows: tuple[PayoutRow, ...]
    pagination: Pagination
    first: str
    last: str
    connect_href: str | None


def payouts_page(
    company: Company,
    companies: Sequence[Company],
    *,
    purse: Purse | None,
    coming: Sequence[Payout],
    payouts: Sequence[Payout],
    found: int,
    number: int,
    connect_href: str | None,
    zone: str,
    now: datetime,
) -> PayoutsPage:
    """The page as it was asked for."""
    today = to_local(now, zone).date()
    return PayoutsPage(
        title="Payouts",
        sections=sections("payouts"),
        companies=tuple(
            Link(one.name, _href(one.slug), current=one.id == company.id) for one in companies
        )
        if len(companies) > 1
        else (),
        company=company.name,
        company_slug=company.slug,
        purse=purse,
        coming=tuple(
            Fact("On its way", money(one.amount), _lands(one), f"{PATH}/{one.id}") for one in coming
        ),
        rows=tuple(_row(one, zone) for one in payouts),
        pagination=pagination(
            lambda page: _href(company.slug, page=page),
            page=number,
            found=found,
            size=PAGE,
            noun="payouts",
        ),
        first=today.replace(day=1).isoformat(),
        last=today.isoformat(),
        connect_href=connect_href,
    )


def purse_of(
    account: PaymentAccount,
    known: KnownBalance,
    *,
    provider: str,
    on_demand: bool,
    zone: str,
    now: datetime,
) -> Purse:
    """The account's cells, with what may be asked for."""
    balance = known.balance
    facts = [Fact("Available", money(one)) for one in _some(balance.available)] if balance else []
    facts += [Fact("Not cleared yet", money(one)) for one in balance.pending] if balance else []
    can_ask = on_demand and account.can_be_paid_out and account.closed_at is None
    revoked = is_revoked(account)
    available = balance.available if balance else ()
    return Purse(
        provider=provider,
        facts=tuple(facts),
        sentence=_revoked(known, provider, zone)
        if revoked
        else _sentence(known, provider, zone, now),
        tone="wait" if revoked or known.is_stale else "plain",
        asks=tuple(
            Link(f"Ask for {money(one)}", f"{PATH}/request?{_asked(account.id, one.currency)}")
            for one in available
            if can_ask and not revoked and one.minor > 0
        ),
        mend=Link(f"Connect {provider} again", "/manage/payments") if revoked else None,
    )


def next_landing(payouts: Sequence[Payout]) -> Link | None:
    """€312.00 lands on Fri 28 Nov 2026: what comes first, for the console's home."""
    if not payouts:
        return None
    words = f"{money(payouts[0].amount)} {_lands(payouts[0])}"
    return Link(words, PATH, count=len(payouts) - 1 or None)


def _some(amounts: tuple[Money, ...]) -> tuple[Money, ...]:
    """Amounts that say something, unless all are nothing."""
    return tuple(one for one in amounts if one.minor) or amounts[:1]


def _revoked(known: KnownBalance, provider: str, zone: str) -> str:
    ended = f"Our access to your account at {provider} has ended, so we can’t see what lies there."
    if known.as_of is None or known.balance is None:
        return ended
    return f"{ended} This is how it stood on {day(known.as_of, zone)}, {clock(known.as_of, zone)}."


def _sentence(known: KnownBalance, provider: str, zone: str, now: datetime) -> str:
    if known.as_of is None:
        return f"{provider} isn’t answering right now, and has not told your balance before."
    is_today = to_local(known.as_of, zone).date() == to_local(now, zone).date()
    on = "" if is_today else f"{day(known.as_of, zone)}, "
    as_of = f"{on}{clock(known.as_of, zone)}"
    if known.is_stale:
        return f"{provider} isn’t answering right now. This is how it stood at {as_of}."
    if known.balance is None:
        return (
            f"{provider} does not tell us your balance: it stands in your dashboard there, under"
            " Balance. Payouts come by themselves and are listed here."
        )
    if not known.balance.available and not known.balance.pending:
        return f"Nothing lies at {provider} right now (at {as_of})."
    return f"As {provider} says, at {as_of}."


def _lands(payout: Payout) -> str:
    if payout.arrives_on is None:
        return "is on its way"
    return f"lands on {day(payout.arrives_on)}"


def _row(payout: Payout, zone: str) -> PayoutRow:
    word, tone = STATES[payout.state]
    on_day = payout.created_at if payout.failure else payout.arrives_on or payout.created_at
    return PayoutRow(
        href=f"{PATH}/{payout.id}",
        amount=money(payout.amount),
        when=day(on_day, zone),
        state=word,
        tone=tone,
        note=why(payout.failure),
    )


def _href(slug: str, *, page: int = 1) -> str:
    asked = {"company": slug} | ({"page": page} if page > 1 else {})
    return f"{PATH}?{urlencode(asked)}"


def _asked(account_id: int, currency: str) -> str:
    return urlencode({"account": account_id, "currency": currency})
