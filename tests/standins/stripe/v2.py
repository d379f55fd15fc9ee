"""The newer API, `/v2`: JSON in, JSON out."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from tests.standins.stripe import shapes
from tests.standins.stripe.accounts import as_link, as_v2
from tests.standins.stripe.answering import document, guard, once, provider, query

v2 = Blueprint("v2", __name__, url_prefix="/v2/core")
guard(v2)


@v2.post("/accounts")
def create_account() -> Response:
    def act() -> Any:
        given = document(shapes.ACCOUNT)
        return as_v2(provider().create_account(given), given.get("include", []))

    return once(act)


@v2.get("/accounts/<ref>")
def show_account(ref: str) -> Response:
    asked = query(shapes.READ_ACCOUNT)
    return jsonify(as_v2(provider().account(ref), asked.get("include", [])))


@v2.post("/account_links")
def create_link() -> Response:
    def act() -> Any:
        link = provider().create_link(document(shapes.ACCOUNT_LINK))
        base = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
        return as_link(link, f"{base}/setup/{link['id']}")

    return once(act)
