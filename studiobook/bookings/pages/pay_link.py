"""The link that a caller was sent, before the eyes of those who sent it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from studiobook.bookings.hold_fields import slot_fields
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.wording import link_words, moment, until
from studiobook.bookings.pay_link import PAUSE, is_live_link, latest_end
from studiobook.bookings.states import Status
from studiobook.web.components import Act

#: Minutes that one press adds.
STEPS = (30, 120)


@dataclass(frozen=True, slots=True)
class PayLink:
    """`url` is the link itself, while it can be paid by; then `lapses_at` counts down."""

    sentence: str
    url: str | None
    lapses_at: datetime
    clock_label: str
    now: datetime
    acts: tuple[Act, ...]
    note: str | None = None


def pay_link_of(booking: Booking, *, url: str, now: datetime) -> PayLink | None:
    """What is known of the link; None for a booking that was made without one, or is paid."""
    if booking.link_sent_at is None or booking.lapses_at is None:
        return None
    if not is_live_link(booking, now=now):
        return _ended(booking, now)
    lapse = until(booking.lapses_at, booking.zone, now=now)
    resting = now < booking.link_sent_at + PAUSE
    return PayLink(
        sentence=f"{link_words(booking, named=True, now=now)}.",
        url=url,
        lapses_at=booking.lapses_at,
        clock_label=f"Held until {lapse}",
        now=now,
        acts=(*(() if resting else (_again(booking),)), *_longer(booking, now), _back(booking)),
        note="The link can be sent again in two minutes." if resting else None,
    )


def _ended(booking: Booking, now: datetime) -> PayLink | None:
    if booking.status not in (Status.HELD, Status.EXPIRED, Status.RELEASED):
        return None
    assert booking.lapses_at is not None
    at = moment(booking.ended_at or booking.lapses_at, booking.zone)
    if booking.cancelled_by is not None:
        sentence = f"You took the offer back: {at}."
    elif booking.status is Status.RELEASED:
        sentence = f"{booking.guest_name} let the time go: {at}."
    else:
        sentence = f"{booking.guest_name} did not pay in time. The link ended: {at}."
    ahead = booking.slot.starts_at > now and booking.guest_email
    acts = (_anew(booking),) if ahead else ()
    return PayLink(sentence, None, booking.lapses_at, "", now, acts)


def _again(booking: Booking) -> Act:
    return Act("Send it again", f"/manage/bookings/{booking.code}/link", kind="quiet")


def _longer(booking: Booking, now: datetime) -> list[Act]:
    """Each names its end, so that pressing twice asks for the same."""
    assert booking.link_ends_at is not None
    last = latest_end(booking)
    wished = [booking.link_ends_at + timedelta(minutes=minutes) for minutes in STEPS]
    ends = sorted({min(end, last) for end in (*wished, last)} - {booking.link_ends_at})
    return [
        Act(
            f"Give until {until(end, booking.zone, now=now)}",
            f"/manage/bookings/{booking.code}/link/prolongation",
            (("lasts", str(-((booking.held_at - end) // timedelta(minutes=1)))),),
            kind="quiet",
            words=f"Give until {until(end, booking.zone, now=now)} to pay",
        )
        for end in ends
    ]


def _back(booking: Booking) -> Act:
    return Act("Take it back", f"/manage/bookings/{booking.code}/link/withdrawal", kind="danger")


def _anew(booking: Booking) -> Act:
    """The same once more: the way back from taking it back."""
    fields = [
        *slot_fields(booking.slot, booking.zone),
        ("people", str(booking.people)),
        ("name", booking.guest_name),
        ("email", booking.guest_email),
        ("phone", booking.guest_phone),
        ("engineer", str(booking.engineer_id or "")),
        ("lasts", "30"),
        ("expected_total", str(booking.total_minor)),
    ]
    return Act("Offer it again", f"/manage/rooms/{booking.room.code}/phone-bookings", tuple(fields))
