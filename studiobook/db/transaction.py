"""The unit of work: verbs change rows, the edge that called them commits once."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from studiobook.db.base import db

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
    """Run `work` in a transaction; a deadlock, lock timeout or serialization failure is retried."""
    for attempt in range(1, TRIES + 1):
        try:
            with transaction():
                return work()
        except OperationalError as error:
            if attempt == TRIES or getattr(error.orig, "sqlstate", None) not in RETRYABLE:
                raise
            # Jitter, so that two that met in a deadlock do not meet again.
            time.sleep(random.uniform(0.01, 0.05) * attempt)
    raise AssertionError("unreachable")
