"""Opening hours of one day as people type them: "9-18", "19:00–02:00", "closed"."""

import re

from studiobook.values.wall_hours import BadHours, BadInterval, Day, OpenInterval

LONGEST = 200
NOON, MIDNIGHT = 12 * 60, 24 * 60
CLOSED = {"", "closed", "-", "–"}
ALL_DAY = {"24 hours", "24h", "open 24 hours", "all day", "always"}
WHOLE_DAY: Day = (OpenInterval(0, MIDNIGHT),)
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?"
_SPAN = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}", re.IGNORECASE)


class UnreadableHours(BadHours):
    """What was typed is no list of opening hours; the message says how they are written."""


def read_day(text: str) -> Day:
    """The intervals of a day; a closing time that is not after its opening is the next date's.

    Nothing, or "closed", is a closed day. Raises UnreadableHours.
    """
    typed = " ".join(text.lower().split())
    if len(typed) > LONGEST:
        raise UnreadableHours("That is too long for one day's opening hours.")
    if typed in CLOSED:
        return ()
    if typed in ALL_DAY:
        return WHOLE_DAY
    return tuple(_interval(part.strip()) for part in re.split(r",|;|&|\band\b", typed))


def write_day(day: Day) -> str:
    """The same as text that `read_day` reads: "09:00–12:00, 19:00–02:00"."""
    return "24 hours" if day == WHOLE_DAY else ", ".join(map(str, day)) or "closed"


def _interval(text: str) -> OpenInterval:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise UnreadableHours(f"“{text}” can't be read. Write it as 09:00–18:00, or closed.")
    opens, closes = _minutes(found.groups()[:3]), _minutes(found.groups()[3:])
    if opens == MIDNIGHT:
        opens = 0
    if closes <= opens:
        closes += MIDNIGHT
    try:
        return OpenInterval(opens, closes)
    except BadInterval:
        raise UnreadableHours(f"“{text}” is longer than a day.") from None


def _minutes(parts: tuple[str | None, ...]) -> int:
    hour, minute, half = int(parts[0] or 0), int(parts[1] or 0), parts[2]
    if half and not 1 <= hour <= 12:
        raise UnreadableHours(f"There is no {hour} {half}.")
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    total = hour * 60 + minute
    if minute > 59 or total > MIDNIGHT:
        raise UnreadableHours(f"There is no {hour}:{minute:02} on a clock.")
    return total
