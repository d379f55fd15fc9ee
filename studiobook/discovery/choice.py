"""What somebody has chosen on a room's page: length, people, extras and perhaps a start."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from studiobook.rooms.add_on import (
    AddOn,
    AddOnRefused,
    ChosenAddOn,
    still_offered,
    wanted_again,
    wanted_in,
)
from studiobook.rooms.openings import Rules, lets
from studiobook.rooms.price_list import RoomPricing
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_instant

DAY = timedelta(days=1)
WEEK = 7
USUAL = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """Checked parts of the address; what could not be read is in `errors`, by its parameter.

    `on_date` is the first day shown; `start` is a local time of `start_date`.
    """

    on_date: date
    days: int
    half_hours: int
    people: int
    engineer_id: int | None
    start_date: date | None = None
    start: time | None = None
    fold: int | None = None
    add_ons: tuple[ChosenAddOn, ...] = ()
    #: Whether the address asks for add-ons that can't be had, or not so many: links grow old.
    misses_add_ons: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def span(self) -> tuple[date, date]:
        """The first and last date that are shown; a start outside of them is not looked up."""
        first, last = self.on_date, self.on_date + (self.days - 1) * DAY
        return first, last

    def slot(self, zone: str) -> Timeslot | None:
        """The chosen slot. Raises GapTime, AmbiguousTime and other BadTime."""
        if self.start is None or self.start_date is None:
            return None
        starts_at = to_instant(datetime.combine(self.start_date, self.start), zone, self.fold)
        return Timeslot(starts_at, starts_at + self.half_hours * HALF_HOUR)


def lengths_of(rules: Rules) -> range:
    """The lengths that the room is let for, in half hours."""
    return range(rules.minimum, rules.maximum + 1, rules.step)


def read_choice(
    args: Mapping[str, str],
    rules: Rules,
    pricing: RoomPricing,
    offered: Sequence[AddOn] = (),
    *,
    today: date,
) -> Choice:
    """Read the parameters of a room's page; whatever is wrong falls back to the usual."""
    errors: dict[str, str] = {}
    asked = _date(args, errors, today)
    start = _start(args, errors)
    last = rules.horizon_days
    add_ons, misses = _add_ons(args, offered)
    shown = min(max((asked - today).days, 0), last)
    by_day = args.get("view") == "day"
    return Choice(
        on_date=today + (shown if by_day else shown - shown % WEEK) * DAY,
        days=1 if by_day else WEEK,
        half_hours=_half_hours(args, errors, rules),
        people=_people(args, errors, pricing),
        engineer_id=_engineer(args, errors),
        start_date=asked if start else None,
        start=start,
        fold=int(args["fold"]) if args.get("fold") in ("0", "1") else None,
        add_ons=add_ons,
        misses_add_ons=misses,
        errors=errors,
    )


def usual_length(rules: Rules) -> int:
    """Two hours where the room is let for that, else the next longer length, else the longest."""
    return next((n for n in lengths_of(rules) if n >= USUAL), lengths_of(rules)[-1])


def date_asked(args: Mapping[str, str]) -> date | None:
    """The day or the week that is asked for; None where there is none that can be read."""
    week, day = args.get("week", ""), args.get("date", "")
    try:
        return date.fromisoformat(f"{week}-1" if week else day)
    except ValueError:
        return None


def _date(args: Mapping[str, str], errors: dict[str, str], today: date) -> date:
    asked = date_asked(args)
    if asked is None and (args.get("week") or args.get("date")):
        errors["date"] = "Please write the day as in 2027-03-14."
    return asked or today


def _start(args: Mapping[str, str], errors: dict[str, str]) -> time | None:
    text = args.get("start", "")
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        errors["start"] = "Please choose a start in the calendar."
        return None


def _half_hours(args: Mapping[str, str], errors: dict[str, str], rules: Rules) -> int:
    text = args.get("hours", "")
    if not text:
        return usual_length(rules)
    half_hours = _number(text.replace(",", ".")) * 2
    if half_hours != int(half_hours) or not lets(rules, int(half_hours)):
        errors["hours"] = (
            f"This room is let for {rules.minimum / 2:g} to {rules.maximum / 2:g} hours,"
            f" in steps of {rules.step / 2:g}."
        )
        return usual_length(rules)
    return int(half_hours)


def _people(args: Mapping[str, str], errors: dict[str, str], pricing: RoomPricing) -> int:
    text = args.get("people", "")
    if not text:
        return 1
    people = _number(text)
    if people != int(people) or not 1 <= people <= pricing.capacity:
        errors["people"] = f"This room is for 1 to {pricing.capacity} people."
        return 1
    return int(people)


def _engineer(args: Mapping[str, str], errors: dict[str, str]) -> int | None:
    text = args.get("engineer", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        errors["engineer"] = "Please choose an engineer of the list."
        return None
    return int(text)


def _add_ons(
    args: Mapping[str, str], offered: Sequence[AddOn]
) -> tuple[tuple[ChosenAddOn, ...], bool]:
    try:
        wanted = wanted_in(args)
    except AddOnRefused:
        return (), True
    chosen = still_offered(offered, wanted)
    return chosen, wanted_again(chosen) != wanted


def _number(text: str) -> float:
    """A plain number up to 1000; -1 for anything else."""
    if len(text) > 8 or not text.isascii() or not text.replace(".", "", 1).isdecimal():
        return -1
    return min(float(text), 1000)
