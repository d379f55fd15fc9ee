"""What people see: the page to pay on, the page to fill an account in, the control page."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox.desk import SHOWN, refusal_page, seen_lately
from tests.standins.stripe.answering import provider
from tests.standins.stripe.refusal import Refusal

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.get("/c/pay/<ref>")
def show_session(ref: str) -> str:
    return _page(ref)


@pages.post("/c/pay/<ref>")
def create_payment(ref: str) -> AnyResponse | tuple[str, int]:
    """Pay, be declined, or start a payment that takes its time."""
    action = request.form.get("action")
    session = provider().session(ref)
    if session["status"] != "open":
        return _page(ref), 409
    if action == "decline":
        provider().decline(ref)
        return _page(ref, declined=True), 402
    if action == "pay":
        provider().pay(ref)
    elif action in ("slow", "slow_fail"):
        provider().pay_slowly(ref, fails=action == "slow_fail")
    else:
        raise Refusal("Choose one of the buttons.", param="action")
    return redirect(session["success_url"], 303)


@pages.get("/setup/<ref>")
def show_setup(ref: str) -> AnyResponse | str:
    """Filling an account in; a link that is spent or too old leads back for another one."""
    link = provider().get("account_link", ref)
    if link["_spent"] or link["expires_at"] < provider().now():
        return redirect(link["use_case"]["account_onboarding"]["refresh_url"], 303)
    return render_template("stripe/setup.html", account=provider().account(link["account"]))


@pages.post("/setup/<ref>")
def create_setup(ref: str) -> AnyResponse:
    """The owner has filled everything in, or left."""
    finished = request.form.get("action") == "finish"
    return redirect(provider().spend_link(ref, finished=finished), 303)


@pages.get("/")
def show_control() -> str:
    """Switches, and what happened lately."""
    provider().tick()
    store = provider().store
    refunds = store.latest("refund", 2 * SHOWN)
    return render_template(
        "stripe/control.html",
        sessions=store.latest("checkout.session", SHOWN),
        refunds=[it for it in refunds if "payment_intent" in it][:SHOWN],
        disputes=store.latest("dispute", SHOWN),
        accounts=[_with_balance(it) for it in store.latest("account", SHOWN)],
        payouts=store.latest("payout", SHOWN),
        **seen_lately(),
    )


@pages.post("/_payments/<ref>/refunds")
def create_refund(ref: str) -> AnyResponse:
    """Refund a payment by hand, as somebody does in Stripe's dashboard."""
    order = {"payment_intent": ref, "reverse_transfer": True, "refund_application_fee": True}
    if amount := request.form.get("amount", type=int):
        order["amount"] = amount
    with provider().store.changing():
        provider().create_refund(order)
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
    is_inquiry = request.form.get("kind") == "inquiry"
    provider().create_dispute(ref, amount=amount, inquiry=is_inquiry)
    return redirect("/", 303)


@pages.post("/_disputes/<ref>")
def update_dispute(ref: str) -> AnyResponse:
    """Let the bank decide, or take the money that it only asked about."""
    to = request.form.get("to")
    if to == "open":
        provider().escalate(ref)
    else:
        provider().decide(ref, won=to == "won")
    return redirect("/", 303)


@pages.post("/_accounts/<ref>")
def update_account(ref: str) -> AnyResponse:
    """Restrict an account, relieve it, close it, clear its balance or pay it out."""
    action = request.form.get("action", "")
    states = {"restrict": "restricted", "relieve": "active", "close": "closed"}
    if action in states:
        provider().set_account(ref, states[action])
    elif action == "clear":
        provider().clear(ref)
    elif action == "pay_out":
        provider().pay_out(ref)
    return redirect("/", 303)


@pages.post("/_payouts/<ref>")
def update_payout(ref: str) -> AnyResponse:
    """Let a payout land, or let the bank send it back."""
    if request.form.get("to") == "paid":
        provider().land(ref)
    else:
        provider().bounce(ref)
    return redirect("/", 303)


@pages.app_errorhandler(Refusal)
def refuse(refusal: Refusal) -> tuple[str, int]:
    """An error page."""
    return refusal_page(refusal.message, refusal.status)


def _with_balance(account: dict[str, object]) -> dict[str, object]:
    return account | {"balance": provider().balance(account)}


def _page(ref: str, *, declined: bool = False) -> str:
    return render_template(
        "stripe/pay.html",
        session=provider().session(ref),
        declined=declined,
        slow_seconds=provider().store.switches()["slow_seconds"],
    )
