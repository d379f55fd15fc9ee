"""A room's photos: received at once, made ready apart, ordered, worded, deleted and put back."""

import io
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import update
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.files.darkroom import develop
from studiobook.files.local import LocalStorage
from studiobook.files.opening import current_storage
from studiobook.files.storage import RAW_TYPE, raw_key
from studiobook.rooms import jobs
from studiobook.rooms.jobs import develop_photo, develop_photos, forget_pictures
from studiobook.rooms.models import Photo, Room
from studiobook.rooms.receive_photo import CLAIM, TRIES, receive_photo, take_up
from studiobook.rooms.uploads import PhotoUpload, UploadState
from studiobook.studios.models import Studio
from tests.factories.world import make_room, make_studio
from tests.support.client import csrf_token
from tests.support.pictures import from_a_phone, opened, plain

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def storage(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Shaky":
    storage = Shaky(tmp_path)
    monkeypatch.setitem(app.extensions, "studiobook_storage", storage)
    return storage


@pytest.fixture
def bare(draft: Studio) -> Room:
    """A room without a photo."""
    room = make_room(studio=draft, listed=False)
    db.session.query(Photo).delete()
    db.session.commit()
    return room


def path(room: Room, step: str = "/photos") -> str:
    return f"/manage/studios/{room.studio.slug}/rooms/{room.slug}{step}"


def upload(client, room, *files: tuple[str, bytes]):
    photos = [FileStorage(io.BytesIO(content), name) for name, content in files]
    token = csrf_token(client.get(path(room)).text)
    # Encoded here: the client would leave large bodies in files that nobody closes.
    boundary, body = encode_multipart({"photos": photos, "csrf_token": token})
    form = f'multipart/form-data; boundary="{boundary}"'
    return client.post(path(room), data=body, content_type=form)


def hang(client, room, count: int = 1) -> list[int]:
    """Photos that are ready; their ids in order."""
    upload(client, room, *[(f"{n}.jpg", plain()) for n in range(count)])
    develop_photos()
    return order(room)


def order(room: Room) -> list[int]:
    db.session.expire_all()
    return [photo.id for photo in room.photos]


def the_upload() -> PhotoUpload:
    db.session.expire_all()
    return db.session.query(PhotoUpload).one()


def at(monkeypatch: pytest.MonkeyPatch, when: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: when)


class TestReceiving:
    def test_answers_before_anything_is_decoded_and_shows_that_it_waits(
        self, client, bare, storage
    ):
        answer = upload(client, bare, ("a.jpg", plain()))
        assert (answer.status_code, answer.location) == (303, path(bare))
        assert bare.photos == []
        assert the_upload().state is UploadState.WAITING
        (raw,) = storage.list("")
        assert raw == the_upload().raw_key
        page = client.get(path(bare)).text
        assert "The photo has arrived." in page
        assert "One photo is being made ready." in page
        assert "a.jpg" in page
        assert "every 2s" in page

    def test_keeps_what_came_from_everybody(self, client, bare):
        upload(client, bare, ("a.jpg", from_a_phone((900, 600))))
        key = the_upload().raw_key or ""
        assert client.get(f"/files/{key}").status_code == 404
        with pytest.raises(ValueError, match="private"):
            current_storage().url(key)

    def test_rings_for_a_worker(self, app, client, bare):
        upload(client, bare, ("a.jpg", plain()))
        bell = Queue("slow", connection=app.extensions["studiobook_redis"], serializer="json")
        (job,) = bell.jobs
        assert (job.func_name, list(job.args)) == (
            "studiobook.rooms.jobs.develop_photo",
            [the_upload().id],
        )

    def test_refuses_at_sight_what_is_no_picture_and_receives_the_others(
        self, client, bare, storage
    ):
        answer = upload(client, bare, ("notes.jpg", b"hello"), ("a.jpg", plain()))
        assert answer.status_code == 422
        assert "notes.jpg: That file is not a photo." in answer.text
        assert the_upload().name == "a.jpg"
        assert "One photo is being made ready." in answer.text
        assert len(storage.list("")) == 1

    def test_takes_many_large_ones_though_other_forms_must_be_small(self, client, bare):
        heavy = plain() + b"\0" * (9 * 1024 * 1024)
        answer = upload(client, bare, ("a.jpg", heavy), ("b.jpg", heavy))
        assert answer.status_code == 303
        assert db.session.query(PhotoUpload).count() == 2
        answer = client.post(path(bare, ""), data=b"x" * 13 * 1024 * 1024)
        assert answer.status_code == 413

    def test_refuses_more_than_ten_megabytes(self, client, bare):
        answer = upload(client, bare, ("a.jpg", plain() + b"\0" * 10 * 1024 * 1024))
        assert "a.jpg: That picture is larger than 10 MB." in answer.text

    def test_says_when_nothing_was_chosen(self, client, bare):
        answer = client.submit(path(bare), {}, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "Choose one or more photos." in answer.text

    @pytest.mark.parametrize("name", ["../../etc/passwd", "a\\..\\b.jpg", "..", "x" * 300 + ".jpg"])
    def test_a_files_name_is_words_and_never_a_path(self, client, bare, storage, name):
        upload(client, bare, (name, plain()))
        assert len(the_upload().name) <= 80
        develop_photos()
        assert {key.split("/")[0] for key in storage.list("")} == {"photos"}
        assert "passwd" not in "".join(storage.list(""))

    def test_counts_those_that_wait_to_the_gallery(self, client, bare, storage):
        for n in range(19):
            in_transaction(partial(_wait, bare, n, clock.now()))
        answer = upload(client, bare, ("a.jpg", plain()), ("b.jpg", plain()))
        assert "b.jpg: A room shows 20 photos at most." in answer.text
        assert len(storage.list("")) == 1


class TestDeveloping:
    def test_makes_photos_in_the_order_in_which_they_came(self, client, bare, storage):
        upload(client, bare, ("a.jpg", plain()), ("b.png", plain(kind="PNG")))
        develop_photos()
        assert [photo.position for photo in bare.photos] == [0, 1]
        assert bare.photos[0].alt == "Room A at Tape House"
        assert storage.list(f"{bare.photos[0].key}/")
        assert storage.list("raw/") == []
        page = client.get(path(bare)).text
        assert "made ready" not in page
        assert "every 2s" not in page

    def test_a_phones_picture_comes_out_upright_and_clean(self, client, bare, storage):
        upload(client, bare, ("IMG_1.jpg", from_a_phone((1200, 900))))
        develop_photos()
        (photo,) = bare.photos
        assert photo.width < photo.height
        for width in photo.widths:
            data = storage.get(f"{photo.key}/{width}.webp")
            assert b"Camera" not in data
            assert not opened(data).getexif()

    def test_what_turns_out_damaged_is_told_until_it_is_hidden(self, client, bare, storage):
        upload(client, bare, ("half.jpg", from_a_phone((900, 600))[:9000]))
        develop_photos()
        page = client.get(path(bare)).text
        assert "half.jpg: That picture is damaged or incomplete." in page
        assert storage.list("") == []
        hide = path(bare, f"/photos/uploads/{the_upload().id}/dismissal")
        for _ in range(2):
            assert client.submit(hide, {}, page=path(bare)).status_code == 303
        assert "half.jpg" not in client.get(path(bare)).text

    def test_one_that_takes_too_long_is_refused_and_not_tried_again(
        self, client, bare, monkeypatch
    ):
        monkeypatch.setattr(jobs, "develop", partial(develop, seconds=0.001))
        upload(client, bare, ("slow.jpg", plain()))
        develop_photos()
        assert "takes too long" in (the_upload().refusal or "")
        assert the_upload().attempts == 1
        assert the_upload().raw_key is None

    def test_a_gallery_that_filled_up_meanwhile_takes_no_more(self, client, bare, storage):
        upload(client, bare, ("a.jpg", plain()))
        for n in range(20):
            bare.photos.append(_photo(n))
        db.session.commit()
        develop_photos()
        assert the_upload().refusal == "A room shows 20 photos at most. Delete one first."
        assert storage.list("") == []

    def test_the_room_is_shown_as_soon_as_it_has_one(self, client, owner):
        studio = make_studio(owner=owner)
        studio.company.can_charge = True
        room = make_room(studio=studio)
        (photo,) = room.photos
        db.session.commit()
        client.submit(path(room, f"/photos/{photo.id}/removal"), {}, page=path(room))
        assert not room.listed
        hang(client, room)
        assert room.listed

    def test_the_page_hears_of_it_and_is_told_nothing_before(self, client, bare):
        upload(client, bare, ("a.jpg", plain()))
        progress = path(bare, f"/photos/progress?seen={the_upload().id}")
        assert client.get(progress, fragment="shelf").status_code == 204
        develop_photos()
        answer = client.get(progress, fragment="shelf")
        assert answer.status_code == 200
        assert 'id="shelf"' in answer.text
        assert "Remove photo 1" in answer.text
        assert "every 2s" not in answer.text


class TestStrangers:
    def test_put_away_nothing_of_another_room(self, client, bare):
        other = make_room(studio=bare.studio, name="Other")
        upload(client, bare, ("half.jpg", from_a_phone((900, 600))[:9000]))
        develop_photos()
        hide = path(other, f"/photos/uploads/{the_upload().id}/dismissal")
        client.submit(hide, {}, page=path(other))
        assert the_upload().state is UploadState.REFUSED

    def test_put_back_nothing_of_another_room(self, client, bare):
        other = make_room(studio=bare.studio, name="Other")
        (photo,) = hang(client, bare)
        client.submit(path(bare, f"/photos/{photo}/removal"), {}, page=path(bare))
        back = path(other, f"/photos/{photo}/restoration")
        assert client.submit(back, {}, page=path(other)).status_code == 404
        assert order(bare) == []


class TestTrouble:
    def test_a_worker_that_died_is_replaced_after_a_while(self, client, bare, storage, monkeypatch):
        upload(client, bare, ("a.jpg", plain()))
        now = clock.now()
        lost = in_transaction(partial(take_up, now=now))
        assert lost is not None
        # It had begun to store.
        storage.put(f"{lost.key}/480.webp", b"half", "image/webp")
        develop_photos()
        assert bare.photos == []
        at(monkeypatch, now + CLAIM + timedelta(seconds=1))
        develop_photos()
        (photo,) = bare.photos
        assert opened(storage.get(f"{photo.key}/{photo.widths[0]}.webp")).width == photo.widths[0]
        assert storage.list("raw/") == []

    def test_one_that_comes_back_late_changes_nothing(self, client, bare, storage, monkeypatch):
        upload(client, bare, ("a.jpg", plain()))
        now = clock.now()
        slow = in_transaction(partial(jobs._take, now, None))
        assert slow is not None
        raw = storage.get(slow.raw_key)
        at(monkeypatch, now + CLAIM + timedelta(seconds=1))
        develop_photos()
        storage.put(slow.raw_key, raw, RAW_TYPE)
        jobs._work_on(slow)
        (photo,) = bare.photos
        assert len(storage.list("photos/")) == len(photo.widths)
        assert storage.list("raw/") == []

    def test_a_storage_that_is_away_is_asked_again_later(self, client, bare, storage, monkeypatch):
        upload(client, bare, ("a.jpg", plain()))
        storage.is_away = True
        develop_photos()
        assert the_upload().state is UploadState.WAITING
        storage.is_away = False
        develop_photos()
        assert the_upload().state is UploadState.WAITING
        at(monkeypatch, clock.now() + timedelta(minutes=1))
        develop_photos()
        assert the_upload().state is UploadState.DONE

    def test_nothing_is_tried_for_ever(self, client, bare, storage, monkeypatch):
        upload(client, bare, ("a.jpg", plain()))
        storage.is_away = True
        for n in range(1, TRIES + 1):
            at(monkeypatch, clock.now() + timedelta(hours=n))
            develop_photos()
        assert the_upload().state is UploadState.WAITING
        storage.is_away = False
        at(monkeypatch, clock.now() + timedelta(hours=9))
        develop_photos()
        assert the_upload().refusal == ("We could not work on that picture. Please send it again.")

    def test_bytes_that_are_gone_are_asked_for_again(self, client, bare, storage):
        upload(client, bare, ("a.jpg", plain()))
        storage.delete(storage.list("raw/"))
        develop_photos()
        assert "send it again" in (the_upload().refusal or "")

    def test_bytes_that_nobody_noted_are_deleted_after_a_day(self, bare, storage, monkeypatch):
        now = clock.now()
        for then in (now - 3 * DAY, now):
            storage.put(raw_key(then), b"x", RAW_TYPE)
        in_transaction(partial(_wait, bare, 1, now - 3 * DAY))
        storage.put(the_upload().raw_key, b"x", RAW_TYPE)
        forget_pictures()
        assert len(storage.list("raw/")) == 2
        assert storage.exists(the_upload().raw_key)

    def test_bytes_of_a_settled_one_go_and_its_row_a_day_later(
        self, client, bare, storage, monkeypatch
    ):
        hang(client, bare)
        left = raw_key(clock.now())
        storage.put(left, b"x", RAW_TYPE)
        db.session.execute(update(PhotoUpload).values(raw_key=left))
        db.session.commit()
        forget_pictures()
        assert storage.list("raw/") == []
        assert the_upload().raw_key is None
        at(monkeypatch, clock.now() + DAY + timedelta(hours=1))
        forget_pictures()
        assert db.session.query(PhotoUpload).count() == 0
        assert len(bare.photos) == 1


class TestArranging:
    def test_moves_earlier_and_later_by_buttons(self, client, bare):
        first, second, third = hang(client, bare, 3)
        move = path(bare, f"/photos/{third}/move")
        client.submit(move, {"to": "earlier"}, page=path(bare))
        assert order(bare) == [first, third, second]
        client.submit(path(bare, f"/photos/{first}/move"), {"to": "later"}, page=path(bare))
        assert order(bare) == [third, first, second]
        client.submit(move, {"to": "earlier"}, page=path(bare))
        assert order(bare) == [third, first, second]

    def test_words_are_saved_and_may_not_be_empty(self, client, bare):
        hang(client, bare)
        (photo,) = bare.photos
        here = path(bare, f"/photos/{photo.id}")
        client.submit(here, {f"photo_{photo.id}-alt": "The desk"}, page=path(bare))
        assert photo.alt == "The desk"
        answer = client.submit(here, {f"photo_{photo.id}-alt": " "}, page=path(bare))
        assert answer.status_code == 422
        assert "Say what the photo shows." in answer.text


class TestDeleting:
    def test_can_be_undone_at_once_and_stands_where_it_stood(self, client, bare, storage):
        first, second, third = hang(client, bare, 3)
        told = f"{path(bare)}?removed={second}"
        for _ in range(2):
            answer = client.submit(path(bare, f"/photos/{second}/removal"), {}, page=path(bare))
            assert answer.location == told
        assert order(bare) == [first, third]
        page = client.get(told).text
        assert "The photo is removed." in page
        assert "Undo" in page
        undo = path(bare, f"/photos/{second}/restoration")
        for _ in range(2):
            assert client.submit(undo, {}, page=path(bare)).location == path(bare)
        assert order(bare) == [first, second, third]
        assert "Undo" not in client.get(told).text

    def test_is_seen_by_no_guest_meanwhile(self, client, owner):
        studio = make_studio(owner=owner)
        studio.company.can_charge = True
        room = make_room(studio=studio)
        first, second = [room.photos[0].id, *hang(client, room)[1:]]
        key, other = (db.session.get_one(Photo, it).key for it in (first, second))
        public = (
            f"/studios/{studio.slug}/rooms/{room.slug}",
            f"/studios/{studio.slug}",
            f"/companies/{studio.company.slug}",
            f"/cities/{studio.city.slug}",
        )
        assert all(key in client.get(page).text for page in public)
        client.submit(path(room, f"/photos/{first}/removal"), {}, page=path(room))
        for page in public:
            shown = client.get(page).text
            assert key not in shown
            assert other in shown

    def test_can_be_undone_for_a_day(self, client, bare, storage, monkeypatch):
        (photo,) = hang(client, bare)
        client.submit(path(bare, f"/photos/{photo}/removal"), {}, page=path(bare))
        assert "Removed today" in client.get(path(bare)).text
        forget_pictures()
        assert storage.list("photos/")
        now = clock.now()
        at(monkeypatch, now + DAY + timedelta(minutes=1))
        assert "Removed today" not in client.get(path(bare)).text
        answer = client.submit(path(bare, f"/photos/{photo}/restoration"), {}, page="/account")
        assert answer.status_code == 404
        # Whoever pressed in the last moment has had their photo back by then.
        forget_pictures()
        assert storage.list("photos/")
        at(monkeypatch, now + DAY + timedelta(hours=2))
        forget_pictures()
        assert storage.list("photos/") == []
        assert db.session.query(Photo).count() == 0

    def test_does_not_come_back_into_a_full_gallery(self, client, bare):
        (photo,) = hang(client, bare)
        client.submit(path(bare, f"/photos/{photo}/removal"), {}, page=path(bare))
        for n in range(20):
            bare.photos.append(_photo(n))
        db.session.commit()
        answer = client.submit(path(bare, f"/photos/{photo}/restoration"), {}, page=path(bare))
        assert answer.status_code == 422
        assert "A room shows 20 photos at most." in answer.text


@pytest.mark.committed
def test_two_workers_make_one_photo_of_one_upload(app: Flask, storage: LocalStorage) -> None:
    room_id, upload_id = in_transaction(partial(_one_waits, storage))

    def work() -> None:
        with app.app_context():
            develop_photo(upload_id)

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    db.session.rollback()
    made = db.session.query(Photo).filter_by(room_id=room_id).all()
    assert len(made) == 1
    assert the_upload().attempts == 1
    assert len(storage.list("photos/")) == len(made[0].widths)


class Shaky(LocalStorage):
    """A storage that can be out of reach."""

    is_away = False

    def get(self, key: str) -> bytes:
        if self.is_away:
            raise OSError("no route")
        return super().get(key)


def _one_waits(storage: LocalStorage) -> tuple[int, int]:
    room = make_room()
    db.session.query(Photo).delete()
    now = clock.now()
    key = raw_key(now)
    storage.put(key, plain(), RAW_TYPE)
    waiting = receive_photo(room=room, name="a.jpg", raw_key=key, key="photos/one", now=now)
    return room.id, waiting.id


def _wait(room: Room, n: int, now: datetime) -> None:
    receive_photo(room=room, name=f"{n}.jpg", raw_key=raw_key(now), key=f"photos/{n}", now=now)


def _photo(n: int) -> Photo:
    return Photo(
        key=f"photos/full{n}",
        position=n,
        widths=[480],
        width=480,
        height=320,
        placeholder="#000000",
        alt="x",
    )
