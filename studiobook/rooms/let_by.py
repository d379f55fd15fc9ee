"""What a row of `room` says about its price and its rules, whoever has read it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from studiobook.rooms.models import Room
from studiobook.rooms.openings import Rules
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_by_time import bands_of
from studiobook.rooms.price_list import RoomPricing, Tier
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_hours import WeeklyHours


def pricing_of(room: Room) -> RoomPricing:
    """What the price of a room is worked out from."""
    return pricing_by(room, tiers=tiers_of(room), bands=bands_of(room))


def tiers_of(room: Room) -> list[Tier]:
    """The prices that count."""
    return [Tier(tier.half_hours, tier.price_minor) for tier in room.tiers if tier.enabled]


def pricing_by(
    row: Room | Row[Any], *, tiers: Iterable[Tier], bands: Iterable[Band]
) -> RoomPricing:
    """What its price is worked out from; `tiers` are the enabled ones."""
    return RoomPricing(
        currency=row.currency,
        tiers=tuple(tiers),
        minimum=row.minimum,
        maximum=row.maximum,
        step=row.step,
        included_people=row.included_people,
        extra_person_minor=row.extra_person_minor,
        capacity=row.capacity,
        bands=tuple(bands),
    )


def rules_by(
    row: Room | Row[Any], *, zone: str, hours: WeeklyHours | None, closures: Iterable[Timeslot]
) -> Rules:
    """By which it is let; `closures` are its own and its studio's."""
    return Rules(
        zone=zone,
        hours=hours,
        closures=tuple(closures),
        minimum=row.minimum,
        maximum=row.maximum,
        step=row.step,
        before=timedelta(minutes=row.buffer_before_minutes),
        after=timedelta(minutes=row.buffer_after_minutes),
        lead=timedelta(minutes=row.lead_minutes),
        horizon_days=row.horizon_days,
    )
