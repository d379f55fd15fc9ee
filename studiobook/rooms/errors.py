"""Why a time in a room can't be had."""

from datetime import datetime

from studiobook.errors import DomainError


class NotOffered(DomainError):
    """The room's own rules refuse the slot, whoever asks."""


class InThePast(NotOffered):
    """The slot has begun already."""

    message = "That time has passed. Please choose a later one."


class TooSoon(NotOffered):
    """Inside the room's lead time."""

    def __init__(self, lead_minutes: int) -> None:
        hours, minutes = divmod(lead_minutes, 60)
        notice = f"{hours} h" if not minutes else f"{lead_minutes} min"
        super().__init__(f"This room needs {notice} notice. Please choose a later time.")


class TooFarAhead(NotOffered):
    """Beyond the room's horizon."""

    def __init__(self, days: int) -> None:
        super().__init__(f"This room can be booked up to {days} days ahead.")


class OffTheGrid(NotOffered):
    """The start is not one of the times the room offers; `grid` is in half hours."""

    def __init__(self, grid: int) -> None:
        when = "on the hour or half hour" if grid == 1 else "on the hour"
        super().__init__(f"Sessions here start {when}.")
        self.grid = grid


class LengthRefused(NotOffered):
    """Shorter or longer than the room is let, or between its steps; lengths in half hours."""

    def __init__(self, minimum: int, maximum: int, step: int) -> None:
        steps = "half hours" if step == 1 else "hours" if step == 2 else f"steps of {step // 2} h"
        super().__init__(
            f"This room is booked for {minimum / 2:g} to {maximum / 2:g} hours, in {steps}."
        )


class Closed(NotOffered):
    """Outside the opening hours, or in a closure."""

    message = "The studio is closed for a part of that time."


class SlotTaken(DomainError):
    """Somebody has a part of it. The edge adds the nearest free times."""

    status = 409
    message = "This time has just been taken. Nothing was charged."

    def __init__(self, starts_at: datetime | None = None) -> None:
        super().__init__()
        self.starts_at = starts_at
