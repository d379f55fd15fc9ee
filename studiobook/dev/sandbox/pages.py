"""What people see: the hosted payment page, and the control page of the provider's owner."""

import json

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox.api import provider
from studiobook.dev.sandbox.refusal import Refusal
from studiobook.dev.sandbox.switches import DEFAULTS, EXPLAINED, REFUND_MODES, parse

pages = Blueprint("pages", __name__, template_folder="templates", static_folder="static")

SHOWN = 12


@pages.after_request
def protect(answer: Response) -> Response:
    """The page carries nothing but its own stylesheet, and no other site may frame it."""
    answer.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@pages.get("/pay/<ref>")
def show_checkout(ref: str) -> str:
    """The payment page."""
    return _page(ref)


@pages.post("/pay/<ref>")
def create_payment(ref: str) -> AnyResponse | tuple[str, int]:
    """Pay, be declined, or start a payment that takes its time."""
    action = request.form.get("action")
    checkout = provider().checkout(ref)
    if checkout["status"] != "open":
        return _page(ref), 409
    if action == "decline":
        return _page(ref, declined=True), 402
    if action not in ("pay", "slow", "slow_fail"):
        raise Refusal("invalid_value", "Choose one of the buttons.", param="action")
    slowly_to = {"slow": "paid", "slow_fail": "failed"}.get(action)
    provider().pay(ref, slowly_to=slowly_to)
    return redirect(checkout["success_url"], 303)


@pages.get("/")
def show_control() -> str:
    """Switches, and what happened lately."""
    store = provider().store
    provider().tick()
    events = store.latest("event", SHOWN)
    return render_template(
        "sandbox/control.html",
        switches=store.switches(),
        explained=EXPLAINED,
        refund_modes=REFUND_MODES,
        accounts=store.latest("account", SHOWN),
        checkouts=store.latest("checkout", SHOWN),
        refunds=store.latest("refund", SHOWN),
        disputes=store.latest("dispute", SHOWN),
        payouts=store.latest("payout", SHOWN),
        events=[(event, store.delivery_state(event["id"])) for event in events],
    )


@pages.get("/_switches")
def show_switches() -> Response:
    """The switches as JSON."""
    return jsonify(provider().store.switches())


@pages.post("/_switches")
def update_switches() -> AnyResponse:
    """Set switches: some of them as JSON, or all of them from the control page's form."""
    store = provider().store
    if request.is_json:
        store.switch(parse(json.loads(request.get_data())))
        return jsonify(store.switches())
    # A box that is not ticked is not sent.
    unticked = {name: False for name, value in DEFAULTS.items() if value is False}
    store.switch(parse(unticked | request.form.to_dict()))
    return redirect("/", 303)


@pages.post("/_events/<ref>/deliveries")
def create_delivery(ref: str) -> AnyResponse:
    """Send a webhook once more."""
    if provider().store.get("event", ref) is None:
        raise Refusal("not_found", f"No such event: {ref}", status=404)
    provider().store.schedule(ref, due_at=provider().clock())
    return redirect("/", 303)


@pages.post("/_payments/<ref>/refunds")
def create_refund(ref: str) -> AnyResponse:
    """Refund a payment by hand, as an owner does in a provider's dashboard."""
    payment = provider().store.get("payment", ref)
    if payment is None:
        raise Refusal("not_found", f"No such payment: {ref}", status=404)
    order = {
        "payment": ref,
        "amount": request.form.get("amount", payment["amount"], type=int),
        "currency": payment["currency"],
        "fee": 0,
        "reason": "made by hand",
    }
    provider().refund(order, key=None)
    return redirect("/", 303)


@pages.post("/_refunds/<ref>/failure")
def create_refund_failure(ref: str) -> AnyResponse:
    """Let a refund fail after it went through."""
    provider().fail_refund(ref)
    return redirect("/", 303)


@pages.post("/_payments/<ref>/disputes")
def create_dispute(ref: str) -> AnyResponse:
    """Let a guest's bank take a payment back, or ask about it."""
    amount = request.form.get("amount", type=int)
    provider().dispute(ref, amount=amount, inquiry=request.form.get("kind") == "inquiry")
    return redirect("/", 303)


@pages.post("/_disputes/<ref>")
def update_dispute(ref: str) -> AnyResponse:
    """Let the bank decide."""
    provider().move_dispute(ref, to=request.form.get("to", ""))
    return redirect("/", 303)


@pages.app_errorhandler(Refusal)
def refuse(refusal: Refusal) -> tuple[str, int]:
    """An error page."""
    return render_template("sandbox/refusal.html", refusal=refusal), refusal.status


def _page(ref: str, *, declined: bool = False) -> str:
    return render_template(
        "sandbox/pay.html",
        checkout=provider().checkout(ref),
        declined=declined,
        slow_seconds=provider().store.switches()["slow_seconds"],
    )
