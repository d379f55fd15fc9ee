"""The price of a slot as it would be frozen now, with its studio's tax and its studio's clock."""

from collections.abc import Sequence

from studiobook.bookings.queries import rate_of
from studiobook.bookings.quote import EngineerRate, Quote, quote
from studiobook.rooms.add_on import ChosenAddOn
from studiobook.rooms.catalogue import RoomDetail, StudioDetail
from studiobook.rooms.let_by import pricing_of
from studiobook.rooms.models import Room
from studiobook.rooms.price_list import RoomPricing
from studiobook.studios.models import Studio
from studiobook.teams.models import Membership
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot


def quote_for(
    room: Room | RoomDetail,
    *,
    slot: Timeslot,
    people: int,
    add_ons: Sequence[ChosenAddOn],
    engineer: Membership | None,
    fee: Rate,
) -> Quote:
    """By the room's own price list. Raises the refusals of `quote`."""
    return quote_at(
        room.studio,
        pricing=pricing_of(room) if isinstance(room, Room) else room.pricing,
        slot=slot,
        people=people,
        add_ons=add_ons,
        engineer=rate_of(engineer),
        fee=fee,
    )


def quote_at(
    studio: Studio | StudioDetail,
    *,
    pricing: RoomPricing,
    slot: Timeslot,
    people: int,
    add_ons: Sequence[ChosenAddOn] = (),
    engineer: EngineerRate | None = None,
    fee: Rate,
) -> Quote:
    """By any price list. Raises the refusals of `quote`."""
    return quote(
        pricing=pricing,
        slot=slot,
        people=people,
        add_ons=add_ons,
        engineer=engineer,
        fee=fee,
        tax=studio.tax,
        tax_name=studio.tax_name,
        zone=studio.zone,
    )
