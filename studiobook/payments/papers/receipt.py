"""The receipt: every payment, every refund and where it stands, and what is left."""

from collections.abc import Callable
from datetime import datetime

from studiobook.bookings.models import Booking
from studiobook.payments.gateways.accounts import DisputeStatus
from studiobook.payments.models import Charge, Dispute, Refund
from studiobook.payments.papers.movements import Movements
from studiobook.payments.papers.wording import address_of, given, moment, price_rows, session_of
from studiobook.payments.states import UNDECIDED, Reason, RefundState
from studiobook.values.money import Money, total
from studiobook.web.paper import Paper, PaperRow, PaperTable, Party, page_size
from studiobook.web.templating import money

R = RefundState
PAID_BACK = frozenset({R.SUCCEEDED, R.BY_HAND})
#: A provider's name as people know it, by its word in the books.
Named = Callable[[str], str]

_REASONS = {
    Reason.CANCELLED: "Cancelled",
    Reason.DECLINED: "The studio declined",
    Reason.LATE: "Paid when the time was gone",
    Reason.MOVED: "Moved to a cheaper time",
    Reason.MOVE_REFUSED: "The other time was gone",
    Reason.PAID_TWICE: "Paid twice",
    Reason.PROVIDER: "Given back by the studio",
    Reason.GOODWILL: "Given back by the studio",
    Reason.SET_ASIDE: "Not what was asked for",
}


def receipt_of(booking: Booking, movements: Movements, *, named: Named) -> Paper:
    """All money of one booking as it stands now."""
    return Paper(
        title=f"Receipt {booking.code}",
        author=booking.studio.company.name,
        dated_at=_last_of(booking, movements).isoformat(),
        parties=(
            Party("Paid to", _payee(booking)),
            Party("Paid by", _payer(booking)),
        ),
        facts=session_of(booking),
        tables=tuple(_tables(booking, movements, named)),
        notes=tuple(_notes(movements)),
        size=page_size(booking.studio.city.country_code),
    )


def _payee(booking: Booking) -> tuple[str, ...]:
    company, studio = booking.studio.company.name, booking.studio.name
    names = (company, studio) if company != studio else (company,)
    return (*names, *address_of(booking))


def _payer(booking: Booking) -> tuple[str, ...]:
    return tuple(words for words in (booking.guest_name, booking.guest_email) if words)


def _last_of(booking: Booking, movements: Movements) -> datetime:
    """When something last happened to the money: the receipt is of that moment."""
    moments = [charge.captured_at for charge in movements.charges]
    moments += [refund.settled_at or refund.requested_at for refund in movements.refunds]
    moments += [dispute.closed_at or dispute.opened_at for dispute in movements.disputes]
    known = [at for at in (*moments, booking.paid_at) if at is not None]
    return max(known, default=booking.held_at)


def _tables(booking: Booking, movements: Movements, named: Named) -> list[PaperTable]:
    whole = PaperRow("Total", "", money(booking.total))
    paid = PaperRow("Paid", "", money(_paid(booking, movements)))
    tables = [
        PaperTable("What was agreed", price_rows(booking), (whole,)),
        PaperTable("Payments", _payments(booking, movements, named), (paid,)),
    ]
    back = (
        *(_refund_row(refund, booking.zone, named) for refund in movements.refunds),
        *(_dispute_row(dispute, booking.zone) for dispute in movements.disputes),
    )
    if back:
        left = PaperRow("Balance, paid for this booking", "", money(_balance(booking, movements)))
        tables.append(PaperTable("Refunds", back, (left,)))
    return tables


def _payments(booking: Booking, movements: Movements, named: Named) -> tuple[PaperRow, ...]:
    if movements.charges:
        return tuple(
            _payment_row(charge, movements.purposes[charge.id], booking.zone, named)
            for charge in movements.charges
        )
    at = moment(booking.paid_at, booking.zone) if booking.paid_at else ""
    return (PaperRow("Payment", at, money(_paid(booking, movements))),)


def _payment_row(charge: Charge, purpose: str, zone: str, named: Named) -> PaperRow:
    assert charge.captured_at is not None
    how = f"{moment(charge.captured_at, zone)}, by {named(charge.gateway)}"
    return PaperRow(purpose, f"{how}, reference {charge.payment_ref}", money(taken(charge)))


def _refund_row(refund: Refund, zone: str, named: Named) -> PaperRow:
    reference = f", reference {refund.gateway_ref}" if refund.gateway_ref else ""
    where = _standing(refund, zone, named(refund.charge.gateway))
    return PaperRow(_REASONS[Reason(refund.reason)], where + reference, given(refund.amount))


def _standing(refund: Refund, zone: str, gateway: str) -> str:
    since = moment(refund.settled_at or refund.requested_at, zone)
    if refund.state is R.SUCCEEDED:
        return f"Paid back by {gateway} on {since}"
    if refund.state is R.BY_HAND:
        return f"Paid back outside {gateway} on {since}"
    if refund.state in UNDECIDED:
        return f"On its way back by {gateway} since {moment(refund.requested_at, zone)}"
    return "Did not go through; it is being seen to"


def _dispute_row(dispute: Dispute, zone: str) -> PaperRow:
    at = moment(dispute.opened_at, zone)
    lost = dispute.status is DisputeStatus.LOST
    words = f"On {at}" if lost else f"On {at}; it is being looked into"
    return PaperRow("Taken back by the guest's bank", words, given(dispute.amount))


def _paid(booking: Booking, movements: Movements) -> Money:
    if not movements.charges:
        return booking.total if booking.paid_at is not None else Money.zero(booking.currency)
    return total([taken(charge) for charge in movements.charges], booking.currency)


def _balance(booking: Booking, movements: Movements) -> Money:
    """What is left when all that is owed back has arrived."""
    back = [refund.amount for refund in movements.refunds]
    back += [dispute.amount for dispute in movements.disputes]
    return _paid(booking, movements) - total(back, booking.currency)


def _notes(movements: Movements) -> list[str]:
    states = {refund.state for refund in movements.refunds}
    notes = []
    if states - PAID_BACK:
        notes.append("The balance is as it will be once every refund has arrived.")
    if R.SUCCEEDED in states:
        notes.append("Banks can take some days to show what was paid back.")
    if movements.is_set_aside:
        notes.append("One payment is not what was asked for. We are looking into it.")
    return notes


def taken(charge: Charge) -> Money:
    """What the provider took."""
    return Money(charge.captured_minor or 0, charge.currency)
