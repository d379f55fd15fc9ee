"""How an owner's texts and opening hours are shown."""

from studiobook.values.wall_hours import WeeklyHours
from studiobook.web.components import Fact


def paragraphs(text: str) -> tuple[str, ...]:
    """What an owner wrote, split where a line was left empty."""
    return tuple(part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip())


def describe_hours(hours: WeeklyHours | None) -> tuple[Fact, ...]:
    """Opening hours, a line for each run of equal days."""
    return tuple(Fact(days, opened) for days, opened in hours.describe()) if hours else ()
