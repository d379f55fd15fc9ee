"""Where a booking stands, as a headline and the sentence below it."""

from collections.abc import Callable
from datetime import datetime

from studiobook.bookings.models import Booking
from studiobook.bookings.pages.wording import until, when
from studiobook.bookings.policies import Side
from studiobook.bookings.states import Status
from studiobook.values.money import Money
from studiobook.web.templating import money

Truth = tuple[str, str]


def truth_about(booking: Booking, *, side: Side, now: datetime) -> Truth:
    """Headline and sentence for a side; a lapsed hold is told as lapsed, job or no job."""
    if booking.status is Status.HELD and not is_live_hold(booking, now):
        return _lapsed(booking, now)
    truths = _TRUTHS | _FOR_THE_OWNER if side == "owner" else _TRUTHS
    return truths[booking.status](booking, now)


def is_live_hold(booking: Booking, now: datetime) -> bool:
    """Whether it is held and the hold has not lapsed."""
    return booking.status is Status.HELD and lapse_of(booking) > now


def lapse_of(booking: Booking) -> datetime:
    """When the hold lapses, or the owner's time to answer is over."""
    assert booking.lapses_at is not None
    return booking.lapses_at


def _held(booking: Booking, now: datetime) -> Truth:
    lapse = until(lapse_of(booking), booking.zone, now=now)
    return f"Held until {lapse}", f"{when(booking)}. Nobody else can take it until then."


def _lapsed(booking: Booking, _now: datetime) -> Truth:
    if booking.refund_due_minor:
        gone = "Your time had gone to somebody else"
        why = gone if booking.cancelled_by is None else f"The studio had {_taken_back(booking)}"
        return "Paid too late", f"{why}. {_back(booking)} goes back."
    return "The hold has lapsed", f"{when(booking)}. Nothing was charged."


def _released(booking: Booking, now: datetime) -> Truth:
    if booking.refund_due_minor:
        return _lapsed(booking, now)
    if booking.cancelled_by is not None:
        offered = booking.link_sent_at is not None
        title = "The studio took this offer back" if offered else "The studio closes then"
        return title, f"{when(booking)}. Nothing was charged."
    return "You let this time go", f"{when(booking)}. Nothing was charged."


def _requested(booking: Booking, now: datetime) -> Truth:
    answer = until(lapse_of(booking), booking.zone, now=now)
    promise = f"The studio answers by {answer}; if it can't, all the money goes back."
    return "Asked and paid", f"{when(booking)}. {promise}"


def _asked(booking: Booking, now: datetime) -> Truth:
    answer = until(lapse_of(booking), booking.zone, now=now)
    promise = f"Please answer by {answer}; after that all the money goes back."
    return "A request, and paid", f"{when(booking)}. {promise}"


def _let_go(booking: Booking, now: datetime) -> Truth:
    title, sentence = _released(booking, now)
    if booking.refund_due_minor:
        return title, sentence
    if booking.cancelled_by is not None:
        return "Your offer was taken back" if booking.link_sent_at else title, sentence
    return "The guest let it go", sentence


def _taken_back(booking: Booking) -> str:
    return "closed" if booking.link_sent_at is None else "taken its offer back"


def _confirmed(booking: Booking, _now: datetime) -> Truth:
    if booking.choose_by is None:
        return "Confirmed", when(booking)
    return "The studio closes then", f"{when(booking)}."


def _asked_to_move(booking: Booking, now: datetime) -> Truth:
    title, sentence = _confirmed(booking, now)
    if booking.choose_by is None:
        return title, sentence
    limit = until(booking.choose_by, booking.zone, now=now)
    return title, f"{sentence} Another time can be chosen until {limit}."


def _declined(booking: Booking, _now: datetime) -> Truth:
    return "The studio could not take you", f"{when(booking)}. All the money goes back."


def _cancelled(booking: Booking, _now: datetime) -> Truth:
    if booking.free_reason is not None:
        return "Cancelled", f"{when(booking)}. Nothing had been paid here."
    returned = f"{_back(booking)} of {money(booking.total)} goes back."
    return "Cancelled", f"{when(booking)}. {returned}"


def _back(booking: Booking) -> str:
    return money(Money(booking.refund_due_minor or 0, booking.currency))


_TRUTHS: dict[Status, Callable[[Booking, datetime], Truth]] = {
    Status.HELD: _held,
    Status.EXPIRED: _lapsed,
    Status.RELEASED: _released,
    Status.AWAITING_OWNER: _requested,
    Status.CONFIRMED: _confirmed,
    Status.DECLINED: _declined,
    Status.CANCELLED: _cancelled,
    Status.COMPLETED: lambda booking, _now: ("This session took place", when(booking)),
    Status.NO_SHOW: lambda booking, _now: ("Nobody came", when(booking)),
}

#: Where the owner is told something else.
_FOR_THE_OWNER: dict[Status, Callable[[Booking, datetime], Truth]] = {
    Status.CONFIRMED: _asked_to_move,
    Status.RELEASED: _let_go,
    Status.AWAITING_OWNER: _asked,
    Status.DECLINED: lambda booking, now: ("Declined", _declined(booking, now)[1]),
}
