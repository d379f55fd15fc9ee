"""Owners' accounts at Stripe: made by us, filled in by the owner on Stripe's own pages."""

from collections.abc import Mapping
from urllib.parse import urlencode

import structlog

from studiobook.payments.gateways.accounts import (
    AccountState,
    Connected,
    ConnectOrder,
    ConnectPage,
    Grant,
)
from studiobook.payments.gateways.errors import AccountRevoked, GatewayRefused
from studiobook.payments.gateways.stripe.client import Doc, StripeApi
from studiobook.payments.gateways.stripe.requirements import needs_of

log = structlog.get_logger()

_INCLUDE = ["configuration.recipient", "defaults", "identity", "requirements"]
_UNKNOWN = {"resource_missing", "not_found"}


class StripeConnections:
    """See the protocol."""

    _api: StripeApi

    def start_connection(self, order: ConnectOrder) -> ConnectPage:
        """See the protocol. The account is made once; each call mints another link to it."""
        ref = order.account_ref or self._make_account(order)
        flow = {
            "return_url": _with_state(order.return_url, order.state),
            "refresh_url": _with_state(order.refresh_url, order.state),
        }
        body = {
            "account": ref,
            "use_case": {"type": "account_onboarding", "account_onboarding": flow},
        }
        link = self._api.ask(lambda c: c.v2.core.account_links.create(body))
        return ConnectPage(url=link["url"], account_ref=ref)

    def finish_connection(
        self,
        answer: Mapping[str, str],  # noqa: ARG002  # it says no more than that they came back
        *,
        return_url: str,  # noqa: ARG002  # as above
    ) -> Connected | None:
        """See the protocol. The account was known before; reading it tells how far it got."""
        return None

    def read_account(self, account_ref: str) -> AccountState:
        """See the protocol."""
        query = {"include": _INCLUDE}
        try:
            doc = self._api.ask(lambda c: c.v2.core.accounts.retrieve(account_ref, query))
        except AccountRevoked:
            return _gone(account_ref)
        except GatewayRefused as refusal:
            if refusal.code in _UNKNOWN:
                return _gone(account_ref)
            raise
        return _gone(account_ref) if doc.get("closed") else _account(doc)

    def renew_grant(self, refresh_token: str) -> Grant | None:  # noqa: ARG002  # there are none
        """See the protocol. Stripe knows us by our own key, so there is nothing to renew."""
        return None

    def revoke(self, account_ref: str) -> None:
        """See the protocol. The platform's account is not ours to close: money may lie on it."""
        log.info("stripe_account_left_open", account_ref=account_ref)

    def _make_account(self, order: ConnectOrder) -> str:
        body = {
            "display_name": order.company,
            "contact_email": order.email,
            "dashboard": "express",
            "identity": {"country": order.country.lower()},
            "defaults": {
                "currency": order.currency.lower(),
                "responsibilities": {
                    "fees_collector": "application",
                    "losses_collector": "application",
                },
            },
            "configuration": {
                "recipient": {
                    "capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}
                }
            },
            "include": _INCLUDE,
        }
        options = {"idempotency_key": order.idempotency_key}
        made = self._api.ask(lambda c: c.v2.core.accounts.create(body, options))
        return str(made["id"])


def _with_state(url: str, state: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode({'state': state})}"


def _gone(account_ref: str) -> AccountState:
    return AccountState(
        account_ref=account_ref,
        can_charge=False,
        can_be_paid_out=False,
        needs=("access",),
        is_revoked=True,
    )


def _account(doc: Doc) -> AccountState:
    currency = (doc.get("defaults") or {}).get("currency")
    country = (doc.get("identity") or {}).get("country")
    return AccountState(
        account_ref=doc["id"],
        can_charge=_is_active(doc, "stripe_transfers"),
        can_be_paid_out=_is_active(doc, "payouts"),
        needs=needs_of(doc),
        name=doc.get("display_name") or "",
        country=country.upper() if country else None,
        currency=currency.upper() if currency else None,
    )


def _is_active(doc: Doc, capability: str) -> bool:
    recipient = (doc.get("configuration") or {}).get("recipient") or {}
    balance = (recipient.get("capabilities") or {}).get("stripe_balance") or {}
    return (balance.get(capability) or {}).get("status") == "active"
