"""The booking desk of a room: its free times, and the price of the one that is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from studiobook.discovery.choice import WEEK, Choice, lengths_of
from studiobook.discovery.pages.calendar import Days, Shown, calendar_view, day_ribbon
from studiobook.discovery.pages.clocks import hours_label
from studiobook.discovery.pages.links import hours_text
from studiobook.discovery.pages.quote import QuoteView, engineer_of, price_of, quote_view
from studiobook.discovery.queries import RoomDetail
from studiobook.teams.models import Membership
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import Timeslot
from studiobook.web.components import Calendar, Link
from studiobook.web.ribbon import Ribbon
from studiobook.web.templating import money


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything inside the region `desk`; `action` is the page that it stands on."""

    choice: Choice
    action: str
    capacity: int
    lengths: tuple[tuple[str, str], ...]
    length: str
    engineers: tuple[tuple[str, str], ...]
    engineer: str
    calendar: Calendar
    ribbon: Ribbon | None
    views: tuple[Link, ...]
    quote: QuoteView | None


def desk_of(
    room: RoomDetail,
    choice: Choice,
    days: Days,
    engineers: Sequence[Membership],
    *,
    action: str,
    fee: Rate,
    now: datetime,
) -> Desk:
    """The desk on the page at `action`; `days` reach a day beyond the last one shown."""
    address = _Address(action, choice)
    chosen = engineer_of(choice, engineers)
    quoted = quote_view(room, choice, days, engineers, fee=fee, now=now)

    def price(slot: Timeslot) -> str:
        return money(price_of(room, choice.people, chosen, slot, fee).total)

    shown = Shown(
        room=room,
        choice=choice,
        days=days,
        chosen=choice.slot(room.rules.zone) if quoted and quoted.hold else None,
        price=price,
        href=address.of_start,
        turn=address.of_day,
        now=now,
    )
    return Desk(
        choice=choice,
        action=action,
        capacity=room.pricing.capacity,
        lengths=tuple((hours_text(n), hours_label(n)) for n in lengths_of(room.rules)),
        length=hours_text(choice.half_hours),
        engineers=tuple((str(one.id), _with_rate(one, room)) for one in engineers),
        engineer="" if chosen is None else str(chosen.id),
        calendar=calendar_view(shown),
        ribbon=day_ribbon(shown, choice.start_date or choice.on_date),
        views=address.views(),
        quote=quoted,
    )


@dataclass(frozen=True, slots=True)
class _Address:
    """Links that change one thing of a choice and keep the rest."""

    action: str
    choice: Choice

    def of_start(self, start: str) -> str:
        """A start chosen; `start` is a query of date, start and perhaps fold."""
        view = "&view=day" if self.choice.days == 1 else ""
        return f"{self.action}?{start}&{self._kept()}{view}#quote"

    def of_day(self, on_date: date, days: int) -> str:
        """Another week or day."""
        view = "&view=day" if days == 1 else ""
        return f"{self.action}?date={on_date.isoformat()}&{self._kept()}{view}#desk"

    def views(self) -> tuple[Link, ...]:
        """Week or day."""
        on_date, days = self.choice.start_date or self.choice.on_date, self.choice.days
        return (
            Link("Week", self.of_day(on_date, WEEK), current=days != 1),
            Link("Day", self.of_day(on_date, 1), current=days == 1),
        )

    def _kept(self) -> str:
        choice = self.choice
        engineer = "" if choice.engineer_id is None else f"&engineer={choice.engineer_id}"
        return f"hours={hours_text(choice.half_hours)}&people={choice.people}{engineer}"


def _with_rate(engineer: Membership, room: RoomDetail) -> str:
    rate = Money(engineer.rate_per_hour_minor or 0, room.pricing.currency)
    return f"{engineer.user.name}, {money(rate)} an hour"
