"""Putting every sealed secret under the newest key, so that an older one can be thrown away."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import select

from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.payments.models import AccountGrant
from studiobook.payments.seal import is_sealed, is_sealed_under_newest, reseal

BATCH = 100


@dataclass(frozen=True, kw_only=True)
class _Batch:
    last: int
    changed: int


class UnreadableGrants(Exception):
    """Rows that none of our keys opens: throwing a key away now could make it final."""

    def __init__(self, account_ids: list[int]) -> None:
        self.account_ids = account_ids
        numbers = ", ".join(map(str, account_ids))
        super().__init__(f"no key of SEALING_KEYS opens account_grant of account {numbers}")


def rotate_keys() -> int:
    """Seal under the newest key whatever is not yet; returns how many rows that were.

    Opens its own transactions, may be stopped and repeated. Raises UnreadableGrants before it
    changes anything.
    """
    if unreadable := in_transaction(_list_unreadable):
        raise UnreadableGrants(unreadable)
    changed = 0
    batch: _Batch | None = _Batch(last=0, changed=0)
    while batch:
        changed += batch.changed
        batch = in_transaction(partial(_rotate_after, batch.last))
    return changed


def _list_unreadable() -> list[int]:
    rows = select(AccountGrant.account_id, AccountGrant.access_token, AccountGrant.refresh_token)
    found = db.session.execute(
        rows.order_by(AccountGrant.account_id).execution_options(yield_per=BATCH)
    )
    return [number for number, *secrets in found if not all(map(is_sealed, secrets))]


def _rotate_after(account_id: int) -> _Batch | None:
    grants = db.session.scalars(
        select(AccountGrant)
        .where(AccountGrant.account_id > account_id)
        .order_by(AccountGrant.account_id)
        .limit(BATCH)
        .with_for_update()
    ).all()
    if not grants:
        return None
    return _Batch(last=grants[-1].account_id, changed=sum(map(_rotate, grants)))


def _rotate(grant: AccountGrant) -> bool:
    if is_sealed_under_newest(grant.access_token) and is_sealed_under_newest(grant.refresh_token):
        return False
    grant.access_token = reseal(grant.access_token)
    grant.refresh_token = reseal(grant.refresh_token)
    return True
