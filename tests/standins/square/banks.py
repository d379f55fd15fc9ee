"""What banks do: take payments back, and get payouts."""

from datetime import UTC, datetime, timedelta
from typing import Any

from studiobook.dev.sandbox.store import Doc
from tests.standins.square.books import Books, money, new_id

#: What Square keeps of a sale: basis points, and a fixed part in minor units.
KEEPS, AND = 140, 25
TWO_WEEKS = 14 * 24 * 3600


def dispute(books: Books, payment_id: str, amount: int | None = None) -> Doc:
    """A guest's bank takes a payment back for now: all that is left of it, or an amount."""
    payment = books.find("payment", payment_id)
    total = payment["amount_money"]
    if amount is None:
        given = books.store.filed("refund", payment_id)
        back = [it["amount_money"]["amount"] for it in given if it["status"] != "FAILED"]
        amount = total["amount"] - sum(back)
    ref = new_id(11)
    doc = {
        "id": ref,
        "dispute_id": ref,
        "amount_money": money(amount, total["currency"]),
        "reason": "NO_KNOWLEDGE",
        "state": "EVIDENCE_REQUIRED",
        "due_at": books.stamp(TWO_WEEKS),
        "disputed_payment": {"payment_id": payment_id},
        "card_brand": "VISA",
        "location_id": payment["location_id"],
        "created_at": books.stamp(),
        "reported_at": books.stamp(),
        "_merchant_id": payment["_merchant_id"],
    }
    return books.open("dispute", doc, under=payment_id)


def decide(books: Books, ref: str, *, won: bool) -> Doc:
    """The bank decides."""
    found = books.find("dispute", ref) | {"state": "WON" if won else "LOST"}
    return books.change("dispute", found, "state.updated")


def pay_out(books: Books, merchant_id: str) -> list[Doc]:
    """Send what each location earned since the last time."""
    places = books.all("location", merchant_id)
    sent = [_pay_out(books, place) for place in places]
    return [payout for payout in sent if payout is not None]


def move_payout(books: Books, ref: str, *, to: str) -> Doc:
    """It lands (PAID), or the bank sends it back (FAILED)."""
    payout = books.find("payout", ref)
    today = datetime.fromtimestamp(books.clock(), UTC).date().isoformat()
    arrives = min(payout["arrival_date"], today)
    return books.change("payout", payout | {"status": to, "arrival_date": arrives}, to.lower())


def entries_of(books: Books, payout_id: str) -> list[Doc]:
    """What a payout is made of."""
    return [*books.store.filed("entry", payout_id)]


def _pay_out(books: Books, place: Doc) -> Doc | None:
    entries = [
        entry
        for doc, kind in _unsent(books, place)
        for entry in (_earned(books, doc) if kind == "payment" else _given(books, doc))
    ]
    if not entries:
        return None
    arrives = datetime.fromtimestamp(books.clock(), UTC).date() + timedelta(days=1)
    payout = {
        "id": f"po_{new_id()}",
        "status": "SENT",
        "location_id": place["id"],
        "created_at": books.stamp(),
        "updated_at": books.stamp(),
        "amount_money": money(
            sum(entry["net_amount_money"]["amount"] for entry in entries), place["currency"]
        ),
        "type": "BATCH",
        "version": 1,
        "arrival_date": arrives.isoformat(),
        "_merchant_id": place["_merchant_id"],
    }
    for entry in entries:
        entry["payout_id"] = payout["id"]
        books.keep("entry", entry, under=payout["id"])
    books.keep("payout", payout)
    books.ring("payout.sent", "payout", payout)
    return payout


def _unsent(books: Books, place: Doc) -> list[tuple[Doc, str]]:
    """What moved a location's balance and is in no payout; afterwards it is."""
    found = [
        (doc, kind)
        for kind in ("payment", "refund")
        for doc in books.all(kind, place["_merchant_id"])
        if doc["location_id"] == place["id"]
        and doc["status"] == "COMPLETED"
        and not doc.get("_sent")
    ]
    for doc, kind in found:
        books.keep(kind, doc | {"_sent": True})
    return found


def _earned(books: Books, payment: Doc) -> list[Doc]:
    gross = payment["amount_money"]["amount"]
    kept = gross * KEEPS // 10_000 + AND
    about = {"payment_id": payment["id"]}
    entries = [_entry(books, payment, about, type="CHARGE", gross=gross, kept=kept)]
    if fee := payment.get("app_fee_money"):
        lost = -fee["amount"]
        entries.append(_entry(books, payment, about, type="THIRD_PARTY_FEE", gross=lost))
    return entries


def _given(books: Books, refund: Doc) -> list[Doc]:
    about = {"payment_id": refund["payment_id"], "refund_id": refund["id"]}
    amount = refund["amount_money"]["amount"]
    entries = [_entry(books, refund, about, type="REFUND", gross=-amount)]
    if fee := refund.get("app_fee_money"):
        won = fee["amount"]
        entries.append(_entry(books, refund, about, type="THIRD_PARTY_FEE_REFUND", gross=won))
    return entries


def _entry(
    books: Books,
    doc: Doc,
    about: dict[str, Any],
    *,
    type: str,  # noqa: A002  # Square's word
    gross: int,
    kept: int = 0,
) -> Doc:
    currency = doc["amount_money"]["currency"]
    return {
        "id": f"poe_{new_id()}",
        "effective_at": books.stamp(),
        "type": type,
        "gross_amount_money": money(gross, currency),
        "fee_amount_money": money(kept, currency),
        "net_amount_money": money(gross - kept, currency),
        f"type_{type.lower()}_details": about,
        "_merchant_id": doc["_merchant_id"],
    }
