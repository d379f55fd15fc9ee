"""Money, from the terminal."""

from collections.abc import Callable

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from studiobook import clock
from studiobook.db.transaction import in_transaction
from studiobook.errors import DomainError
from studiobook.payments.check_now import make_all_due
from studiobook.payments.gateways.errors import GatewayError
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.reconcile import reconcile_due
from studiobook.payments.resolve_charge import accept, give_back
from studiobook.payments.retry_refund import retry_refund, settle_by_hand
from studiobook.payments.rotate_keys import UnreadableGrants, rotate_keys
from studiobook.payments.seal import NoSealingKey

#: A round takes a hundred rows; what keeps failing must not keep us here for ever.
MOST_ROUNDS = 50

payments = AppGroup("payments", help="Money, and the keys to owners' accounts.")


@payments.command("rotate-keys")
def rotate_keys_command() -> None:
    """Seal every kept key under the first of SEALING_KEYS; older ones can go afterwards."""
    try:
        changed = rotate_keys()
    except (UnreadableGrants, NoSealingKey) as refusal:
        raise click.ClickException(f"Nothing was changed: {refusal}.") from refusal
    click.echo(f"Sealed anew: {changed}.")


@payments.command("reconcile")
@click.option("--now", "at_once", is_flag=True, help="Look at all that is undecided, due or not.")
def reconcile_command(*, at_once: bool) -> None:
    """Read back from the providers what is undecided; without --now only what is due."""
    now = clock.now()
    if at_once:
        in_transaction(lambda: make_all_due(now=now))
    looked_at = rounds = 0
    while (count := reconcile_due(gateways=gateways(), now=now)) and rounds < MOST_ROUNDS:
        looked_at, rounds = looked_at + count, rounds + 1
    click.echo(f"Looked at: {looked_at}.")


@payments.group("resolve")
def resolve() -> None:
    """Decide about money that waits for a human; /admin/money lists it."""


@resolve.command("refund")
@click.argument("refund_id", type=int)
@click.option("--retry", is_flag=True, help="Send it once more.")
@click.option("--by-hand", "note", metavar="NOTE", help="It was paid by another way: which.")
def resolve_refund(refund_id: int, *, retry: bool, note: str | None) -> None:
    """A refund that failed or was cancelled."""
    if retry == (note is not None):
        raise click.UsageError("Say --retry or --by-hand NOTE.")
    now = clock.now()

    def act() -> None:
        if retry:
            retry_refund(refund_id=refund_id, actor="admin", now=now)
        else:
            settle_by_hand(refund_id=refund_id, note=note or "", actor="admin", now=now)

    _decide(lambda: in_transaction(act))


@resolve.command("charge")
@click.argument("charge_id", type=int)
@click.option("--give-back", "back", is_flag=True, help="All of it goes back; nothing is booked.")
@click.option("--accept", "good", is_flag=True, help="The amount is right: take it as good.")
def resolve_charge(charge_id: int, *, back: bool, good: bool) -> None:
    """A payment in quarantine."""
    if back == good:
        raise click.UsageError("Say --give-back or --accept.")
    verb = give_back if back else accept
    now, known = clock.now(), gateways()
    _decide(lambda: verb(charge_id=charge_id, gateways=known, actor="admin", now=now))


def _decide(act: Callable[[], None]) -> None:
    try:
        act()
    except NoResultFound as nothing:
        raise click.ClickException("There is none of that number.") from nothing
    except (DomainError, GatewayError) as refusal:
        words = refusal.message if isinstance(refusal, DomainError) else str(refusal)
        raise click.ClickException(f"Nothing was changed. {words}") from refusal
    click.echo("Done.")
