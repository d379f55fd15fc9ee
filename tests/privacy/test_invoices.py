"""What somebody wanted on invoices is theirs; an issued invoice has to be kept as it is."""

import pytest
from sqlalchemy import select

from studiobook.db.base import db
from studiobook.payments.issue_invoice import issue_invoice, make_out_to
from studiobook.payments.models import Invoice, InvoiceBuyer
from studiobook.privacy.erase import erase
from studiobook.privacy.queries import everything_about
from tests.factories.world import NOW, make_booking, make_room, make_user, make_visitor, slot_in


@pytest.mark.usefixtures("app")
def test_details_are_handed_over_and_erased_and_the_issued_invoice_is_kept():
    user, room = make_user(), make_room()
    booking = make_booking(room=room, viewer=make_visitor(user), slot=slot_in(room, days=2))
    make_out_to(booking_id=booking.id, company_name="Band Ltd", address="Here", tax_number="")
    issue_invoice(booking_id=booking.id, now=NOW)
    kept = everything_about(user)
    assert kept["invoices"][0]["buyer"] == ["Band Ltd", "Gwen Guest", "Here"]
    assert kept["invoice_details"][0]["address"] == "Here"
    erase(user, now=booking.slot.ends_at)
    assert db.session.scalar(select(InvoiceBuyer)) is None
    invoice = db.session.scalars(select(Invoice)).one()
    assert invoice.content_json["buyer"] == ["Band Ltd", "Gwen Guest", "Here"]
