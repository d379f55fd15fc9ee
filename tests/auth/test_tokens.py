"""Tokens: hashed where they rest, single-use whatever the crowd, gone after a month."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from studiobook.auth.errors import DeadToken
from studiobook.auth.jobs import forget_old_tokens
from studiobook.auth.models import AuthToken, LoginSession, Purpose
from studiobook.auth.sessions import begin_session
from studiobook.auth.tokens import issue_token, redeem_token
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.users.models import User
from tests.auth.conftest import NOW, Clock, log_in, make_member
from tests.support.client import PageClient

CROWD = 100


@pytest.mark.committed
def test_a_hundred_tries_at_once_redeem_a_token_once(app: Flask):
    user = make_member()
    token = issue_token(user, Purpose.RESET, now=NOW)
    db.session.commit()

    def redeem(_number: int) -> bool:
        with app.app_context():
            try:
                with transaction():
                    redeem_token(token, Purpose.RESET, now=NOW)
            except DeadToken:
                return False
            return True

    with ThreadPoolExecutor(20) as crowd:
        assert sum(crowd.map(redeem, range(CROWD))) == 1


def test_without_the_update_as_referee_a_crowd_would_get_in(app: Flask):
    """The control: looking first and marking later lets everybody see it unused."""
    token = issue_token(make_member(), Purpose.RESET, now=NOW)
    seen = [db.session.query(AuthToken).filter_by(used_at=None).count() for _ in range(2)]
    assert seen == [1, 1]
    assert redeem_token(token, Purpose.RESET, now=NOW)


@pytest.mark.parametrize("purpose", [Purpose.VERIFY, Purpose.LINK])
def test_a_token_is_good_for_its_purpose_only(app: Flask, purpose: Purpose):
    token = issue_token(make_member(), Purpose.RESET, now=NOW)
    with pytest.raises(DeadToken):
        redeem_token(token, purpose, now=NOW)


def test_a_dump_of_the_database_opens_nothing(client: PageClient, ada: User):
    token = issue_token(ada, Purpose.RESET, now=NOW)
    log_in(client)
    with client.session_transaction() as session:
        login = session["_user_id"]
    rows = []
    for table in ("auth_token", "login_session", "event", "delivery", '"user"'):
        rows += db.session.execute(text(f"SELECT t::text FROM {table} t")).scalars()
    assert rows
    dump = "\n".join(rows)
    assert token not in dump
    assert login not in dump


def test_old_tokens_and_sessions_are_forgotten(app: Flask, time: Clock, ada: User):
    issue_token(ada, Purpose.RESET, now=NOW)
    begin_session(ada, user_agent="old", now=NOW)
    time.wait(days=31)
    begin_session(ada, user_agent="new", now=time.now())
    issue_token(ada, Purpose.LINK, now=time.now())
    time.wait(days=29, hours=2)
    forget_old_tokens()
    assert [token.purpose for token in db.session.query(AuthToken)] == [Purpose.LINK]
    assert [login.user_agent for login in db.session.query(LoginSession)] == ["new"]
    assert time.now() - NOW == timedelta(days=60, hours=2)
