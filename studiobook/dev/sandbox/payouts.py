"""Balances and payouts over HTTP: the API's part, and the buttons of the control page."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox import orders
from studiobook.dev.sandbox.api import (
    account_asked,
    answer_once,
    api,
    arguments,
    own,
    provider,
    read_body,
)
from studiobook.dev.sandbox.provider import public
from studiobook.dev.sandbox.refusal import Refusal

payouts = Blueprint("payouts", __name__)


@api.get("/balance")
def show_balance() -> Response:
    """What can be paid out, and what has yet to clear."""
    return jsonify(provider().purse.balance(account_asked()))


@api.post("/payouts")
def create_payout() -> Response:
    """Send money to the bank now."""

    def act(key: str) -> dict[str, Any]:
        order = orders.checked(read_body(), orders.PAYOUT)
        return provider().purse.pay_out(account_asked(), order, key=key)

    return answer_once(act)


@api.get("/payouts")
def list_payouts() -> Response:
    """Every payout of the account since a moment, newest first."""
    since = int(arguments("created_from")["created_from"])
    found = provider().purse.payouts_of(account_asked(), created_from=since)
    return jsonify(data=[public(payout) for payout in found])


@api.get("/payouts/<ref>")
def show_payout(ref: str) -> Response:
    """One payout."""
    return jsonify(public(own(provider().purse.payout(ref))))


@api.get("/payouts/<ref>/lines")
def list_payout_lines(ref: str) -> Response:
    """What it is made of."""
    own(provider().purse.payout(ref))
    return jsonify(data=provider().purse.lines_of(ref))


@payouts.post("/_payouts")
def create_payouts() -> AnyResponse:
    """What the provider does by its clock, now: clear an account, or pay out what is there."""
    account, purse = request.form.get("account", ""), provider().purse
    if request.form.get("action") == "clear":
        purse.clear(account)
    elif not purse.pay_out_all(account):
        raise Refusal("balance_insufficient", "There is nothing available.")
    return redirect("/", 303)


@payouts.post("/_payouts/<ref>/landing")
def create_landing(ref: str) -> AnyResponse:
    """Let it reach the bank."""
    provider().purse.land(ref)
    return redirect("/", 303)


@payouts.post("/_payouts/<ref>/bounce")
def create_bounce(ref: str) -> AnyResponse:
    """Let the bank send it back."""
    provider().purse.bounce(ref)
    return redirect("/", 303)
