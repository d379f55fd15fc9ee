"""What has to come out the same at every provider, told once: guests, money, bad days.

The doctor looks at the database after each of them.
"""

from studiobook.bookings.states import Status
from studiobook.payments.states import ChargeState
from tests.payments.till import Till


def test_who_pays_is_booked(any_till: Till) -> None:
    booking = any_till.booking()
    page = any_till.open(booking)
    any_till.stage.pay(page)
    any_till.hear()
    assert any_till.status(booking) is Status.CONFIRMED
    assert any_till.charge(booking).state is ChargeState.CAPTURED
    assert any_till.received(booking) == (booking.total_minor, 0)
