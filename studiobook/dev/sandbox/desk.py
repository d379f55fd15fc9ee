"""What the pages of every pretended provider share: their look, the switches, the webhooks."""

import json
import time
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox.delivery import Ringing
from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.switches import DEFAULTS, EXPLAINED, REFUND_MODES, parse

desk = Blueprint("desk", __name__, template_folder="templates", static_folder="static")

#: So many of a kind are shown.
SHOWN = 12
#: A box that is not ticked is not sent.
UNTICKED = {name: False for name, value in DEFAULTS.items() if isinstance(value, bool)}


def furnish(app: Flask, ringing: Ringing, *, name: str, warning: str) -> None:
    """Give a provider's site the desk; `name` and `warning` stand on each of its pages."""
    app.config.update(PROVIDER=name, WARNING=warning)
    app.extensions["ringing"] = ringing
    app.add_template_filter(_moment, "moment")
    app.register_blueprint(desk, url_prefix="/")


def seen_lately() -> dict[str, Any]:
    """What the control page of any provider shows: switches and webhooks."""
    store = _ringing().store
    events = store.latest("event", SHOWN)
    return {
        "switches": store.switches(),
        "explained": EXPLAINED,
        "refund_modes": REFUND_MODES,
        "events": [(event, store.delivery_state(event["id"])) for event in events],
    }


def refusal_page(sentence: str, status: int) -> tuple[str, int]:
    """An error page."""
    return render_template("desk/refusal.html", sentence=sentence), status


@desk.after_app_request
def protect(answer: Response) -> Response:
    """Pages carry nothing but their stylesheet, and no other site may frame them."""
    if answer.mimetype == "text/html":
        answer.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@desk.get("/_switches")
def show_switches() -> Response:
    """The switches as JSON."""
    return jsonify(_ringing().store.switches())


@desk.post("/_switches")
def update_switches() -> AnyResponse:
    """Set switches: some of them as JSON, or all of them from the control page's form."""
    store = _ringing().store
    if request.is_json:
        store.switch(parse(json.loads(request.get_data())))
        return jsonify(store.switches())
    store.switch(parse(UNTICKED | request.form.to_dict()))
    return redirect("/", 303)


@desk.post("/_events/<ref>/deliveries")
def create_delivery(ref: str) -> AnyResponse:
    """Send a webhook once more."""
    ringing = _ringing()
    if ringing.store.get("event", ref) is None:
        raise Refusal("not_found", f"No such event: {ref}", status=404)
    ringing.store.schedule(ref, due_at=ringing.clock())
    return redirect("/", 303)


@desk.app_errorhandler(Refusal)
def refuse(refusal: Refusal) -> tuple[str, int]:
    """A switch or a button that there is not."""
    return refusal_page(refusal.message, refusal.status)


def _ringing() -> Ringing:
    found: Ringing = current_app.extensions["ringing"]
    return found


def _moment(unix: float) -> str:
    return time.strftime("%H:%M UTC, %d %b", time.gmtime(unix))
