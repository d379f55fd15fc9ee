"""The link by which a caller pays: sent once more, and made to last longer."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from studiobook.bookings.errors import LinkEnded, ProlongedOften, SentJustNow, SentOften
from studiobook.bookings.events import LinkProlonged, LinkSentAgain
from studiobook.bookings.lock import lock_booking
from studiobook.bookings.models import Booking
from studiobook.bookings.offer_by_link import LONGEST
from studiobook.bookings.prolong import stretch
from studiobook.bookings.states import NotInThatState, Status
from studiobook.db.base import db
from studiobook.outbox.models import Event
from studiobook.outbox.record import Fact, record

#: Between two mails, and how many there are in all.
PAUSE = timedelta(minutes=2)
MOST = 5
#: How often a link is made to last longer: a mail tells of each time.
MOST_PROLONGED = 8


def is_live_link(booking: Booking, *, now: datetime) -> bool:
    """Whether somebody may still pay by a link of the studio's."""
    held = booking.link_sent_at is not None and booking.status is Status.HELD
    return held and booking.lapses_at is not None and booking.lapses_at > now


def send_again(booking_id: int, *, now: datetime, actor_id: int | None = None) -> Booking:
    """Have the same link sent once more.

    Raises LinkEnded, NotInThatState, SentJustNow, SentOften.
    """
    booking = _lock_live(booking_id, now)
    assert booking.link_sent_at is not None
    if now < booking.link_sent_at + PAUSE:
        raise SentJustNow
    if _times(LinkSentAgain, booking.id) >= MOST - 1:
        raise SentOften
    booking.link_sent_at = now
    db.session.flush()
    record(LinkSentAgain(), actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def latest_end(booking: Booking) -> datetime:
    """As long as a link may last: a day from when it was held, and never into the session."""
    return min(booking.held_at + LONGEST, booking.slot.starts_at)


def lengthen(
    booking_id: int, *, lasts: timedelta, now: datetime, actor_id: int | None = None
) -> Booking:
    """Let the link end when `lasts` from its beginning is over, as far as it may; never earlier.

    Asking twice for the same length changes nothing more. Raises LinkEnded, NotInThatState,
    ProlongedOften.
    """
    booking = _lock_live(booking_id, now)
    assert booking.lapses_at is not None
    assert booking.link_ends_at is not None
    ends_at = min(booking.held_at + lasts, latest_end(booking))
    if ends_at <= booking.link_ends_at:
        return booking
    if _times(LinkProlonged, booking.id) >= MOST_PROLONGED:
        raise ProlongedOften
    booking.link_ends_at = ends_at
    # An open payment page may have made the hold longer than that already.
    stretch(booking, until=max(ends_at, booking.lapses_at), now=now)
    fact = LinkProlonged(ends_at)
    record(fact, actor="owner", actor_id=actor_id, booking_id=booking.id, now=now)
    return booking


def _lock_live(booking_id: int, now: datetime) -> Booking:
    booking = lock_booking(booking_id)
    if booking.link_sent_at is None:
        raise NotInThatState
    if booking.status in (Status.EXPIRED, Status.RELEASED):
        raise LinkEnded
    if booking.status is not Status.HELD:
        raise NotInThatState
    if booking.lapses_at is None or booking.lapses_at <= now:
        raise LinkEnded
    return booking


def _times(fact: type[Fact], booking_id: int) -> int:
    found = select(func.count(Event.id)).where(
        Event.booking_id == booking_id, Event.name == fact.__name__
    )
    return db.session.scalar(found) or 0
