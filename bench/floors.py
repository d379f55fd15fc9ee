"""The floors: the availability question in the fastest plain SQL, and the raw transaction."""

import re
import subprocess
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from bench.cities import PLACES
from bench.stage import Stage
from studiobook.dev.services.postgres import INSTALLATION, PACKAGE
from studiobook.values.day_mask import bit_of
from studiobook.values.wall_clock import first_showing

#: "Rooms in this city free for 3 hours on this day between 10:00 and 22:00, with price."
HALF_HOURS, OPENS, CLOSES = 6, time(10), time(22)
SHIFTS = " & ".join(["x", *(f"(x >> {n})" for n in range(1, HALF_HOURS))])
#: Two covering indexes decide, only the twenty winners are looked up: at 10 000 rooms 0.8 ms where
#: joining whole rooms takes 1.7, and without naming the room's city 5.6 (p50, measured).
AVAILABILITY = f"""
    SELECT r.id, r.code, r.name, cheapest.price
    FROM (SELECT o.id, o.price_list[{HALF_HOURS + 1}] AS price
          FROM (SELECT room_id,
                       CASE WHEN held_until > %(now)s THEN free & ~held ELSE free END
                           & %(asked)s AS x
                FROM room_day WHERE city_id = %(city)s AND on_date = %(on_date)s OFFSET 0) d
          JOIN room o ON o.id = d.room_id AND o.city_id = %(city)s
          WHERE {SHIFTS} <> 0 AND o.listed AND o.price_list[{HALF_HOURS + 1}] IS NOT NULL
          ORDER BY price, o.id LIMIT 20) cheapest
    JOIN room r ON r.id = cheapest.id ORDER BY cheapest.price, r.id"""

#: Lock the room, insert under the exclusion constraint, commit: nothing that makes it a product.
CLAIM = """\\set room random(1, :rooms)
\\set at random(0, 2000000)
BEGIN;
SELECT id FROM room WHERE id = :room FOR NO KEY UPDATE;
INSERT INTO occupancy (room_id, during, kind, note)
VALUES (:room, tstzrange(timestamptz '2031-01-01' + :at * interval '30 minutes',
                         timestamptz '2031-01-01' + (:at + 4) * interval '30 minutes'), 'block', '')
ON CONFLICT DO NOTHING;
COMMIT;
"""
TPS = re.compile(r"^tps = ([0-9.]+)", re.MULTILINE)


class Availability:
    """The question on a connection of its own, prepared."""

    def __init__(self, connection: psycopg.Connection, *, now: datetime) -> None:
        self._connection = connection
        self._now = now

    def ask(self, city_id: int, on_date: date) -> list[tuple[Any, ...]]:
        """The first twenty rooms by price."""
        zone = PLACES[city_id - 1].zone
        first = bit_of(first_showing(datetime.combine(on_date, OPENS), zone), on_date, zone)
        last = bit_of(first_showing(datetime.combine(on_date, CLOSES), zone), on_date, zone)
        asked = {
            "now": self._now,
            "asked": (1 << last) - (1 << first),
            "city": city_id,
            "on_date": on_date,
        }
        return self._connection.execute(AVAILABILITY, asked, prepare=True).fetchall()


def claims_per_second(
    stage: Stage, database: str, *, rooms: int, clients: int, seconds: int
) -> float:
    """How often pgbench locks a room and inserts an occupancy."""
    program = _installation() / "bin" / "pgbench"
    with TemporaryDirectory() as folder:
        script = Path(folder) / "claim.sql"
        script.write_text(CLAIM)
        command = [str(program), "--no-vacuum", "--protocol=prepared", f"--file={script}"]
        command += [f"--define=rooms={rooms}", f"--client={clients}", f"--jobs={min(clients, 2)}"]
        command += [f"--time={seconds}", stage.plain_url(database)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = TPS.search(done.stdout)
    if found is None:
        raise RuntimeError(f"pgbench said:\n{done.stdout}")
    return float(found.group(1))


def _installation() -> Path:
    from importlib.util import find_spec

    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / INSTALLATION
