"""What people see: the page to pay on, and the control page of whoever rehearses."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from studiobook.dev.sandbox.desk import SHOWN, seen_lately
from tests.standins.square import banks, checkouts, refunds, sellers
from tests.standins.square.answering import books
from tests.standins.square.refusal import Refusal

pages = Blueprint("pages", __name__, template_folder="templates")


@pages.get("/pay/<ref>")
def show_link(ref: str) -> str:
    """The page to pay on."""
    return _page(ref)


@pages.post("/pay/<ref>")
def create_payment(ref: str) -> AnyResponse | tuple[str, int]:
    """Pay, be declined, or pay from a bank account, which takes its time."""
    link = books().find("link", ref)
    order = books().find("order", link["order_id"])
    action = request.form.get("action")
    if not checkouts.is_payable(books(), order):
        return _page(ref), 409
    if action == "decline":
        checkouts.decline(books(), order)
        return _page(ref, declined=True), 402
    if action not in ("pay", "slow", "slow_fail"):
        raise Refusal("INVALID_VALUE", "Choose one of the buttons.")
    ends_as = {"slow": "COMPLETED", "slow_fail": "FAILED"}.get(action, "")
    checkouts.take(books(), order, ends_as=ends_as)
    return redirect(link["checkout_options"].get("redirect_url") or request.url, 303)


@pages.get("/")
def show_control() -> str:
    """Switches, and what happened lately."""
    books().tick()
    store = books().store
    return render_template(
        "square/control.html",
        businesses=store.latest("merchant", SHOWN),
        payments=store.latest("payment", SHOWN),
        refunds=store.latest("refund", SHOWN),
        disputes=store.latest("dispute", SHOWN),
        payouts=store.latest("payout", SHOWN),
        **seen_lately(),
    )


@pages.post("/_do/<kind>/<ref>")
def create_deed(kind: str, ref: str) -> AnyResponse:
    """What sellers, guests' banks and Square do by themselves."""
    deed = (kind, request.form.get("action", ""))
    match deed:
        case ("payment", "refund"):
            refunds.give_back_by_hand(books(), ref)
        case ("payment", "dispute"):
            banks.dispute(books(), ref)
        case ("refund", "fail"):
            refunds.fail(books(), ref)
        case ("dispute", "won" | "lost"):
            banks.decide(books(), ref, won=deed[1] == "won")
        case ("payout", "land" | "bounce"):
            banks.move_payout(books(), ref, to="PAID" if deed[1] == "land" else "FAILED")
        case ("merchant", "pay_out"):
            banks.pay_out(books(), ref)
        case ("merchant", "revoke"):
            sellers.revoke(books(), ref, by="MERCHANT")
        case ("merchant", "restrict" | "relieve"):
            sellers.set_cards(books(), ref, may=deed[1] == "relieve")
        case _:
            raise Refusal("INVALID_VALUE", "There is no such button.")
    return redirect("/", 303)


def _page(ref: str, *, declined: bool = False) -> str:
    link = books().find("link", ref)
    order = books().find("order", link["order_id"])
    paid = checkouts.payments_with_money(books(), order["id"])
    return render_template(
        "square/pay.html",
        link=link,
        order=order,
        payment=paid[0] if paid else None,
        is_payable=checkouts.is_payable(books(), order),
        declined=declined,
        slow_seconds=books().store.switches()["slow_seconds"],
    )
