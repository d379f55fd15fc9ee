"""Pages that only read: search, calendar and quote beside their floors, and how many per second."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from bench.client import Client
from bench.floors import Availability
from bench.lines import AT_LEAST, AT_MOST, Line, NotThere, absolute, beside, missing, plain
from bench.questions import Questions
from bench.server import Server, serving
from bench.stage import Stage
from bench.timing import Times, in_turn, per_second, together
from bench.world import World

CONNECTIONS = 8
#: Rounds before the clock runs: both workers have compiled, prepared and seen each city by then.
WARM_UP = 150
WHAT = {
    "search": "availability search, p95",
    "calendar": "room calendar week, p95",
    "quote": "quote, p95",
}


@dataclass(frozen=True, slots=True)
class Scene:
    """Both applications on one world."""

    site: Server
    bare: Server
    questions: Questions
    world: World


def measure_reading(
    stage: Stage, world: World, *, now: datetime, rounds: int, seconds: float
) -> Iterator[Line]:
    """Every reading bar on one world."""
    with (
        serving("bench.site:app", stage, world.database) as site,
        serving("bench.bare:app", stage, world.database) as bare,
        stage.connect(world.database) as connection,
    ):
        scene = Scene(site, bare, Questions(connection, today=now.date()), world)
        yield from _latencies(scene, Availability(connection, now=now), rounds)
        yield from _throughput(scene, seconds)
        most = max(site.worker_megabytes())
        yield absolute("memory per web process", most, (AT_MOST, 150), unit="MB", rooms=world.rooms)


def _latencies(scene: Scene, availability: Availability, rounds: int) -> Iterator[Line]:
    questions = scene.questions
    visitor, bare_visitor = Client(scene.site.address), Client(scene.bare.address)
    free = questions.free_slots(min(100, len(questions.rooms)))
    pages: dict[str, Callable[[int], str]] = {
        "search": questions.search,
        "calendar": questions.calendar,
        "quote": lambda number: questions.quote(free[number % len(free)]),
    }
    there = {name: path for name, path in pages.items() if visitor.get(path(0)).status == 200}
    times = in_turn(
        {
            "sql": lambda number: availability.ask(*questions.city(number)),
            "bare": lambda number: expect(bare_visitor, f"/{questions.city(number)[0]}"),
            **{name: _reading(visitor, path) for name, path in there.items()},
        },
        rounds=rounds,
        warm_up=WARM_UP,
    )
    rooms = scene.world.rooms
    yield plain("plain SQL of the search, p95", times["sql"].p95, rooms=rooms)
    yield plain("bare Flask page, p95", times["bare"].p95, rooms=rooms)
    for name in pages:
        yield _beside_floor(name, times, rooms)


def _beside_floor(name: str, times: dict[str, Times], rooms: int) -> Line:
    if name not in times:
        return missing(WHAT[name], "the page does not answer 200")
    page, bare, sql = times[name], times["bare"], times["sql"]
    is_search = name == "search"
    floor50 = bare.p50 + (sql.p50 if is_search else 0)
    return beside(
        WHAT[name],
        page.p95,
        bare.p95 + (sql.p95 if is_search else 0),
        floor_is="plain SQL + bare page" if is_search else "bare page",
        bar=(AT_MOST, 2.0),
        rooms=rooms,
        note=f"p50 {page.p50:.1f} ms on {floor50:.1f} ms, {page.p50 / floor50:.1f}×",
    )


def _throughput(scene: Scene, seconds: float) -> Iterator[Line]:
    questions = scene.questions
    floor = hammer(scene.bare, lambda number: f"/{questions.city(number)[0]}", seconds)
    listing = hammer(scene.site, questions.search, seconds)
    yield beside(
        "listing page, answers per second",
        listing,
        floor,
        floor_is="bare page",
        bar=(AT_LEAST, 0.4),
        unit="/s",
        rooms=scene.world.rooms,
        note=f"{CONNECTIONS} connections",
    )


def hammer(server: Server, path: Callable[[int], str], seconds: float) -> float:
    """Answers per second to several visitors at once."""
    for number in range(4 * CONNECTIONS):  # each worker has read its templates by then
        expect(Client(server.address), path(number))
    counts = [0] * CONNECTIONS
    stop_at = time.perf_counter() + seconds

    def visit(place: int) -> Callable[[], None]:
        def run() -> None:
            client = Client(server.address)
            while time.perf_counter() < stop_at:
                expect(client, path(place * 1009 + counts[place]))
                counts[place] += 1
            client.close()

        return run

    taken = together([visit(place) for place in range(CONNECTIONS)])
    return per_second(sum(counts), taken)


def _reading(client: Client, path: Callable[[int], str]) -> Callable[[int], None]:
    return lambda number: expect(client, path(number))


def expect(client: Client, path: str) -> None:
    """Read a page as browsers do. Raises NotThere for any answer but 200."""
    answer = client.get(path, Accept_Encoding="gzip")
    if answer.status != 200:
        raise NotThere(f"{path} answers {answer.status}")
