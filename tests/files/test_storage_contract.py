"""One contract, two storages: the folder and the bucket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from studiobook.files.errors import ObjectMissing
from studiobook.files.local import LocalStorage
from studiobook.files.picture import MAX_BYTES
from studiobook.files.s3 import S3Storage
from studiobook.files.storage import (
    CACHE_FOREVER,
    NEVER_CACHED,
    RAW_TYPE,
    Storage,
    day_of,
    new_key,
    raw_key,
    rendition_key,
)

NO_KEYS = ["", "/etc/passwd", "../x", "photos/../../x", "photos//x", "photos/", "a\0b", "a\\b"]
NO_KEYS += ["photos/.hidden", "C:/x", "photos/x?y", "photos/%2e%2e/x", "é", "a" * 201, "a\n"]


def bucket(address: str, *, public_base_url: str | None = None) -> S3Storage:
    return S3Storage(
        "pictures",
        endpoint_url=address,
        region="us-east-1",
        access_key="test",
        secret_key="test",
        public_base_url=public_base_url,
    )


@pytest.fixture(scope="module")
def bucket_url() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    ).create_bucket(Bucket="pictures")
    yield address
    server.stop()


@pytest.fixture(params=["local", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    if request.param == "local":
        return LocalStorage(tmp_path / "uploads")
    address = request.getfixturevalue("bucket_url")
    storage = bucket(address)
    storage.delete(storage.list(""))
    return storage


def test_what_was_put_is_got(storage: Storage) -> None:
    key = rendition_key(new_key(), 480)
    storage.put(key, b"picture\0\xff", "image/webp")
    assert storage.get(key) == b"picture\0\xff"
    assert storage.exists(key)


def test_putting_again_replaces(storage: Storage) -> None:
    storage.put("photos/a/480.webp", b"one", "image/webp")
    storage.put("photos/a/480.webp", b"two", "image/webp")
    assert storage.get("photos/a/480.webp") == b"two"
    assert storage.list("") == ["photos/a/480.webp"]


def test_an_absent_key_is_named_as_missing(storage: Storage) -> None:
    assert not storage.exists("photos/none/480.webp")
    with pytest.raises(ObjectMissing):
        storage.get("photos/none/480.webp")


def test_a_folder_is_no_object(storage: Storage) -> None:
    storage.put("photos/a/480.webp", b"one", "image/webp")
    assert not storage.exists("photos/a")
    with pytest.raises(ObjectMissing):
        storage.get("photos/a")


def test_delete_forgets_the_named_and_passes_over_the_absent(storage: Storage) -> None:
    keys = [f"photos/a/{width}.webp" for width in (480, 960, 1600)]
    for key in keys:
        storage.put(key, b"x", "image/webp")
    storage.delete([*keys[:2], "photos/none/1.webp"])
    storage.delete([])
    assert storage.list("") == keys[2:]


def test_list_gives_the_keys_below_a_prefix_in_order(storage: Storage) -> None:
    assert storage.list("photos/") == []
    for key in ("photos/b/1.webp", "photos/a/2.webp", "avatars/c/3.webp", "photos/ab/4.webp"):
        storage.put(key, b"x", "image/webp")
    assert storage.list("photos/a") == ["photos/a/2.webp", "photos/ab/4.webp"]
    assert storage.list("photos/a/") == ["photos/a/2.webp"]
    assert len(storage.list("")) == 4


@pytest.mark.parametrize("key", NO_KEYS)
def test_keys_that_could_climb_out_are_refused_everywhere(storage: Storage, key: str) -> None:
    for act in (storage.get, storage.exists, storage.url, lambda key: storage.delete([key])):
        with pytest.raises(ValueError, match="key"):
            act(key)
    with pytest.raises(ValueError, match="key"):
        storage.put(key, b"x", "image/webp")


@pytest.mark.parametrize("prefix", ["..", "../", "/", "photos/../", "a\0"])
def test_prefixes_that_could_climb_out_are_refused(storage: Storage, prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        storage.list(prefix)


def test_what_is_private_is_kept_like_anything_else_but_has_no_address(storage: Storage) -> None:
    key = raw_key(datetime(2026, 11, 26, 9, tzinfo=UTC))
    assert key.startswith("raw/2026-11-26/")
    assert day_of(key) == "2026-11-26"
    storage.put(key, b"as it came", RAW_TYPE)
    assert storage.get(key) == b"as it came"
    assert storage.exists(key)
    assert storage.list("raw/") == [key]
    with pytest.raises(ValueError, match="private"):
        storage.url(key)
    storage.delete([key])
    assert not storage.exists(key)


def test_more_than_one_request_deletes_are_deleted(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("studiobook.files.s3._DELETED_AT_ONCE", 3)
    keys = [f"photos/{n}/1.webp" for n in range(7)]
    for key in keys:
        storage.put(key, b"x", "image/webp")
    assert storage.list("photos/") == keys
    storage.delete(keys)
    assert storage.list("") == []


def test_as_much_as_an_upload_may_have_is_kept_whole(storage: Storage) -> None:
    data = bytes(range(256)) * (MAX_BYTES // 256)
    storage.put("photos/a/480.webp", data, "image/webp")
    assert storage.get("photos/a/480.webp") == data


def test_every_method_of_the_protocol_is_in_the_contract() -> None:
    assert {name for name in vars(Storage) if not name.startswith("_")} == {
        "put", "get", "delete", "exists", "url", "list",
    }  # fmt: skip


def test_new_keys_are_keys_and_never_repeat(storage: Storage) -> None:
    keys = {new_key() for _ in range(200)}
    assert len(keys) == 200
    assert all(storage.url(rendition_key(key, 480)).startswith(("/files/", "http")) for key in keys)


def test_a_local_address_is_below_files(tmp_path: Path) -> None:
    assert LocalStorage(tmp_path).url("photos/a/480.webp") == "/files/photos/a/480.webp"


def test_a_folder_swapped_for_a_link_is_not_followed_out(tmp_path: Path) -> None:
    storage = LocalStorage(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "uploads" / "photos").symlink_to(tmp_path)
    with pytest.raises(ValueError, match="key"):
        storage.get("photos/secret.txt")


def test_a_failed_put_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    storage = LocalStorage(tmp_path)

    def disk_full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("studiobook.files.local.Path.replace", disk_full)
    with pytest.raises(OSError, match="no space"):
        storage.put("photos/a/480.webp", b"x", "image/webp")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_signed_address_of_the_bucket_can_be_read_with_type_and_caching(bucket_url: str) -> None:
    storage = bucket(bucket_url)
    storage.put("photos/a/480.webp", b"picture", "image/webp")
    answer = requests.get(storage.url("photos/a/480.webp"), timeout=5)
    assert answer.content == b"picture"
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == CACHE_FOREVER


def test_a_signed_address_is_good_for_its_own_key_and_unspoilt_only(bucket_url: str) -> None:
    storage = bucket(bucket_url)
    storage.put("photos/a/480.webp", b"picture", "image/webp")
    address = storage.url("photos/a/480.webp")
    parts = parse_qs(urlsplit(address).query)
    assert parts["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert int(parts["X-Amz-Expires"][0]) <= 6 * 3600
    assert "test" not in parts["X-Amz-Signature"][0]
    assert storage.url("photos/b/480.webp").split("Signature=")[1] != address.split("Signature=")[1]


def test_raw_bytes_are_kept_by_nobody_on_the_way(bucket_url: str) -> None:
    storage = bucket(bucket_url)
    storage.put("raw/2026-11-26/a", b"as it came", RAW_TYPE)
    client = boto3.client(
        "s3",
        endpoint_url=bucket_url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    kept = client.head_object(Bucket="pictures", Key="raw/2026-11-26/a")
    assert (kept["CacheControl"], kept["ContentType"]) == (NEVER_CACHED, RAW_TYPE)


def test_a_public_bucket_has_plain_addresses(bucket_url: str) -> None:
    storage = bucket(bucket_url, public_base_url="https://pictures.example/")
    assert storage.url("photos/a/480.webp") == "https://pictures.example/photos/a/480.webp"
