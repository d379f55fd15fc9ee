"""Nobody is flooded with invitations, and no secret is guessed at speed."""

import dataclasses
from collections.abc import Iterator

import pytest
from flask import Flask

from studiobook import extensions
from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.settings import Settings
from studiobook.teams.models import Invitation
from tests.factories.world import make_invitation
from tests.support.client import PageClient
from tests.teams.conftest import Browse, House


@pytest.fixture(scope="module")
def app(settings: Settings) -> Iterator[Flask]:
    """An installation with limits; the limiter is one per process, so they end with it."""
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    app.test_client_class = PageClient
    yield app
    extensions.limiter.enabled = False
    with app.app_context():
        db.engine.dispose()


def test_one_address_gets_five_a_day_whoever_asks(browse: Browse, house: House):
    owner, other = browse(house.owner), browse(house.other_owner)
    fields = {"email": "nina@example.com", "role": "manager"}
    mine = f"/manage/team/{house.studio.slug}/invitations/new"
    theirs = f"/manage/team/{house.other_studio.slug}/invitations/new"
    answers = [owner.submit(mine, fields) for _ in range(4)]
    answers += [other.submit(theirs, fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert owner.submit(mine, {**fields, "email": "olaf@example.com"}).status_code == 303


def test_one_offer_is_sent_again_three_times_an_hour(browse: Browse, house: House):
    offer = make_invitation(studio=house.studio)
    db.session.commit()
    path, owner = f"/manage/team/invitations/{offer.id}/sending", browse(house.owner)
    answers = [owner.submit(path, {}, page="/manage/team") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [303] * 3 + [429]


def test_one_person_sends_thirty_an_hour(browse: Browse, house: House):
    owner = browse(house.owner)
    path = f"/manage/team/{house.studio.slug}/invitations/new"
    answers = [
        owner.submit(path, {"email": f"n{n}@example.com", "role": "manager"}) for n in range(31)
    ]
    assert [answer.status_code for answer in answers] == [303] * 30 + [429]
    assert db.session.query(Invitation).count() == 30


def test_secrets_are_not_guessed_at_speed(browse: Browse, house: House):
    visitor = browse(None)
    answers = [visitor.submit(f"/invitations/guess-{n}", {}, page="/auth/login") for n in range(31)]
    assert [answer.status_code for answer in answers] == [410] * 30 + [429]
