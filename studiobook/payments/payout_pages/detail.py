"""/manage/payouts/<id> as a page: one payout, and every movement in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from studiobook.payments.gateways.accounts import LineKind
from studiobook.payments.models import Payout, PayoutLine
from studiobook.payments.payout_pages.words import KINDS, STATES, is_mended_at_provider, why
from studiobook.payments.states import PayoutState
from studiobook.values.money import Money
from studiobook.web.components import Fact, Link, Tone
from studiobook.web.console import sections
from studiobook.web.templating import day, money

ELSEWHERE = "made outside Studiobook"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One movement; `booking` is None for what was made elsewhere."""

    what: str
    when: str
    booking: Link | None
    #: Whose it is, or that it is not ours.
    who: str
    parts: str
    net: str


@dataclass(frozen=True, slots=True)
class PayoutPage:
    """One payout. Without rows, `empty` says why."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    facts: tuple[Fact, ...]
    failure: str
    #: Where the owner mends it, if that helps.
    mend: Link | None
    tone: Tone
    rows: tuple[LineRow, ...]
    sum: LineRow | None
    empty: str
    export: str


def payout_page(
    payout: Payout, lines: Sequence[PayoutLine], *, provider: str, zone: str
) -> PayoutPage:
    """The page of a payout with its lines."""
    title = f"Payout of {money(payout.amount)}"
    here = f"/manage/payouts/{payout.id}"
    return PayoutPage(
        title=title,
        sections=sections("payouts"),
        breadcrumbs=(Link("Payouts", "/manage/payouts"), Link(title, here, current=True)),
        facts=_facts(payout, provider, zone),
        failure=why(payout.failure),
        mend=Link("Go to Payments", "/manage/payments")
        if is_mended_at_provider(payout.failure)
        else None,
        tone=STATES[payout.state][1],
        rows=tuple(_row(line, payout.currency, provider, zone) for line in lines),
        sum=_sum(payout, lines, provider) if len(lines) > 1 else None,
        empty=_empty(payout, provider),
        export=f"{here}.csv",
    )


def _facts(payout: Payout, provider: str, zone: str) -> tuple[Fact, ...]:
    is_over = payout.state in (PayoutState.FAILED, PayoutState.CANCELLED)
    arrives = day(payout.arrives_on) if payout.arrives_on and not is_over else None
    label = "Arrived" if payout.state is PayoutState.PAID else "Lands"
    return (
        Fact("State", STATES[payout.state][0]),
        *([Fact(label, arrives)] if arrives else []),
        Fact("Sent" if payout.gateway_ref else "Asked for", day(payout.created_at, zone)),
        Fact("By", provider, "asked for by you" if payout.idempotency_key else "by its own clock"),
    )


def _row(line: PayoutLine, currency: str, provider: str, zone: str) -> LineRow:
    booking = line.charge.booking if line.charge else None
    is_own_fee = line.kind is LineKind.FEE
    return LineRow(
        what=KINDS[line.kind],
        when=day(line.at, zone),
        booking=Link(booking.code, f"/manage/bookings/{booking.code}") if booking else None,
        who=(booking.guest_name or "") if booking else provider if is_own_fee else ELSEWHERE,
        parts=_parts(
            (line.gross_minor, line.fee_minor, line.provider_fee_minor), currency, provider
        ),
        net=money(Money(line.net_minor, currency)),
    )


def _sum(payout: Payout, lines: Sequence[PayoutLine], provider: str) -> LineRow:
    gross = sum(line.gross_minor for line in lines)
    fee = sum(line.fee_minor for line in lines)
    provider_fee = sum(line.provider_fee_minor for line in lines)
    net = sum(line.net_minor for line in lines)
    parts = _parts((gross, fee, provider_fee), payout.currency, provider)
    return LineRow("Sum", "", None, "", parts, money(Money(net, payout.currency)))


def _parts(minors: tuple[int, int, int], currency: str, provider: str) -> str:
    """€120.00, less €4.80 service fee, less €1.93 for Stripe."""
    gross, fee, kept = (Money(minor, currency) for minor in minors)
    words = [money(gross)]
    for amount, name in ((fee, "service fee"), (kept, f"for {provider}")):
        if amount.minor:
            sign = "less" if amount.minor > 0 else "plus"
            words.append(f"{sign} {money(amount if amount.minor > 0 else -amount)} {name}")
    return ", ".join(words) if len(words) > 1 else ""


def _empty(payout: Payout, provider: str) -> str:
    if payout.state is PayoutState.CANCELLED or payout.gateway_ref is None:
        return "Nothing has moved, so there is nothing to list."
    if payout.state is PayoutState.FAILED:
        return "The money went back to your balance; its sales are listed with the next payout."
    if payout.idempotency_key is not None:
        return f"{provider} does not say what a payout is made of when you ask for it yourself."
    return f"{provider} has not said yet what it is made of."
