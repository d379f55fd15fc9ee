"""Accounts at the sandbox provider."""

from collections.abc import Mapping
from typing import Any

from studiobook.payments.gateways.accounts import (
    NEEDS,
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
        account_ref = order.account_ref or self._open_account(order)
        link = self._client.post(
            "/account_links",
            {
                "account": account_ref,
                "return_url": order.return_url,
                "refresh_url": order.refresh_url,
                "state": order.state,
            },
            account_ref=account_ref,
        )
        return ConnectPage(url=link["url"], account_ref=account_ref)

    def finish_connection(
        self,
        answer: Mapping[str, str],
        *,
        return_url: str,  # noqa: ARG002  # other providers compare it
    ) -> Connected | None:
        """See the protocol."""
        account_ref = answer.get("account")
        return Connected(account_ref=account_ref) if account_ref else None

    def read_account(self, account_ref: str) -> AccountState:
        """See the protocol."""
        return _state(self._client.get(f"/accounts/{account_ref}", account_ref=account_ref))

    def renew_grant(
        self,
        refresh_token: str,  # noqa: ARG002  # it gives no keys
    ) -> Grant | None:
        """See the protocol."""
        return None

    def revoke(self, account_ref: str) -> None:
        """See the protocol."""
        self._client.post(f"/accounts/{account_ref}/revoke", {}, account_ref=account_ref)

    def _open_account(self, order: ConnectOrder) -> str:
        account = self._client.post(
            "/accounts",
            {
                "company": order.company,
                "email": order.email,
                "country": order.country,
                "currency": order.currency,
            },
            account_ref="",
            key=order.idempotency_key,
        )
        return str(account["id"])


def _state(doc: dict[str, Any]) -> AccountState:
    return AccountState(
        account_ref=doc["id"],
        can_charge=doc["charges_enabled"],
        can_be_paid_out=doc["payouts_enabled"],
        needs=tuple(word if word in NEEDS else "other" for word in doc["requirements"]),
        name=doc["company"],
        country=doc["country"],
        currency=doc["currency"],
        is_revoked=doc["status"] == "revoked",
    )
