"""Before cancelling: exactly what comes back now, and later."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.cancel import cancellation_of
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.agenda import guest_of, session_href
from studiobook.bookings.pages.booking import later_steps
from studiobook.bookings.pages.wording import earns, moment, session_facts
from studiobook.bookings.policies import Side
from studiobook.values.money import Money
from studiobook.web.components import Act, Fact, Link
from studiobook.web.console import sections
from studiobook.web.templating import money, money_or_nothing


@dataclass(frozen=True)
class CancellationPage:
    """`drops` are sentences of the form: from Fri 27 Nov 2026, 18:00, $60.00."""

    title: str
    booking: Booking
    due: Money
    sentence: str
    because: str
    facts: tuple[Fact, ...]
    drops: tuple[str, ...]
    #: The console's, for those who run the room.
    sections: tuple[Link, ...]
    act: Act
    back: Link
    #: Said when the amount changed since the page was opened.
    warning: str | None = None


def cancellation_page(
    booking: Booking, *, side: Side, now: datetime, warning: str | None = None
) -> CancellationPage:
    """The preview: the same pure function as the act."""
    due = cancellation_of(booking, by=side, now=now)
    who = "you get back" if side == "guest" else "the guest gets back"
    is_free = booking.free_reason is not None
    drops = later_steps(booking, now=now) if side == "guest" and not is_free else []
    amount = money_or_nothing(due.amount)
    sentence = f"If you cancel now {who} {amount} of {money(booking.total)}."
    because = f"{due.percent}%: {due.because}."
    is_asked = side == "guest" and booking.is_asked_to_move
    if is_asked:
        because = "100%: all of it, fees included, because the studio closes then."
    if side == "owner":
        fee = f", our fee of {money(booking.fee)} included" if booking.fee else ""
        because = f"That is all of it{fee}. You give up {money(earns(booking))}."
    if is_free:
        sentence = "Nothing was paid here, so nothing goes back."
        because = "The time is free again as soon as you cancel."
    home = session_href(booking) if side == "owner" else f"/bookings/{booking.code}"
    title = "Cancel this booking?"
    if side == "owner":
        title = f"Cancel the booking of {guest_of(booking)}?"
    return CancellationPage(
        title=title,
        booking=booking,
        due=due.amount,
        sentence=sentence,
        because=because,
        facts=session_facts(booking),
        drops=tuple(
            f"From {moment(at, booking.zone)}: {money_or_nothing(drop)}" for at, drop in drops
        ),
        sections=sections("today") if side == "owner" else (),
        act=Act(
            label="Cancel it" if is_free else f"Cancel, {amount} back",
            action=f"/bookings/{booking.code}/cancellation",
            fields=(("expected_refund", str(due.amount.minor)),),
            kind="danger",
        ),
        back=Link("Back to the booking" if is_asked else "Keep it", home),
        warning=warning,
    )
