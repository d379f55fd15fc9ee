"""An uploaded file on its way to become a photo: received, taken up, settled once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from studiobook.db.base import db
from studiobook.rooms import occupy
from studiobook.rooms.arrange_photos import KEPT, TooManyPhotos, refuse_more
from studiobook.rooms.listing import refresh_listing
from studiobook.rooms.models import Room
from studiobook.rooms.photograph import add_photo
from studiobook.rooms.uploads import PhotoUpload, UploadState
from studiobook.studios.lock import lock_studio

#: A worker that is not heard of by then is taken for lost. Longer than a job may take.
CLAIM = timedelta(seconds=150)
#: After so many tries there is no other: the storage was away, or workers died of it.
TRIES = 5


def receive_photo(*, room: Room, name: str, raw_key: str, key: str, now: datetime) -> PhotoUpload:
    """Note a file whose bytes are stored. The caller has locked the room. Raises TooManyPhotos."""
    refuse_more(room)
    upload = PhotoUpload(
        room_id=room.id,
        name=name,
        raw_key=raw_key,
        key=key,
        state=UploadState.WAITING,
        next_try_at=now,
        created_at=now,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


@dataclass(frozen=True)
class Uploads:
    """What the senders of a room's photos still wait for, or have to be told."""

    waiting: tuple[PhotoUpload, ...]
    refused: tuple[PhotoUpload, ...]

    @property
    def seen(self) -> str:
        """Differs as soon as others wait: what a page that was shown remembers."""
        return "-".join(str(upload.id) for upload in self.waiting)


def list_uploads(room_id: int) -> Uploads:
    """Those of a room, in the order in which they came."""
    states = (UploadState.WAITING, UploadState.REFUSED)
    mine = (
        select(PhotoUpload)
        .where(PhotoUpload.room_id == room_id, PhotoUpload.state.in_(states))
        .order_by(PhotoUpload.id)
    )
    found = db.session.scalars(mine).all()
    return Uploads(
        waiting=tuple(one for one in found if one.state is UploadState.WAITING),
        refused=tuple(one for one in found if one.state is UploadState.REFUSED),
    )


def take_up(*, now: datetime, upload_id: int | None = None) -> PhotoUpload | None:
    """The upload, or the one due longest, for one worker alone until `CLAIM` is over; None if none.

    One that was taken up `TRIES` times is taken up once more, to be refused.
    """
    due = (
        select(PhotoUpload)
        .where(PhotoUpload.state == UploadState.WAITING, PhotoUpload.next_try_at <= now)
        .order_by(PhotoUpload.next_try_at, PhotoUpload.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if upload_id is not None:
        due = due.where(PhotoUpload.id == upload_id)
    upload = db.session.scalar(due)
    if upload is not None:
        upload.attempts += 1
        upload.next_try_at = now + CLAIM
        db.session.flush()
    return upload


def put_off(*, upload_id: int, now: datetime) -> None:
    """Something else than the file was in the way: another try, a little later each time."""
    upload = _waiting(upload_id)
    if upload is not None:
        upload.next_try_at = now + timedelta(seconds=10 * 3**upload.attempts)


def accept_photo(
    *, upload_id: int, sizes: list[tuple[int, int]], placeholder: str, now: datetime
) -> UploadState | None:
    """Make the photo whose renditions are stored under the upload's key, unless it is settled.

    The answer is how the upload stands then; None when it is gone. A gallery that has filled up
    meanwhile refuses it.
    """
    room = _room_of(upload_id)
    if room is None:
        return None
    lock_studio(room.studio_id)
    occupy.lock(room.id)
    upload = _locked(upload_id)
    if upload is None or upload.state is not UploadState.WAITING:
        return _state(upload)
    upload.state, upload.settled_at = UploadState.DONE, now
    db.session.flush()
    try:
        refuse_more(room)
    except TooManyPhotos as refusal:
        upload.state, upload.refusal = UploadState.REFUSED, refusal.message
        return upload.state
    alt = f"{room.name} at {room.studio.name}"[:200]
    add_photo(room=room, key=upload.key, sizes=sizes, placeholder=placeholder, alt=alt)
    refresh_listing(room.studio)
    return upload.state


def refuse_photo(*, upload_id: int, sentence: str, now: datetime) -> UploadState | None:
    """Keep the sentence in place of the photo, unless it is settled; how it stands then."""
    upload = _locked(upload_id)
    if upload is not None and upload.state is UploadState.WAITING:
        upload.state, upload.refusal, upload.settled_at = UploadState.REFUSED, sentence, now
        db.session.flush()
    return _state(upload)


def dismiss_refusal(*, room: Room, upload_id: int) -> None:
    """Its sentence has been read. What is absent or not refused stays as it is."""
    upload = _locked(upload_id)
    if upload is None or upload.room_id != room.id or upload.state is not UploadState.REFUSED:
        return
    db.session.delete(upload)
    db.session.flush()


def forget_uploads(*, now: datetime) -> list[str]:
    """Drop rows settled before `KEPT`; the answer is which bytes of settled ones still lie there.

    Those are for the caller to delete, and then to say so by `forget_bytes`.
    """
    old = delete(PhotoUpload).where(
        PhotoUpload.settled_at < now - KEPT, PhotoUpload.raw_key.is_(None)
    )
    db.session.execute(old)
    left = select(PhotoUpload.raw_key).where(
        PhotoUpload.state != UploadState.WAITING, PhotoUpload.raw_key.is_not(None)
    )
    return [key for key in db.session.scalars(left) if key is not None]


def forget_bytes(raw_key: str) -> None:
    """The upload's bytes are no longer stored."""
    mine = update(PhotoUpload).where(
        PhotoUpload.raw_key == raw_key, PhotoUpload.state != UploadState.WAITING
    )
    db.session.execute(mine.values(raw_key=None))


def _room_of(upload_id: int) -> Room | None:
    of = select(PhotoUpload.room_id).where(PhotoUpload.id == upload_id).scalar_subquery()
    return db.session.scalar(select(Room).where(Room.id == of))


def _state(upload: PhotoUpload | None) -> UploadState | None:
    return None if upload is None else upload.state


def _waiting(upload_id: int) -> PhotoUpload | None:
    upload = _locked(upload_id)
    return upload if upload is not None and upload.state is UploadState.WAITING else None


def _locked(upload_id: int) -> PhotoUpload | None:
    return db.session.get(PhotoUpload, upload_id, with_for_update=True, populate_existing=True)
