"""What an admin can do about money that waits: each act asks once more, and leaves a trace."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.payments.check_now import check_now
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.resolve_charge import accept, give_back
from studiobook.payments.retry_refund import retry_refund, settle_by_hand

ADMIN = "admin"


@dataclass(frozen=True)
class Decision:
    """`run` takes the row's id, the admin's and a note; it raises a DomainError or GatewayError."""

    label: str
    sentence: str
    done: str
    run: Callable[[int, int | None, str], None]
    needs_note: bool = False
    is_final: bool = False


def _check(kind: str, row_id: int, admin_id: int | None, _note: str) -> None:
    check_now(
        kind=kind,
        row_id=row_id,
        gateways=gateways(),
        actor=ADMIN,
        actor_id=admin_id,
        now=clock.now(),
    )


def _retry(row_id: int, admin_id: int | None, _note: str) -> None:
    now = clock.now()
    in_transaction(lambda: retry_refund(refund_id=row_id, actor=ADMIN, actor_id=admin_id, now=now))


def _by_hand(row_id: int, admin_id: int | None, note: str) -> None:
    now = clock.now()
    in_transaction(
        lambda: settle_by_hand(refund_id=row_id, note=note, actor=ADMIN, actor_id=admin_id, now=now)
    )


def _give_back(row_id: int, admin_id: int | None, _note: str) -> None:
    give_back(
        charge_id=row_id, gateways=gateways(), actor=ADMIN, actor_id=admin_id, now=clock.now()
    )


def _accept(row_id: int, admin_id: int | None, _note: str) -> None:
    accept(charge_id=row_id, gateways=gateways(), actor=ADMIN, actor_id=admin_id, now=clock.now())


def _checking(kind: str) -> Decision:
    return Decision(
        "Check now",
        "The provider is asked what became of it, and what it says is applied. Nothing is sent"
        " twice: this only does at once what the clock would do later.",
        "Asked. If it is settled, it is gone from this page.",
        partial(_check, kind),
    )


DECISIONS: dict[tuple[str, str], Decision] = {
    **{(kind, "check"): _checking(kind) for kind in ("charge", "refund", "dispute", "payout")},
    ("refund", "retry"): Decision(
        "Try again",
        "The refund is sent to the provider once more, under a new key. If the reason for the"
        " failure is still there, it comes back to that page.",
        "It is being sent once more.",
        _retry,
    ),
    ("refund", "settlement"): Decision(
        "Note it as paid by hand",
        "For money that was paid by another way. It is booked as paid outside the provider, the"
        " guest’s page says so, and it is never sent again.",
        "Noted as paid by hand.",
        _by_hand,
        needs_note=True,
        is_final=True,
    ),
    ("charge", "return"): Decision(
        "Give it back",
        "What the provider really has is booked by its own amount and refunded whole. The booking"
        " is not confirmed by it.",
        "All of it goes back.",
        _give_back,
        is_final=True,
    ),
    ("charge", "acceptance"): Decision(
        "Accept it",
        "Only if the amount is exactly what was asked for: then the booking gets its money as if"
        " nothing had been odd.",
        "Accepted: the booking has its money.",
        _accept,
        is_final=True,
    ),
}
