"""What every storage of files can do, and how the things kept in it are named."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final, Protocol

CACHE_FOREVER: Final = "public, max-age=31536000, immutable"
NEVER_CACHED: Final = "private, no-store"
#: The folder of what nobody may be shown: uploads as they came. A bucket's policy leaves it out.
PRIVATE: Final = "raw"
RAW_TYPE: Final = "application/octet-stream"

_KEY: Final = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*(?:\.[a-z0-9]{1,8})?")
_PREFIX: Final = re.compile(r"(?:[A-Za-z0-9_-]+/?)*")
_KEY_LENGTH: Final = 200


class Storage(Protocol):
    """Whole small objects under immutable keys; a key is never reused for other content.

    Every method raises ValueError for a key that `check_key` refuses.
    """

    def put(self, key: str, data: bytes, content_type: str) -> None:
        """Keep `data` under `key`; a reader sees all of it or none. Repeating is harmless."""

    def get(self, key: str) -> bytes:
        """The bytes under `key`; raises ObjectMissing."""

    def delete(self, keys: Iterable[str]) -> None:
        """Forget these keys; absent ones are passed over."""

    def exists(self, key: str) -> bool:
        """Whether something is kept under `key`."""

    def url(self, key: str) -> str:
        """An address from which a browser can read `key`; ValueError for a private one."""

    def list(self, prefix: str) -> list[str]:
        """Every key that starts with `prefix`, in order; "" lists all."""


def new_key(folder: str = "photos") -> str:
    """A fresh unguessable name for one picture, such as `photos/4fQ…`; its sizes live below it."""
    return f"{folder}/{secrets.token_urlsafe(18)}"


def raw_key(now: datetime) -> str:
    """A fresh private name for an upload, with its day in it, such as `raw/2026-11-26/4fQ…`."""
    return f"{PRIVATE}/{now:%Y-%m-%d}/{secrets.token_urlsafe(18)}"


def day_of(key: str) -> str:
    """The day that `raw_key` has written into a private name: yyyy-mm-dd, UTC."""
    return key.split("/")[1]


def is_private(key: str) -> bool:
    """Whether nobody may be shown what is under the key."""
    return key.partition("/")[0] == PRIVATE


def check_public(key: str) -> str:
    """The key itself when a browser may read it; ValueError otherwise."""
    if is_private(check_key(key)):
        raise ValueError("a private key has no address")
    return key


def rendition_key(key: str, width: int) -> str:
    """Where the rendition that is `width` pixels wide of the picture `key` is kept."""
    return f"{key}/{width}.webp"


def check_key(key: str) -> str:
    """The key itself when it is one; ValueError for anything that could climb out of a folder."""
    if len(key) > _KEY_LENGTH or not _KEY.fullmatch(key):
        raise ValueError("not a storage key")
    return key


def check_prefix(prefix: str) -> str:
    """The prefix itself when it is the beginning of a key; ValueError otherwise."""
    if len(prefix) > _KEY_LENGTH or not _PREFIX.fullmatch(prefix):
        raise ValueError("not a storage prefix")
    return prefix
