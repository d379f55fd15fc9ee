"""What banks take back from guests' payments."""

from collections.abc import Sequence
from datetime import UTC, datetime

from studiobook.payments.gateways.accounts import DisputeState, DisputeStatus
from studiobook.payments.gateways.stripe.amounts import from_stripe
from studiobook.payments.gateways.stripe.client import MOST, Doc, StripeApi

_STATUS = {
    "warning_needs_response": DisputeStatus.INQUIRY,
    "warning_under_review": DisputeStatus.INQUIRY,
    # An inquiry that never became more: nothing was taken.
    "warning_closed": DisputeStatus.WON,
    "needs_response": DisputeStatus.OPEN,
    "under_review": DisputeStatus.OPEN,
    "won": DisputeStatus.WON,
    "prevented": DisputeStatus.WON,
    "lost": DisputeStatus.LOST,
}


class StripeDisputes:
    """See the protocol."""

    _api: StripeApi

    def read_dispute(
        self,
        ref: str,
        *,
        account_ref: str,  # noqa: ARG002  # the payments are the platform's own
    ) -> DisputeState:
        """See the protocol."""
        return _dispute(self._api.ask(lambda c: c.v1.disputes.retrieve(ref)))

    def list_disputes(self, account_ref: str, *, since: datetime) -> Sequence[DisputeState]:
        """See the protocol."""
        query = {
            "created": {"gte": int(since.timestamp())},
            "limit": MOST,
            "expand": ["data.charge"],
        }
        found = self._api.ask_all(lambda c: c.v1.disputes.list(query))
        return [_dispute(doc) for doc in found if _destination(doc) == account_ref]


def _destination(doc: Doc) -> str | None:
    charge = doc["charge"]
    ref = (charge.get("transfer_data") or {}).get("destination")
    return ref if isinstance(ref, str) else None


def _dispute(doc: Doc) -> DisputeState:
    due_by = (doc.get("evidence_details") or {}).get("due_by")
    return DisputeState(
        ref=doc["id"],
        status=_STATUS.get(doc["status"], DisputeStatus.OPEN),
        payment_ref=doc["payment_intent"],
        amount=from_stripe(doc["amount"], doc["currency"]),
        reason=doc["reason"],
        opened_at=datetime.fromtimestamp(doc["created"], UTC),
        evidence_due_at=None if due_by is None else datetime.fromtimestamp(due_by, UTC),
    )
