"""A clock that moves when it is told to, for providers in tests."""

from datetime import UTC, datetime

START = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)


class HandClock:
    """Seconds since the epoch, as `time.time` gives them."""

    def __init__(self, start: datetime = START) -> None:
        self.seconds = start.timestamp()

    def __call__(self) -> float:
        return self.seconds
