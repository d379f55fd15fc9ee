"""The number beside the person's name in the header of every page."""

from sqlalchemy.exc import SQLAlchemyError

from studiobook.db.base import db
from studiobook.messages.models import Side
from studiobook.messages.queries import count_unread
from studiobook.web.viewer import current_viewer


def unread_messages() -> int:
    """In how many of one's own threads with studios something is to be read.

    A page that says what went wrong must not go wrong by this.
    """
    try:
        return count_unread(current_viewer(), Side.GUEST)
    except SQLAlchemyError:
        db.session.rollback()
        return 0
