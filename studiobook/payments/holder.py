"""Whom to ask about: an account at a provider, as it is known there and here."""

from dataclasses import dataclass

from studiobook.payments.models import PaymentAccount


@dataclass(frozen=True)
class Holder:
    """An account, without its row: it may be carried out of a transaction."""

    account_id: int
    gateway: str
    account_ref: str


def holder_of(account: PaymentAccount) -> Holder:
    """What one needs to ask the provider about an account."""
    return Holder(account.id, account.gateway, account.external_ref)
