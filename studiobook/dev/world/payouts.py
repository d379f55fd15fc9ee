"""Owners have been paid out every month of the past year."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from studiobook.dev.world.past import PastGateway
from studiobook.payments.gateways.protocol import Gateways
from studiobook.payments.mirror_payouts import mirror_all

MORNING = 6
#: Until money that was sent off has come.
ON_ITS_WAY = timedelta(days=2)


def pay_out(past: PastGateway, *, began: datetime, now: datetime) -> None:
    """At the first of each month everything that had cleared; what came since lies there still."""
    for first in _months(began, now - ON_ITS_WAY):
        past.now = first
        past.pay_out_all()
        past.now = first + ON_ITS_WAY
        # It has as much of the protocol as the past needs.
        mirror_all(gateways=cast("Gateways", past), now=past.now)
    past.now = now


def _months(began: datetime, until: datetime) -> Iterator[datetime]:
    first = began.replace(day=1, hour=MORNING, minute=0, second=0, microsecond=0)
    while (first := (first + timedelta(days=32)).replace(day=1)) < until:
        yield first
