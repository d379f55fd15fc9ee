"""Webhooks of paid bookings, doubled and shuffled: how soon answered and how soon done."""

import random
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial

import psycopg
from flask import Flask

from bench.client import Client
from bench.inside import application
from bench.lines import AT_MOST, Line, NotThere, absolute
from bench.questions import FreeSlot, Questions
from bench.server import Server, serving, working
from bench.stage import SECRET, Stage
from bench.timing import Times, together
from bench.world import World
from studiobook import clock
from studiobook.bookings.hold import hold
from studiobook.bookings.identify import identify
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.dev.sandbox.delivery import Webhook
from studiobook.dev.sandbox.server import SandboxServer
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.models import Charge
from studiobook.payments.open_checkout import open_checkout
from studiobook.rooms.catalogue import get_room_by_code
from studiobook.users.viewer import Viewer
from studiobook.values.rate import Rate

PER_SECOND = 50
SENDERS = 8
GIVEN_UP = 180.0


def measure_webhooks(stage: Stage, world: World, *, now: datetime, webhooks: int) -> Iterator[Line]:
    """Answers and draining, with a real worker. The world is written to: give a copy."""
    with (
        SandboxServer(secret=SECRET, api_key=SECRET) as sandbox,
        stage.connect(world.database) as connection,
    ):
        app = application(stage, world, sandbox_url=sandbox.url)
        slots = Questions(connection, today=now.date()).free_slots(webhooks // 2, days=30)
        for ref in _open_pages(app, slots):
            sandbox.provider.pay(ref)
        posts = sandbox.webhooks() * 2
        random.Random(7).shuffle(posts)
        with (
            serving("bench.site:app", stage, world.database, sandbox_url=sandbox.url) as site,
            working(stage, world.database, sandbox_url=sandbox.url),
        ):
            began = time.monotonic()
            answers = _send(site, posts)
            done = _wait_until_drained(connection, began)
        confirmed = _confirmed(connection, [free.room.room_id for free in slots])
    note = f"{len(posts)} webhooks at {PER_SECOND}/s, p50 {answers.p50:.1f} ms"
    yield absolute(
        "webhook answer, p99", answers.p99, (AT_MOST, 300), unit="ms", rooms=world.rooms, note=note
    )
    yield absolute(
        f"{len(posts)} shuffled webhooks, first sent to last done",
        done,
        (AT_MOST, 60),
        unit="s",
        rooms=world.rooms,
        note=f"{confirmed} of {len(slots)} bookings confirmed, each once",
    )


def _open_pages(app: Flask, slots: Sequence[FreeSlot]) -> list[str]:
    """Held bookings with a payment page each; the provider's names of the pages."""
    with app.app_context():
        for free in slots:
            booking_id = in_transaction(partial(_hold, free))
            open_checkout(
                booking_id=booking_id,
                success_url="http://localhost/paid",
                cancel_url="http://localhost/left",
                gateways=gateways(),
                now=clock.now(),
            )
        refs = db.session.query(Charge.checkout_ref).filter(Charge.checkout_ref.like("chk%"))
        found = [str(ref) for (ref,) in refs]
        db.session.remove()
        db.engine.dispose()
    return found


def _hold(free: FreeSlot) -> int:
    now, viewer = clock.now(), Viewer(None, secrets.token_hex(32))
    booking = hold(
        room=get_room_by_code(free.room.code),
        slot=free.slot,
        people=1,
        engineer_id=None,
        viewer=viewer,
        fee=Rate(400),
        now=now,
    )
    identify(booking=booking, name="Gwen", email="gwen@example.com", viewer=viewer, now=now)
    return booking.id


def _send(site: Server, posts: Sequence[Webhook]) -> Times:
    """Post each at its appointed moment; its time counts from there, whatever held us up."""
    began = time.perf_counter() + 0.2
    taken: list[float] = []

    def send(place: int) -> Callable[[], None]:
        def run() -> None:
            client = Client(site.address)
            for number in range(place, len(posts), SENDERS):
                due = began + number / PER_SECOND
                time.sleep(max(0.0, due - time.perf_counter()))
                post = posts[number]
                status = client.post_body("/webhooks/sandbox", post.body, post.headers).status
                taken.append((time.perf_counter() - due) * 1000)
                if status != 200:
                    raise NotThere(f"a webhook is answered {status}")
            client.close()

        return run

    together([send(place) for place in range(SENDERS)])
    return Times(tuple(sorted(taken)))


def _wait_until_drained(connection: psycopg.Connection, began: float) -> float:
    waiting = "SELECT count(*) FROM gateway_event WHERE processed_at IS NULL"
    while time.monotonic() - began < GIVEN_UP:
        row = connection.execute(waiting).fetchone()
        if row is not None and row[0] == 0:
            break
        time.sleep(0.1)
    return time.monotonic() - began


def _confirmed(connection: psycopg.Connection, room_ids: list[int]) -> int:
    row = connection.execute(
        """
        SELECT count(*) FROM booking b JOIN charge c ON c.booking_id = b.id
        WHERE b.room_id = ANY(%s) AND c.checkout_ref LIKE 'chk%%'
          AND b.status IN ('confirmed', 'awaiting_owner')
        """,
        [room_ids],
    ).fetchone()
    return 0 if row is None else int(row[0])
