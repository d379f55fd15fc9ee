"""The unit of work: verbs change rows, the edge that called them commits once."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from studiobook.db.base import db
from studiobook.db.constraints import violated

RETRYABLE = {"40001", "40P01", "55P03"}
TRIES = 3
T = TypeVar("T")


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit when the block ends well, roll back when it raises. Never nested."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


def in_transaction(work: Callable[[], T]) -> T:
    """Run `work` in a transaction; what met another writer and can pass is retried.

    That is a deadlock, a lock timeout, a serialization failure, and a slug that somebody else took
    since it was found free.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                return work()
        except (OperationalError, IntegrityError) as error:
            if attempt == TRIES or not _can_pass(error):
                raise
            # Jitter, so that two that met in a deadlock do not meet again.
            time.sleep(random.uniform(0.01, 0.05) * attempt)
    raise AssertionError("unreachable")


def _can_pass(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return (violated(error) or "").endswith("_slug")
    return getattr(error.orig, "sqlstate", None) in RETRYABLE
