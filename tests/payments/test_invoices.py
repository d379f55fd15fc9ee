"""Invoices: numbered without a gap, frozen, corrected by credit notes, and nobody else's."""

import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.models import Booking
from studiobook.bookings.overtime import claim_overtime
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction, transaction
from studiobook.payments.errors import NothingToInvoice
from studiobook.payments.issue_invoice import (
    find_standing,
    issue_invoice,
    list_invoices,
    make_out_to,
)
from studiobook.payments.models import Invoice, InvoiceKind, InvoiceSeries
from studiobook.payments.request_refund import request_refund
from studiobook.payments.states import Reason
from studiobook.values.money import Money
from studiobook.web.templating import money
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    FEE,
    NOW,
    make_booking,
    make_hold,
    make_room,
    make_studio,
    make_user,
    make_visitor,
    slot_in,
)
from tests.payments.till import Till
from tests.support.client import PageClient
from tests.support.pdf import text_of

BUYER = {
    "company_name": "Łukasz & Söhne <GmbH>",
    "address": "Tonstraße 7\r\n10999 Berlin",
    "tax_number": "DE 123",
}


def mine(client: PageClient, **changes: object) -> Booking:
    """A booking of whoever is signed in."""
    user = make_user()
    booking = make_booking(viewer=make_visitor(user), **changes)  # type: ignore[arg-type]
    db.session.commit()
    sign_in(client, user)
    return booking


def ask(client: PageClient, booking: Booking, **said: str) -> str:
    """Fill in the form, and read where it leads to."""
    path = f"/bookings/{booking.code}/invoice"
    answer = client.submit(path, said, page=f"{path}/details")
    assert answer.location == path
    return words(client.get(path).text)


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def told(booking: Booking) -> list[tuple[str, int, str | None]]:
    """What was issued for it: number, amount, and for which invoice."""
    db.session.expire_all()
    return [
        (one.label, one.total_minor, one.corrects.label if one.corrects else None)
        for one in list_invoices(booking.id)
    ]


def give_back(booking: Booking, minor: int) -> None:
    with transaction():
        request_refund(
            booking_id=booking.id,
            amount=Money(minor, booking.currency),
            reason=Reason.GOODWILL,
            actor="owner",
            cause=f"test-{minor}",
            now=clock.now(),
        )


def test_says_who_sells_what_to_whom_and_is_the_same_for_ever(client: PageClient):
    booking = mine(client)
    company = booking.studio.company
    company.legal_name, company.tax_number = "Tape Betriebs GmbH", "DE 999"
    company.invoice_footer = "HRB 1 B"
    db.session.commit()
    page = ask(client, booking, **BUYER)
    assert "Invoice INV-00001 Paid on" in page
    for said in (
        "Tape Betriebs GmbH",
        "Tax number: DE 999",
        "HRB 1 B",
        "Łukasz & Söhne <GmbH>",
        "10999 Berlin",
        "Tax number: DE 123",
        f"Total {money(booking.total)}",
        "The service fee is charged by Studiobook",
        "No tax is added",
    ):
        assert said in page
    company.name = company.legal_name = "Renamed"
    db.session.commit()
    assert ask(client, booking, **BUYER) == page
    assert "Tape Betriebs GmbH" in text_of(client.get(f"/bookings/{booking.code}/invoice.pdf").data)


def test_looking_issues_nothing(client: PageClient):
    booking = mine(client)
    assert "Issue the invoice" in client.get(f"/bookings/{booking.code}/invoice").text
    answer = client.get(f"/bookings/{booking.code}/invoice.pdf")
    assert answer.location == f"/bookings/{booking.code}/invoice"
    assert told(booking) == []


def test_the_tax_is_a_sum_of_its_own_and_a_yen_has_no_digits(client: PageClient):
    studio = make_studio()
    studio.tax_name, studio.tax_basis_points = "Consumption tax", 1000
    booking = mine(client, room=make_room(studio=studio))
    booking.currency = "JPY"
    db.session.commit()
    page = ask(client, booking)
    tax = next(line.amount_minor for line in booking.lines if line.kind == "tax")
    before = money(Money(booking.total_minor - tax, "JPY"))
    assert f"Before tax {before} Consumption tax 10% ¥{tax:,} Total" in page
    assert "No tax is added" not in page
    assert find_standing(booking.id).tax_minor == tax  # type: ignore[union-attr]


def test_made_out_to_somebody_else_it_is_taken_back_and_issued_anew(client: PageClient):
    booking = mine(client)
    ask(client, booking)
    ask(client, booking)
    page = ask(client, booking, company_name="Band Ltd")
    whole = booking.total_minor
    assert told(booking) == [
        ("INV-00001", whole, None), ("CN-00001", whole, "INV-00001"), ("INV-00002", whole, None)
    ]  # fmt: skip
    assert "Invoice INV-00002 Paid" in page
    first = words(client.get(f"/bookings/{booking.code}/invoice/inv-00001").text)
    assert "Taken back by CN-00001; a corrected invoice was issued" in first
    note = words(client.get(f"/bookings/{booking.code}/invoice/cn-00001").text)
    assert "Refers to Invoice INV-00001 of" in note
    assert f"Total credited −{money(booking.total)}" in note


def test_what_goes_back_is_credited_by_itself_and_only_once(till: Till):
    booking = till.paid()
    whole = booking.total_minor
    with transaction():
        issue_invoice(booking_id=booking.id, now=clock.now())
    give_back(booking, 1000)
    till.work()
    till.work()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    assert told(booking) == [
        ("INV-00001", whole, None),
        ("CN-00001", 1000, "INV-00001"),
        ("CN-00002", whole - 1000, "INV-00001"),
    ]


def test_paid_overtime_makes_a_corrected_invoice_by_itself(till: Till):
    booking = till.paid()
    before = booking.total_minor
    with transaction():
        issue_invoice(booking_id=booking.id, now=clock.now())
    till.wait(hours=(booking.slot.ends_at - clock.now()) / timedelta(hours=1) + 1)
    with transaction():
        claim_overtime(booking.id, half_hours=1, fee=FEE, now=clock.now())
    till.stage.pay(till.open(booking))
    till.hear()
    assert told(booking) == [
        ("INV-00001", before, None),
        ("CN-00001", before, "INV-00001"),
        ("INV-00002", booking.total_minor, None),
    ]
    assert booking.total_minor > before


def test_asked_for_after_the_refund_it_comes_with_its_credit_note(till: Till):
    booking = till.paid()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    assert told(booking) == []
    with transaction():
        issue_invoice(booking_id=booking.id, now=clock.now())
    assert [label for label, _, _ in told(booking)] == ["INV-00001", "CN-00001"]


def test_credit_notes_in_pieces_credit_the_whole_tax(till: Till):
    room = till.room()
    room.studio.tax_name, room.studio.tax_basis_points = "VAT", 1900
    booking = till.paid(room)
    with transaction():
        invoice = issue_invoice(booking_id=booking.id, now=clock.now())
    for part in (333, 1001):
        give_back(booking, part)
        till.work()
    with transaction():
        cancel(booking.id, by="owner", now=clock.now())
    till.work()
    notes = db.session.scalars(select(Invoice).where(Invoice.corrects_id == invoice.id)).all()
    assert len(notes) == 3
    assert sum(note.total_minor for note in notes) == booking.total_minor
    assert sum(note.tax_minor for note in notes) == invoice.tax_minor > 0


def test_what_was_never_sold_has_no_invoice(client: PageClient):
    user = make_user()
    hold = make_hold(viewer=make_visitor(user))
    db.session.commit()
    sign_in(client, user)
    for end in ("", "/details", ".pdf"):
        assert client.get(f"/bookings/{hold.code}/invoice{end}").status_code == 404
    with pytest.raises(NothingToInvoice):
        issue_invoice(booking_id=hold.id, now=NOW)


def test_strangers_find_nothing_and_the_studio_finds_it(client: PageClient):
    booking = mine(client)
    ask(client, booking)
    owner = booking.studio.company.admins[0].user
    stranger = make_user()
    db.session.commit()
    ends = ("", "/details", ".pdf", "/inv-00001", "/inv-00001.pdf")
    sign_in(client, stranger)
    for end in ends:
        assert client.get(f"/bookings/{booking.code}/invoice{end}").status_code == 404
    posted = client.submit(f"/bookings/{booking.code}/invoice", BUYER, page="/search")
    assert posted.status_code == 404
    sign_in(client, owner)
    for end in ends:
        assert client.get(f"/bookings/{booking.code}/invoice{end}").status_code == 200
    # A number of the same company, but of another booking.
    other = make_booking(room=make_room(studio=booking.studio, name="Room B"))
    db.session.commit()
    assert client.get(f"/bookings/{other.code}/invoice/inv-00001").status_code == 404


def test_an_issued_invoice_can_be_neither_changed_nor_deleted(client: PageClient):
    booking = mine(client)
    ask(client, booking)
    for statement in ("UPDATE invoice SET total_minor = 1", "DELETE FROM invoice"):
        with pytest.raises(DBAPIError, match="never changed"), db.session.begin_nested():
            db.session.execute(text(statement))


def test_slips_in_the_form_are_told(client: PageClient):
    booking = mine(client)
    path = f"/bookings/{booking.code}/invoice"
    answer = client.submit(path, {"tax_number": "9" * 41, "company_name": "Band Ltd"})
    assert answer.status_code == 422
    assert "Band Ltd" in answer.text
    assert told(booking) == []


@pytest.mark.committed
def test_twenty_at_once_get_twenty_numbers_without_a_gap(app: Flask):
    studio = make_studio()
    bookings = [
        make_booking(
            room=(room := make_room(studio=studio, name=f"Room {n}")),
            slot=slot_in(room, hour=14),
        ).id
        for n in range(10)
    ]
    db.session.commit()
    together, failed = threading.Barrier(20), []

    def issue(booking_id: int, *, gives_up: bool) -> None:
        with app.app_context():

            def work() -> None:
                issue_invoice(booking_id=booking_id, now=NOW)
                if gives_up:
                    raise RuntimeError("after the number was taken")

            together.wait()
            try:
                in_transaction(work)
            except RuntimeError:
                failed.append(booking_id)

    # Each booking is asked for twice, and somebody fails after their number was given.
    threads = [
        threading.Thread(target=issue, args=(id_,), kwargs={"gives_up": at % 5 == 0 and twice})
        for at, id_ in enumerate(bookings)
        for twice in (False, True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 2
    numbers = db.session.scalars(select(Invoice.number).order_by(Invoice.number)).all()
    assert numbers == list(range(1, 11))
    assert (
        db.session.scalar(
            select(InvoiceSeries.last_number).where(InvoiceSeries.kind == InvoiceKind.INVOICE)
        )
        == 10
    )


def test_a_company_counts_for_itself(client: PageClient):
    first, second = make_booking(), make_booking(room=make_room())
    for booking in (first, second):
        make_out_to(booking_id=booking.id, company_name="", address="", tax_number="")
        assert issue_invoice(booking_id=booking.id, now=NOW).label == "INV-00001"
