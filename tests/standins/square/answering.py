"""How every call is let in and answered: keys, versions, stored answers, and bad days."""

import base64
import hashlib
import json
import re
import socket
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, g, jsonify, request

from tests.standins.square.books import Books
from tests.standins.square.refusal import ACCESS, API, Refusal
from tests.standins.square.sellers import Access, access_of
from tests.standins.square.shapes import Shape, checked

LONGEST_PAGE = 100


def books() -> Books:
    """The books behind this application."""
    found: Books = current_app.extensions["books"]
    return found


def caller() -> Access:
    """Whose key came with the call."""
    found: Access = g.access
    return found


def merchant() -> str:
    """The seller whose key came with the call."""
    return caller().merchant_id


def install(app: Flask) -> None:
    """Let refusals become answers everywhere."""
    app.register_error_handler(Refusal, lambda refusal: (refusal.as_json(), refusal.status))


def be_strict(blueprint: Blueprint) -> None:
    """Misbehave on request, and want a version and a known query."""
    blueprint.before_request(_misbehave_before)
    blueprint.before_request(_require_version)
    blueprint.after_request(_misbehave_after)


def require(*scopes: str) -> None:
    """Refuse a caller whose seller did not allow this."""
    given = request.headers.get("Authorization", "")
    g.access = access_of(books(), given.removeprefix("Bearer "))
    missing = set(scopes) - caller().scopes
    if missing:
        raise Refusal(
            "INSUFFICIENT_SCOPES",
            f"The access token lacks {', '.join(sorted(missing))}.",
            status=403,
            category=ACCESS,
        )


def read_body(shape: Shape) -> dict[str, Any]:
    """The request's JSON, when it has this shape."""
    body = request.get_json(silent=True)
    if body is None:
        raise Refusal("EXPECTED_JSON_BODY", "Send JSON.")
    return checked(body, shape)


def read_query(*known: str) -> dict[str, str]:
    """The query, when it knows these words only."""
    for name in request.args:
        if name not in known:
            raise Refusal("UNKNOWN_QUERY_PARAMETER", "Not a parameter here.", field=name)
    return request.args.to_dict()


def answer_once(shape: Shape, act: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    """Act once per seller, address and idempotency key; the same again gets the first answer."""
    body = read_body(shape)
    key, digest = _scoped(body["idempotency_key"]), _digest()
    store = books().store
    with store.changing():
        known = store.remembered(key)
        if known is None:
            text = json.dumps(act(body))
            store.remember(key, digest=digest, status=200, body=text)
            return Response(text, mimetype="application/json")
    if known[0] != digest:
        raise Refusal(
            "IDEMPOTENCY_KEY_REUSED",
            "The idempotency key was used with other values.",
            field="idempotency_key",
        )
    return Response(known[2], status=known[1], mimetype="application/json")


def page_of(name: str, found: list[dict[str, Any]], query: dict[str, str]) -> Response:
    """A part of a list, and the cursor of the next one."""
    start = _offset(query.get("cursor"))
    size = min(int(query.get("limit") or LONGEST_PAGE), LONGEST_PAGE)
    body: dict[str, Any] = {name: found[start : start + size]}
    if len(found) > start + size:
        body["cursor"] = base64.urlsafe_b64encode(str(start + size).encode()).decode()
    return jsonify(body)


def _offset(cursor: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(cursor)) if cursor else 0
    except ValueError:
        raise Refusal("INVALID_CURSOR", "That cursor is none of ours.", field="cursor") from None


def _require_version() -> None:
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", request.headers.get("Square-Version", "")):
        raise Refusal("BAD_REQUEST", "Send a Square-Version.")


def _misbehave_before() -> Response | None:
    store = books().store
    if store.switches()["away"]:
        return _error(503, "SERVICE_UNAVAILABLE")
    if not store.use("fail_times"):
        return None
    status = store.switches()["fail_with"]
    codes = {500: "INTERNAL_SERVER_ERROR", 429: "RATE_LIMITED", 409: "CONFLICT"}
    answer = _error(status, codes[status])
    key = (request.get_json(silent=True) or {}).get("idempotency_key")
    # A 500 is an answer too: the same key gets it again.
    if status == 500 and key:
        require()
        if store.remembered(_scoped(key)) is None:
            body = answer.get_data(as_text=True)
            store.remember(_scoped(key), digest=_digest(), status=500, body=body)
    return answer


def _misbehave_after(answer: Response) -> Response:
    answer.headers["Square-Version"] = request.headers.get("Square-Version", "")
    if answer.status_code < 300 and books().store.use("drop_answers"):
        line: socket.socket = request.environ["werkzeug.socket"]
        line.shutdown(socket.SHUT_RDWR)
    return answer


def _error(status: int, code: str) -> Response:
    refusal = Refusal(code, "A switch made this fail.", status=status, category=API)
    answer = jsonify(refusal.as_json())
    answer.status_code = status
    return answer


def _scoped(key: str) -> str:
    return f"{merchant()} {request.path} {key}"


def _digest() -> str:
    return hashlib.sha256(request.get_data()).hexdigest()
