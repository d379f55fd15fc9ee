"""What banks take back from accounts at the sandbox provider."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from studiobook.payments.gateways.accounts import DisputeState, DisputeStatus
from studiobook.payments.gateways.sandbox.client import SandboxClient
from studiobook.values.money import Money


class SandboxDisputes:
    """See the protocol."""

    _client: SandboxClient

    def read_dispute(self, ref: str, *, account_ref: str) -> DisputeState:
        """See the protocol."""
        return _dispute(self._client.get(f"/disputes/{ref}", account_ref=account_ref))

    def list_disputes(self, account_ref: str, *, since: datetime) -> Sequence[DisputeState]:
        """See the protocol."""
        query = {"created_from": str(int(since.timestamp()))}
        found = self._client.get("/disputes", account_ref=account_ref, **query)["data"]
        return [_dispute(doc) for doc in found]


def _dispute(doc: dict[str, Any]) -> DisputeState:
    return DisputeState(
        ref=doc["id"],
        status=DisputeStatus(doc["status"]),
        payment_ref=doc["payment"],
        amount=Money(doc["amount"], doc["currency"]),
        reason=doc["reason"],
        opened_at=datetime.fromtimestamp(doc["created"], UTC),
        evidence_due_at=datetime.fromtimestamp(doc["evidence_due_by"], UTC),
    )
