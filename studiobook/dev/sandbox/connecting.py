"""Accounts over the API and on pages: opening, the owner's hosted page, the control page's acts."""

from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox import accounts, orders
from studiobook.dev.sandbox.api import answer_once, api, provider, read_body
from studiobook.dev.sandbox.pages import pages
from studiobook.dev.sandbox.refusal import Refusal

__all__ = ["api", "pages"]

#: What the buttons of the control page make of an account.
ACTS = {"restrict": "restricted", "relieve": "active", "revoke": "revoked"}


@api.post("/accounts")
def create_account() -> Response:
    """Open an account for a company."""

    def act(_key: str) -> dict[str, Any]:
        order = orders.checked(read_body(), orders.ACCOUNT)
        return accounts.public_account(accounts.open_account(provider(), order))

    return answer_once(act)


@api.get("/accounts/<ref>")
def show_account(ref: str) -> Response:
    """One account; a revoked one, too."""
    return jsonify(accounts.public_account(accounts.find_account(provider(), ref)))


@api.post("/accounts/<ref>/revoke")
def revoke_account(ref: str) -> Response:
    """The platform gives its access back."""
    return jsonify(accounts.public_account(accounts.become(provider(), ref, "revoked")))


@api.post("/account_links")
def create_account_link() -> Response:
    """An address at which the owner goes on."""
    order = orders.checked(read_body(), orders.ACCOUNT_LINK)
    page_url = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
    return jsonify(accounts.open_link(provider(), order, page_url=page_url))


@api.before_request
def refuse_revoked() -> None:
    """Nothing goes through an account whose owner took the access away, but looking at it."""
    ref = request.headers.get("Sandbox-Account", "")
    if ref and "/accounts/" not in request.path:
        account = accounts.find_account(provider(), ref)
        if account["status"] == "revoked":
            raise Refusal("account_revoked", "The owner took the access away.", status=403)


@pages.get("/connect/<ref>")
def show_connection(ref: str) -> str | AnyResponse:
    """The owner's page; a spent link leads back to where a new one is made."""
    link = accounts.find_link(provider(), ref)
    if accounts.is_spent(provider(), link):
        return redirect(link["refresh_url"], 303)
    account = accounts.find_account(provider(), link["account"])
    return render_template("sandbox/connect.html", link=link, account=account)


@pages.post("/connect/<ref>")
def create_connection(ref: str) -> AnyResponse:
    """Finish, leave it unfinished, or say no; and back to the site."""
    link = accounts.find_link(provider(), ref)
    if accounts.is_spent(provider(), link):
        return redirect(link["refresh_url"], 303)
    action = request.form.get("action")
    if action not in ("finish", "leave", "refuse"):
        raise Refusal("invalid_value", "Choose one of the buttons.", param="action")
    accounts.spend_link(provider(), link)
    if action == "finish":
        accounts.become(provider(), link["account"], "active")
    answer = {"state": link["state"]}
    answer |= {"error": "access_denied"} if action == "refuse" else {"account": link["account"]}
    return redirect(f"{link['return_url']}?{urlencode(answer)}", 303)


@pages.post("/_accounts/<ref>")
def update_account(ref: str) -> AnyResponse:
    """Restrict, relieve or revoke an account."""
    action = request.form.get("action", "")
    if action not in ACTS:
        raise Refusal("invalid_value", "Choose one of the buttons.", param="action")
    accounts.become(provider(), ref, ACTS[action])
    return redirect("/", 303)


@pages.post("/_checkouts/<ref>/payment")
def create_other_payment(ref: str) -> AnyResponse:
    """Let a page be paid with another amount than it asked for."""
    provider().pay(ref, amount=request.form.get("amount", type=int))
    return redirect("/", 303)
