"""Payment links on which guests pay, and what the orders behind them say."""

from contextlib import suppress
from datetime import datetime

from studiobook.payments.gateways.errors import GatewayRefused
from studiobook.payments.gateways.protocol import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutState,
    CheckoutStatus,
)
from studiobook.payments.gateways.square.amounts import to_moment, to_money, to_square
from studiobook.payments.gateways.square.client import Doc, SquareClient

#: Under this word an order's metadata holds our key.
KEY = "studiobook_key"
LONGEST_NAME = 500
NOT_FOUND = "NOT_FOUND"
#: Money that a bank has promised, and may yet refuse.
_PROMISED = {"APPROVED", "PENDING"}
#: How a payment fails that was promised before: at all others the guest just tries again.
_SLOW = {"BANK_ACCOUNT"}
#: Sellers may write at any of their orders that they were paid so. Nothing came in by Square: our
#: fee is not in it, and nothing can go back of it.
_BY_WORD = {"CASH", "EXTERNAL"}
_MONEY = {CheckoutStatus.PAID, CheckoutStatus.PROCESSING}


class SquareCheckouts:
    """See the protocol. A page's `ref` is its order, which webhooks name; `link_ref` its link."""

    _client: SquareClient

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """See the protocol. Refuses without a location: an owner may have several."""
        location = order.location_ref
        if location is None:
            raise GatewayRefused("location_missing")
        made = self._client.ask(
            order.account_ref,
            lambda square, once: square.checkout.payment_links.create(
                idempotency_key=order.idempotency_key,
                # Nobody sees it: it is how a link is found whose answer was lost.
                description=order.idempotency_key,
                order={
                    "location_id": location,
                    "reference_id": order.reference,
                    "metadata": {KEY: order.idempotency_key},
                    "line_items": [
                        {
                            "name": order.description[:LONGEST_NAME],
                            "quantity": "1",
                            "base_price_money": to_square(order.amount),
                        }
                    ],
                },
                checkout_options={
                    "redirect_url": order.success_url,
                    "allow_tipping": False,
                    # A fee of nothing is refused.
                    **({"app_fee_money": to_square(order.fee)} if order.fee.minor else {}),
                },
                pre_populated_data={"buyer_email": order.buyer_email},
                request_options=once,
            ),
        )
        return _page(made["payment_link"])

    def find_checkout(
        self, idempotency_key: str, *, account_ref: str, since: datetime
    ) -> CheckoutPage | None:
        """See the protocol. A link that shows up later is known to nobody, so nobody can pay it."""
        links = self._client.list(
            account_ref,
            lambda square, once: square.checkout.payment_links.list(request_options=once),
        )
        for link in links:
            if (
                link.get("description") == idempotency_key
                and to_moment(link["created_at"]) >= since
            ):
                return _page(link)
        return None

    def read_checkout(self, ref: str, *, account_ref: str) -> CheckoutState:
        """See the protocol. Money counts whatever became of the link."""
        order = self._order(ref, account_ref)
        payments = [
            self._payment(tender["payment_id"], account_ref)
            for tender in order.get("tenders") or ()
            if tender.get("payment_id")
        ]
        return _state(order, payments)

    def close_checkout(
        self, ref: str, *, account_ref: str, link_ref: str | None = None
    ) -> CheckoutState:
        """See the protocol. Deletes the link and sees to it that its order ends as well.

        After a failed attempt Square may delete a link and leave its order payable.
        """
        before = self.read_checkout(ref, account_ref=account_ref)
        if before.status in _MONEY:
            return before
        link = link_ref or self._link_of(ref, account_ref)
        if link is not None:
            self._delete(link, account_ref)
        if self.read_checkout(ref, account_ref=account_ref).status not in _MONEY:
            self._cancel(ref, account_ref)
        return self.read_checkout(ref, account_ref=account_ref)

    def _delete(self, link: str, account_ref: str) -> None:
        try:
            self._client.ask(
                account_ref,
                lambda square, once: square.checkout.payment_links.delete(
                    link, request_options=once
                ),
            )
        except GatewayRefused as refusal:
            if refusal.code != NOT_FOUND:
                raise

    def _cancel(self, ref: str, account_ref: str) -> None:
        order = self._order(ref, account_ref)
        if order.get("state") not in ("DRAFT", "OPEN"):
            return
        # Refused when it was paid in between, which makes another version of it.
        with suppress(GatewayRefused):
            self._client.ask(
                account_ref,
                lambda square, once: square.orders.update(
                    ref,
                    order={
                        "location_id": order["location_id"],
                        "version": order["version"],
                        "state": "CANCELED",
                    },
                    request_options=once,
                ),
            )

    def _link_of(self, ref: str, account_ref: str) -> str | None:
        links = self._client.list(
            account_ref,
            lambda square, once: square.checkout.payment_links.list(request_options=once),
        )
        return next((link["id"] for link in links if link.get("order_id") == ref), None)

    def _order(self, ref: str, account_ref: str) -> Doc:
        answer = self._client.ask(
            account_ref, lambda square, once: square.orders.get(ref, request_options=once)
        )
        order: Doc = answer["order"]
        return order

    def _payment(self, ref: str, account_ref: str) -> Doc:
        answer = self._client.ask(
            account_ref, lambda square, once: square.payments.get(ref, request_options=once)
        )
        payment: Doc = answer["payment"]
        return payment


def _page(link: Doc) -> CheckoutPage:
    return CheckoutPage(ref=link["order_id"], url=link["url"], expires_at=None, link_ref=link["id"])


def _state(order: Doc, payments: list[Doc]) -> CheckoutState:
    paid = next((one for one in payments if one["status"] == "COMPLETED"), None)
    if paid is None:
        return CheckoutState(
            ref=order["id"],
            status=_unpaid_status(order, payments),
            reference=order.get("reference_id") or "",
            amount=to_money(order["total_money"]),
        )
    return CheckoutState(
        ref=order["id"],
        status=CheckoutStatus.PAID,
        reference=order.get("reference_id") or "",
        amount=to_money(paid["amount_money"]),
        payment_ref=None if paid.get("source_type") in _BY_WORD else paid["id"],
        # When the guest paid: a bank that takes days does not make them late.
        paid_at=to_moment(paid["created_at"]),
    )


def _unpaid_status(order: Doc, payments: list[Doc]) -> CheckoutStatus:
    if any(one["status"] in _PROMISED for one in payments):
        return CheckoutStatus.PROCESSING
    if any(one["status"] == "FAILED" and one.get("source_type") in _SLOW for one in payments):
        return CheckoutStatus.FAILED
    if order.get("state") == "CANCELED":
        return CheckoutStatus.EXPIRED
    return CheckoutStatus.OPEN
