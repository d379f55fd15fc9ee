"""Money, from the terminal."""

import click
from flask.cli import AppGroup

from studiobook.payments.rotate_keys import UnreadableGrants, rotate_keys
from studiobook.payments.seal import NoSealingKey

payments = AppGroup("payments", help="Money, and the keys to owners' accounts.")


@payments.command("rotate-keys")
def rotate_keys_command() -> None:
    """Seal every kept key under the first of SEALING_KEYS; older ones can go afterwards."""
    try:
        changed = rotate_keys()
    except (UnreadableGrants, NoSealingKey) as refusal:
        raise click.ClickException(f"Nothing was changed: {refusal}.") from refusal
    click.echo(f"Sealed anew: {changed}.")
