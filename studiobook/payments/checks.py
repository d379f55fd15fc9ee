"""When an undecided charge or refund is looked at again: one pure rule."""

from datetime import datetime, timedelta

FIRST = tuple(timedelta(minutes=minutes) for minutes in (2, 10, 30))
HOURLY_FOR = timedelta(hours=72)
#: How long after its end a payment page is asked whether it ended unpaid.
AFTER_END = timedelta(minutes=1)


def next_check(*, since: datetime, now: datetime, ends_at: datetime | None = None) -> datetime:
    """The moment after `now`: at 2, 10 and 30 minutes of age, then hourly, after 3 days daily.

    Never later than just after a page's end, as long as that lies ahead.
    """
    moment = _by_age(since=since, now=now)
    if ends_at is not None and now < ends_at + AFTER_END:
        return min(moment, ends_at + AFTER_END)
    return moment


def _by_age(*, since: datetime, now: datetime) -> datetime:
    for age in FIRST:
        if now < since + age:
            return since + age
    if now - since < HOURLY_FOR:
        return now + timedelta(hours=1)
    return now + timedelta(days=1)
