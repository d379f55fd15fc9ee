"""The storage of development and small installations: a folder on this machine."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from studiobook.files.errors import ObjectMissing
from studiobook.files.storage import check_key, check_prefix, check_public


class LocalStorage:
    """Storage below one folder; the web process serves it at `/files/<key>`.

    The content type is not kept: everything served from here is an image of the pipeline, and
    private keys are not served.
    """

    def __init__(self, folder: Path, *, base_url: str = "/files") -> None:
        self._folder = folder.resolve()
        self._base_url = base_url.rstrip("/")

    def put(self, key: str, data: bytes, content_type: str) -> None:  # noqa: ARG002  # fixed when served
        target = self.path(key)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix=".put-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(unfinished).chmod(0o644)
            Path(unfinished).replace(target)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise

    def get(self, key: str) -> bytes:
        try:
            return self.path(key).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            raise ObjectMissing from None

    def delete(self, keys: Iterable[str]) -> None:
        for key in keys:
            target = self.path(key)
            target.unlink(missing_ok=True)
            if target.parent != self._folder:
                with suppress(OSError):
                    target.parent.rmdir()

    def exists(self, key: str) -> bool:
        return self.path(key).is_file()

    def url(self, key: str) -> str:
        return f"{self._base_url}/{check_public(key)}"

    def list(self, prefix: str) -> list[str]:
        check_prefix(prefix)
        below = self._folder / prefix.rpartition("/")[0]
        files = (path for path in below.rglob("[!.]*") if path.is_file())
        keys = (path.relative_to(self._folder).as_posix() for path in files)
        return sorted(key for key in keys if key.startswith(prefix))

    def path(self, key: str) -> Path:
        """Where `key` is on disk; ValueError for a key that is none."""
        target = (self._folder / check_key(key)).resolve()
        if not target.is_relative_to(self._folder):
            raise ValueError("the key leads out of the storage folder")
        return target
