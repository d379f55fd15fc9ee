"""How a room is let: lengths, buffers, notice, horizon and prices."""

from datetime import datetime

from studiobook.db.base import db
from studiobook.errors import DomainError
from studiobook.rooms import occupy, room_days
from studiobook.rooms.models import PriceTier, Room
from studiobook.rooms.price_list import Tier, price_list
from studiobook.rooms.queries import rules_of


class NoPrice(DomainError):
    """A room without an enabled price can't be let."""

    message = "Give the room at least one price."


def let(
    *,
    room: Room,
    minimum: int,
    maximum: int,
    step: int,
    now: datetime,
    before_minutes: int = 0,
    after_minutes: int = 0,
    lead_minutes: int = 0,
    horizon_days: int = 90,
) -> None:
    """Set the rules (lengths in half hours) and compute the room's days anew."""
    room.minimum, room.maximum, room.step = minimum, maximum, step
    room.buffer_before_minutes, room.buffer_after_minutes = before_minutes, after_minutes
    room.lead_minutes, room.horizon_days = lead_minutes, horizon_days
    _derive_price_list(room)
    db.session.flush()
    refresh_days(room=room, now=now)


def price(*, room: Room, tiers: list[Tier]) -> None:
    """Replace the prices. Bookings made keep theirs. Raises NoPrice."""
    if not tiers:
        raise NoPrice
    room.tiers.clear()
    db.session.flush()
    room.tiers = [
        # The column's default would come with the flush, after the list is derived.
        PriceTier(half_hours=tier.half_hours, price_minor=tier.price_minor, enabled=True)
        for tier in tiers
    ]
    _derive_price_list(room)
    db.session.flush()


def refresh_days(*, room: Room, now: datetime) -> None:
    """Compute every day of the room's horizon, under its lock."""
    occupy.lock(room.id)
    room_days.rebuild_all(room=room, rules=rules_of(room), now=now)


def _derive_price_list(room: Room) -> None:
    tiers = [Tier(t.half_hours, t.price_minor) for t in room.tiers if t.enabled]
    room.price_list = price_list(tiers, minimum=room.minimum, maximum=room.maximum, step=room.step)
