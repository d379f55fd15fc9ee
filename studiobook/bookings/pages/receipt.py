"""A receipt that prints well: who was paid, for what, when, and what went back."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.models import Booking
from studiobook.bookings.pages.booking import Price, address_of, price_of
from studiobook.bookings.pages.wording import moment, session_facts
from studiobook.values.money import Money
from studiobook.web.components import Fact, Link
from studiobook.web.templating import money


@dataclass(frozen=True)
class ReceiptPage:
    """Amounts are as paid; `refund` is what the terms gave back."""

    title: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    facts: tuple[Fact, ...]
    price: Price
    refund: str | None
    back: Link


def receipt_page(booking: Booking, *, paid_at: datetime) -> ReceiptPage:
    """The receipt of a paid booking."""
    studio = booking.studio
    refund = Money(booking.refund_due_minor or 0, booking.currency)
    return ReceiptPage(
        title=f"Receipt {booking.code}",
        seller=(studio.company.name, studio.name, address_of(booking)),
        buyer=tuple(text for text in (booking.guest_name, booking.guest_email) if text),
        facts=(*session_facts(booking), Fact("Paid", moment(paid_at, booking.zone))),
        price=price_of(booking),
        refund=f"Refunded: {money(refund)}" if refund else None,
        back=Link("To the booking", f"/bookings/{booking.code}"),
    )
