"""Redis as a doorbell: it speeds work up and may be away or wiped at any moment."""

from typing import Any

import redis
import structlog
from flask import current_app
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.exceptions import DuplicateJobError

log = structlog.get_logger()
#: How a Redis that is away shows itself.
AWAY = (redis.RedisError, OSError)
JOB_SECONDS = 120
#: In the order in which a worker empties them: however many photos wait, mails and money pass by.
LANES = (QUICK, SLOW) = ("default", "slow")


def connection() -> "redis.Redis | None":
    """The app's Redis, or None where none is configured."""
    found: redis.Redis | None = current_app.extensions.get("studiobook_redis")
    return found


def connect(url: str | None) -> "redis.Redis | None":
    """A client that gives up quickly: a doorbell must not hold up a visitor."""
    if url is None:
        return None
    # By itself it would wait for seconds between its tries: a doorbell is pressed twice at most.
    again = Retry(NoBackoff(), 1)
    return redis.Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=5, retry=again)


def lanes(client: "redis.Redis") -> list[Queue]:
    """What a worker listens to, the most urgent first."""
    return [Queue(lane, connection=client, serializer="json") for lane in LANES]


def ring(job: str, *arguments: int | str, once: str | None = None, lane: str = QUICK) -> bool:
    """Ask a worker to run `job` (a dotted path) soon; False when nobody heard.

    `once` names work that need not be queued twice. Never raises for a missing Redis: the sweep
    of the clock finds whatever was not heard.
    """
    client = connection()
    if client is None:
        return False
    options: dict[str, Any] = {"result_ttl": 0, "failure_ttl": 86400, "job_timeout": JOB_SECONDS}
    if once is not None:
        options |= {"job_id": once, "unique": True, "failure_ttl": 60}
    try:
        Queue(lane, connection=client, serializer="json").enqueue(job, *arguments, **options)
    except DuplicateJobError:
        return True
    except AWAY as error:
        log.warning("doorbell_unheard", job=job, reason=type(error).__name__)
        return False
    return True
