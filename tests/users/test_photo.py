"""One's own photo: put up, replaced, refused with a sentence, taken down, and never left behind."""

import io
from datetime import UTC, datetime

import pytest
from flask import Flask
from PIL import ExifTags, Image

from studiobook.files.opening import current_storage
from studiobook.users.models import User
from tests.factories.sign_in import sign_in
from tests.factories.world import make_user
from tests.support.client import PageClient

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def ada(app: Flask, client: PageClient) -> User:
    person = make_user(name="Ada")
    sign_in(client, person)
    return person


def _camera_picture(colour: str = "teal") -> bytes:
    picture, exif = Image.new("RGB", (900, 600), colour), Image.Exif()
    exif[ExifTags.Base.Make] = "A camera"
    found = io.BytesIO()
    picture.save(found, "JPEG", exif=exif)
    return found.getvalue()


def _put_up(client: PageClient, data: bytes, name: str = "me.jpg"):
    form = {"photo": (io.BytesIO(data), name)}
    answer = client.submit(
        "/account/photo", form, page="/account", content_type="multipart/form-data"
    )
    # The test client writes large bodies to a file that it leaves open.
    answer.request.environ["wsgi.input"].close()
    return answer


def test_a_photo_is_kept_small_and_clean_and_shown(client, ada):
    assert _put_up(client, _camera_picture()).status_code == 303
    assert ada.photo_key is not None
    with Image.open(io.BytesIO(current_storage().get(ada.photo_key))) as kept:
        assert (kept.format, kept.width) == ("WEBP", 480)
        assert not kept.getexif()
    assert f"/files/{ada.photo_key}" in client.get("/account").text


def test_another_photo_takes_its_place_and_the_first_is_forgotten(client, ada):
    _put_up(client, _camera_picture())
    first = ada.photo_key
    _put_up(client, _camera_picture("maroon"))
    assert ada.photo_key != first
    assert not current_storage().exists(first)


def test_a_photo_is_taken_down(client, ada):
    _put_up(client, _camera_picture())
    key = ada.photo_key
    client.submit("/account/photo/removal", {}, page="/account")
    assert ada.photo_key is None
    assert not current_storage().exists(key)
    assert client.submit("/account/photo/removal", {}, page="/account").status_code == 303


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html>not a picture</html>", "not a photo"),
        (_camera_picture()[:3000], "damaged or incomplete"),
        (b"\xff\xd8" + bytes(11 * 1024 * 1024), "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_is_refused_beside_its_field(client, ada, data, sentence):
    answer = _put_up(client, data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ada.photo_key is None


def test_no_file_is_asked_for(client, ada):
    answer = client.submit("/account/photo", {}, page="/account")
    assert answer.status_code == 422
    assert "Choose a picture first." in answer.text
