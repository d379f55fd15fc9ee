"""What owners are told by mail about their money."""

from flask import current_app

from studiobook.companies.queries import list_owners
from studiobook.db.base import db
from studiobook.mail.compose import compose
from studiobook.mail.transports import send
from studiobook.outbox.models import Event
from studiobook.payments.models import Payout
from studiobook.payments.payout_pages.words import why
from studiobook.values.one_line import one_line


def write_of_failed_payout(event: Event) -> None:
    """Tell every owner of the company, with what they can do."""
    payout = db.session.get_one(Payout, event.data["payout_id"])
    company = payout.account.company
    for admin in list_owners([company.id]):
        send(
            compose(
                "payments/payout_failed",
                to_address=admin.user.email,
                to_name=admin.user.name,
                identity=f"event-{event.id}-owner-{admin.user_id}",
                company=one_line(company.name),
                amount=payout.amount,
                why=why(payout.failure),
                url=f"{current_app.config['BASE_URL']}/manage/payouts/{payout.id}",
            )
        )
