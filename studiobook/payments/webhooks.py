"""Where providers post their webhooks: believe, store once, answer; the work is done elsewhere."""

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.exceptions import HTTPException

from studiobook import clock, queue
from studiobook.db.transaction import in_transaction
from studiobook.payments.crash import crash_point
from studiobook.payments.gateways.protocol import BadSignature, MissingSecret, UnknownGateway
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.receive_event import receive_event
from studiobook.web.access import access, public

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks")

LARGEST = 1024 * 1024


@blueprint.post("/<provider>")
@blueprint.post("/<provider>/<endpoint>")
@access(public)
def create_event(provider: str, endpoint: str = "") -> Response:
    """Store a signed webhook. 400 unsigned, 503 without a secret: then the provider tries again."""
    request.max_content_length = LARGEST
    body = request.get_data(cache=False)
    now = clock.now()
    try:
        gateway = gateways().named(provider)
        if endpoint not in gateway.endpoints:
            abort(404)
        notice = gateway.verify(dict(request.headers), body, now=now, endpoint=endpoint)
    except UnknownGateway:
        abort(404)
    except MissingSecret:
        abort(503)
    except BadSignature:
        abort(400)
    new = in_transaction(lambda: receive_event(notice, gateway=provider, body=body, now=now))
    crash_point("event.stored")
    if new is not None:
        queue.ring("studiobook.payments.jobs.process_inbox_event", new)
    return jsonify(received=True)


@blueprint.errorhandler(HTTPException)
def refuse(error: HTTPException) -> tuple[Response, int]:
    """A machine is talking: no page."""
    return jsonify(error=error.name), error.code or 500
