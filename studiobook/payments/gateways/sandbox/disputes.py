"""What banks take back from accounts at the sandbox provider."""

from collections.abc import Sequence
from datetime import datetime

from studiobook.payments.gateways.accounts import DisputeState
from studiobook.payments.gateways.sandbox.client import SandboxClient


class SandboxDisputes:
    """See the protocol."""

    _client: SandboxClient

    def read_dispute(self, ref: str, *, account_ref: str) -> DisputeState:
        """See the protocol."""
        raise NotImplementedError

    def list_disputes(self, account_ref: str, *, since: datetime) -> Sequence[DisputeState]:
        """See the protocol."""
        raise NotImplementedError
