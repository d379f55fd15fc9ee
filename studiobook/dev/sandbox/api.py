"""The JSON API, `/v1`: bearer key, account header, idempotency keys, strict parameters."""

import hashlib
import hmac
import json
import socket
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from studiobook.dev.sandbox import orders
from studiobook.dev.sandbox.accounts import require_charging
from studiobook.dev.sandbox.provider import Provider, public
from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.store import Doc

api = Blueprint("api", __name__, url_prefix="/v1")

LONGEST_KEY = 45


def provider() -> Provider:
    """The provider behind this application."""
    found: Provider = current_app.extensions["provider"]
    return found


@api.before_request
def authenticate() -> None:
    """Every call carries the secret key."""
    key = current_app.config["API_KEY"]
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {key}".encode()):
        raise Refusal("unauthorized", "No valid API key provided.", status=401)


@api.before_request
def misbehave_before() -> Response | None:
    """Answer with an error instead of acting, when the switch says so."""
    store = provider().store
    if store.switches()["away"]:
        refusal = Refusal("away", "A switch made this provider go away.", status=503)
        return _refused(refusal)
    if not store.use("fail_times"):
        return None
    status = store.switches()["fail_with"]
    refusal = Refusal("failing_on_purpose", "A switch made this fail.", status=status)
    key = request.headers.get("Idempotency-Key")
    # As real providers do: a 500 is an answer, and the same key gets it again for ever.
    if status == 500 and key and store.remembered(key) is None:
        body = json.dumps(refusal.as_json())
        store.remember(key, digest=_digest(), status=500, body=body)
    return _refused(refusal)


def _refused(refusal: Refusal) -> Response:
    answer = jsonify(refusal.as_json())
    answer.status_code = refusal.status
    return answer


@api.after_request
def misbehave_after(answer: Response) -> Response:
    """Hang up after having acted, when the switch says so."""
    if answer.status_code < 300 and provider().store.use("drop_answers"):
        line: socket.socket = request.environ["werkzeug.socket"]
        line.shutdown(socket.SHUT_RDWR)
    return answer


@api.post("/checkouts")
def create_checkout() -> Response:
    """Open a payment page."""

    def act(key: str) -> dict[str, Any]:
        order = own(orders.checked_checkout(read_body(), now=provider().clock()))
        require_charging(provider(), order["account"])
        page_url = current_app.config["PUBLIC_URL"] or request.host_url.rstrip("/")
        return provider().open_checkout(order, key=key, page_url=page_url)

    return answer_once(act)


@api.get("/checkouts")
def list_checkouts() -> Response:
    """The page that an idempotency key made since a moment, as a list of one or none."""
    query = arguments("idempotency_key", "created_from")
    found = provider().checkouts_of_key(
        query["idempotency_key"], account=account_asked(), created_from=int(query["created_from"])
    )
    return jsonify(data=[public(checkout) for checkout in found])


@api.get("/checkouts/<ref>")
def show_checkout(ref: str) -> Response:
    """One payment page."""
    return jsonify(public(own(provider().checkout(ref))))


@api.post("/checkouts/<ref>/expire")
def expire_checkout(ref: str) -> Response:
    """Close a payment page."""
    own(provider().checkout(ref))
    return jsonify(public(provider().expire(ref)))


@api.post("/refunds")
def create_refund() -> Response:
    """Give money back."""

    def act(key: str) -> dict[str, Any]:
        return provider().refund(orders.checked(read_body(), orders.REFUND), key=key)

    return answer_once(act)


@api.get("/refunds")
def list_refunds() -> Response:
    """Every refund of a payment."""
    found = provider().refunds_of(arguments("payment")["payment"])
    return jsonify(data=[public(own(refund)) for refund in found])


@api.get("/refunds/<ref>")
def show_refund(ref: str) -> Response:
    """One refund."""
    return jsonify(public(own(provider().refund_by_ref(ref))))


@api.get("/disputes")
def list_disputes() -> Response:
    """Disputes about the account's payments that were opened since a moment."""
    since = int(arguments("created_from")["created_from"])
    found = provider().disputes_of(account_asked(), created_from=since)
    return jsonify(data=[public(dispute) for dispute in found])


@api.get("/disputes/<ref>")
def show_dispute(ref: str) -> Response:
    """One dispute."""
    return jsonify(public(own(provider().dispute_by_ref(ref))))


@api.errorhandler(Refusal)
def refuse(refusal: Refusal) -> tuple[Response, int]:
    """An error answer as JSON."""
    return jsonify(refusal.as_json()), refusal.status


def answer_once(act: Callable[[str], dict[str, Any]]) -> Response:
    """Act once per idempotency key; the same key and body get the first answer again."""
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY:
        message = f"Send an Idempotency-Key of 1 to {LONGEST_KEY} characters."
        raise Refusal("idempotency_key_needed", message)
    store = provider().store
    with store.changing():
        known = store.remembered(key)
        if known is None:
            body = json.dumps(public(act(key)))
            store.remember(key, digest=_digest(), status=200, body=body)
            return Response(body, mimetype="application/json")
    digest, status, body = known
    if digest != _digest():
        message = "This key was used with other parameters."
        raise Refusal("idempotency_mismatch", message, param="Idempotency-Key")
    replay = Response(body, status=status, mimetype="application/json")
    replay.headers["Idempotent-Replayed"] = "true"
    return replay


def _digest() -> str:
    return hashlib.sha256(request.path.encode() + b"\n" + request.get_data()).hexdigest()


def read_body() -> Any:
    """The JSON that was sent."""
    if not request.is_json:
        raise Refusal("invalid_body", "Send application/json.")
    body = request.get_json(silent=True)
    if body is None:
        raise Refusal("invalid_body", "This is not JSON.")
    return body


def arguments(*names: str) -> dict[str, str]:
    """The query, when it has exactly these."""
    unknown = request.args.keys() - set(names)
    if unknown:
        raise Refusal("unknown_parameter", f"Received unknown parameter: {min(unknown)}")
    for name in names:
        if not request.args.get(name):
            message = f"Missing required parameter: {name}"
            raise Refusal("missing_parameter", message, param=name)
    return request.args.to_dict()


def account_asked() -> str:
    """The account that the call is made for."""
    return request.headers.get("Sandbox-Account", "")


def own(doc: Doc) -> Doc:
    """The document, when it belongs to the account that the call is made for."""
    if doc["account"] != account_asked():
        raise Refusal("not_found", "No such object in this account.", status=404)
    return doc
