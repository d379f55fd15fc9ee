"""People, from the terminal."""

import click
from flask.cli import AppGroup

from studiobook.db.transaction import transaction
from studiobook.users.appoint import make_admin
from studiobook.users.errors import NoSuchUser

users = AppGroup("users", help="People and their roles.")


@users.command("make-admin")
@click.argument("email")
def make_admin_command(email: str) -> None:
    """Give the person with this EMAIL the operator's role."""
    try:
        with transaction():
            make_admin(email)
    except NoSuchUser as refusal:
        raise click.ClickException(refusal.message) from refusal
    click.echo(f"{email} is an admin now.")
