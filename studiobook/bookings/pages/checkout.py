"""The checkout: what is held, until when, what it costs, and who comes."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.forms.guests import CheckoutForm
from studiobook.bookings.models import Booking
from studiobook.bookings.pages.booking import Price, price_of
from studiobook.bookings.pages.wording import room_href, session_facts, until, when
from studiobook.bookings.terms import GRACES, hours_in_words
from studiobook.web.components import Act, Fact, Step
from studiobook.web.templating import money


@dataclass(frozen=True)
class CheckoutPage:
    """`sentence` says what is held, `pay_label` the sum, `terms` what comes back on cancelling."""

    title: str
    sentence: str
    booking: Booking
    form: CheckoutForm
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...]
    price: Price
    hold_until: str
    now: datetime
    pay_label: str
    instant: bool
    terms: tuple[str, ...]
    release: Act
    offers_sign_in: bool


def checkout_page(
    booking: Booking, form: CheckoutForm, *, is_signed_in: bool, now: datetime
) -> CheckoutPage:
    """The page for a live hold."""
    assert booking.lapses_at is not None
    return CheckoutPage(
        title="Almost yours",
        sentence=f"{booking.room.name} at {booking.studio.name}, {when(booking)}.",
        booking=booking,
        form=form,
        steps=(
            Step("Choose", "done", room_href(booking.room, booking.slot)),
            Step("Details", "current"),
            Step("Pay", "todo"),
            Step("Done", "todo"),
        ),
        facts=session_facts(booking),
        price=price_of(booking),
        hold_until=until(booking.lapses_at, booking.zone, now=now),
        now=now,
        pay_label=f"Pay {money(booking.total)}",
        instant=booking.instant,
        terms=terms_in_words(booking),
        release=Act("Let it go", f"/bookings/{booking.code}/release", kind="quiet"),
        offers_sign_in=not is_signed_in,
    )


def terms_in_words(booking: Booking) -> tuple[str, ...]:
    """The frozen terms, one sentence a step, and what holds whatever they say."""
    steps: list[list[int]] = booking.terms_json["steps"]
    sentences = [
        f"Cancel {hours_in_words(hours)} or more before the start and {percent}% comes back."
        for hours, percent in steps
    ]
    return (
        *sentences,
        f"All of it also comes back {GRACES}.",
        "Otherwise nothing comes back. If the studio cancels, all of it does.",
    )
