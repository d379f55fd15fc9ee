"""What leaves an account at the sandbox provider."""

from collections.abc import Sequence
from datetime import datetime

from studiobook.payments.gateways.accounts import Balance, PayoutLine, PayoutOrder, PayoutState
from studiobook.payments.gateways.sandbox.client import SandboxClient


class SandboxPayouts:
    """See the protocol."""

    _client: SandboxClient

    pays_out_on_demand = True

    def read_balance(self, account_ref: str) -> Balance | None:
        """See the protocol."""
        raise NotImplementedError

    def request_payout(self, order: PayoutOrder) -> PayoutState:
        """See the protocol."""
        raise NotImplementedError

    def read_payout(self, ref: str, *, account_ref: str) -> PayoutState:
        """See the protocol."""
        raise NotImplementedError

    def list_payouts(self, account_ref: str, *, since: datetime) -> Sequence[PayoutState]:
        """See the protocol."""
        raise NotImplementedError

    def list_payout_lines(self, ref: str, *, account_ref: str) -> Sequence[PayoutLine]:
        """See the protocol."""
        raise NotImplementedError
