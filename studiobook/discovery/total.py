"""What a length of a room costs in total: the figure beside it in every list."""

from datetime import UTC, datetime
from functools import lru_cache

from studiobook.bookings.quote import EngineerRate, quote
from studiobook.rooms.add_on import ChosenAddOn
from studiobook.rooms.catalogue import RoomDetail
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot

#: Prices follow elapsed time, so that any stretch of a length tells its price.
SOME_TIME = datetime(2000, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=16_384)
def total_of(
    room: RoomDetail,
    half_hours: int,
    people: int,
    fee: Rate,
    engineer: EngineerRate | None = None,
    *,
    add_ons: tuple[ChosenAddOn, ...] = (),
) -> Money:
    """What holding it will cost, by the one function that also freezes it. Raises its refusals."""
    slot = Timeslot(SOME_TIME, SOME_TIME + half_hours * HALF_HOUR)
    return quote(
        pricing=room.pricing,
        slot=slot,
        people=people,
        add_ons=add_ons,
        engineer=engineer,
        fee=fee,
        tax=room.studio.tax,
    ).total
