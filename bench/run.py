"""`python -m bench`: build the worlds, measure everything, print, and write the results down."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from bench.counting import measure_counts
from bench.doctoring import ROOMS as DOCTORS_ROOMS
from bench.doctoring import measure_doctor
from bench.holding import measure_holding, measure_hot_slot
from bench.lines import AT_MOST, Line, absolute, missing, plain, unmet
from bench.reading import WHAT, measure_reading
from bench.report import machine_facts, save, table
from bench.stage import ROOT, UPLOADS, Stage, raised, tune
from bench.webhooks import measure_webhooks
from bench.weighing import measure_weights
from bench.world import World, copied, ensure, store_photos
from studiobook import clock

SIZES = (100, 1_000, 10_000)
#: Holds, the hot slot and webhooks are measured in the largest world of at most so many rooms,
#: and growth is that of the search from here to the next size.
MIDDLE = 1_000
BAR_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to look."""

    rounds: int
    seconds: int
    holds: int
    webhooks: int


FULL, QUICK = Effort(400, 8, 600, 1000), Effort(60, 2, 100, 100)


@dataclass(slots=True)
class Record:
    """What has been found so far, and how long each stage took."""

    lines: list[Line] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Name a stage on the terminal and take its time."""
        began = time.monotonic()
        print(f"… {name}", file=sys.stderr)
        yield
        self.stages[name] = time.monotonic() - began
        print(f"  {self.stages[name]:.0f} s", file=sys.stderr)

    def add(self, name: str, measure: Callable[[], Iterator[Line]]) -> None:
        """Measure; what fails is a line that says so, and the rest goes on."""
        with self.stage(name):
            try:
                for line in measure():
                    self.lines.append(line)
            except Exception as error:  # noqa: BLE001  # one broken page must not hide all others
                self.lines.append(missing(name, f"{type(error).__name__}: {error}"))


def main(arguments: list[str] | None = None) -> int:
    """Run the suite; 1 when a bar does not hold."""
    options = _options(arguments)
    effort = QUICK if options.quick else FULL
    sizes = sorted(int(size) for size in options.sizes.split(","))
    now, record = clock.now(), Record()
    with raised(fast=True) as stage:
        tune(stage)
        worlds = [_world(stage, size, record, now) for size in sizes]
        doctors = _world(stage, min(DOCTORS_ROOMS, max(sizes)), record, now)
    os.sync()  # what was loaded carelessly is on the disk before anything is measured
    with raised(fast=False) as stage:
        facts = machine_facts(stage)
        Suite(stage, worlds, doctors, effort, record, now).measure()
    print(table(record.lines))
    _conclude(record, facts, now, keep=not options.dry)
    return 1 if any(unmet(record.lines)) else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="rooms, by comma")
    parser.add_argument("--quick", action="store_true", help="short looks: figures are rough")
    parser.add_argument("--dry", action="store_true", help="print, but write no results")
    return parser.parse_args(arguments)


def _world(stage: Stage, rooms: int, record: Record, now: datetime) -> World:
    with record.stage(f"world of {rooms:,} rooms"):
        world = ensure(stage, rooms, now=now, say=_progress)
        print(file=sys.stderr)
    return world


@dataclass(frozen=True)
class Suite:
    """Everything that is measured, on one stage."""

    stage: Stage
    worlds: list[World]
    doctors: World
    effort: Effort
    record: Record
    now: datetime

    def measure(self) -> None:
        """All of it; reading first, while nothing has been written."""
        self._reading()
        self._counting()
        self._writing()
        self._doctor()

    def _reading(self) -> None:
        effort = self.effort
        for world in self.worlds:
            self.record.add(
                f"reading, {world.rooms:,} rooms",
                partial(
                    measure_reading,
                    self.stage,
                    world,
                    now=self.now,
                    rounds=effort.rounds,
                    seconds=effort.seconds,
                ),
            )
        self.record.lines += growth(self.record.lines)

    def _counting(self) -> None:
        self.record.add(
            "queries per page", lambda: measure_counts(self.stage, self.worlds, now=self.now)
        )
        self.record.add(
            "page weights", lambda: measure_weights(self.stage, self.worlds[0], now=self.now)
        )

    def _writing(self) -> None:
        effort, now = self.effort, self.now
        original = [world for world in self.worlds if world.rooms <= MIDDLE][-1:] or self.worlds
        with self.record.stage("a copy to write to"):
            world = copied(self.stage, original[0], "written")
        self.record.add(
            "holding",
            lambda: measure_holding(
                self.stage, world, now=now, seconds=effort.seconds, holds=effort.holds
            ),
        )
        self.record.add("hot slot", lambda: measure_hot_slot(self.stage, world, now=now))
        self.record.add(
            "webhooks",
            lambda: measure_webhooks(self.stage, world, now=now, webhooks=effort.webhooks),
        )

    def _doctor(self) -> None:
        store_photos(self.doctors.rooms, UPLOADS)
        self.record.add("doctor", lambda: measure_doctor(self.stage, self.doctors, now=clock.now()))


def growth(lines: list[Line]) -> Iterator[Line]:
    """How much the search's p95 grows from the second largest world to the largest."""
    found = [line for line in lines if line.what == WHAT["search"] and line.measured]
    if len(found) < 2:
        return
    small, large = found[-2:]
    assert small.measured is not None
    assert large.measured is not None
    what = f"growth of search p95 from {small.rooms:,} rooms"
    times = large.measured / small.measured
    if small.rooms == MIDDLE:
        yield absolute(what, times, (AT_MOST, 2), unit="×", rooms=large.rooms)
    else:  # a world so small that a page is not full says little about growth
        yield plain(what, times, unit="×", rooms=large.rooms)


def _conclude(record: Record, facts: dict[str, Any], now: datetime, *, keep: bool) -> None:
    sick = list(unmet(record.lines))
    barred = sum(line.used is not None for line in record.lines)
    print(
        f"\n{barred - len(sick)} of {barred} bars hold; {sum(record.stages.values()):.0f} seconds."
    )
    if keep:
        for path in save(record.lines, facts=facts, stages=record.stages, now=now):
            print(f"Written: {path.relative_to(ROOT)}")


def _progress(step: str, share: float) -> None:
    if not sys.stderr.isatty() and share < 1:
        return
    done = int(share * BAR_WIDTH)
    strip = "█" * done + "░" * (BAR_WIDTH - done)
    print(f"\r  {strip} {share:4.0%} {step:<8}", end="", file=sys.stderr, flush=True)
