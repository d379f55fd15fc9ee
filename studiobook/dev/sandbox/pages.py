"""What people see: the hosted payment page, and the control page of the provider's owner."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox.api import provider
from studiobook.dev.sandbox.desk import SHOWN, seen_lately
from studiobook.dev.sandbox.refusal import Refusal

pages = Blueprint("pages", __name__, template_folder="templates")


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
    return render_template(
        "sandbox/control.html",
        accounts=store.latest("account", SHOWN),
        checkouts=store.latest("checkout", SHOWN),
        refunds=store.latest("refund", SHOWN),
        disputes=store.latest("dispute", SHOWN),
        payouts=store.latest("payout", SHOWN),
        **seen_lately(),
    )


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


def _page(ref: str, *, declined: bool = False) -> str:
    return render_template(
        "sandbox/pay.html",
        checkout=provider().checkout(ref),
        declined=declined,
        slow_seconds=provider().store.switches()["slow_seconds"],
    )
