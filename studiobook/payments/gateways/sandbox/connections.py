"""Accounts at the sandbox provider."""

from collections.abc import Mapping

from studiobook.payments.gateways.accounts import (
    AccountState,
    Connected,
    ConnectOrder,
    ConnectPage,
    Grant,
)
from studiobook.payments.gateways.sandbox.client import SandboxClient


class SandboxConnections:
    """See the protocol."""

    _client: SandboxClient

    def start_connection(self, order: ConnectOrder) -> ConnectPage:
        """See the protocol."""
        raise NotImplementedError

    def finish_connection(self, answer: Mapping[str, str], *, return_url: str) -> Connected | None:
        """See the protocol."""
        raise NotImplementedError

    def read_account(self, account_ref: str) -> AccountState:
        """See the protocol."""
        raise NotImplementedError

    def renew_grant(self, refresh_token: str) -> Grant | None:
        """See the protocol."""
        raise NotImplementedError

    def revoke(self, account_ref: str) -> None:
        """See the protocol."""
        raise NotImplementedError
