"""The older API, `/v1`: forms in, objects out."""

from typing import Any

from flask import Blueprint, Response, current_app, request

from studiobook.dev.sandbox.store import Doc
from tests.standins.stripe import shapes
from tests.standins.stripe.answering import (
    account_header,
    answer,
    form,
    guard,
    listing,
    once,
    provider,
    query,
)

v1 = Blueprint("v1", __name__, url_prefix="/v1")
guard(v1)


@v1.post("/checkout/sessions")
def create_session() -> Response:
    def act() -> Doc:
        page_url = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
        return provider().create_session(form(shapes.SESSION), page_url=page_url)

    return once(act)


@v1.get("/checkout/sessions")
def list_sessions() -> Response:
    asked = query(shapes.SESSIONS)
    provider().tick()
    found = reversed(provider().store.every("checkout.session"))
    return listing([it for it in found if _fits(it, asked, "status")], asked)


@v1.get("/checkout/sessions/<ref>")
def show_session(ref: str) -> Response:
    asked = query(shapes.READ)
    return answer(provider().session(ref), _existing(provider().session(ref), asked))


@v1.post("/checkout/sessions/<ref>/expire")
def expire_session(ref: str) -> Response:
    form({"expand?": []})
    return once(lambda: provider().expire(ref))


@v1.post("/refunds")
def create_refund() -> Response:
    return once(lambda: provider().create_refund(form(shapes.REFUND)))


@v1.get("/refunds")
def list_refunds() -> Response:
    asked = query(shapes.REFUNDS)
    provider().tick()
    found = [it for it in reversed(provider().store.every("refund")) if "payment_intent" in it]
    return listing([it for it in found if _fits(it, asked, "payment_intent", "charge")], asked)


@v1.get("/refunds/<ref>")
def show_refund(ref: str) -> Response:
    asked = query(shapes.READ)
    return answer(provider().refund(ref), asked.get("expand"))


@v1.get("/disputes")
def list_disputes() -> Response:
    asked = query(shapes.DISPUTES)
    found = reversed(provider().store.every("dispute"))
    return listing([it for it in found if _fits(it, asked, "payment_intent", "charge")], asked)


@v1.get("/disputes/<ref>")
def show_dispute(ref: str) -> Response:
    asked = query(shapes.READ)
    return answer(provider().get("dispute", ref), asked.get("expand"))


@v1.get("/balance")
def show_balance() -> Response:
    query({})
    provider().tick()
    account = provider().owner(account_header())
    return answer(provider().balance(account))


@v1.post("/payouts")
def create_payout() -> Response:
    account = account_header()
    return once(lambda: provider().create_payout(form(shapes.PAYOUT), account=account))


@v1.get("/payouts")
def list_payouts() -> Response:
    asked = query(shapes.PAYOUTS)
    provider().tick()
    found = reversed(provider().store.filed("payout", account_header()))
    return listing([it for it in found if _fits(it, asked, "status")], asked)


@v1.get("/payouts/<ref>")
def show_payout(ref: str) -> Response:
    asked = query(shapes.READ)
    provider().tick()
    found = provider().own_payout(ref, account=account_header())
    return answer(found, asked.get("expand"))


@v1.get("/balance_transactions")
def list_transactions() -> Response:
    asked, account = query(shapes.TRANSACTIONS), account_header()
    provider().tick()
    if payout := asked.get("payout"):
        found = provider().lines(payout, account=account)
    else:
        found = provider().movements(account)[::-1]
    return listing([it for it in found if _fits(it, asked, "currency", "type", "source")], asked)


def _fits(doc: Doc, asked: dict[str, Any], *names: str) -> bool:
    return all(doc.get(name) == asked[name] for name in names if name in asked)


def _existing(session: Doc, asked: dict[str, Any]) -> list[str]:
    """What can be expanded: there is nothing behind a page that nobody has tried to pay."""
    return asked.get("expand", []) if session["payment_intent"] else []
