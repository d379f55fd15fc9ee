"""Tokens: hashed where they rest, single-use whatever the crowd, gone after a month."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text

from studiobook.auth.errors import DeadToken
from studiobook.auth.jobs import forget_old_tokens
from studiobook.auth.models import AuthToken, LoginSession, Purpose
from studiobook.auth.sessions import begin_session
from studiobook.auth.tokens import call_in_tokens, find_holder, issue_token, redeem_token
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


@pytest.mark.committed
def test_a_crowd_that_only_looks_before_it_marks_would_all_get_in(app: Flask):
    """The control: with the referee off, the race is lost."""
    user = make_member()
    token = issue_token(user, Purpose.RESET, now=NOW)
    db.session.commit()
    everybody_has_looked = Barrier(10, timeout=30)

    def look_then_mark(_number: int) -> bool:
        with app.app_context(), transaction():
            holder = find_holder(token, Purpose.RESET, now=NOW)
            everybody_has_looked.wait()
            if holder is not None:
                call_in_tokens(holder, Purpose.RESET, now=NOW)
            return holder is not None

    with ThreadPoolExecutor(10) as crowd:
        assert sum(crowd.map(look_then_mark, range(10))) == 10


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
    rows: list[str] = []
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
