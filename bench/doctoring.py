"""How long the doctor needs for a hundred thousand bookings, and that the world is healthy."""

from collections.abc import Iterator
from datetime import datetime

from bench.inside import application
from bench.lines import AT_MOST, Line, absolute, plain
from bench.stage import Stage
from bench.world import World
from studiobook.admin.doctor import examine
from studiobook.db.base import db

#: So many rooms have a hundred thousand bookings.
ROOMS = 500
SLOW = 0.25


def measure_doctor(stage: Stage, world: World, *, now: datetime) -> Iterator[Line]:
    """All checks, and each of the slow ones."""
    app = application(stage, world)
    with stage.connect(world.database) as connection:
        row = connection.execute("SELECT count(*) FROM booking").fetchone()
    bookings = 0 if row is None else row[0]
    with app.app_context():
        reports = list(examine(now=now))
        db.engine.dispose()
    sick = sum(len(report.findings) for report in reports)
    seconds = sum(report.seconds for report in reports)
    yield absolute(
        f"doctor at {bookings:,} bookings",
        seconds,
        (AT_MOST, 5),
        unit="s",
        rooms=world.rooms,
        note=f"{sick} findings",
    )
    for report in sorted(reports, key=lambda report: -report.seconds):
        if report.seconds >= SLOW:
            what = f"  check {report.check.number}: {report.check.holds}"
            yield plain(what, report.seconds, unit="s", rooms=world.rooms)
