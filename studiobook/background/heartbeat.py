"""A row per background process that says when it last lived; the doctor and /readyz read it."""

from datetime import datetime

from sqlalchemy.dialects.postgresql import insert

from studiobook import clock
from studiobook.db.transaction import transaction
from studiobook.outbox.models import Heartbeat


def beat(name: str, *, now: datetime) -> None:
    """Note that `name` is alive."""
    with transaction() as session:
        row = insert(Heartbeat).values(name=name, beat_at=now)
        session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"beat_at": now}))


def worker_beat() -> None:
    """Run as a job: that it ran at all is the proof."""
    beat("worker", now=clock.now())
