"""The booking desk of a room: its free times, and the price of the one that is chosen."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from studiobook.discovery.choice import WEEK, Choice, lengths_of
from studiobook.discovery.pages.asked import DAY, Asked
from studiobook.discovery.pages.calendar import Shown, calendar_view, day_ribbon
from studiobook.discovery.pages.clocks import hours_label
from studiobook.discovery.pages.links import hours_text, kept_query
from studiobook.discovery.pages.quote import QuoteView, quote_view
from studiobook.discovery.pages.ribbon import Way
from studiobook.discovery.queries import Engineer
from studiobook.rooms.add_on import fields_of
from studiobook.rooms.catalogue import RoomDetail
from studiobook.values.money import Money
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
    add_ons: tuple[tuple[str, str], ...]
    calendar: Calendar
    ribbon: Ribbon | None
    views: tuple[Link, ...]
    quote: QuoteView | None


def desk_of(asked: Asked, *, action: str) -> Desk:
    """The desk on the page at `action`."""
    choice, address = asked.choice, _Address(action, asked.choice)
    quoted = quote_view(asked, action=action, target="#desk")
    shown = Shown(
        asked=asked,
        chosen=choice.slot(asked.zone) if quoted and quoted.hold else None,
        way=address.way,
        turn=address.of_day,
    )
    engineer = asked.engineer
    return Desk(
        choice=choice,
        action=action,
        capacity=asked.room.pricing.capacity,
        lengths=tuple((hours_text(n), hours_label(n)) for n in lengths_of(asked.room.rules)),
        length=hours_text(choice.half_hours),
        engineers=tuple((str(one.id), _with_rate(one, asked.room)) for one in asked.engineers),
        engineer="" if engineer is None else str(engineer.id),
        add_ons=fields_of(choice.add_ons),
        calendar=calendar_view(shown),
        ribbon=day_ribbon(shown, choice.start_date or _first_free_day(asked)),
        views=address.views(),
        quote=quoted,
    )


def calendar_href(asked: Asked) -> str:
    """The calendar around what is asked."""
    address = _Address(f"/rooms/{asked.room.code}/calendar", asked.choice)
    return address.of_day(asked.choice.start_date or asked.choice.on_date, asked.choice.days)


def _first_free_day(asked: Asked) -> date:
    """The first day shown on which something can be chosen, else the first one."""
    first, last = asked.choice.span
    dates = (first + n * DAY for n in range((last - first).days + 1))
    return next((on_date for on_date in dates if asked.offered(on_date)), first)


@dataclass(frozen=True)
class _Address:
    """Links that change one thing of a choice and keep the rest."""

    action: str
    choice: Choice

    @property
    def way(self) -> Way:
        """To a start."""
        view = "&view=day" if self.choice.days == 1 else ""
        return Way(self.action, f"{self._kept}{view}")

    def of_day(self, on_date: date, days: int) -> str:
        """Another week or day."""
        view = "&view=day" if days == 1 else ""
        return f"{self.action}?date={on_date.isoformat()}&{self._kept}{view}#desk"

    def views(self) -> tuple[Link, ...]:
        """Week or day."""
        on_date, days = self.choice.start_date or self.choice.on_date, self.choice.days
        return (
            Link("Week", self.of_day(on_date, WEEK), current=days != 1),
            Link("Day", self.of_day(on_date, 1), current=days == 1),
        )

    @cached_property
    def _kept(self) -> str:
        return kept_query(self.choice)


def _with_rate(engineer: Engineer, room: RoomDetail) -> str:
    rate = Money(engineer.per_hour_minor, room.pricing.currency)
    return f"{engineer.name}, {money(rate)} an hour"
