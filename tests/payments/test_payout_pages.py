"""What owners see of their payouts, and what they take away for their books."""

import csv
import io

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.models import Booking
from studiobook.companies.appoint import appoint_owner
from studiobook.db.base import db
from studiobook.payments import jobs
from studiobook.payments.models import PaymentAccount, Payout
from studiobook.payments.states import PayoutState
from studiobook.teams.join import join
from studiobook.teams.models import TeamRole
from tests.factories.payouts import make_payout
from tests.factories.sign_in import sign_in
from tests.factories.world import company_of, make_owner, make_studio, make_user
from tests.payments.till import Till

PATH = "/manage/payouts"


@pytest.fixture
def sold(till: Till) -> Booking:
    """A paid booking; its owner is signed in."""
    booking = till.paid()
    sign_in(till.client, booking.studio.company.admins[0].user)
    return booking


def account_of(till: Till, booking: Booking) -> PaymentAccount:
    return db.session.get_one(PaymentAccount, till.charge(booking).account_id)


def lines_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_an_owner_reads_what_is_pending_and_asks_for_what_is_available(
    till: Till, sold: Booking
) -> None:
    first = till.client.get(PATH).text
    assert "Not cleared yet" in first
    assert "Ask for" not in first
    till.stage.clear(account_of(till, sold).external_ref)
    till.wait(minutes=2)
    page = till.client.get(PATH).text
    assert "Ask for €78.59" in page
    account_id = account_of(till, sold).id
    look = till.client.get(f"{PATH}/request?account={account_id}&currency=EUR")
    assert "Ask for €78.59" in look.text
    db.session.rollback()
    form = {"account": account_id, "currency": "EUR"}
    answer = till.client.submit(PATH, form, page="/account")
    [payout] = db.session.scalars(select(Payout)).all()
    assert answer.location == f"{PATH}/{payout.id}"
    shown = till.client.get(answer.location).text
    assert f"/manage/bookings/{sold.code}" in shown
    assert "less €3.20 service fee, less €1.41 for Sandbox" in shown
    till.client.submit(PATH, form, page="/account")
    assert "Nothing is available" in till.client.get(PATH).text
    assert len(db.session.scalars(select(Payout)).all()) == 1
    assert "€78.59 lands on Tue 24 Nov 2026" in till.client.get("/manage").text


def test_with_the_provider_away_the_last_known_balance_stands_with_its_time(
    till: Till, sold: Booking
) -> None:
    till.client.get(PATH)
    till.wait(minutes=5)
    till.stage.answer_once_with(500)
    page = till.client.get(PATH).text
    assert "This is how it stood at 10:00." in page
    assert "€78.59" in page
    till.stage.answer_once_with(500)
    assert till.client.get(PATH).status_code == 200


def test_a_payout_says_in_words_why_it_failed_and_what_is_not_ours(
    till: Till, sold: Booking
) -> None:
    account = account_of(till, sold)
    failed = make_payout(
        account, state=PayoutState.FAILED, failure="account_closed", elsewhere=900, now=clock.now()
    )
    db.session.commit()
    page = till.client.get(f"{PATH}/{failed.id}").text
    assert "The bank says that the account is closed." in page
    assert "made outside Studiobook" in page
    assert "Did not arrive" in till.client.get(PATH).text


def test_forty_payouts_are_shown_in_pages(till: Till, sold: Booking) -> None:
    account = account_of(till, sold)
    for minor in range(41):
        make_payout(account, elsewhere=1_000 + minor, state=PayoutState.PAID, now=clock.now())
    db.session.commit()
    assert "1–20 of 41 payouts" in till.client.get(PATH).text
    assert "41–41 of 41 payouts" in till.client.get(f"{PATH}?page=3").text
    assert till.client.get(f"{PATH}?page=4").status_code == 404


def test_the_files_tell_all_and_start_no_formula(till: Till, sold: Booking) -> None:
    sold.guest_name = "=cmd"
    till.stage.clear(account_of(till, sold).external_ref)
    till.stage.land(till.stage.pay_out(account_of(till, sold).external_ref))
    jobs.mirror_payouts()
    [payout] = db.session.scalars(select(Payout)).all()
    [_head, line] = lines_of(till.client.get(f"{PATH}/{payout.id}.csv").text)
    assert line[1:9] == ["Sale", sold.code, "'=cmd", "83.20", "3.20", "1.41", "78.59", "EUR"]
    asked = "from=2026-11-01&to=2026-11-30"
    [_head, *ledger] = lines_of(till.client.get(f"{PATH}/ledger.csv?{asked}").text)
    assert [row[1] for row in ledger] == ["Sale"] * 3 + ["Paid out"] * 2
    assert {row[2] for row in ledger} == {sold.code}
    debit, credit = (sum(float(row[n] or 0) for row in ledger) for n in (4, 5))
    assert debit == pytest.approx(credit)
    assert (
        lines_of(till.client.get(f"{PATH}/ledger.csv?from=2026-10-01&to=2026-10-31").text)[1:] == []
    )
    for odd in ("from=nonsense&to=-", "from=9999-12-31&to=9999-12-31", "from=0001-01-01"):
        assert till.client.get(f"{PATH}/ledger.csv?{odd}").status_code == 200


def test_payouts_are_their_owners_and_nobody_elses(till: Till, sold: Booking) -> None:
    account = account_of(till, sold)
    payout_id = make_payout(account, elsewhere=900, now=clock.now()).id
    studio = sold.studio
    manager, other = make_user(), make_owner()
    join(studio=studio, user=manager, role=TeamRole.MANAGER, now=clock.now())
    db.session.commit()
    for person in (manager, other):
        sign_in(till.client, person)
        for path in (f"{PATH}/{payout_id}", f"{PATH}/{payout_id}.csv"):
            assert till.client.get(path).status_code == 404
        form = {"account": account.id, "currency": "EUR"}
        assert till.client.submit(PATH, form, page="/account").status_code == 404
        assert till.client.get(f"{PATH}?company={studio.company.slug}").status_code == 404


def test_who_owns_two_companies_reads_each_by_itself(till: Till, sold: Booking) -> None:
    owner = sold.studio.company.admins[0].user
    second = make_studio(name="Elsewhere", owner=make_owner(can_charge=False)).company
    appoint_owner(company_id=second.id, user=owner, now=clock.now())
    db.session.commit()
    page = till.client.get(PATH).text
    assert company_of(owner).name in page
    assert second.name in page
    empty = till.client.get(f"{PATH}?company={second.slug}").text
    assert "Nothing can be paid out yet" in empty
