"""What a payout is made of: the movements on the owner's balance that it took along."""

from datetime import UTC, datetime
from typing import Any

from studiobook.payments.gateways.accounts import LineKind, PayoutLine
from studiobook.payments.gateways.stripe.amounts import from_stripe
from studiobook.payments.gateways.stripe.client import MOST, Doc, StripeApi

_KINDS = {
    "charge": LineKind.SALE,
    "payment": LineKind.SALE,
    "refund": LineKind.REFUND,
    "refund_failure": LineKind.REFUND,
    "payment_refund": LineKind.REFUND,
    "payment_failure_refund": LineKind.REFUND,
    "payment_reversal": LineKind.DISPUTE,
    "application_fee_refund": LineKind.FEE,
    "stripe_fee": LineKind.FEE,
    "stripe_fx_fee": LineKind.FEE,
    "tax_fee": LineKind.FEE,
}
#: A payout is on its own list.
_PAYOUTS = {"payout"}
#: What came back of a payout goes with a later one, as one sum.
_RETURNS = {"payout_cancel", "payout_failure"}
#: Seconds; no movement takes longer until its money may leave.
_LONGEST_WAIT = 35 * 24 * 60 * 60


def lines_of(api: StripeApi, ref: str, account_ref: str) -> list[PayoutLine]:
    """Signed movements whose nets add up to the payout; none when Stripe does not tell."""
    on = {"stripe_account": account_ref}
    payout = api.ask(lambda c: c.v1.payouts.retrieve(ref, {}, on))
    if payout["automatic"]:
        query: Doc = {"payout": ref, "limit": MOST, "expand": ["data.source"]}
        found = api.ask_all(lambda c: c.v1.balance_transactions.list(query, on))
        returned = [doc for doc in found if doc["type"] in _RETURNS]
        return _lines(found) + [
            line for doc in returned for line in _lines_returned(api, doc, ref, account_ref)
        ]
    return _lines_of_manual(api, payout, on)


def _lines_returned(api: StripeApi, doc: Doc, ref: str, account_ref: str) -> list[PayoutLine]:
    """The sales in a payout that came back: they are settled by the payout that took them along.

    Where Stripe does not tell them, it stays one line, so that the lines add up.
    """
    source = doc.get("source")
    before = source["id"] if isinstance(source, dict) else source
    if before == ref:
        return []
    lines = lines_of(api, before, account_ref) if isinstance(before, str) else []
    back = _line(doc)
    return lines if sum(line.net.minor for line in lines) == back.net.minor else [back]


def _lines_of_manual(api: StripeApi, payout: Doc, on: dict[str, str]) -> list[PayoutLine]:
    """Of a payout that was asked for, Stripe keeps no list.

    Who asks for all there is gets what became available since the payout before. Anything else
    can't be told apart: then there are no lines rather than wrong ones.
    """
    since = _payout_before(api, payout, on)
    query = {
        "created": {"lte": payout["created"], "gte": max(0, since - _LONGEST_WAIT)},
        "currency": payout["currency"],
        "limit": MOST,
        "expand": ["data.source"],
    }
    found = api.ask_all(lambda c: c.v1.balance_transactions.list(query, on))
    lines = _lines([doc for doc in found if since < doc["available_on"] <= payout["created"]])
    total = sum(line.net.minor for line in lines)
    amount = from_stripe(payout["amount"], payout["currency"]).minor
    return lines if total == amount else []


def _payout_before(api: StripeApi, payout: Doc, on: dict[str, str]) -> int:
    query = {"created": {"lt": payout["created"]}, "limit": MOST}
    for doc in api.ask_all(lambda c: c.v1.payouts.list(query, on)):
        is_other = doc["id"] != payout["id"] and doc["currency"] == payout["currency"]
        if is_other and doc["status"] not in ("failed", "canceled"):
            return int(doc["created"])
    return 0


def _lines(found: list[Doc]) -> list[PayoutLine]:
    return [_line(doc) for doc in found if doc["type"] not in _PAYOUTS | _RETURNS]


def _line(doc: Doc) -> PayoutLine:
    def money(amount: int) -> Any:
        return from_stripe(amount, doc["currency"])

    ours = sum(part["amount"] for part in doc["fee_details"] if part["type"] == "application_fee")
    return PayoutLine(
        ref=doc["id"],
        kind=_kind(doc),
        gross=money(doc["amount"]),
        fee=money(ours),
        provider_fee=money(doc["fee"] - ours),
        net=money(doc["net"]),
        line_ref=_payment_of(doc.get("source")),
        at=datetime.fromtimestamp(doc["created"], UTC),
    )


def _kind(doc: Doc) -> LineKind:
    source = doc.get("source")
    if isinstance(source, dict) and source.get("object") == "dispute":
        return LineKind.DISPUTE
    return _KINDS.get(doc["type"], LineKind.OTHER)


def _payment_of(source: Any) -> str | None:
    """The py_… of a sale: the source itself, or what its refund or dispute is about."""
    if not isinstance(source, dict) or source.get("object") == "payout":
        return None
    ref = source["id"] if source.get("object") == "charge" else source.get("charge")
    return ref if isinstance(ref, str) else None
