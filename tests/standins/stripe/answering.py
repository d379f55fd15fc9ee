"""What every call goes through: key, version, bad days, and acting once per idempotency key."""

import hashlib
import hmac
import json
import socket
from collections.abc import Callable
from threading import Lock
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request

from tests.standins.stripe.forms import Shape, checked, nested
from tests.standins.stripe.memory import expanded, shown
from tests.standins.stripe.provider import Provider
from tests.standins.stripe.refusal import Refusal, failing_on_purpose

LONGEST_KEY = 255

_running: set[tuple[int, str]] = set()
_running_lock = Lock()


def provider() -> Provider:
    """The provider behind this application."""
    found: Provider = current_app.extensions["provider"]
    return found


def guard(api: Blueprint) -> None:
    """Let a blueprint's calls go through all of this."""
    api.before_request(_authenticate)
    api.before_request(_misbehave_before)
    api.after_request(_misbehave_after)
    api.register_error_handler(Refusal, _refuse)


def query(shape: Shape) -> dict[str, Any]:
    """The checked parameters of the address."""
    return checked(nested(request.args.items(multi=True)), shape)


def form(shape: Shape) -> dict[str, Any]:
    """The checked parameters of a form."""
    if request.mimetype not in ("application/x-www-form-urlencoded", ""):
        raise Refusal("Send application/x-www-form-urlencoded.", is_early=True)
    return checked(nested(request.form.items(multi=True)), shape)


def document(shape: Shape) -> dict[str, Any]:
    """The checked parameters of a JSON body."""
    body = request.get_json(silent=True)
    if body is None:
        raise Refusal("Send application/json.", is_early=True)
    return checked(body, shape)


def account_header() -> str:
    """The account on which the call is made; it has to let us in."""
    ref = request.headers.get("Stripe-Account", "")
    if not ref:
        raise Refusal("This is only done here on an owner's account: send Stripe-Account.")
    provider().owner(ref)
    return ref


def once(act: Callable[[], Any]) -> Response:
    """Act once per idempotency key; the same key and request get the first answer again."""
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refusal("Idempotency keys have 1 to 255 characters.", is_early=True)
    key = f"{request.headers.get('Stripe-Account', '')} {key}"
    # Before anybody reads the form, after which the body is gone.
    digest = _digest()
    running = (id(provider()), key)
    with _running_lock:
        if running in _running:
            message = "There is currently another in-progress request using this Idempotent Key."
            raise Refusal(message, code="idempotency_key_in_use", status=409, is_early=True)
        _running.add(running)
    try:
        return _remembered(key, digest) or _acted(key, digest, act)
    finally:
        with _running_lock:
            _running.discard(running)


def answer(doc: Any, expand: list[str] | None = None) -> Response:
    """An object as the world may see it."""
    return jsonify(shown(expanded(provider().store, doc, expand or [])))


def listing(docs: list[Any], asked: dict[str, Any]) -> Response:
    """One page of objects, newest first, between the asked moments."""
    bounds = asked.get("created") or {}
    docs = [doc for doc in docs if _is_within(doc["created"], bounds)]
    if after := asked.get("starting_after"):
        names = [doc["id"] for doc in docs]
        docs = docs[names.index(after) + 1 :] if after in names else []
    limit = asked.get("limit", 10)
    paths = [path.removeprefix("data.") for path in asked.get("expand", [])]
    page = [shown(expanded(provider().store, doc, paths)) for doc in docs[:limit]]
    return jsonify(object="list", url=request.path, has_more=len(docs) > limit, data=page)


def _is_within(moment: int, bounds: dict[str, int]) -> bool:
    return bounds.get("gt", -1) < moment < bounds.get("lt", moment + 1) and bounds.get(
        "gte", moment
    ) <= moment <= bounds.get("lte", moment)


def _acted(key: str, digest: str, act: Callable[[], Any]) -> Response:
    store = provider().store
    try:
        with store.changing():
            body = json.dumps(shown(act()))
            store.remember(key, digest=digest, status=200, body=body)
    except Refusal as refusal:
        if not refusal.is_early:
            # It had begun to act: this no belongs to the key.
            body = json.dumps(refusal.as_json())
            store.remember(key, digest=digest, status=refusal.status, body=body)
        raise
    return Response(body, mimetype="application/json")


def _remembered(key: str, digest: str) -> Response | None:
    known = provider().store.remembered(key)
    if known is None:
        return None
    first, status, body = known
    if first != digest:
        raise Refusal(
            "Keys for idempotent requests can only be used with the same parameters they were"
            " first used with.",
            kind="idempotency_error",
            is_early=True,
        )
    replay = Response(body, status=status, mimetype="application/json")
    replay.headers["Idempotent-Replayed"] = "true"
    return replay


def _digest() -> str:
    return hashlib.sha256(request.path.encode() + b"\n" + request.get_data()).hexdigest()


def _authenticate() -> None:
    expected = f"Bearer {current_app.config['API_KEY']}"
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise Refusal("Invalid API Key provided.", status=401)
    if not request.headers.get("Stripe-Version"):
        raise Refusal("Send the Stripe-Version that you were written for.")


def _misbehave_before() -> Response | None:
    store = provider().store
    if not store.use("fail_times"):
        return None
    status = store.switches()["fail_with"]
    refusal = failing_on_purpose(status)
    name = request.headers.get("Idempotency-Key")
    key = f"{request.headers.get('Stripe-Account', '')} {name}"
    # A 500 is an answer, and the same key gets it again for ever.
    if status == 500 and name and store.remembered(key) is None:
        body = json.dumps(refusal.as_json())
        store.remember(key, digest=_digest(), status=500, body=body)
    failed = jsonify(refusal.as_json())
    failed.status_code = status
    return failed


def _misbehave_after(done: Response) -> Response:
    if done.status_code < 300 and provider().store.use("drop_answers"):
        hang_up()
    return done


def hang_up() -> None:
    """Cut the line instead of answering."""
    line: socket.socket = request.environ["werkzeug.socket"]
    line.shutdown(socket.SHUT_RDWR)


def _refuse(refusal: Refusal) -> tuple[Response, int]:
    return jsonify(refusal.as_json()), refusal.status
