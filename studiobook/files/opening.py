"""Which storage this installation uses, and how a picture goes into it and out again."""

from flask import Flask, current_app

from studiobook.files.local import LocalStorage
from studiobook.files.picture import CONTENT_TYPE, PreparedImage
from studiobook.files.storage import Storage, new_key, rendition_key
from studiobook.settings import Settings

_EXTENSION = "studiobook_storage"


def storage_for(settings: Settings) -> Storage:
    """A bucket when one is configured, else the upload folder."""
    if settings.s3_bucket is None:
        return LocalStorage(settings.upload_dir)
    # boto3 costs a third of a second to import; installations without a bucket never pay it.
    from studiobook.files.s3 import S3Storage

    return S3Storage(
        settings.s3_bucket,
        endpoint_url=settings.s3_endpoint,
        public_base_url=settings.s3_public_url,
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Open the storage of this installation for `current_storage`."""
    app.extensions[_EXTENSION] = storage_for(settings)


def current_storage() -> Storage:
    """The storage of the running app."""
    storage: Storage = current_app.extensions[_EXTENSION]
    return storage


def keep(storage: Storage, picture: PreparedImage, *, key: str | None = None) -> str:
    """Store every rendition of a picture; the answer is its key, the folder of its sizes.

    With a key that was given before, doing it again replaces what an interrupted try has left.
    """
    key = key or new_key()
    for size in picture.sizes:
        storage.put(rendition_key(key, size.width), size.data, CONTENT_TYPE)
    return key


def keep_small(storage: Storage, picture: PreparedImage, *, folder: str) -> str:
    """Store the narrowest rendition alone; the answer is its own key."""
    size = picture.sizes[0]
    key = rendition_key(new_key(folder), size.width)
    storage.put(key, size.data, CONTENT_TYPE)
    return key


def discard(storage: Storage, key: str) -> None:
    """Forget every rendition of a picture."""
    storage.delete(storage.list(f"{key}/"))
