"""Rooms' background edge: the calendar gets a new day every day, uploads become photos."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import delete, func, select

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.files.darkroom import develop
from studiobook.files.errors import ObjectMissing, PictureLost, PictureRefused
from studiobook.files.opening import current_storage, discard, keep
from studiobook.files.storage import PRIVATE, day_of
from studiobook.rooms.arrange_photos import KEPT, forget_photo, list_over
from studiobook.rooms.let import refresh_days
from studiobook.rooms.models import Room, RoomDay
from studiobook.rooms.receive_photo import (
    TRIES,
    accept_photo,
    forget_bytes,
    forget_uploads,
    put_off,
    refuse_photo,
    take_up,
)
from studiobook.rooms.room_days import DAYS_KEPT
from studiobook.rooms.uploads import PhotoUpload, UploadState

log = structlog.get_logger()
#: A sweep begins no other photo after so many seconds: the clock may be doing it itself.
PATIENCE = 8


@dataclass(frozen=True)
class Taken:
    """An upload that is ours for a while, as it was when it was taken up."""

    id: int
    raw_key: str
    key: str
    attempts: int


def extend_calendars() -> None:
    """Give each room the days that came into its horizon, and forget days long gone."""
    now = clock.now()
    for room_id in rooms_behind(now):
        in_transaction(partial(_extend, room_id, now))
    in_transaction(partial(_forget, now))


def rooms_behind(now: datetime) -> list[int]:
    """Rooms that lack days up to their horizon's night (give or take the zone's date)."""
    last = (
        select(RoomDay.room_id, func.max(RoomDay.on_date).label("last"))
        .group_by(RoomDay.room_id)
        .subquery()
    )
    behind = last.c.last.is_(None) | (last.c.last < now.date() + Room.horizon_days + 1)
    return list(
        db.session.scalars(select(Room.id).outerjoin(last, last.c.room_id == Room.id).where(behind))
    )


def _extend(room_id: int, now: datetime) -> None:
    refresh_days(room=db.session.get_one(Room, room_id), now=now)


def _forget(now: datetime) -> None:
    oldest = now.date() - timedelta(days=DAYS_KEPT + 1)
    db.session.execute(delete(RoomDay).where(RoomDay.on_date < oldest))


def develop_photo(upload_id: int) -> None:
    """Make a photo of one upload, or a sentence why not: what a worker runs when the bell rang."""
    taken = in_transaction(partial(_take, clock.now(), upload_id))
    if taken is not None:
        _work_on(taken)


def develop_photos() -> None:
    """The same for whatever was not heard, or was lost with its worker."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        taken = in_transaction(partial(_take, clock.now(), None))
        if taken is None:
            return
        _work_on(taken)


def forget_pictures() -> None:
    """Delete what nobody needs: raw uploads, the files of removed photos, and then their rows."""
    now, storage = clock.now(), current_storage()
    for raw_key in in_transaction(partial(forget_uploads, now=now)):
        _forget_raw(raw_key)
    for photo_id, key in in_transaction(partial(list_over, now=now)):
        discard(storage, key)
        in_transaction(partial(forget_photo, photo_id))
    # Bytes whose request died before it could note them; no day's end comes near one under way.
    noted = set(db.session.scalars(select(PhotoUpload.raw_key)))
    db.session.rollback()
    oldest = f"{now - KEPT:%Y-%m-%d}"
    left = [key for key in storage.list(f"{PRIVATE}/") if day_of(key) < oldest]
    storage.delete([key for key in left if key not in noted])


def _take(now: datetime, upload_id: int | None) -> Taken | None:
    found = take_up(now=now, upload_id=upload_id)
    if found is None or found.raw_key is None:
        return None
    return Taken(found.id, found.raw_key, found.key, found.attempts)


def _work_on(taken: Taken) -> None:
    """Outside any transaction: reading, developing and storing take their time."""
    try:
        if taken.attempts > TRIES:
            raise PictureLost
        state = _make(taken)
    except PictureRefused as refusal:
        state = in_transaction(
            partial(refuse_photo, upload_id=taken.id, sentence=refusal.message, now=clock.now())
        )
    except Exception as error:
        # The storage is away, or this job's time is over: the file may be as good as any.
        db.session.rollback()
        log.warning("upload_put_off", upload=taken.id, exc_info=error)
        in_transaction(partial(put_off, upload_id=taken.id, now=clock.now()))
        return
    if state is not UploadState.DONE:
        discard(current_storage(), taken.key)
    _forget_raw(taken.raw_key)


def _make(taken: Taken) -> UploadState | None:
    storage = current_storage()
    try:
        picture = develop(storage.get(taken.raw_key))
    except ObjectMissing:
        raise PictureLost from None
    keep(storage, picture, key=taken.key)
    return in_transaction(
        partial(
            accept_photo,
            upload_id=taken.id,
            sizes=[(size.width, size.height) for size in picture.sizes],
            placeholder=picture.placeholder,
            now=clock.now(),
        )
    )


def _forget_raw(raw_key: str) -> None:
    current_storage().delete([raw_key])
    in_transaction(partial(forget_bytes, raw_key))
