"""Cancellation terms: what comes back, to the cent, as a pure function of the moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

from studiobook.values.money import Money
from studiobook.values.rate import Rate

Canceller = Literal["guest", "owner", "platform"]

# Limits are inclusive: 24 hours' notice is enough. The worse refund starts one tick after.
_TICK = timedelta.resolution
_SOON_GRACE, _SOON_NOTICE = timedelta(hours=1), timedelta(hours=2)
_LONG_GRACE, _LONG_NOTICE = timedelta(hours=24), timedelta(hours=48)
#: When all of it comes back whatever the steps say, as the end of a sentence.
GRACES = (
    "within an hour of paying if the start is more than 2 hours away,"
    " and within 24 hours of paying if it is at least 48 hours away"
)


class BadTerms(ValueError):
    """Stored terms that cannot be read, or steps that do not go down."""


class Preset(StrEnum):
    """The terms that an owner chooses from."""

    EASY = "easy"
    STANDARD = "standard"
    FIRM = "firm"
    LONG_SESSION = "long_session"


@dataclass(frozen=True, slots=True)
class Terms:
    """Steps of (hours before the start, percent refunded), earliest first; nothing after the last.

    A step holds while at least that many hours remain. Raises BadTerms.
    """

    preset: Preset
    steps: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        hours = [hours_before for hours_before, _ in self.steps]
        percents = [percent for _, percent in self.steps]
        if hours != sorted(set(hours), reverse=True) or any(h < 0 for h in hours):
            raise BadTerms("steps come closer to the start, one by one")
        if percents != sorted(set(percents), reverse=True):
            raise BadTerms("each step refunds less than the one before")
        if any(not 0 <= percent <= 100 for percent in percents):
            raise BadTerms("a refund is 0 to 100 percent")

    def to_json(self) -> dict[str, object]:
        """{"preset": "easy", "steps": [[24, 100]]}: how terms are frozen on a booking."""
        return {"preset": self.preset.value, "steps": [list(step) for step in self.steps]}

    @classmethod
    def from_json(cls, data: object) -> "Terms":
        """The inverse of `to_json`. Raises BadTerms on anything else."""
        if not isinstance(data, Mapping):
            raise BadTerms("terms are an object with preset and steps")
        try:
            steps = tuple((int(hours), int(percent)) for hours, percent in data["steps"])
            return cls(Preset(data["preset"]), steps)
        except (KeyError, TypeError, ValueError) as error:
            raise BadTerms(f"these terms cannot be read: {error}") from error


_STEPS: dict[Preset, tuple[tuple[int, int], ...]] = {
    Preset.EASY: ((24, 100),),
    Preset.STANDARD: ((72, 100), (24, 50)),
    Preset.FIRM: ((7 * 24, 100), (48, 50)),
    Preset.LONG_SESSION: ((30 * 24, 100), (7 * 24, 50)),
}


def terms_for(preset: Preset) -> Terms:
    """The present terms of a preset; a booking keeps the ones that it was made under."""
    return Terms(preset, _STEPS[preset])


def hours_in_words(hours: int) -> str:
    """An hour, 72 hours, 7 days: how long before the start."""
    if hours % 24 == 0 and hours >= 4 * 24:
        return f"{hours // 24} days"
    return f"{hours} hours" if hours != 1 else "an hour"


class RefundDue(NamedTuple):
    """What goes back, and why, as the end of the sentence "You get 50% back: …"."""

    amount: Money
    percent: int
    because: str


class RefundStep(NamedTuple):
    """From this instant on a cancelling guest gets this much."""

    from_instant: datetime
    percent: int
    amount: Money


class _Promise(NamedTuple):
    """A share that is good up to and including an instant."""

    percent: int
    until: datetime
    because: str


def refund_due(
    *,
    terms: Terms,
    total: Money,
    paid_at: datetime | None,
    starts_at: datetime,
    now: datetime,
    by: Canceller,
) -> RefundDue:
    """What is refunded of `total` (fees included) when `by` cancels at `now`.

    Owner and platform always give everything back. A guest gets the best of the terms' steps and
    the two graces: everything up to 1 hour after paying while the start is more than 2 hours away,
    and up to 24 hours after paying while it is at least 48 hours away. Limits are inclusive. The
    share never rises as time passes. Without `paid_at` there is no grace.
    """
    if by == "owner":
        return RefundDue(total, 100, "the studio cancelled")
    if by == "platform":
        return RefundDue(total, 100, "we cancelled")
    good = [promise for promise in _promises(terms, paid_at, starts_at) if now <= promise.until]
    if not good:
        return RefundDue(Money.zero(total.currency), 0, _too_late(terms, starts_at, now))
    best = max(good, key=lambda promise: promise.percent)
    return RefundDue(_share(best.percent, total), best.percent, best.because)


def refund_schedule(
    terms: Terms,
    total: Money,
    paid_at: datetime | None,
    starts_at: datetime,
    after: datetime,
) -> tuple[RefundStep, ...]:
    """The guest's refund from `after` on: what holds now, then each drop, down to nothing.

    A step's `from_instant` is the first tick of the lower share, so one microsecond past the limit.
    """
    drops = sorted({promise.until + _TICK for promise in _promises(terms, paid_at, starts_at)})
    steps: list[RefundStep] = []
    for instant in (after, *(drop for drop in drops if drop > after)):
        due = refund_due(
            terms=terms, total=total, paid_at=paid_at, starts_at=starts_at, now=instant, by="guest"
        )
        if not steps or due.percent < steps[-1].percent:
            steps.append(RefundStep(instant, due.percent, due.amount))
    return tuple(steps)


def _promises(terms: Terms, paid_at: datetime | None, starts_at: datetime) -> list[_Promise]:
    promises = [
        _Promise(
            percent,
            starts_at - timedelta(hours=hours),
            f"at least {hours_in_words(hours)} before the start",
        )
        for hours, percent in terms.steps
        if percent
    ]
    if paid_at is None:
        return promises
    soon = min(paid_at + _SOON_GRACE, starts_at - _SOON_NOTICE - _TICK)
    long = min(paid_at + _LONG_GRACE, starts_at - _LONG_NOTICE)
    return [
        *promises,
        _Promise(100, soon, "within an hour of paying"),
        _Promise(100, long, "within 24 hours of paying"),
    ]


def _too_late(terms: Terms, starts_at: datetime, now: datetime) -> str:
    if now >= starts_at:
        return "the session has started"
    if not terms.steps:
        return "these terms give nothing back"
    return f"less than {hours_in_words(terms.steps[-1][0])} before the start"


def _share(percent: int, total: Money) -> Money:
    return Rate.percent(percent).of(total)
