"""What a payout is made of: Square's entries, one line per sale with our fee in it."""

from dataclasses import replace

from studiobook.payments.gateways.accounts import LineKind, PayoutLine
from studiobook.payments.gateways.square.amounts import to_moment, to_money
from studiobook.payments.gateways.square.client import Doc
from studiobook.values.money import Money

_KINDS = {
    "CHARGE": LineKind.SALE,
    "REFUND": LineKind.REFUND,
    "DISPUTE": LineKind.DISPUTE,
    "OPEN_DISPUTE": LineKind.DISPUTE,
    "FEE": LineKind.FEE,
    "PROCESSING_FEE": LineKind.FEE,
    "PROCESSING_FEE_REFUND": LineKind.FEE,
    "DEPOSIT_FEE": LineKind.FEE,
    "DEPOSIT_FEE_REVERSED": LineKind.FEE,
    "PAID_SERVICE_FEE": LineKind.FEE,
    "PAID_SERVICE_FEE_REFUND": LineKind.FEE,
    "TAX_ON_FEE": LineKind.FEE,
}
#: Our fee is an entry beside the sale or the refund that it belongs to, which is named here.
_OURS = {"THIRD_PARTY_FEE": LineKind.SALE, "THIRD_PARTY_FEE_REFUND": LineKind.REFUND}


def read_lines(entries: list[Doc]) -> list[PayoutLine]:
    """One line per entry, but for our fees: they join their sale or refund in the same payout."""
    lines = {doc["id"]: _line(doc) for doc in entries if doc["type"] not in _OURS}
    owners = {
        (line.kind, _refs(doc)): doc["id"]
        for doc in entries
        if (line := lines.get(doc["id"])) is not None
    }
    for doc in entries:
        if doc["type"] in _OURS:
            home = owners.get((_OURS[doc["type"]], _refs(doc)), doc["id"])
            lines[home] = _with_fee(lines.get(home), doc)
    return list(lines.values())


def _line(doc: Doc) -> PayoutLine:
    gross, net = to_money(doc["gross_amount_money"]), to_money(doc["net_amount_money"])
    return PayoutLine(
        ref=doc["id"],
        kind=_KINDS.get(doc["type"], LineKind.OTHER),
        gross=gross,
        fee=Money(0, net.currency),
        provider_fee=gross - net,
        net=net,
        line_ref=_refs(doc)[0],
        at=to_moment(doc["effective_at"]),
    )


def _with_fee(line: PayoutLine | None, doc: Doc) -> PayoutLine:
    """`doc` says what our fee does to the owner's balance: less for a sale, more for a refund."""
    moved = to_money(doc["net_amount_money"])
    if line is None:
        nothing = Money(0, moved.currency)
        line = replace(
            _line(doc), kind=LineKind.FEE, gross=nothing, provider_fee=nothing, net=nothing
        )
    return replace(line, fee=line.fee - moved, net=line.net + moved)


def _refs(doc: Doc) -> tuple[str | None, str | None]:
    """The payment, and the refund of it, that an entry is about."""
    details = doc.get(f"type_{doc['type'].lower()}_details") or {}
    return details.get("payment_id"), details.get("refund_id")
