"""The API below `/v2`: one route per call that we make, with the scopes that Square names."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from studiobook.dev.sandbox.store import Doc
from tests.standins.square import banks, checkouts, refunds, sellers, shapes
from tests.standins.square.answering import (
    answer_once,
    be_strict,
    books,
    merchant,
    page_of,
    read_body,
    read_query,
    require,
)
from tests.standins.square.books import public
from tests.standins.square.refusal import Refusal, not_found

v2 = Blueprint("v2", __name__, url_prefix="/v2")
be_strict(v2)

OPENING = ("ORDERS_READ", "ORDERS_WRITE", "PAYMENTS_WRITE")
FEES = "PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS"


@v2.post("/online-checkout/payment-links")
def create_payment_link() -> Response:
    """Open a page to pay on."""
    has_fee = "app_fee_money" in (request.get_json(silent=True) or {}).get("checkout_options", {})
    require(*OPENING, *([FEES] if has_fee else []))
    site = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
    return answer_once(
        shapes.LINK, lambda body: checkouts.open_link(books(), merchant(), body, site=site)
    )


@v2.get("/online-checkout/payment-links")
def list_payment_links() -> Response:
    """Every link that is not deleted."""
    require("ORDERS_READ")
    query = read_query("cursor", "limit")
    found = [doc for doc in books().all("link", merchant()) if not doc.get("_deleted")]
    return page_of("payment_links", _shown(found), query)


@v2.delete("/online-checkout/payment-links/<ref>")
def delete_payment_link(ref: str) -> Response:
    """Make a page unreachable, and end its order if nobody tried to pay."""
    require("ORDERS_WRITE")
    return jsonify(checkouts.delete_link(books(), merchant(), ref))


@v2.get("/orders/<ref>")
def show_order(ref: str) -> Response:
    """One order."""
    require("ORDERS_READ")
    return jsonify(order=public(books().find("order", ref, merchant())))


@v2.put("/orders/<ref>")
def update_order(ref: str) -> Response:
    """Change an order's state."""
    require("ORDERS_WRITE")
    body = read_body(shapes.ORDER_UPDATE)
    return jsonify(checkouts.update_order(books(), merchant(), ref, body))


@v2.get("/payments/<ref>")
def show_payment(ref: str) -> Response:
    """One payment, with what was given back of it."""
    require("PAYMENTS_READ")
    payment = public(books().find("payment", ref, merchant()))
    given = refunds.given_of(books(), ref)
    if given:
        payment["refund_ids"] = [doc["id"] for doc in given]
    return jsonify(payment=payment)


@v2.post("/refunds")
def create_refund() -> Response:
    """Give money back."""
    require("PAYMENTS_WRITE")
    if "app_fee_money" in (request.get_json(silent=True) or {}):
        require("PAYMENTS_WRITE", FEES)
    return answer_once(
        shapes.REFUND,
        lambda body: {"refund": public(refunds.give_back(books(), merchant(), body))},
    )


@v2.get("/refunds")
def list_refunds() -> Response:
    """Refunds by place and time, newest first unless asked otherwise."""
    require("PAYMENTS_READ")
    query = read_query(
        "location_id", "begin_time", "end_time", "sort_order", "cursor", "limit", "status"
    )
    found = _between(books().all("refund", merchant()), query)
    return page_of("refunds", _shown(found), query)


@v2.get("/refunds/<ref>")
def show_refund(ref: str) -> Response:
    """One refund."""
    require("PAYMENTS_READ")
    return jsonify(refund=public(books().find("refund", ref, merchant())))


@v2.get("/disputes")
def list_disputes() -> Response:
    """Every dispute."""
    require("DISPUTES_READ")
    query = read_query("cursor", "location_id", "states")
    return page_of("disputes", _shown(books().all("dispute", merchant())), query)


@v2.get("/disputes/<ref>")
def show_dispute(ref: str) -> Response:
    """One dispute."""
    require("DISPUTES_READ")
    return jsonify(dispute=public(books().find("dispute", ref, merchant())))


@v2.get("/payouts")
def list_payouts() -> Response:
    """A location's payouts: the main one's, if none is named."""
    require("PAYOUTS_READ")
    query = read_query("location_id", "begin_time", "end_time", "sort_order", "cursor", "limit")
    main = sellers.locations_of(books(), merchant())[0]["id"]
    found = _between(books().all("payout", merchant()), {"location_id": main, **query})
    return page_of("payouts", _shown(found), query)


@v2.get("/payouts/<ref>")
def show_payout(ref: str) -> Response:
    """One payout."""
    require("PAYOUTS_READ")
    return jsonify(payout=public(books().find("payout", ref, merchant())))


@v2.get("/payouts/<ref>/payout-entries")
def list_payout_entries(ref: str) -> Response:
    """What a payout is made of."""
    require("PAYOUTS_READ")
    query = read_query("sort_order", "cursor", "limit")
    books().find("payout", ref, merchant())
    return page_of("payout_entries", _shown(banks.entries_of(books(), ref)), query)


@v2.get("/merchants/<ref>")
def show_merchant(ref: str) -> Response:
    """The seller whose key it is."""
    require("MERCHANT_PROFILE_READ")
    if ref not in ("me", merchant()):
        raise not_found("merchant", ref)
    return jsonify(merchant=public(books().find("merchant", merchant())))


@v2.get("/locations")
def list_locations() -> Response:
    """Where the seller sells."""
    require("MERCHANT_PROFILE_READ")
    return jsonify(locations=_shown(sellers.locations_of(books(), merchant())))


def _shown(found: list[Doc]) -> list[dict[str, Any]]:
    return [public(doc) for doc in found]


def _between(found: list[Doc], query: dict[str, str]) -> list[Doc]:
    order = query.get("sort_order", "DESC")
    if order not in ("ASC", "DESC"):
        raise Refusal("INVALID_SORT_ORDER", "ASC or DESC.", field="sort_order")
    place, begin = query.get("location_id"), _moment(query.get("begin_time", ""))
    chosen = [
        doc
        for doc in found
        if place in (None, doc["location_id"]) and _moment(doc["created_at"]) >= begin
    ]
    return chosen if order == "ASC" else chosen[::-1]


def _moment(text: str) -> str:
    """So that moments compare as text: whole seconds stand before their fractions."""
    return text.removesuffix("Z").ljust(23, ".").replace("....", ".000")
