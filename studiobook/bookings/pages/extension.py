"""More time at the end of a session: what it costs, and how that is settled."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.extend import longer, may_extend
from studiobook.bookings.make_move import Mover, Proposal
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, hours_of, session_href
from studiobook.bookings.pages.reschedule import difference_in_words
from studiobook.bookings.pages.settle import Settle, settle_of
from studiobook.bookings.pages.wording import length_of
from studiobook.bookings.quote import Quote
from studiobook.rooms.models import Room
from studiobook.web.components import Act, Link
from studiobook.web.console import sections
from studiobook.web.templating import clock


@dataclass(frozen=True)
class ExtensionPage:
    """`price` is the new one; without one `refusal` says why; `lengths` are what else goes."""

    title: str
    sentence: str
    sections: tuple[Link, ...]
    back: Link
    lengths: tuple[Link, ...]
    price: Quote | None = None
    settle: Settle | None = None
    act: Act | None = None
    difference: str = ""
    refusal: str | None = None


def extension_page(
    booking: Booking,
    *,
    by: Mover,
    proposal: Proposal | None,
    lengths: tuple[Link, ...],
    now: datetime,
    refusal: str | None = None,
) -> ExtensionPage:
    """The page for the studio (in the console) or for the guest who is there."""
    is_guest = by == "guest"
    base = f"/bookings/{booking.code}" if is_guest else session_href(booking)
    present = hours_of(booking.slot, booking.zone)
    who = "You have" if is_guest else f"{guest_of(booking)} has"
    title, sentence = "Stay longer", f"{who} {booking.room.name}, {present}."
    settle, act, difference, more = None, None, "", 0
    if proposal is not None:
        more = proposal.slot.half_hours - booking.slot.half_hours
        end = clock(proposal.slot.ends_at, booking.zone)
        title = f"Stay until {end}?" if is_guest else f"Extend to {end}?"
        fields = (("more", str(more)), ("present", str(booking.slot.half_hours)))
        action = f"{base}/extension"
        if is_guest:
            difference = difference_in_words(proposal.difference, what="added time")
            label = "Keep it and pay" if proposal.difference.minor > 0 else "Stay longer"
            expected = ("expected_difference", str(proposal.difference.minor))
            act = Act(label, action, (*fields, expected))
        else:
            settle = settle_of(
                booking, proposal, action=action, fields=fields, word="Extend it", now=now
            )
    return ExtensionPage(
        title=title,
        sentence=sentence,
        sections=() if is_guest else sections("today"),
        back=Link("Back to the booking" if is_guest else "Back to the session", base),
        lengths=tuple(one for one in lengths if proposal is None or not _is_for(one, more)),
        price=None if proposal is None or not proposal.price.lines else proposal.price,
        settle=settle,
        act=act,
        difference=difference,
        refusal=refusal,
    )


def lengths_of(booking: Booking, *, by: Mover, free: int, now: datetime) -> tuple[Link, ...]:
    """One step and two steps more, as far as nobody else has that time: + 30 min, + 1 h."""
    if not may_extend(booking, by=by, now=now):
        return ()
    base = f"/bookings/{booking.code}" if by == "guest" else session_href(booking)
    return tuple(
        Link(f"+ {length_of(n)}", f"{base}/extension?more={n}")
        for n in steps_of(booking.room)
        if n <= free and longer(booking.slot, n).half_hours <= _longest(booking)
    )


def steps_of(room: Room) -> tuple[int, ...]:
    """By how many half hours a session is lengthened."""
    return room.step, 2 * room.step


def _is_for(length: Link, half_hours: int) -> bool:
    return length.href.endswith(f"?more={half_hours}")


def _longest(booking: Booking) -> int:
    return 48 if booking.free_reason is not None else booking.room.maximum
