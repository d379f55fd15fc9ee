"""Two at a team in the same moment: an owner stays, and a place is given once."""

from functools import partial

import pytest
from flask import Flask

from studiobook.auth.tokens import digest
from studiobook.companies.appoint import appoint_owner, dismiss_owner
from studiobook.companies.errors import LastOwner
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.errors import DomainError, NotFound
from studiobook.teams.accept import accept, accept_as_new
from studiobook.teams.errors import InvitationOver
from studiobook.teams.invite import mint_secret, withdraw
from studiobook.teams.models import Invitation, Membership
from studiobook.users.models import User
from tests.factories.world import NOW, make_invitation, make_studio, make_user
from tests.races.test_console_races import outcomes

pytestmark = pytest.mark.committed

ROUNDS = 5
MANY = 6
PASSWORD = "vier Wörter über Bäume"


def dismiss(company_id: int, user_id: int, by_id: int) -> None:
    by = db.session.get_one(User, by_id)
    dismiss_owner(company_id=company_id, user_id=user_id, by=by, now=NOW)


def owners(company_id: int) -> set[int]:
    found = db.session.query(CompanyAdmin).filter_by(company_id=company_id)
    return {one.user_id for one in found}


def two_owners() -> tuple[int, int, int]:
    company = make_studio().company
    first, second = company.admins[0].user_id, make_user()
    appoint_owner(company_id=company.id, user=second, now=NOW)
    db.session.commit()
    return company.id, first, second.id


def test_of_two_owners_who_remove_each_other_one_stays(app: Flask):
    for _ in range(ROUNDS):
        company, first, second = two_owners()
        found = outcomes(
            app,
            partial(dismiss, company, second, first),
            partial(dismiss, company, first, second),
        )
        assert [type(one) for one in found if one] == [NotFound]
        assert owners(company) == ({first} if found[0] is None else {second})


def test_of_two_owners_who_go_at_once_one_stays(app: Flask):
    for _ in range(ROUNDS):
        company, first, second = two_owners()
        found = outcomes(
            app,
            partial(dismiss, company, first, first),
            partial(dismiss, company, second, second),
        )
        assert [type(one) for one in found if one] == [LastOwner]
        assert len(owners(company)) == 1


def offered() -> tuple[int, str]:
    offer = make_invitation()
    db.session.commit()
    secret = mint_secret(offer.id, now=NOW)
    db.session.commit()
    assert offer.token_hash == digest(secret)
    return offer.id, secret


def accept_as(secret: str, user_id: int) -> int:
    return accept(secret, user=db.session.get_one(User, user_id), now=NOW).id


def join_as_new(secret: str, name: str) -> int:
    return accept_as_new(secret, name=name, password=PASSWORD, now=NOW).id


def withdraw_as(offer_id: int, by_id: int | None) -> int:
    return withdraw(offer_id, by=db.session.get_one(User, by_id), now=NOW).id


def members(offer_id: int) -> int:
    offer = db.session.get_one(Invitation, offer_id)
    return db.session.query(Membership).filter_by(studio_id=offer.studio_id).count()


def test_an_invitation_that_is_accepted_in_many_tabs_at_once_makes_one_member(app: Flask):
    user = make_user(email="mara@example.com")
    offer, secret = offered()
    found = outcomes(app, *[partial(accept_as, secret, user.id) for _ in range(MANY)])
    assert [one for one in found if not isinstance(one, DomainError)] == [offer]
    assert sum(isinstance(one, InvitationOver) for one in found) == MANY - 1
    assert members(offer) == 1


def test_many_new_accounts_for_one_invitation_are_one_account_and_one_member(app: Flask):
    offer, secret = offered()
    found = outcomes(app, *[partial(join_as_new, secret, f"Mara {n}") for n in range(MANY)])
    assert sum(isinstance(one, InvitationOver) for one in found) == MANY - 1
    assert db.session.query(User).filter_by(email="mara@example.com").count() == 1
    assert members(offer) == 1


def test_withdrawn_or_accepted_but_never_both(app: Flask):
    user = make_user(email="mara@example.com")
    for _ in range(ROUNDS):
        offer, secret = offered()
        by = db.session.get_one(Invitation, offer).invited_by_id
        found = outcomes(
            app,
            partial(accept_as, secret, user.id),
            partial(withdraw_as, offer, by),
        )
        assert sum(isinstance(one, InvitationOver) for one in found) == 1
        ended = db.session.get_one(Invitation, offer)
        assert (ended.accepted_at is None) is not (ended.withdrawn_at is None)
        assert members(offer) == (0 if ended.accepted_at is None else 1)
