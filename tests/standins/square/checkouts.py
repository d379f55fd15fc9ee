"""Payment links, the orders behind them, and what guests pay on them."""

from typing import Any

from studiobook.dev.sandbox.store import Doc
from tests.standins.square.books import Books, money, new_id, public
from tests.standins.square.refusal import ACCESS, Refusal
from tests.standins.square.sellers import CARDS

#: The developer's part of a payment, at most.
LARGEST_FEE = 0.9
_MONEY = ("COMPLETED", "APPROVED", "PENDING")


def open_link(books: Books, merchant_id: str, body: dict[str, Any], *, site: str) -> dict[str, Any]:
    """A link and its order, as a draft until somebody pays."""
    asked, options = body["order"], body.get("checkout_options", {})
    place = books.find("location", asked["location_id"], merchant_id)
    _require_cards(place)
    total = sum(_item_total(item, place["currency"]) for item in asked["line_items"])
    _require_fee(options.get("app_fee_money"), total, place["currency"])
    ref = new_id(8).upper()
    order: Doc = {
        **asked,
        "id": new_id(14),
        "state": "DRAFT",
        "version": 1,
        "total_money": money(total, place["currency"]),
        "created_at": books.stamp(),
        "_merchant_id": merchant_id,
        "_fee": options.get("app_fee_money"),
        "_link": ref,
    }
    link: Doc = {
        "id": ref,
        "version": 1,
        "order_id": order["id"],
        "url": f"{site}/pay/{ref}",
        "long_url": f"{site}/pay/{ref}",
        "created_at": books.stamp(),
        **{name: body[name] for name in ("description", "payment_note") if name in body},
        "checkout_options": options,
        "pre_populated_data": body.get("pre_populated_data", {}),
        "_merchant_id": merchant_id,
    }
    books.keep("order", order, under=ref)
    books.keep("link", link, under=merchant_id)
    return {"payment_link": public(link), "related_resources": {"orders": [public(order)]}}


def delete_link(books: Books, merchant_id: str, ref: str) -> dict[str, Any]:
    """No more way to the page. The order ends with it, unless an attempt was made on it before.

    Then it stays payable for whoever still has the page open.
    """
    link = books.find("link", ref, merchant_id)
    if link.get("_deleted"):
        raise Refusal("NOT_FOUND", "The link was deleted.", status=404)
    books.keep("link", link | {"_deleted": True})
    order = books.find("order", link["order_id"])
    if order["state"] != "DRAFT" or order.get("tenders"):
        return {"id": ref}
    books.keep("order", order | {"state": "CANCELED", "version": order["version"] + 1})
    return {"id": ref, "cancelled_order_id": order["id"]}


def update_order(books: Books, merchant_id: str, ref: str, body: dict[str, Any]) -> dict[str, Any]:
    """Change an order's state. Refuses an old version, and to end what has money."""
    order, asked = books.find("order", ref, merchant_id), body["order"]
    if asked["version"] != order["version"]:
        raise Refusal("VERSION_MISMATCH", "That version is not the latest.", status=409)
    if asked["location_id"] != order["location_id"]:
        raise Refusal("INVALID_VALUE", "Not the order's location.", field="order.location_id")
    if "state" in asked:
        if order["state"] not in ("DRAFT", "OPEN") or payments_with_money(books, ref):
            raise Refusal("INVALID_VALUE", f"It is {order['state']}.", field="order.state")
        order["state"] = asked["state"]
    order["version"] += 1
    return {"order": public(books.keep("order", order))}


def is_payable(books: Books, order: Doc) -> bool:
    """Whether a guest on the page can still pay."""
    return order["state"] in ("DRAFT", "OPEN") and not payments_with_money(books, order["id"])


def take(books: Books, order: Doc, *, amount: int | None = None, ends_as: str = "") -> Doc:
    """The guest pays: at once, or from their bank account, which `ends_as` something later."""
    seconds = books.store.switches()["slow_seconds"]
    later = {"_ends_as": ends_as, "_ends_at": books.clock() + seconds} if ends_as else {}
    status = "PENDING" if ends_as else "COMPLETED"
    return _pay(books, order, status, amount=amount, **later)


def decline(books: Books, order: Doc) -> Doc:
    """The guest's bank says no, and Square notes it."""
    return _pay(books, order, "FAILED")


def payments_with_money(books: Books, order_id: str) -> list[Doc]:
    """What was paid on an order, or is about to be."""
    return [doc for doc in books.store.filed("payment", order_id) if doc["status"] in _MONEY]


def _pay(books: Books, order: Doc, status: str, *, amount: int | None = None, **later: Any) -> Doc:
    total = order["total_money"]
    paid = money(total["amount"] if amount is None else amount, total["currency"])
    payment = {
        "id": new_id(16),
        "created_at": books.stamp(),
        "updated_at": books.stamp(),
        "amount_money": paid,
        "total_money": paid,
        **({"app_fee_money": order["_fee"]} if order["_fee"] else {}),
        "status": status,
        "source_type": "BANK_ACCOUNT" if later else "CARD",
        "location_id": order["location_id"],
        "order_id": order["id"],
        "_merchant_id": order["_merchant_id"],
        **later,
    }
    tender = {
        "id": payment["id"],
        "payment_id": payment["id"],
        "location_id": order["location_id"],
        "type": "BANK_ACCOUNT" if later else "CARD",
        "amount_money": paid,
        "created_at": payment["created_at"],
    }
    with books.store.changing():
        order["tenders"] = [*order.get("tenders", ()), tender]
        order["version"] += 1
        if status != "FAILED":
            order["state"] = "OPEN"
        books.keep("order", order)
        return books.open("payment", payment, under=order["id"])


def _require_cards(place: Doc) -> None:
    if CARDS not in place["capabilities"]:
        raise Refusal(
            "CARD_PROCESSING_NOT_ENABLED",
            "The location is not enabled for card processing.",
            status=403,
            category=ACCESS,
        )


def _item_total(item: dict[str, Any], currency: str) -> int:
    if item["base_price_money"]["currency"] != currency:
        raise Refusal("INVALID_VALUE", f"The location sells in {currency}.", field="currency")
    return int(item["base_price_money"]["amount"]) * int(item["quantity"])


def _require_fee(fee: dict[str, Any] | None, total: int, currency: str) -> None:
    if fee is None:
        return
    if fee["currency"] != currency:
        raise Refusal("INVALID_VALUE", f"The seller sells in {currency}.", field="app_fee_money")
    if fee["amount"] > total * LARGEST_FEE:
        raise Refusal("INVALID_VALUE", "At most 90 % of the total.", field="app_fee_money")
