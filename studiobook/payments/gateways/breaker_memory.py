"""What a circuit breaker remembers: in Redis for all processes, or alone while that is away."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import structlog
from pybreaker import STATE_CLOSED, CircuitBreakerStorage

from studiobook.queue import AWAY

log = structlog.get_logger()

#: Seconds after the last failure until failures are forgotten.
FORGET_AFTER = 30
#: Seconds that one trial may take before somebody else may try.
TRIAL = 30
#: Seconds for which an absent Redis is not asked again: each question costs half a second.
PATIENCE = 30

T = TypeVar("T")


class SharedMemory(CircuitBreakerStorage):
    """State, failures and the moment of opening. A Redis that is away costs nobody a payment."""

    def __init__(self, name: str, redis: Any) -> None:
        super().__init__(name)
        self._redis = redis
        self._alone = _Alone()
        self._asked_again_at = 0.0

    @property
    def state(self) -> str:
        """A word of pybreaker."""
        return self._get("state") or STATE_CLOSED

    @state.setter
    def state(self, state: str) -> None:
        self._tell(lambda redis: redis.set(self._key("state"), state))

    @property
    def counter(self) -> int:
        """Failures in a row, lately."""
        return int(self._get("failures") or 0)

    def increment_counter(self) -> None:
        """One more, all forgotten after a quiet while."""

        def count(redis: Any) -> None:
            redis.incr(self._key("failures"))
            redis.expire(self._key("failures"), FORGET_AFTER)

        self._tell(count)

    def reset_counter(self) -> None:
        """None any more."""
        self._tell(lambda redis: redis.delete(self._key("failures")))

    @property
    def success_counter(self) -> int:
        """One success is enough."""
        return 1

    def increment_success_counter(self) -> None:
        """See above."""

    def reset_success_counter(self) -> None:
        """See above."""

    @property
    def opened_at(self) -> datetime | None:
        """When it was last opened."""
        stamp = self._get("opened_at")
        return None if stamp is None else datetime.fromtimestamp(float(stamp), UTC)

    @opened_at.setter
    def opened_at(self, moment: datetime) -> None:
        self._tell(lambda redis: redis.set(self._key("opened_at"), moment.timestamp()))

    def claim_trial(self) -> bool:
        """Whether the one call that may try is ours."""
        return bool(self._tell(lambda redis: redis.set(self._key("trial"), 1, nx=True, ex=TRIAL)))

    def end_trial(self) -> None:
        """The trial is over."""
        self._tell(lambda redis: redis.delete(self._key("trial")))

    def _get(self, name: str) -> str | None:
        value = self._tell(lambda redis: redis.get(self._key(name)))
        return value.decode() if isinstance(value, bytes) else value

    def _key(self, name: str) -> str:
        return f"breaker:{self.name}:{name}"

    def _tell(self, act: Callable[[Any], T]) -> T:
        if self._redis is not None and time.monotonic() >= self._asked_again_at:
            try:
                return act(self._redis)
            except AWAY as error:
                self._asked_again_at = time.monotonic() + PATIENCE
                log.warning("breaker_remembers_alone", reason=type(error).__name__)
        return act(self._alone)


class _Alone:
    """The few words of Redis that are spoken here, for one process."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[str, float]] = {}

    def get(self, key: str) -> str | None:
        """What is kept under a key, unless its time is over."""
        value, ends_at = self._values.get(key, ("", 0.0))
        return value if time.monotonic() < ends_at else None

    def set(self, key: str, value: object, *, nx: bool = False, ex: float | None = None) -> bool:
        """Keep it, for so many seconds; with `nx` only where there is nothing."""
        if nx and self.get(key) is not None:
            return False
        self._values[key] = (str(value), time.monotonic() + (ex or float("inf")))
        return True

    def incr(self, key: str) -> None:
        """One more."""
        self.set(key, int(self.get(key) or 0) + 1)

    def expire(self, key: str, seconds: float) -> None:
        """Keep it for so long."""
        if (value := self.get(key)) is not None:
            self.set(key, value, ex=seconds)

    def delete(self, key: str) -> None:
        """Forget it."""
        self._values.pop(key, None)
