"""What every round by the clock has in common: what is due, and who is left alone."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog
from sqlalchemy import select, update

from studiobook.db.base import db
from studiobook.payments.gateways.errors import GatewayUnavailable
from studiobook.payments.models import Charge, Dispute, PaymentAccount, Payout, Refund

log = structlog.get_logger()

#: As many of a kind are looked at in one round; what is left is due in the next.
BATCH = 100

#: What is looked at again by the clock: each has a `gateway` and a `next_check_at`.
Checked = Charge | Refund | Dispute | Payout | PaymentAccount
Row = TypeVar("Row", bound=Checked)


class AtProvider(Protocol):
    """Something that is read at a provider."""

    @property
    def gateway(self) -> str:
        """The one that is asked."""


Case = TypeVar("Case", bound=AtProvider)
Found = TypeVar("Found")


def go_round(cases: Iterable[Case], look: Callable[[Case], Found]) -> list[Found]:
    """Look at each case and return what was found.

    A provider that does not answer is left alone for the rest of the round. What stumbles over
    an odd answer must not hold up the others.
    """
    away: set[str] = set()
    found: list[Found] = []
    for case in cases:
        if case.gateway in away:
            continue
        try:
            found.append(look(case))
        except GatewayUnavailable:
            away.add(case.gateway)
        except Exception as error:  # noqa: BLE001  # one bad answer, or a mistake of ours
            # Without its trace: what the provider answered is nobody's to read in a log.
            reason = type(error).__name__
            log.error("round_stumbled", gateway=case.gateway, reason=reason)  # noqa: TRY400
    return found


def claim_due(model: type[Row], *, lasts: timedelta, now: datetime) -> Sequence[Row]:
    """What is due, longest due first, and pushed forward: nobody else takes it meanwhile.

    A claim that lapses was lost with its worker, or its provider was away.
    """
    due = select(model).where(model.next_check_at <= now).order_by(model.next_check_at)
    rows = db.session.scalars(due.limit(BATCH).with_for_update(skip_locked=True, of=model)).all()
    for row in rows:
        row.next_check_at = now + lasts
    return rows


def postpone(model: type[Checked], row_id: int, *, until: datetime) -> None:
    """Let a row be looked at later: it must not hold up the others."""
    db.session.execute(update(model).where(model.id == row_id).values(next_check_at=until))
