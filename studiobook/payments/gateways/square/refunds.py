"""Money on its way back to guests."""

import re
from collections.abc import Sequence
from typing import Any

from studiobook.payments.gateways.errors import GatewayRefused
from studiobook.payments.gateways.protocol import RefundOrder, RefundState, RefundStatus
from studiobook.payments.gateways.square.amounts import to_money, to_square
from studiobook.payments.gateways.square.client import Doc, SquareClient
from studiobook.values.money import Money

_STATUSES = {
    "PENDING": RefundStatus.PENDING,
    "COMPLETED": RefundStatus.SUCCEEDED,
    "REJECTED": RefundStatus.FAILED,
    "FAILED": RefundStatus.FAILED,
}
DISPUTED = "PAYMENT_NOT_REFUNDABLE_DUE_TO_DISPUTE"
#: Square keeps idempotency keys to itself, so ours stands in the words that the owner reads:
#: "Studiobook, cancelled (r-1f3c…)".
_REASON = re.compile(r"Studiobook, [\w ]{1,40} \(([\w-]{1,45})\)", re.ASCII)


class SquareRefunds:
    """See the protocol."""

    _client: SquareClient

    def refund(self, order: RefundOrder) -> RefundState:
        """See the protocol. Refused for ever once a refund of the same payment has failed."""
        fee = {"app_fee_money": to_square(order.fee)} if order.fee.minor else {}
        try:
            return self._ask_for(order, fee)
        except GatewayRefused as refusal:
            if refusal.code == DISPUTED:
                raise GatewayRefused("charge_disputed", "while a bank disputes it") from refusal
            raise

    def _ask_for(self, order: RefundOrder, fee: dict[str, Any]) -> RefundState:
        made = self._client.ask(
            order.account_ref,
            lambda square, once: square.refunds.refund_payment(
                idempotency_key=order.idempotency_key,
                payment_id=order.payment_ref,
                amount_money=to_square(order.amount),
                reason=f"Studiobook, {order.reason.replace('_', ' ')} ({order.idempotency_key})",
                request_options=once,
                **fee,
            ),
        )
        return _state(made["refund"])

    def read_refund(self, ref: str, *, account_ref: str) -> RefundState:
        """See the protocol."""
        answer = self._client.ask(
            account_ref, lambda square, once: square.refunds.get(ref, request_options=once)
        )
        return _state(answer["refund"])

    def list_refunds(self, payment_ref: str, *, account_ref: str) -> Sequence[RefundState]:
        """See the protocol. One may be missing for some seconds after it was made."""
        answer = self._client.ask(
            account_ref, lambda square, once: square.payments.get(payment_ref, request_options=once)
        )
        payment = answer["payment"]
        found = self._client.list(
            account_ref,
            lambda square, once: square.refunds.list(
                location_id=payment["location_id"],
                begin_time=payment["created_at"],
                sort_order="ASC",
                request_options=once,
            ),
        )
        return [_state(doc) for doc in found if doc["payment_id"] == payment_ref]


def _state(doc: Doc) -> RefundState:
    key = _REASON.fullmatch(doc.get("reason") or "")
    amount = to_money(doc["amount_money"])
    # A refund that the seller makes at Square leaves our fee where it is.
    fee = doc.get("app_fee_money")
    return RefundState(
        ref=doc["id"],
        status=_STATUSES[doc["status"]],
        payment_ref=doc["payment_id"],
        amount=amount,
        fee=to_money(fee) if fee else Money(0, amount.currency),
        idempotency_key=key and key[1],
    )
