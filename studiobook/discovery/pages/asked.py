"""What is asked of a room, with all that an answer needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from studiobook.bookings.quote import EngineerRate, Quote, TooDear
from studiobook.bookings.quote_for import quote_at
from studiobook.discovery.choice import Choice
from studiobook.discovery.queries import NOTHING, DayBits, Engineer
from studiobook.discovery.total import total_of
from studiobook.rooms.catalogue import RoomDetail
from studiobook.rooms.openings import offered_bits
from studiobook.values.day_mask import slot_of
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.values.wall_clock import to_local

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A choice in a room; `days` reach one beyond the last one shown.

    `engineers` are those who can be booked, at the chosen time if there is one.
    """

    room: RoomDetail
    choice: Choice
    days: Mapping[date, DayBits]
    engineers: Sequence[Engineer]
    fee: Rate
    now: datetime

    @property
    def zone(self) -> str:
        """The studio's."""
        return self.room.rules.zone

    @property
    def today(self) -> date:
        """The date that it is there now."""
        return to_local(self.now, self.zone).date()

    @property
    def engineer(self) -> Engineer | None:
        """The chosen one, if that one can come."""
        return next((one for one in self.engineers if one.id == self.choice.engineer_id), None)

    def bits(self, on_date: date) -> DayBits:
        """A day as it is stored."""
        return self.days.get(on_date, NOTHING)

    def offered(self, on_date: date) -> list[int]:
        """The half hours of a date, counted from midnight, at which a session may start."""
        return offered_bits(
            self.room.rules,
            self.bits(on_date).on_offer,
            self.bits(on_date + DAY).on_offer,
            on_date,
            length=self.choice.half_hours,
            now=self.now,
        )

    def slot_at(self, on_date: date, bit: int) -> Timeslot:
        """The session of the chosen length that starts there."""
        return slot_of(on_date, self.zone, bit, self.choice.half_hours)

    @property
    def rate(self) -> EngineerRate | None:
        """What the chosen engineer adds."""
        engineer = self.engineer
        return EngineerRate(engineer.name, engineer.per_hour_minor) if engineer else None

    def total(self, slot: Timeslot) -> Money:
        """What a session of the chosen length costs at a time. Raises refusals."""
        asked = (self.room, slot, self.choice.people, self.fee, self.rate)
        try:
            return total_of(*asked, add_ons=self.choice.add_ons)
        except TooDear:
            # The price of a chosen time says so; the calendar beside it has to stand.
            return total_of(*asked)

    def price(self, slot: Timeslot) -> Quote:
        """What a slot costs, by the one function that also freezes it. Raises its refusals."""
        return quote_at(
            self.room.studio,
            pricing=self.room.pricing,
            slot=slot,
            people=self.choice.people,
            add_ons=self.choice.add_ons,
            engineer=self.rate,
            fee=self.fee,
        )
