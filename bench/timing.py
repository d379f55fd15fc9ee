"""Taking times: several things in turn, so that a noisy moment hits them alike."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Durations of one thing in milliseconds, sorted."""

    milliseconds: tuple[float, ...]

    @property
    def p50(self) -> float:
        """The middle."""
        return self.share(0.50)

    @property
    def p95(self) -> float:
        """Nineteen of twenty are faster."""
        return self.share(0.95)

    @property
    def p99(self) -> float:
        """All but one of a hundred are faster."""
        return self.share(0.99)

    def share(self, of: float) -> float:
        """The duration that a share of all stays under."""
        return self.milliseconds[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * of))]


def in_turn(
    things: Mapping[str, Callable[[int], object]], *, rounds: int, warm_up: int
) -> dict[str, Times]:
    """Time each thing once a round; it is told the number of the round."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    for number in range(warm_up + rounds):
        for name, thing in things.items():
            began = time.perf_counter()
            thing(number)
            if number >= warm_up:
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: Times(tuple(sorted(times))) for name, times in taken.items()}


def together(works: Sequence[Callable[[], None]]) -> float:
    """Do everything at once, each in a thread; seconds until the last is done."""
    errors: list[BaseException] = []
    gate = threading.Barrier(len(works) + 1)

    def guarded(work: Callable[[], None]) -> None:
        gate.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001  # raised again by the thread that waits
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    gate.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    if errors:
        raise errors[0]
    return seconds


def per_second(things: int, seconds: float) -> float:
    """A rate, also of things that took no time at all."""
    return things / max(seconds, 1e-9)
