"""How an owner lets an application sell for them: the page, the keys, and the end of it."""

import hmac
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from tests.standins.square import sellers, shapes
from tests.standins.square.answering import be_strict, books, read_body
from tests.standins.square.refusal import ACCESS, Refusal

oauth = Blueprint("oauth", __name__, url_prefix="/oauth2")
consent = Blueprint("consent", __name__, url_prefix="/oauth2", template_folder="templates")
be_strict(oauth)

SCOPES = {
    "MERCHANT_PROFILE_READ",
    "ORDERS_READ",
    "ORDERS_WRITE",
    "PAYMENTS_READ",
    "PAYMENTS_WRITE",
    "PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS",
    "DISPUTES_READ",
    "PAYOUTS_READ",
}
KNOWN = {"client_id", "scope", "session", "state", "redirect_uri", "locale"}


@consent.get("/authorize")
def show_consent() -> str:
    """The page on which an owner is asked."""
    _check_question()
    return render_template(
        "square/authorize.html",
        scopes=_scopes(),
        businesses=books().store.latest("merchant", 12),
        currencies=sellers.COUNTRIES,
    )


@consent.post("/authorize")
def create_consent() -> AnyResponse:
    """Allow, or don't, and go back with the answer in the address."""
    _check_question()
    answer = {"state": request.args["state"]}
    if request.form.get("action") == "allow":
        answer |= {"code": _let_in(), "response_type": "code"}
    else:
        answer |= {"error": "access_denied", "error_description": "user_denied"}
    return redirect(f"{request.args['redirect_uri']}?{urlencode(answer)}", 303)


@oauth.post("/token")
def create_token() -> Response:
    """Keys, for a code or a refresh token."""
    body = read_body(shapes.TOKEN)
    _require_application(body["client_id"], body.get("client_secret", ""))
    if body["grant_type"] == "refresh_token":
        return jsonify(sellers.renew(books(), body.get("refresh_token", "")))
    return jsonify(sellers.redeem(books(), body.get("code", ""), body.get("redirect_uri")))


@oauth.post("/revoke")
def create_revocation() -> Response:
    """End every key to a seller's account."""
    body = read_body(shapes.REVOCATION)
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    _require_application(body["client_id"], secret if kind == "Client" else "")
    if ("access_token" in body) == ("merchant_id" in body):
        raise Refusal("BAD_REQUEST", "Name a merchant or an access token, not both.")
    ref = body.get("merchant_id") or sellers.access_of(books(), body["access_token"]).merchant_id
    sellers.revoke(books(), ref, by="APPLICATION")
    return jsonify(success=True)


def _let_in() -> str:
    chosen = request.form.get("business", "")
    if not chosen:
        name = request.form.get("name") or "Blue Door Sound"
        currency = request.form.get("currency", "EUR")
        chosen = sellers.open_business(books(), name, currency)["id"]
    books().find("merchant", chosen)
    return sellers.let_in(
        books(), chosen, redirect_uri=request.args["redirect_uri"], scopes=_scopes()
    )


def _scopes() -> list[str]:
    return request.args.get("scope", "").split()


def _check_question() -> None:
    if unknown := set(request.args) - KNOWN:
        raise Refusal("UNKNOWN_QUERY_PARAMETER", f"Not a parameter here: {min(unknown)}.")
    if request.args.get("client_id") != current_app.config["APPLICATION_ID"]:
        raise Refusal("BAD_REQUEST", "There is no such application.")
    for name in ("state", "redirect_uri"):
        if not request.args.get(name):
            raise Refusal("MISSING_REQUIRED_PARAMETER", f"Name a {name}.", field=name)
    if not _scopes() or set(_scopes()) - SCOPES:
        raise Refusal("INVALID_VALUE", "Ask for scopes that there are.", field="scope")


def _require_application(client_id: str, secret: str) -> None:
    config = current_app.config
    known = client_id == config["APPLICATION_ID"]
    if not (known and hmac.compare_digest(secret.encode(), config["APPLICATION_SECRET"].encode())):
        raise Refusal("UNAUTHORIZED", "Not authorized.", status=401, category=ACCESS)
