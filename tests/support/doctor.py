"""The doctor's word after a test: what must hold, holds."""

from collections.abc import Collection
from datetime import datetime

from studiobook.admin.doctor import CHECKS
from studiobook.db.base import db

#: Made-up photos have no files, and a test has no worker or clock that shows a pulse.
PICTURES, PROCESSES = 17, 11
#: Where a test confirms bookings without a charge.
MONEY = 3
#: Where a test's clock jumps over days, nobody has added their rows yet.
DAYS = 18


def findings(now: datetime, *, but: Collection[int] = (PICTURES, PROCESSES)) -> list[str]:
    """What the checks find at a moment, but for some numbers."""
    db.session.expire_all()
    return [
        f"{check.number} {check.holds}: {finding}"
        for check in CHECKS
        if check.number not in but
        for finding in check.find(now)
    ]
