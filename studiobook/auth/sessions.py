"""Server-side sessions: begun at login, looked up by every request, ended at any time."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from studiobook.auth.models import LoginSession
from studiobook.auth.tokens import digest
from studiobook.db.base import db
from studiobook.users.models import User

#: How long a session lives unused, and at most; shorter for those who can do most.
IDLE, IDLE_ADMIN = timedelta(days=7), timedelta(minutes=30)
LONGEST, LONGEST_ADMIN = timedelta(days=30), timedelta(hours=12)
#: `last_seen_at` is only as fresh as this, so that reading pages rarely writes.
SEEN_EVERY = timedelta(minutes=5)
LONGEST_AGENT = 200


def begin_session(user: User, *, user_agent: str, now: datetime) -> tuple[LoginSession, str]:
    """A new session of this person, with its token, which is stored nowhere."""
    token = secrets.token_urlsafe(32)
    begun = LoginSession(
        user_id=user.id,
        token_hash=digest(token),
        user_agent=user_agent[:LONGEST_AGENT],
        created_at=now,
        last_seen_at=now,
    )
    db.session.add(begun)
    db.session.flush()
    return begun, token


def find_session(token: str, *, now: datetime) -> tuple[LoginSession, User] | None:
    """The living session of this token and its person, in one query; None when suspended."""
    found = db.session.execute(
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.token_hash == digest(token),
            LoginSession.ended_at.is_(None),
            User.suspended_at.is_(None),
        )
    ).first()
    if found is None or not _lives(found.LoginSession, found.User, now=now):
        return None
    return found.LoginSession, found.User


def list_sessions(user: User, *, now: datetime) -> Sequence[LoginSession]:
    """The person's living sessions, the latest used first."""
    sessions = db.session.scalars(
        select(LoginSession)
        .where(
            LoginSession.user_id == user.id,
            LoginSession.ended_at.is_(None),
            LoginSession.last_seen_at > now - IDLE,
        )
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
        .limit(50)
    )
    return [session for session in sessions if _lives(session, user, now=now)]


def is_due_to_be_seen(session: LoginSession, *, now: datetime) -> bool:
    """Whether the last sighting is old enough to be written again."""
    return now - session.last_seen_at >= SEEN_EVERY


def note_seen(session_id: int, *, now: datetime) -> None:
    """Write the sighting, on a living row only: a slow request brings no ended session back."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.ended_at.is_(None))
        .values(last_seen_at=now)
        .execution_options(synchronize_session=False)
    )


def end_session(session_id: int, user: User, *, now: datetime) -> bool:
    """End one of this person's sessions; False when there is no such living one."""
    return _end(LoginSession.id == session_id, user=user, now=now) > 0


def end_other_sessions(user: User, *, keep: int | None, now: datetime) -> int:
    """End all of this person's sessions but the one kept; returns how many ended."""
    return _end(LoginSession.id != (keep or 0), user=user, now=now)


def _end(which: ColumnElement[bool], *, user: User, now: datetime) -> int:
    ended = db.session.execute(
        update(LoginSession)
        .where(which, LoginSession.user_id == user.id, LoginSession.ended_at.is_(None))
        .values(ended_at=now)
        .returning(LoginSession.id)
        .execution_options(synchronize_session=False)
    )
    return len(ended.all())


def _lives(session: LoginSession, user: User, *, now: datetime) -> bool:
    idle, longest = (IDLE_ADMIN, LONGEST_ADMIN) if user.is_admin else (IDLE, LONGEST)
    return now - session.last_seen_at < idle and now - session.created_at < longest
