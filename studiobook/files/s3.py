"""The storage of larger installations: a bucket that speaks S3. The only importer of boto3."""

from collections.abc import Iterable
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from studiobook.files.errors import ObjectMissing
from studiobook.files.storage import (
    CACHE_FOREVER,
    NEVER_CACHED,
    check_key,
    check_prefix,
    check_public,
    is_private,
)

# The most keys that one DeleteObjects call takes (S3 API reference).
_DELETED_AT_ONCE: Final = 1000
_ABSENT: Final = frozenset({"404", "NoSuchKey", "NotFound"})


class S3Storage:
    """Storage in one bucket, read by browsers from `public_base_url` or by signed addresses.

    Signed addresses differ on each call and lapse after `url_lifetime` seconds, so that a
    browser cannot keep what it fetched: give `public_base_url` wherever there is one.
    """

    def __init__(
        self,
        bucket: str,
        *,
        endpoint_url: str | None = None,
        region: str | None = None,
        access_key: str | None = None,
        secret_key: str | None = None,
        public_base_url: str | None = None,
        url_lifetime: int = 6 * 3600,
    ) -> None:
        self._bucket = bucket
        self._public_base_url = public_base_url.rstrip("/") if public_base_url else None
        self._url_lifetime = url_lifetime
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=endpoint_url,
            region_name=region,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=3,
                read_timeout=10,
                retries={"max_attempts": 2},
            ),
        )

    def put(self, key: str, data: bytes, content_type: str) -> None:
        self._client.put_object(
            Bucket=self._bucket,
            Key=check_key(key),
            Body=data,
            ContentType=content_type,
            CacheControl=NEVER_CACHED if is_private(key) else CACHE_FOREVER,
        )

    def get(self, key: str) -> bytes:
        check_key(key)
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _is_absent(error):
                raise ObjectMissing from None
            raise
        data: bytes = answer["Body"].read()
        return data

    def delete(self, keys: Iterable[str]) -> None:
        doomed = [{"Key": check_key(key)} for key in keys]
        for start in range(0, len(doomed), _DELETED_AT_ONCE):
            batch = {"Objects": doomed[start : start + _DELETED_AT_ONCE], "Quiet": True}
            answer = self._client.delete_objects(Bucket=self._bucket, Delete=batch)
            if answer.get("Errors"):
                raise OSError(f"{len(answer['Errors'])} objects could not be deleted")

    def exists(self, key: str) -> bool:
        check_key(key)
        try:
            self._client.head_object(Bucket=self._bucket, Key=key)
        except ClientError as error:
            if _is_absent(error):
                return False
            raise
        return True

    def url(self, key: str) -> str:
        check_public(key)
        if self._public_base_url:
            return f"{self._public_base_url}/{key}"
        signed: str = self._client.generate_presigned_url(
            "get_object",
            Params={"Bucket": self._bucket, "Key": key},
            ExpiresIn=self._url_lifetime,
        )
        return signed

    def list(self, prefix: str) -> list[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=check_prefix(prefix)
        )
        return sorted(item["Key"] for page in pages for item in page.get("Contents", ()))


def _is_absent(error: ClientError) -> bool:
    return error.response.get("Error", {}).get("Code") in _ABSENT
