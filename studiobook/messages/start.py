"""Starting a thread: one per guest and studio, however often and from wherever it is started."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.messages.errors import OwnStudio
from studiobook.messages.models import Side, Thread, ThreadReading
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, may
from studiobook.users.models import User
from studiobook.users.viewer import Viewer
from studiobook.values.code import new_code


def start(*, studio: Studio, guest: User, booking: Booking | None, now: datetime) -> Thread:
    """The thread of these two, new or as it was, about `booking` from now on. Raises OwnStudio."""
    if may(Viewer(guest, None), Power.RUN, studio_id=studio.id):
        raise OwnStudio
    thread = _thread(studio, guest, now)
    if booking is not None:
        thread.booking_id = booking.id
    db.session.flush()
    return thread


def _thread(studio: Studio, guest: User, now: datetime) -> Thread:
    # Two tabs may start it at once: one inserts, the other finds it.
    db.session.execute(
        insert(Thread)
        .values(
            code=new_code(10),
            studio_id=studio.id,
            guest_id=guest.id,
            message_count=0,
            created_at=now,
            last_message_at=now,
        )
        .on_conflict_do_nothing(index_elements=["studio_id", "guest_id"])
    )
    thread = db.session.scalars(
        select(Thread).where(Thread.studio_id == studio.id, Thread.guest_id == guest.id)
    ).one()
    readings = [{"thread_id": thread.id, "side": side, "read_number": 0} for side in Side]
    db.session.execute(insert(ThreadReading).values(readings).on_conflict_do_nothing())
    return thread
