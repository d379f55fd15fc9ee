"""`flask doctor`: every invariant of the design, checked read-only on any database, any time."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from studiobook.admin.checks import bookings, ground, ledger, messages, money, occupancy, teams
from studiobook.admin.checks.check import Check
from studiobook.db.base import db

CHECKS: tuple[Check, ...] = tuple(
    sorted(
        (
            *occupancy.CHECKS,
            *bookings.CHECKS,
            *messages.CHECKS,
            *teams.CHECKS,
            *money.CHECKS,
            *ledger.CHECKS,
            *ground.CHECKS,
        ),
        key=lambda check: check.number,
    )
)


@dataclass(frozen=True)
class Report:
    """What one check found; empty `findings` is health."""

    check: Check
    findings: list[str]
    seconds: float


def examine(*, now: datetime) -> Iterator[Report]:
    """Run every check on one snapshot that cannot write."""
    db.session.rollback()
    db.session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
    db.session.execute(text("SET LOCAL statement_timeout = '60s'"))
    try:
        for check in CHECKS:
            began = time.perf_counter()
            findings = list(check.find(now))
            yield Report(check, findings, time.perf_counter() - began)
    finally:
        db.session.rollback()
