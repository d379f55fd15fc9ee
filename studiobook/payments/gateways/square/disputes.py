"""What guests' banks ask about or take back."""

from collections.abc import Sequence
from datetime import datetime

from studiobook.payments.gateways.accounts import DisputeState, DisputeStatus
from studiobook.payments.gateways.square.amounts import to_moment, to_money
from studiobook.payments.gateways.square.client import Doc, SquareClient

_STATUSES = {
    "INQUIRY_EVIDENCE_REQUIRED": DisputeStatus.INQUIRY,
    "INQUIRY_PROCESSING": DisputeStatus.INQUIRY,
    # A question that was answered: the money was never taken.
    "INQUIRY_CLOSED": DisputeStatus.WON,
    "EVIDENCE_REQUIRED": DisputeStatus.OPEN,
    "PROCESSING": DisputeStatus.OPEN,
    "WON": DisputeStatus.WON,
    "LOST": DisputeStatus.LOST,
    # The owner let the guest have it.
    "ACCEPTED": DisputeStatus.LOST,
}


class SquareDisputes:
    """See the protocol."""

    _client: SquareClient

    def read_dispute(self, ref: str, *, account_ref: str) -> DisputeState:
        """See the protocol."""
        answer = self._client.ask(
            account_ref, lambda square, once: square.disputes.get(ref, request_options=once)
        )
        return _state(answer["dispute"])

    def list_disputes(self, account_ref: str, *, since: datetime) -> Sequence[DisputeState]:
        """See the protocol. Square knows no moment to list from: all are read."""
        found = self._client.list(
            account_ref, lambda square, once: square.disputes.list(request_options=once)
        )
        states = [_state(doc) for doc in found]
        return [state for state in states if state.opened_at >= since]


def _state(doc: Doc) -> DisputeState:
    due_at = doc.get("due_at")
    return DisputeState(
        ref=doc.get("id") or doc["dispute_id"],
        status=_STATUSES[doc["state"]],
        payment_ref=doc["disputed_payment"]["payment_id"],
        amount=to_money(doc["amount_money"]),
        reason=str(doc.get("reason") or "OTHER").lower(),
        opened_at=to_moment(doc["created_at"]),
        evidence_due_at=None if due_at is None else to_moment(due_at),
    )
