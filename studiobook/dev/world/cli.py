"""`flask demo fill`: the demo world, once, with a progress bar."""

import os
import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select, update
from sqlalchemy.event import listen

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.dev.world import bookings, build, payouts, photos, talks
from studiobook.dev.world.build import World
from studiobook.dev.world.easel import Easel, drawing
from studiobook.dev.world.past import PastGateway
from studiobook.dev.world.places import PLACES
from studiobook.files.opening import current_storage
from studiobook.geographic.models import City
from studiobook.outbox.deliver import deliver_due
from studiobook.outbox.models import Delivery, DeliveryState
from studiobook.outbox.record import RECORDED
from studiobook.payments.connect import connect
from studiobook.payments.gateways.registry import EXTENSION as GATEWAYS
from studiobook.rooms.listing import publish
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio

T = TypeVar("T")
SEED = 20261123
YEAR = timedelta(days=365)

demo = AppGroup("demo", help="The demo world.")


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(demo)


@demo.command("fill")
def fill() -> None:
    """Fill an empty database: places, studios, rooms, pictures and a year of bookings."""
    if db.session.scalar(select(City.id).limit(1)) is not None:
        raise click.ClickException("The database is not empty: the demo world stays as it is.")
    db.session.remove()
    db.engine.dispose()
    # What a crash would lose, a second `make run` fills again: no need to wait for the disk.
    listen(db.engine, "connect", _be_patient_but_not_with_the_disk)
    now = clock.now()
    world = World(dice=random.Random(SEED), now=now, began=now - YEAR)  # not a secret
    with drawing() as easel:
        with transaction():
            _settle(world, easel)
        sessions = bookings.plan(world)
        studio_ids = [studio.id for studio in world.studios]
        # Else each of several thousand commits marks every object of the world as stale.
        db.session.expunge_all()
        past = PastGateway(os.environ.get("SANDBOX_URL", ""))
        current_app.extensions[GATEWAYS] = past
        for session in bar(sessions, "Bookings", len(sessions)):
            bookings.make(world, session, past)
        for studio_id in bar(studio_ids, "Pictures", len(studio_ids)):
            open_doors(world, studio_id, easel)
        show_cities(easel)
    payouts.pay_out(past, began=world.began, now=now)
    talks.fill_threads(now)
    _say_that_mails_were_sent()
    deliver_due(now=clock.now(), limit=len(sessions))
    if "SANDBOX_STATE" in os.environ:
        past.hand_over(Path(os.environ["SANDBOX_STATE"]))


def _settle(world: World, easel: Easel) -> None:
    """Everybody and every house; their pictures are begun as soon as it is known of what."""
    build.lay_out(world)
    easel.begin(*map(photos.skyline_of, world.cities.values()))
    build.populate(world)
    studios = sum(place.studios for place in PLACES)
    for _studio in bar(build.houses(world), "Studios", studios):
        for room in world.rooms:
            easel.begin(*photos.views_of(room))
    for company in world.companies:
        account = connect(
            company=company,
            gateway="sandbox",
            external_ref=f"acct_{company.id}",
            can_charge=True,
            now=world.began,
        )
        # As soon as the clock runs it is looked at, as it has been every day.
        account.next_check_at = clock.now()


def open_doors(world: World, studio_id: int, easel: Easel) -> None:
    """Hang the studio's pictures; then it has everything that going live asks for."""
    with transaction():
        studio = db.session.get_one(Studio, studio_id)
        for room in db.session.scalars(select(Room).where(Room.studio_id == studio_id)):
            photos.hang(room, current_storage(), easel)
        publish(studio=studio, now=world.began)


def show_cities(easel: Easel) -> None:
    """Give each city its skyline."""
    with transaction():
        for city in db.session.scalars(select(City)):
            photos.hang_skyline(city, current_storage(), easel)


def bar(work: Iterable[T], label: str, length: int) -> Iterator[T]:
    """The work, with its progress shown."""
    with click.progressbar(work, length=length, label=f"  {label:<10}", width=40) as shown:
        yield from shown


def _be_patient_but_not_with_the_disk(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        # Drawing pictures takes its time between two statements.
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    connection.commit()


def _say_that_mails_were_sent() -> None:
    """The year's mails went out in their time: nobody wants them all today."""
    with transaction() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.state == DeliveryState.WAITING, Delivery.subscriber.contains(".mails."))
            .values(state=DeliveryState.DONE, done_at=clock.now())
        )
    db.session().info.pop(RECORDED, None)
