"""Pictures of the local storage as a browser gets them."""

import io
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from studiobook.files import opening
from studiobook.files.images import prepare
from studiobook.files.local import LocalStorage
from studiobook.files.opening import discard, keep
from studiobook.files.routes import blueprint
from studiobook.files.storage import RAW_TYPE


@pytest.fixture
def storage(tmp_path: Path) -> LocalStorage:
    return LocalStorage(tmp_path / "uploads")


@pytest.fixture
def browser(storage: LocalStorage) -> FlaskClient:
    app = Flask("pictures", static_folder=None)
    app.register_blueprint(blueprint)
    app.extensions[opening._EXTENSION] = storage
    return app.test_client()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), (90, 40, 40)).save(out, "JPEG")
    return out.getvalue()


def test_a_kept_picture_is_served_as_webp_for_ever(
    storage: LocalStorage, browser: FlaskClient
) -> None:
    key = keep(storage, prepare(photo()))
    answer = browser.get(f"/files/{key}/480.webp", buffered=True)
    assert answer.status_code == 200
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.data == storage.get(f"{key}/480.webp")


def test_a_browser_that_has_the_picture_gets_nothing_again(
    storage: LocalStorage, browser: FlaskClient
) -> None:
    address = storage.url(f"{keep(storage, prepare(photo()))}/480.webp")
    tag = browser.get(address, buffered=True).headers["ETag"]
    assert browser.get(address, headers={"If-None-Match": tag}, buffered=True).status_code == 304


@pytest.mark.parametrize(
    "key",
    [
        "photos/none/480.webp",
        "photos",
        "../secret.txt",
        "photos/%2e%2e/%2e%2e/secret.txt",
        "photos/..%2f..%2fsecret.txt",
        "%00",
        "/etc/passwd",
        "x" * 500,
    ],
)
def test_everything_else_is_not_found(
    storage: LocalStorage, browser: FlaskClient, tmp_path: Path, key: str
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    keep(storage, prepare(photo()))
    answer = browser.get(f"/files/{key}")
    assert answer.status_code in {404, 308}
    assert b"secret" not in answer.data or answer.status_code == 308


def test_a_discarded_picture_is_gone(storage: LocalStorage, browser: FlaskClient) -> None:
    key = keep(storage, prepare(photo()))
    discard(storage, key)
    assert browser.get(f"/files/{key}/480.webp").status_code == 404
    assert storage.list("") == []


def test_an_upload_as_it_came_is_served_to_nobody(
    storage: LocalStorage, browser: FlaskClient
) -> None:
    storage.put("raw/2026-11-26/a", photo(), RAW_TYPE)
    assert browser.get("/files/raw/2026-11-26/a").status_code == 404
    assert browser.get("/files/photos/../raw/2026-11-26/a").status_code == 404
