"""An owner's account at a provider: made, used, taken away, changed; the same at every provider."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from studiobook import clock
from studiobook.bookings.cancel import cancel
from studiobook.bookings.states import Status
from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.outbox.models import Event
from studiobook.payments import jobs
from studiobook.payments.connect_account import (
    Addresses,
    finish_connection,
    note_account,
    start_connection,
)
from studiobook.payments.disconnect_account import disconnect_account, release
from studiobook.payments.errors import AccountTaken
from studiobook.payments.gateways.accounts import AccountState, Connected, ConnectPage, Location
from studiobook.payments.gateways.protocol import GatewayUnavailable
from studiobook.payments.gateways.registry import gateways
from studiobook.payments.keep_locations import choose_location, sellable
from studiobook.payments.models import PaymentAccount
from studiobook.payments.refresh_account import apply_account, refresh_account
from studiobook.payments.states import RefundState
from studiobook.rooms.models import Room
from tests.factories.world import make_owner, make_room, make_studio
from tests.payments.till import Till, end

BACK = "https://studiobook.example/manage/payments/back"


@dataclass
class Desk:
    """An owner who connects; what they do, in their words."""

    till: Till
    company_id: int

    def start(self, *, another: bool = False) -> ConnectPage:
        url = start_connection(
            company_id=self.company_id,
            gateway=self.till.stage.gateway.name,
            email="owner@example.org",
            addresses=Addresses(return_url=BACK, refresh_url=f"{BACK}/again", state="a-word"),
            gateways=gateways(),
            now=clock.now(),
            another=another,
        )
        made = self.accounts()[-1:]
        return ConnectPage(url=url, account_ref=made[0].external_ref if made else None)

    def finish(self, answer: Mapping[str, str]) -> None:
        finish_connection(
            company_id=self.company_id,
            gateway=self.till.stage.gateway.name,
            answer=answer,
            return_url=BACK,
            gateways=gateways(),
            now=clock.now(),
        )
        self.choose()

    def choose(self) -> None:
        """Where there are several locations: the first."""
        for account in self.accounts():
            if account.closed_at is None and account.needs == ["location"]:
                choose_location(account, ref=sellable(account)[0].ref, now=clock.now())
                db.session.commit()
                refresh_account(account_id=account.id, gateways=gateways(), now=clock.now())

    def connects(self) -> PaymentAccount:
        self.finish(self.till.stage.finish_onboarding(self.start(another=True)))
        return self.used()

    def accounts(self) -> list[PaymentAccount]:
        db.session.rollback()
        found = select(PaymentAccount).where(PaymentAccount.company_id == self.company_id)
        return list(db.session.scalars(found.order_by(PaymentAccount.id)))

    def used(self) -> PaymentAccount:
        [account] = [one for one in self.accounts() if one.activated_at and not one.closed_at]
        return account

    def can_charge(self) -> bool:
        db.session.rollback()
        return db.session.get_one(Company, self.company_id).can_charge

    def facts(self) -> list[str]:
        names = select(Event.name).where(Event.name.like("Payments%")).order_by(Event.id)
        return list(db.session.scalars(names))


def rooms_of(desk: Desk) -> list[Room]:
    theirs = Room.studio.has(company_id=desk.company_id)
    return list(db.session.scalars(select(Room).where(theirs).order_by(Room.id)))


@pytest.fixture
def desk(any_till: Till) -> Desk:
    """An owner who is not connected yet, with a room that could be sold."""
    return new_desk(any_till)


def new_desk(till: Till) -> Desk:
    studio = make_studio(owner=make_owner(can_charge=False))
    for name in ("Blue room", "Red room"):
        make_room(studio=studio, name=name, now=clock.now())
    db.session.commit()
    return Desk(till, studio.company_id)


def test_an_account_in_the_making_is_used_once_it_can_charge(desk: Desk) -> None:
    page = desk.start()
    assert not desk.can_charge()
    desk.finish(desk.till.stage.finish_onboarding(page))
    account = desk.used()
    assert (account.can_charge, account.needs, account.checked_at) == (True, [], clock.now())
    assert desk.can_charge()
    assert desk.facts() == ["PaymentsStarted"]


def test_who_says_no_has_nothing_and_may_begin_again(desk: Desk) -> None:
    desk.finish(desk.till.stage.refuse_onboarding(desk.start()))
    assert not desk.can_charge()
    assert desk.facts() == []
    desk.finish(desk.till.stage.finish_onboarding(desk.start()))
    assert desk.can_charge()
    assert len(desk.accounts()) == 1


@pytest.mark.parametrize("first", ["return", "webhook", "clock"])
def test_whichever_tells_first_the_end_is_the_same(desk: Desk, first: str) -> None:
    answer = desk.till.stage.finish_onboarding(desk.start())
    is_known = bool(desk.accounts())
    if first == "webhook":
        desk.till.hear()
    if first == "clock":
        jobs.refresh_accounts()
    assert desk.can_charge() is (is_known and first != "return")
    desk.finish(answer)
    desk.till.hear()
    jobs.refresh_accounts()
    assert desk.used().can_charge
    assert desk.facts() == ["PaymentsStarted"]


def test_a_restricted_account_stops_its_studios_and_says_so_once(desk: Desk) -> None:
    account = desk.connects()
    desk.till.stage.restrict(account.external_ref)
    desk.till.hear()
    desk.till.wait(hours=25)
    jobs.refresh_accounts()
    assert not desk.can_charge()
    assert desk.used().needs
    desk.till.stage.relieve(account.external_ref)
    desk.till.wait(hours=25)
    jobs.refresh_accounts()
    assert desk.can_charge()
    assert desk.facts() == ["PaymentsStarted", "PaymentsStopped", "PaymentsStarted"]


def test_a_revoked_account_needs_the_owner(desk: Desk) -> None:
    account = desk.connects()
    desk.till.stage.revoke(account.external_ref)
    desk.till.wait(hours=25)
    jobs.refresh_accounts()
    assert (desk.can_charge(), desk.used().needs[0]) == (False, "access")
    assert desk.facts()[-1] == "PaymentsStopped"


def test_while_the_provider_is_away_the_account_stays_what_it_was(desk: Desk) -> None:
    account = desk.connects()
    desk.till.stage.restrict(account.external_ref)
    desk.till.stage.go_away()
    with pytest.raises(GatewayUnavailable):
        refresh_account(account_id=account.id, gateways=gateways(), now=clock.now())
    desk.till.wait(hours=25)
    jobs.refresh_accounts()
    assert desk.can_charge()
    desk.till.stage.come_back()
    desk.till.wait(minutes=6)
    jobs.refresh_accounts()
    assert not desk.can_charge()


def test_an_account_that_pays_one_company_pays_no_other(desk: Desk) -> None:
    account = desk.connects()
    other = new_desk(desk.till)
    with pytest.raises(AccountTaken):
        note_account(
            other.company_id,
            account.gateway,
            Connected(account_ref=account.external_ref),
            now=clock.now(),
        )


def test_changing_the_account_leaves_old_bookings_where_they_were_paid(desk: Desk) -> None:
    till = desk.till
    first = desk.connects()
    old = till.paid(rooms_of(desk)[0])
    desk.finish(till.stage.finish_onboarding(desk.start(another=True)))
    if desk.used().id == first.id:
        pytest.skip("this provider's owner has but one account")
    new = till.paid(rooms_of(desk)[1])
    assert [till.charge(one).account_id for one in (old, new)] == [first.id, desk.used().id]
    assert till.status(new) is Status.CONFIRMED
    end(old.id, lambda booking_id, now: cancel(booking_id, by="owner", now=now))
    till.work()
    assert [refund.state for refund in till.refunds(old)] == [RefundState.SUCCEEDED]
    assert till.received(old) == (old.total_minor, old.total_minor)
    # What may still be given back keeps our access; what never took money loses it.
    assert not release(account_id=first.id, gateways=gateways(), now=clock.now())


def test_disconnecting_stops_the_studios_until_an_account_is_connected_again(desk: Desk) -> None:
    account = desk.connects()
    till = desk.till
    till.paid(rooms_of(desk)[0])
    for _ in range(2):
        disconnect_account(account_id=account.id, actor_id=None, now=clock.now())
        db.session.commit()
    jobs.refresh_accounts()
    assert not desk.can_charge()
    assert desk.facts() == ["PaymentsStarted", "PaymentsEnded"]
    desk.finish(till.stage.finish_onboarding(desk.start()))
    assert desk.can_charge()
    # Where the owner says at the provider who they are, it may be another account.
    assert [one.closed_at is None for one in desk.accounts()] in ([True], [False, True])


def test_an_account_through_which_nothing_was_paid_is_let_go(desk: Desk) -> None:
    account = desk.connects()
    disconnect_account(account_id=account.id, actor_id=None, now=clock.now())
    db.session.commit()
    jobs.refresh_accounts()
    [closed] = desk.accounts()
    assert (closed.closed_at is not None, closed.next_check_at) == (True, None)


def places(*places: Location, can_charge: bool = True) -> AccountState:
    """What a provider says whose accounts have locations."""
    return AccountState(
        account_ref="acct_places", can_charge=can_charge, can_be_paid_out=True, locations=places
    )


def test_of_several_locations_the_owner_chooses_and_a_single_one_is_chosen(till: Till) -> None:
    desk = new_desk(till)
    attic, cellar, abroad = (
        Location(ref=name, name=name.title(), currency=currency, can_charge=True)
        for name, currency in (("attic", "EUR"), ("cellar", "EUR"), ("abroad", "USD"))
    )
    account_id = note_account(
        desk.company_id, "sandbox", Connected(account_ref="acct_places"), now=clock.now()
    )
    apply_account(account_id, places(attic, cellar, abroad), now=clock.now())
    account = db.session.get_one(PaymentAccount, account_id)
    assert (account.can_charge, account.needs, account.activated_at) == (False, ["location"], None)
    with pytest.raises(NotFound):
        choose_location(account, ref="abroad", now=clock.now())
    choose_location(account, ref="cellar", now=clock.now())
    apply_account(account_id, places(attic, cellar), now=clock.now())
    assert (account.can_charge, account.needs, account.location_ref) == (True, [], "cellar")
    # The chosen one was closed at the provider; one is left.
    apply_account(account_id, places(attic, abroad), now=clock.now())
    assert account.location_ref == "attic"
    apply_account(account_id, places(abroad), now=clock.now())
    assert (account.can_charge, account.needs) == (False, ["location"])
