"""Keeping a room among one's favourites, and letting it go again."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from studiobook.db.base import db
from studiobook.rooms.models import Favourite


def favour(*, user_id: int, room_id: int, now: datetime) -> None:
    """Keep the room. Doing it twice changes nothing."""
    kept = insert(Favourite).values(user_id=user_id, room_id=room_id, kept_at=now)
    db.session.execute(kept.on_conflict_do_nothing())


def let_go(*, user_id: int, room_id: int) -> None:
    """Keep it no longer. Doing it twice changes nothing."""
    db.session.execute(
        delete(Favourite).where(Favourite.user_id == user_id, Favourite.room_id == room_id)
    )
