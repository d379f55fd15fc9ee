"""Money back to guests, taken from the owner's account and from our fee."""

from collections.abc import Sequence

from studiobook.payments.gateways.protocol import RefundOrder, RefundState, RefundStatus
from studiobook.payments.gateways.stripe.amounts import from_stripe, to_stripe
from studiobook.payments.gateways.stripe.client import MOST, Doc, StripeApi

_STATUS = {
    "pending": RefundStatus.PENDING,
    # The guest has to say where the money may go; until then it is on its way.
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELLED,
}


class StripeRefunds:
    """See the protocol."""

    _api: StripeApi

    def refund(self, order: RefundOrder) -> RefundState:
        """See the protocol."""
        body = {
            "payment_intent": order.payment_ref,
            "amount": to_stripe(order.amount),
            # The owner was given the whole amount and charged our fee out of it, so both
            # go back the same way.
            "reverse_transfer": True,
            # Stripe gives back the fee in proportion to the refund, as fee_share.py does; a
            # share of nothing must not be asked for where no fee was taken.
            "refund_application_fee": bool(order.fee),
            "metadata": {
                "key": order.idempotency_key,
                "account": order.account_ref,
                "reason": order.reason,
            },
        }
        options = {"idempotency_key": order.idempotency_key}
        return _refund(self._api.ask(lambda c: c.v1.refunds.create(body, options)))

    def read_refund(
        self,
        ref: str,
        *,
        account_ref: str,  # noqa: ARG002  # the payments are the platform's own
    ) -> RefundState:
        """See the protocol."""
        return _refund(self._api.ask(lambda c: c.v1.refunds.retrieve(ref)))

    def list_refunds(
        self,
        payment_ref: str,
        *,
        account_ref: str,  # noqa: ARG002  # as above
    ) -> Sequence[RefundState]:
        """See the protocol. The oldest first."""
        query = {"payment_intent": payment_ref, "limit": MOST}
        found = self._api.ask_all(lambda c: c.v1.refunds.list(query))
        return [_refund(doc) for doc in reversed(found)]


def _refund(doc: Doc) -> RefundState:
    return RefundState(
        ref=doc["id"],
        # Whatever Stripe may call it one day, it is not decided.
        status=_STATUS.get(doc["status"], RefundStatus.PENDING),
        payment_ref=doc["payment_intent"],
        amount=from_stripe(doc["amount"], doc["currency"]),
        idempotency_key=(doc.get("metadata") or {}).get("key"),
    )
