"""The receipt says what moved: each payment, each refund and where it stands, and the rest."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking, OvertimeClaim
from studiobook.bookings.overtime import claim_overtime
from studiobook.bookings.states import ClaimState
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.payments.models import Refund
from studiobook.payments.papers.movements import movements_of
from studiobook.payments.request_refund import request_refund
from studiobook.payments.states import Reason, RefundState
from studiobook.values.money import Money
from studiobook.web.templating import money
from tests.factories.sign_in import sign_in
from tests.factories.world import FEE, make_booking, make_room, make_user, make_visitor
from tests.payments.till import Till
from tests.support.pdf import text_of
from tests.support.statements import counted


def receipt(till: Till, booking: Booking) -> str:
    """Its words, one piece of writing a line."""
    booking.user = booking.user or make_user()
    db.session.commit()
    sign_in(till.client, booking.user)
    answer = till.client.get(f"/bookings/{booking.code}/receipt")
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).split())


def less(booking: Booking, minor: int) -> str:
    """The price less so much."""
    return money(booking.total - Money(minor, booking.currency))


def give_back(booking: Booking, minor: int, reason: Reason = Reason.GOODWILL) -> None:
    with transaction():
        request_refund(
            booking_id=booking.id,
            amount=Money(minor, booking.currency),
            reason=reason,
            actor="owner",
            cause=f"test-{minor}",
            now=clock.now(),
        )


def test_a_payment_is_told_with_its_moment_its_way_and_its_reference(till: Till):
    booking = till.paid()
    words = receipt(till, booking)
    charge = till.charge(booking)
    assert f"Mon 23 Nov 2026, 10:00, by Sandbox, reference {charge.payment_ref}" in words
    assert f"Paid {money(booking.total)}" in words
    assert "Refunds" not in words


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (RefundState.PENDING, "On its way back by Sandbox since Mon 23 Nov 2026, 10:00"),
        (RefundState.UNKNOWN, "On its way back by Sandbox since"),
        (RefundState.SUCCEEDED, "Paid back by Sandbox on Mon 23 Nov 2026, 10:00"),
        (RefundState.BY_HAND, "Paid back outside Sandbox on Mon 23 Nov 2026, 10:00"),
        (RefundState.FAILED, "Did not go through; it is being seen to"),
    ],
)
def test_a_refund_is_told_as_it_stands(till: Till, state: RefundState, sentence: str):
    booking = till.paid()
    give_back(booking, 1000)
    refund = db.session.scalars(select(Refund)).one()
    refund.state, refund.next_check_at = state, clock.now()
    words = receipt(till, booking)
    assert sentence in words
    assert f"−€10.00 Balance, paid for this booking {less(booking, 1000)}" in words
    assert ("once every refund has arrived" in words) is (
        state not in (RefundState.SUCCEEDED, RefundState.BY_HAND)
    )


def test_a_cancelled_booking_ends_at_nothing(till: Till):
    booking = till.paid()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    words = receipt(till, booking)
    assert "Cancelled Paid back by Sandbox" in words
    assert "Balance, paid for this booking €0.00" in words


def test_overtime_that_was_paid_is_a_payment_of_its_own(till: Till):
    booking = till.paid()
    till.wait(hours=(booking.slot.ends_at - clock.now()) / timedelta(hours=1) + 1)
    with transaction():
        claim_overtime(booking.id, half_hours=1, fee=FEE, now=clock.now())
    till.stage.pay(till.open(booking))
    till.hear()
    claim = db.session.scalars(select(OvertimeClaim)).one()
    assert claim.state is ClaimState.PAID
    words = receipt(till, booking)
    assert "Payment Mon 23 Nov" in words
    assert "Overtime " in words
    assert f"Paid {less(booking, 0)}" in words
    assert claim.amount_minor < booking.total_minor


def test_money_that_came_too_late_has_a_receipt_too(till: Till):
    booking = till.booking()
    page = till.open(booking)
    till.wait(minutes=20)
    till.stage.pay(page)
    booking.studio.company.name = "Night & Day <b>Studios</b>"
    db.session.commit()
    till.hear()
    words = receipt(till, booking)
    assert "Night & Day <b>Studios</b>" in words  # escaped: it is text, not markup
    assert f"Paid {money(booking.total)}" in words


def test_the_file_says_the_same(till: Till):
    booking = till.paid()
    give_back(booking, 1000)
    till.work()
    receipt(till, booking)
    answer = till.client.get(f"/bookings/{booking.code}/receipt.pdf")
    assert answer.mimetype == "application/pdf"
    assert f'filename="receipt-{booking.code}.pdf"' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    text = text_of(answer.data)
    for words in (
        f"Receipt {booking.code}",
        "Service fee",
        "Given back by the studio",
        less(booking, 1000),
    ):
        assert words in text


def test_nothing_of_it_is_for_strangers_and_the_unpaid_have_none(till: Till):
    booking = till.paid()
    unpaid = make_booking(room=make_room(), paid=False, viewer=make_visitor(make_user()))
    db.session.commit()
    stranger = make_user()
    db.session.commit()
    sign_in(till.client, stranger)
    for end in ("receipt", "receipt.pdf"):
        assert till.client.get(f"/bookings/{booking.code}/{end}").status_code == 404
    assert unpaid.user is not None
    sign_in(till.client, unpaid.user)
    for end in ("receipt", "receipt.pdf"):
        answer = till.client.get(f"/bookings/{unpaid.code}/{end}")
        assert answer.location == f"/bookings/{unpaid.code}"


def test_the_studio_reads_the_receipt_of_its_own_booking(till: Till):
    booking = till.paid()
    owner = booking.studio.company.admins[0].user
    sign_in(till.client, owner)
    assert "Paid by" in till.client.get(f"/bookings/{booking.code}/receipt").text


def test_it_is_read_in_few_questions(till: Till):
    booking = till.paid()
    give_back(booking, 1000)
    give_back(booking, 500)
    till.work()
    db.session.expire_all()
    booking = db.session.get_one(Booking, booking.id)
    with counted() as asked:
        movements_of(booking)
    assert len(asked) <= 4, "\n".join(asked)


def test_what_the_bank_gave_instead_of_us_is_counted_once(till: Till):
    booking = till.paid()
    ref = till.stage.dispute(till.charge(booking).payment_ref or "", booking.total_minor)
    till.hear()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    till.stage.decide(ref, won=False)
    till.hear()
    words = receipt(till, booking)
    assert "Taken back by the guest's bank" in words
    assert "being seen to" not in words
    assert f"paid for this booking {less(booking, booking.total_minor)}" in words
