"""One circuit breaker per provider: while it does not answer, nobody waits for it.

Built on pybreaker's circuit, but for three things: its own `call` holds a lock while the provider
is spoken with, so results are told to it afterwards; its clock is the machine's, ours the app's;
and it counts failures for ever, here they are forgotten after a quiet while.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NoReturn

from pybreaker import STATE_CLOSED, STATE_HALF_OPEN, STATE_OPEN, CircuitBreaker

from studiobook import clock
from studiobook.payments.gateways.breaker_memory import SharedMemory
from studiobook.payments.gateways.errors import GatewayUnavailable

FAILURES = 5
OPEN_FOR = timedelta(seconds=30)

Now = Callable[[], datetime]


class Breaker:
    """Ask `admit` before each call and tell how it went; five failures in a row open it."""

    def __init__(self, name: str, *, redis: Any = None, now: Now | None = None) -> None:
        self._now = now or _app_clock
        self._memory = SharedMemory(name, redis)
        self._circuit = _Circuit(self._memory, self._now)

    def admit(self) -> None:
        """Raise GatewayUnavailable at once while it is open; then let one call try."""
        state = self._circuit.current_state
        if state == STATE_CLOSED:
            return
        if state == STATE_OPEN and self._now() < self._until:
            raise GatewayUnavailable("not asked: it did not answer a moment ago")
        if not self._memory.claim_trial():
            raise GatewayUnavailable("not asked: somebody is trying whether it answers")
        self._circuit.half_open()

    def failed(self) -> None:
        """No usable answer came."""
        if self._circuit.current_state == STATE_OPEN:
            return  # begun before it opened
        with suppress(GatewayUnavailable):
            self._circuit.call(_fail)
        self._memory.end_trial()

    def worked(self) -> None:
        """An answer came, even if it was no."""
        state = self._circuit.current_state
        if state == STATE_HALF_OPEN or (state == STATE_CLOSED and self._memory.counter):
            self._circuit.call(lambda: None)
            self._memory.end_trial()

    @property
    def open_since(self) -> datetime | None:
        """Since when nobody is let through; None while calls go through."""
        is_closed = self._circuit.current_state == STATE_CLOSED
        return None if is_closed else self._memory.opened_at

    @property
    def _until(self) -> datetime:
        opened_at = self._memory.opened_at
        return self._now() if opened_at is None else opened_at + OPEN_FOR


class _Circuit(CircuitBreaker):
    """pybreaker's circuit by the app's clock."""

    def __init__(self, memory: SharedMemory, now: Now) -> None:
        self._now = now
        super().__init__(
            fail_max=FAILURES,
            reset_timeout=OPEN_FOR.total_seconds(),
            state_storage=memory,
            throw_new_error_on_trip=False,
        )

    def open(self) -> bool:
        """Remember when."""
        with self._lock:
            self._state_storage.opened_at = self._now()
            self._state_storage.state = STATE_OPEN
            self.state = STATE_OPEN
            return False


def _app_clock() -> datetime:
    return clock.now()


def _fail() -> NoReturn:
    raise GatewayUnavailable
