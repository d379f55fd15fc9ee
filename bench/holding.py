"""Holding a slot: in the verb and over HTTP beside pgbench's raw transaction, and the hot slot."""

import secrets
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from urllib.parse import urlencode

from flask import Flask

from bench.client import Client, Visitor
from bench.floors import claims_per_second
from bench.inside import application
from bench.lines import AT_LEAST, AT_MOST, Line, NotThere, absolute, beside
from bench.questions import FreeSlot, Questions
from bench.server import Server, serving
from bench.stage import Stage
from bench.timing import per_second, together
from bench.world import World
from studiobook import clock
from studiobook.bookings.hold import hold
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.rooms.catalogue import get_room_by_code
from studiobook.users.viewer import Viewer
from studiobook.values.rate import Rate

CROWD = 200
TAKEN = 409
WINS = {200, 201, 302, 303}
FLOOR = "pgbench"
#: Any page with a form: its token serves all forms of the visitor.
FORM_PAGE = "/auth/login"


def measure_holding(
    stage: Stage, world: World, *, now: datetime, seconds: int, holds: int
) -> Iterator[Line]:
    """Throughput of holding. The world is written to: give a copy."""
    floors = {
        clients: claims_per_second(
            stage, world.database, rooms=world.rooms, clients=clients, seconds=seconds
        )
        for clients in (1, 8)
    }
    with stage.connect(world.database) as connection:
        questions = Questions(connection, today=now.date())
        slots = iter(questions.free_slots(4 * holds + 100, days=10))
    app = application(stage, world)
    for clients in (1, 8):
        rate = _in_the_verb(app, [next(slots) for _ in range(holds)], clients)
        yield beside(
            f"hold in the verb, {_clients(clients)}",
            rate,
            floors[clients],
            floor_is=FLOOR,
            # Eight threads share one interpreter: told, but the site has more processes.
            bar=(AT_LEAST, 0.5) if clients == 1 else None,
            unit="/s",
            rooms=world.rooms,
        )
    with serving("bench.site:app", stage, world.database) as site:
        for clients in (1, 8):
            rate = _over_http(site, [next(slots) for _ in range(holds)], clients)
            yield beside(
                f"hold over HTTP, {_clients(clients)}",
                rate,
                floors[clients],
                floor_is=FLOOR,
                bar=(AT_LEAST, 0.15),
                unit="/s",
                rooms=world.rooms,
            )


def measure_hot_slot(stage: Stage, world: World, *, now: datetime) -> Iterator[Line]:
    """Two hundred clients want one slot. The world is written to: give a copy."""
    with stage.connect(world.database) as connection:
        free = Questions(connection, today=now.date()).free_slots(1, days=50)[0]
    with serving("bench.site:app", stage, world.database) as site:
        answers, seconds = _rush(site, free)
    won = sum(answers[status] for status in WINS)
    broken = sum(count for status, count in answers.items() if status >= 500 or status == 0)
    told = f"{won} held, {answers[TAKEN]} told that it is taken, {broken} errors"
    yield absolute(
        "hot slot, 200 clients: holds", won, (AT_MOST, 1), unit="", rooms=world.rooms, note=told
    )
    yield absolute(
        "hot slot: polite refusals",
        answers[TAKEN],
        (AT_LEAST, CROWD - 1),
        unit="",
        rooms=world.rooms,
    )
    yield absolute("hot slot: last answer", seconds, (AT_MOST, 3), unit="s", rooms=world.rooms)


def _clients(count: int) -> str:
    return f"{count} clients" if count > 1 else "1 client"


def _in_the_verb(app: Flask, slots: Sequence[FreeSlot], clients: int) -> float:
    def take(free: FreeSlot) -> None:
        with app.app_context():
            now, viewer = clock.now(), Viewer(None, secrets.token_hex(32))
            in_transaction(
                lambda: hold(
                    room=get_room_by_code(free.room.code),
                    slot=free.slot,
                    people=1,
                    engineer_id=None,
                    viewer=viewer,
                    fee=Rate(400),
                    now=now,
                )
            )

    def hold_all(own: Sequence[FreeSlot]) -> Callable[[], None]:
        def run() -> None:
            for free in own:
                take(free)

        return run

    for free in slots[:20]:
        take(free)  # warm: statements compiled, connections open
    rest = slots[20:]
    with app.app_context():
        for free in rest:
            get_room_by_code(free.room.code)  # nobody holds a room whose page was not shown
        seconds = together([hold_all(rest[n::clients]) for n in range(clients)])
        db.engine.dispose()
    return per_second(len(rest), seconds)


def _over_http(site: Server, slots: Sequence[FreeSlot], clients: int) -> float:
    def visit(own: Sequence[tuple[FreeSlot, Visitor]], client: Client) -> Callable[[], None]:
        def run() -> None:
            for free, visitor in own:
                client.become(visitor)
                status = _post(client, free, visitor)
                if status not in WINS:
                    raise NotThere(f"a hold over HTTP answers {status}")

        return run

    connections = [Client(site.address) for _ in range(clients)]
    parts = [
        [(free, _come_to(client, free)) for free in slots[n::clients]]
        for n, client in enumerate(connections)
    ]
    seconds = together([visit(own, client) for own, client in zip(parts, connections, strict=True)])
    for client in connections:
        client.close()
    return per_second(len(slots), seconds)


def _come_to(client: Client, free: FreeSlot) -> Visitor:
    """Somebody new on the page of the time that they are going to hold."""
    return client.new_visitor(f"/rooms/{free.room.code}/quote?{urlencode(free.fields)}")


def _rush(site: Server, free: FreeSlot) -> tuple[Counter[int], float]:
    """Everybody opens the page, then all post at once; statuses and seconds to the last answer."""
    clients = [Client(site.address) for _ in range(CROWD)]
    visitors = [client.new_visitor(FORM_PAGE) for client in clients]
    answers: Counter[int] = Counter()
    guard = threading.Lock()

    def post(client: Client, visitor: Visitor) -> Callable[[], None]:
        def run() -> None:
            try:
                status = _post(client, free, visitor)
            except OSError:
                status = 0
            with guard:
                answers[status] += 1
            client.close()

        return run

    seconds = together([post(*pair) for pair in zip(clients, visitors, strict=True)])
    return answers, seconds


def _post(client: Client, free: FreeSlot, visitor: Visitor) -> int:
    fields = {**free.fields, "csrf_token": visitor.token}
    return client.post(f"/rooms/{free.room.code}/holds", fields).status
