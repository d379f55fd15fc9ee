"""What owners read about their account, word for word; STUDIOBOOK_WRITE_MAILS=1 writes it anew."""

import os
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from studiobook import clock
from studiobook.db.base import db
from studiobook.mail.transports import Memory
from studiobook.outbox.models import Event
from studiobook.payments.connect import connect
from studiobook.payments.connect_account import note_account
from studiobook.payments.gateways.accounts import AccountState, Connected
from studiobook.payments.mails import write_about_account
from studiobook.payments.refresh_account import apply_account
from tests.factories.world import make_owner, make_studio
from tests.payments.till import Till

FOLDER = Path(__file__).parent / "mails"


def state(*needs: str) -> AccountState:
    return AccountState(
        account_ref="acct_x", can_charge=not needs, can_be_paid_out=not needs, needs=needs
    )


def same_as_kept(name: str, text: str) -> None:
    kept = FOLDER / name
    if os.environ.get("STUDIOBOOK_WRITE_MAILS"):
        kept.write_text(text)
    assert kept.read_text() == text


def test_owners_hear_once_that_guests_can_pay_and_that_they_can_not(till: Till, app: Flask) -> None:
    post = app.extensions["studiobook_mail"]
    assert isinstance(post, Memory)
    company = make_studio(owner=make_owner(can_charge=False)).company
    company.name, company.slug = "Tape House", "tape-house"
    ref = Connected(account_ref="acct_x")
    before = connect(
        company=company, gateway="sandbox", external_ref="acct_w", can_charge=True, now=clock.now()
    )
    account_id = note_account(company.id, "sandbox", ref, now=clock.now())
    for name, needs in (("payments_started", ()), ("payments_stopped", ("identity", "access"))):
        post.sent.clear()
        for _ in range(2):
            apply_account(account_id, state(*needs), now=clock.now())
            db.session.commit()
            till.work()
        [mail] = post.sent
        same_as_kept(f"{name}.txt", f"{mail.subject}\n\n{mail.text}")
        same_as_kept(f"{name}.html", mail.html)
    assert before.closed_at is not None
    # What is mended before the mail leaves is no news.
    apply_account(account_id, state(), now=clock.now())
    stopped = select(Event).where(Event.name == "PaymentsStopped")
    post.sent.clear()
    write_about_account(db.session.scalars(stopped).one())
    assert post.sent == []
