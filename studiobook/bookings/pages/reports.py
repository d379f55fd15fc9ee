"""Reports as pictures before they are tables: how full, what earned, how people book."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from studiobook.bookings.report_queries import Ahead, Earned, Habits, RoomFullness
from studiobook.rooms.models import Room
from studiobook.studios.models import Studio
from studiobook.values.money import Money
from studiobook.web.components import Fact, Link
from studiobook.web.console import sections
from studiobook.web.templating import money

Key = TypeVar("Key")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: From so many rooms on, a room's map opens when it is asked for.
MANY = 7


@dataclass(frozen=True, slots=True)
class HeatCell:
    """An hour of a weekday: `percent` of its open time that was booked, None where closed."""

    hour: int
    percent: int | None
    words: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A weekday."""

    weekday: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """The hours of one room that are ever open, weekday by weekday."""

    name: str
    summary: str
    hours: tuple[int, ...]
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A month and its sum; `share` of the largest one, from 0 to 100."""

    label: str
    amount: str
    share: int


@dataclass(frozen=True, slots=True)
class EarningsChart:
    """The months of one currency, and what each room brought in over all of them."""

    currency: str
    total: str
    bars: tuple[Bar, ...]
    rooms: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """Everything; without a room there is nothing to report. Maps of many rooms are folded."""

    title: str
    sections: tuple[Link, ...]
    money: tuple[Fact, ...]
    heat: tuple[HeatMap, ...]
    is_folded: bool
    earnings: tuple[EarningsChart, ...]
    habits: tuple[Fact, ...]


def reports_page(
    rooms: list[Room],
    fullness: list[RoomFullness],
    earned: list[Earned],
    habits: Habits,
    months: list[date],
    *,
    ahead: list[Ahead],
    owned: frozenset[int] = frozenset(),
) -> ReportsPage:
    """The page of these rooms; `owned` are the studios whose payments are the viewer's to see."""
    names = {room.id: f"{room.name}, {room.studio.name}" for room in rooms}
    return ReportsPage(
        title="Reports",
        sections=sections("reports"),
        money=_money(rooms, earned, ahead, months[-1], owned) if rooms else (),
        heat=tuple(_heat(names[one.room.id], one) for one in fullness),
        is_folded=len(fullness) >= MANY,
        earnings=tuple(
            _chart(currency, [one for one in earned if one.currency == currency], names, months)
            for currency in sorted({one.currency for one in earned})
        ),
        habits=_habits(habits),
    )


def _money(
    rooms: list[Room],
    earned: list[Earned],
    ahead: list[Ahead],
    month: date,
    owned: frozenset[int],
) -> tuple[Fact, ...]:
    """What was earned, what comes, and whether guests can pay."""
    present = _sums((one.currency, one.minor) for one in earned if one.month == month)
    facts = [
        Fact(f"Earned in {month:%B}", money(Money(minor, currency)), "without the service fee")
        for currency, minor in sorted(present.items())
    ] or [Fact(f"Earned in {month:%B}", "Nothing yet")]
    facts += [
        Fact(
            "Paid already, to come",
            money(Money(one.minor, one.currency)),
            "1 session" if one.sessions == 1 else f"{one.sessions} sessions",
        )
        for one in ahead
    ]
    studios = {room.studio.company_id: room.studio for room in rooms}
    return (*facts, *(_health(studio, is_theirs=studio.id in owned) for studio in studios.values()))


def _health(studio: Studio, *, is_theirs: bool) -> Fact:
    href = f"/manage/studios/{studio.slug}/payments" if is_theirs else None
    word = "Working" if studio.company.can_charge else "Guests can’t pay"
    return Fact("Payments", word, studio.company.name, href)


def _heat(name: str, full: RoomFullness) -> HeatMap:
    cells = full.open.keys() | full.booked.keys()
    hours = range(min(h for _d, h in cells), max(h for _d, h in cells) + 1) if cells else range(0)
    opened, booked = sum(full.open.values()), sum(full.booked.values())
    return HeatMap(
        name=name,
        summary=f"{_percent(booked, opened) or 0}% of its open hours were booked",
        hours=tuple(hours),
        rows=tuple(
            HeatRow(weekday, tuple(_cell(full, number, weekday, hour) for hour in hours))
            for number, weekday in enumerate(WEEKDAYS)
        ),
    )


def _cell(full: RoomFullness, number: int, weekday: str, hour: int) -> HeatCell:
    at = (number, hour)
    percent = _percent(full.booked.get(at, 0), full.open.get(at, 0))
    what = "closed" if percent is None else f"{percent}% booked"
    return HeatCell(hour, percent, f"{weekday} {hour:02}:00, {what}")


def _percent(part: int, whole: int) -> int | None:
    """At most all of it: bookings made before hours were shortened can exceed them."""
    if not whole:
        return 100 if part else None
    return min(round(100 * part / whole), 100)


def _chart(
    currency: str, earned: list[Earned], names: dict[int, str], months: list[date]
) -> EarningsChart:
    by_month = _sums((one.month, one.minor) for one in earned)
    by_room = _sums((one.room_id, one.minor) for one in earned)
    most = max(by_month.values(), default=0)
    return EarningsChart(
        currency=currency,
        total=money(Money(sum(by_month.values()), currency)),
        bars=tuple(
            Bar(
                label=f"{month:%b %Y}",
                amount=money(Money(by_month[month], currency)),
                share=round(100 * by_month[month] / most) if most else 0,
            )
            for month in months
        ),
        rooms=tuple(
            Fact(names[room_id], money(Money(minor, currency)))
            for room_id, minor in sorted(by_room.items(), key=lambda item: -item[1])
        ),
    )


def _sums(pairs: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    found: dict[Key, int] = defaultdict(int)
    for key, minor in pairs:
        found[key] += minor
    return found


def _habits(habits: Habits) -> tuple[Fact, ...]:
    if not habits.booked or habits.days_ahead is None:
        return ()
    ahead = f"{habits.days_ahead:.0f} days" if habits.days_ahead >= 2 else "less than two days"
    return (
        Fact("Bookings", str(habits.booked), "paid, in the last twelve months"),
        Fact("Booked ahead", ahead, "the middle one of all"),
        Fact("Cancelled", f"{round(100 * habits.cancelled / habits.booked)}%", "of all that paid"),
    )
