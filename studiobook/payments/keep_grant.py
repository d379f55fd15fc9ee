"""Keeping our keys to owners' accounts, sealed, and taking one out to speak with a provider."""

from datetime import datetime

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.gateways.accounts import Grant
from studiobook.payments.gateways.errors import AccountRevoked
from studiobook.payments.models import AccountGrant, PaymentAccount
from studiobook.payments.seal import seal, unseal


def keep_grant(*, account: PaymentAccount, grant: Grant, now: datetime) -> AccountGrant:
    """Keep these keys instead of any that we had; an access that was revoked is good again."""
    kept = db.session.get(AccountGrant, account.id, with_for_update=True)
    if kept is None:
        kept = AccountGrant(account_id=account.id)
        db.session.add(kept)
    kept.access_token = seal(grant.access_token)
    kept.refresh_token = seal(grant.refresh_token)
    kept.expires_at, kept.refreshed_at, kept.revoked_at = grant.expires_at, now, None
    db.session.flush()
    return kept


def access_token_of(account_ref: str, *, gateway: str = "square") -> str:
    """The key to an account at a provider, in clear: it must not leave memory.

    Opens its own transaction. Raises AccountRevoked when there is none, or none that is good.
    """
    sealed = in_transaction(lambda: _find_sealed(account_ref, gateway))
    if sealed is None:
        raise AccountRevoked(f"no access to {account_ref}")
    return unseal(sealed)


def _find_sealed(account_ref: str, gateway: str) -> str | None:
    return db.session.scalar(
        select(AccountGrant.access_token)
        .join(AccountGrant.account)
        .where(
            PaymentAccount.gateway == gateway,
            PaymentAccount.external_ref == account_ref,
            AccountGrant.revoked_at.is_(None),
        )
    )
