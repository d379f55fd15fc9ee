"""Bookings by the clock: holds lapse, guests are reminded, sessions end, requests run out."""

from collections.abc import Callable
from functools import partial
from typing import Any

import structlog

from studiobook import clock
from studiobook.auth.events import EmailVerified
from studiobook.bookings.answer import (
    decline,
    list_half_answered,
    list_unanswered,
    remind_owner,
)
from studiobook.bookings.attach import attach
from studiobook.bookings.complete import complete, list_over
from studiobook.bookings.expire import expire, list_lapsed
from studiobook.bookings.offer_new_times import call_off, list_unchosen
from studiobook.bookings.remind import list_to_remind, remind
from studiobook.bookings.settle_move import lapse_move, list_lapsed_moves
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.users.models import User

log = structlog.get_logger()


def subscribe_all() -> None:
    """Hear of addresses that were verified."""
    subscribe(EmailVerified, attach_guest_bookings)


def attach_guest_bookings(event: Event) -> None:
    """Whoever has proved to own an address finds the bookings made with it."""
    in_transaction(lambda: attach(db.session.get_one(User, event.data["user_id"]), now=clock.now()))


def expire_holds() -> None:
    """Tidy up holds and moves whose time is over; every reader treats them as gone already."""
    now = clock.now()
    _each(partial(list_lapsed, now=now), partial(expire, now=now))
    _each(partial(list_lapsed_moves, now=now), partial(lapse_move, now=now))


def remind_guests() -> None:
    """Remind of sessions that begin within a day."""
    now = clock.now()
    _each(partial(list_to_remind, now=now), partial(remind, now=now))


def complete_past() -> None:
    """Complete what is over."""
    now = clock.now()
    _each(partial(list_over, now=now), partial(complete, now=now))


def call_off_unchosen() -> None:
    """Cancel and refund what the studio closed and whose guests chose no other time."""
    now = clock.now()
    _each(partial(list_unchosen, now=now), partial(call_off, now=now))


def decline_unanswered() -> None:
    """Decline and refund what the owner did not answer; remind at half time."""
    now = clock.now()
    _each(partial(list_unanswered, now=now), partial(decline, actor="platform", now=now))
    _each(partial(list_half_answered, now=now), partial(remind_owner, now=now))


def _each(find: Callable[[], list[int]], work: Callable[[int], Any]) -> None:
    """Each in a transaction of its own: one bad row must not hold up the others."""
    for found in in_transaction(find):
        try:
            in_transaction(partial(work, found))
        except Exception:
            log.exception("booking_job_failed", id=found)
