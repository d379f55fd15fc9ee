"""Refunds, from the API or from the seller's dashboard, and how they end."""

from typing import Any

from studiobook.dev.sandbox.store import Doc
from tests.standins.square.books import Books, money, new_id
from tests.standins.square.refusal import REFUND, Refusal

MOST_REFUNDS = 20
_ENDS = {"pending_then_succeeded": "COMPLETED", "pending_then_failed": "FAILED"}


def give_back(books: Books, merchant_id: str, body: dict[str, Any]) -> Doc:
    """One refund. Refuses more than there is, a 21st, and any after one that failed."""
    with books.store.changing():
        payment = books.find("payment", body["payment_id"], merchant_id)
        _require_refundable(books, payment)
        _require_left(books, payment, body, "amount_money", payment["amount_money"])
        if "app_fee_money" in body:
            _require_left(books, payment, body, "app_fee_money", payment.get("app_fee_money"))
            if body["app_fee_money"]["amount"] > body["amount_money"]["amount"]:
                raise _declined("REFUND_AMOUNT_INVALID", "The fee is more than the refund.")
        refund = {
            "id": f"{payment['id']}_{new_id(16)}",
            **{name: value for name, value in body.items() if name != "idempotency_key"},
            "order_id": new_id(14),
            "location_id": payment["location_id"],
            "destination_type": payment["source_type"],
            "created_at": books.stamp(),
            "updated_at": books.stamp(),
            "_merchant_id": merchant_id,
            **_course(books),
        }
        return books.open("refund", refund, under=payment["id"])


def give_back_by_hand(books: Books, payment_id: str, amount: int | None = None) -> Doc:
    """What a seller does in their dashboard."""
    payment = books.find("payment", payment_id)
    total = payment["amount_money"]
    asked = money(total["amount"] if amount is None else amount, total["currency"])
    body = {"payment_id": payment_id, "amount_money": asked, "reason": "Requested by customer"}
    return give_back(books, payment["_merchant_id"], body)


def fail(books: Books, ref: str) -> Doc:
    """A bank sends money back that had already gone through."""
    return books.change("refund", books.find("refund", ref) | {"status": "FAILED"})


def given_of(books: Books, payment_id: str) -> list[Doc]:
    """The refunds of a payment that went through or may."""
    books.tick()
    found = books.store.filed("refund", payment_id)
    return [doc for doc in found if doc["status"] in ("PENDING", "COMPLETED")]


def _course(books: Books) -> dict[str, Any]:
    switches = books.store.switches()
    ends_as = _ENDS.get(switches["refunds"])
    if ends_as is None:
        return {"status": "COMPLETED"}
    ends_at = books.clock() + switches["refund_seconds"]
    return {"status": "PENDING", "_ends_as": ends_as, "_ends_at": ends_at}


def _require_refundable(books: Books, payment: Doc) -> None:
    if payment["status"] != "COMPLETED":
        raise _declined("REFUND_ERROR_PAYMENT_NEEDS_COMPLETION", "The payment is not completed.")
    disputes = books.store.filed("dispute", payment["id"])
    if any(doc["state"] not in ("WON", "INQUIRY_CLOSED") for doc in disputes):
        raise _declined("PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE", "A bank disputes the payment.")
    made = books.store.filed("refund", payment["id"])
    if any(doc["status"] in ("FAILED", "REJECTED") for doc in made):
        raise _declined("PAYMENT_NOT_REFUNDABLE", "An earlier refund of it failed.")
    if len(made) >= MOST_REFUNDS:
        raise _declined("PAYMENT_NOT_REFUNDABLE", f"It has {MOST_REFUNDS} refunds already.")


def _require_left(
    books: Books, payment: Doc, body: dict[str, Any], name: str, whole: dict[str, Any] | None
) -> None:
    asked = body[name]
    if whole is None or asked["currency"] != whole["currency"]:
        raise _declined("REFUND_AMOUNT_INVALID", f"The payment has no such {name}.")
    given = given_of(books, payment["id"])
    gone = sum(doc[name]["amount"] for doc in given if name in doc)
    if gone + asked["amount"] > whole["amount"]:
        left = whole["amount"] - gone
        raise _declined("REFUND_AMOUNT_INVALID", f"Only {left} of it is left.")


def _declined(code: str, detail: str) -> Refusal:
    return Refusal(code, detail, category=REFUND)
