"""What people type into the search form and the room's selector, parsed and checked.

Plain parsers instead of WTForms: these are GET forms without a token, and search has a time budget
in which binding and rendering eighty choices would be the largest part.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from studiobook.discovery.criteria import LONGEST, SHORTEST, USUAL, Area, Criteria, Sort
from studiobook.discovery.reference import Reference
from studiobook.discovery.window import When, window
from studiobook.rooms.models import RoomKind
from studiobook.studios.queries import Filter
from studiobook.values.coordinates import BadCoordinates, Coordinates
from studiobook.values.currency import exponent
from studiobook.values.wall_clock import AmbiguousTime, GapTime, to_local

#: An end at or before the start is meant for the night after up to here; later it is a mistake.
NIGHT_ENDS = time(6)
DAY = timedelta(days=1)
FURTHEST = timedelta(days=366)
MOST_PEOPLE = 1000
MOST_MONEY = 10**9
T = TypeVar("T")


@dataclass(slots=True)
class SearchForm:
    """The text of each field as it came, what is wrong with it, and the criteria when nothing is.

    `showings` are the offsets to choose from when the clock shows `from` twice that night.
    """

    text: dict[str, str]
    gear: frozenset[str] = frozenset()
    badges: frozenset[str] = frozenset()
    errors: dict[str, str] = field(default_factory=dict)
    area: Area | None = None
    criteria: Criteria | None = None
    showings: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nobody has said where yet, and nothing is wrong either."""
        return self.area is None and not self.errors


class _Wrong(ValueError):
    """A field's text can't be understood; the message stands beside the field."""


def parse_search(args: MultiDict[str, str], reference: Reference, *, now: datetime) -> SearchForm:
    """Read the query string of /search. Unknown parameters are passed over."""
    form = SearchForm(
        text={name: _plain(value) for name, value in args.items()},
        gear=frozenset(args.getlist("equipment")),
        badges=frozenset(args.getlist("badge")),
    )
    form.area = _checked(form, "city", lambda: _area(form.text, reference))
    gear = _checked(form, "equipment", lambda: _known(form.gear, reference.gear))
    badges = _checked(form, "badge", lambda: _known(form.badges, reference.badges))
    people = _checked(form, "people", lambda: _people(form.text.get("people", "")))
    kind = _checked(form, "kind", lambda: _kind(form.text.get("kind", "")))
    half_hours = _checked(form, "hours", lambda: _half_hours(form.text.get("hours", "")))
    if form.area is None or half_hours is None:
        # Without a place there is no zone: only what is over everywhere is refused.
        _checked(form, "date", lambda: _date(form.text.get("date", ""), (now - DAY).date()))
        return form
    when = _when(form, form.area, half_hours, now)
    currency = form.area.home.currency
    most = _checked(form, "max_total", lambda: _money(form.text.get("max_total", ""), currency))
    if form.errors or when is None or people is None:
        return form
    form.criteria = Criteria(
        area=form.area,
        when=when,
        people=people,
        kind=kind,
        gear=gear or (),
        badges=badges or (),
        instant=bool(form.text.get("instant")),
        max_total=most,
        sort=_sort(form.text.get("sort", "")),
        page=_page(form.text.get("page", "")),
    )
    return form


def _plain(value: str) -> str:
    """Trimmed, bounded, and without what no page can show (NUL, controls, lone surrogates)."""
    return "".join(letter for letter in value[:100] if letter.isprintable()).strip()


def _checked(form: SearchForm, name: str, read: Callable[[], T]) -> T | None:
    try:
        return read()
    except _Wrong as wrong:
        form.errors[name] = str(wrong)
        return None


def _area(text: dict[str, str], reference: Reference) -> Area | None:
    spot = _spot(text)
    if spot is not None:
        return reference.around(spot)
    slug = text.get("city", "")
    if slug:
        place = reference.places.get(slug)
        if place is None:
            raise _Wrong("We are not in that city yet. Please choose one of the list.")
        return reference.city(place)
    if any(text.get(name) for name in ("date", "from", "until")) or "city" in text:
        raise _Wrong("Please choose a city.")
    return None


def _spot(text: dict[str, str]) -> Coordinates | None:
    """From the hidden fields that the browser fills, or from the choice "near you" (lat,lng)."""
    lat, lng = text.get("lat", ""), text.get("lng", "")
    if not (lat or lng):
        lat, comma, lng = text.get("city", "").partition(",")
        if not comma:
            return None
    try:
        return Coordinates(float(lat), float(lng))
    except (ValueError, BadCoordinates):
        raise _Wrong("We could not read your place. Please choose a city.") from None


def _when(form: SearchForm, area: Area, half_hours: int, now: datetime) -> When | None:
    zone = area.home.zone
    today = to_local(now, zone).date()
    if form.text.get("date") == now.date().isoformat() and now.date() < today:
        # The form offers the day in UTC before it knows where: nobody chose a day that is over.
        form.text["date"] = today.isoformat()
    on_date = _checked(form, "date", lambda: _date(form.text.get("date", ""), today))
    earliest = _checked(form, "from", lambda: _time(form.text.get("from", "")))
    until = _checked(form, "until", lambda: _time(form.text.get("until", "")))
    if on_date is None or form.errors.keys() & {"from", "until"}:
        return None
    when = When(on_date, half_hours, earliest, until, _fold(form.text.get("fold", "")))
    _check_window(form, when, zone, now)
    return when


def _check_window(form: SearchForm, when: When, zone: str, now: datetime) -> None:
    backwards = when.earliest and when.until and when.until <= when.earliest
    if backwards and when.until and when.until > NIGHT_ENDS:
        form.errors["until"] = "The end lies before the start."
        return
    try:
        asked = window(when, zone)
    except GapTime as gap:
        clock = f"{to_local(gap.next_valid, zone):%H:%M}"
        form.errors["from"] = f"The clocks jump over this time that night. The next one is {clock}."
        return
    except AmbiguousTime as twice:
        form.showings = tuple(label for _at, label in twice.options)
        form.errors["from"] = "The clock shows this time twice that night. Please choose which."
        return
    if asked is None:
        hours = f"{when.half_hours / 2:g} h"
        form.errors["until" if when.until else "from"] = f"{hours} do not fit into that time."
    elif asked.slot_at(asked.last).starts_at <= now:
        name = "until" if when.until else "from" if when.earliest else "date"
        form.errors[name] = "That time has passed. Please choose a later one."


def _date(text: str, today: date) -> date:
    if not text:
        return today
    try:
        on_date = date.fromisoformat(text)
    except ValueError:
        raise _Wrong("Please write the day as in 2027-03-14.") from None
    if on_date < today:
        raise _Wrong("That day is over. Please choose a later one.")
    if on_date > today + FURTHEST:
        raise _Wrong("Rooms can be booked up to a year ahead.")
    return on_date


def _time(text: str) -> time | None:
    if not text:
        return None
    try:
        at = time.fromisoformat("00:00" if text == "24:00" else text)
    except ValueError:
        raise _Wrong("Please write the time as in 19:30.") from None
    if at.tzinfo or at.minute % 30 or at.second or at.microsecond:
        raise _Wrong("Sessions start on the hour or half hour.")
    return at


def _fold(text: str) -> int | None:
    return int(text) if text in ("0", "1") else None


def _half_hours(text: str) -> int:
    if not text:
        return USUAL
    half_hours = _decimal(text, "Please write the hours as a number, such as 2 or 2.5.") * 2
    if half_hours != int(half_hours):
        raise _Wrong("Rooms are let by the hour and half hour.")
    if not SHORTEST <= half_hours <= LONGEST:
        raise _Wrong("Sessions last from half an hour to 24 hours.")
    return int(half_hours)


def _people(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MOST_PEOPLE:
        raise _Wrong(f"Please give a number of people from 1 to {MOST_PEOPLE}.")
    return int(text)


def _kind(text: str) -> RoomKind | None:
    if not text:
        return None
    try:
        return RoomKind(text)
    except ValueError:
        raise _Wrong("Please choose a kind of the list.") from None


def _known(slugs: Iterable[str], known: dict[str, Filter]) -> tuple[Filter, ...]:
    wanted = sorted(slug for slug in slugs if slug)
    if any(slug not in known for slug in wanted):
        raise _Wrong("Please choose from the list.")
    return tuple(known[slug] for slug in wanted)


def _money(text: str, currency: str) -> int | None:
    if not text:
        return None
    amount = _decimal(text, "Please write the total as a number.")
    minor = amount.scaleb(exponent(currency))
    if not 0 < minor <= MOST_MONEY:
        raise _Wrong("Please write a total above zero.")
    return int(minor)


def _decimal(text: str, sentence: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise _Wrong(sentence) from None
    if not number.is_finite() or number.copy_abs() > MOST_MONEY:
        raise _Wrong(sentence)
    return number


def _sort(text: str) -> Sort:
    return Sort(text) if text in set(Sort) else Sort.BEST


def _page(text: str) -> int:
    return min(int(text), 1000) if text.isascii() and text.isdecimal() and int(text) else 1
