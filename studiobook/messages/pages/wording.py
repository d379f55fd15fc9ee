"""Addresses, days and times of messages, as both sides read them."""

from datetime import datetime, timedelta

from studiobook.messages.models import Side, Thread
from studiobook.values.wall_clock import to_local
from studiobook.web.templating import clock, day

PATHS = {Side.GUEST: "/messages", Side.STUDIO: "/manage/messages"}


def path_of(side: Side, thread: Thread | None = None) -> str:
    """The list of a side, or one thread as this side opens it."""
    return PATHS[side] if thread is None else f"{PATHS[side]}/{thread.code}"


def day_name(instant: datetime, zone: str, *, now: datetime) -> str:
    """Today, Yesterday, or Fri 27 Nov 2026, by the studio's clock."""
    local, today = to_local(instant, zone).date(), to_local(now, zone).date()
    if local == today:
        return "Today"
    return "Yesterday" if local == today - timedelta(days=1) else day(local)


def when_in_short(instant: datetime, zone: str, *, now: datetime) -> str:
    """14:32 today, else the day."""
    name = day_name(instant, zone, now=now)
    return clock(instant, zone) if name == "Today" else name
