"""The site's own processes under supervision: started, watched, restarted once settled, stopped."""

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.process import Child, start_child
from studiobook.dev.watch import LogWatch

SETTLED_SECONDS = 10.0


@dataclass(slots=True)
class Member:
    """One process of the crew, with what it takes to start it again."""

    name: str
    command: Sequence[str]
    child: Child
    watch: LogWatch
    started_at: float


@dataclass(slots=True)
class Crew:
    """All of them, in the order in which they were started."""

    environment: Mapping[str, str]
    logs: Path
    members: list[Member] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str]) -> Child:
        """Start one more. CannotStart when its program cannot be executed."""
        log = self.logs / f"{name}.log"
        child = start_child(name, command, log=log, env=self.environment)
        self.members.append(Member(name, command, child, LogWatch(name, log), time.monotonic()))
        return child

    def wait_until(self, is_ready: Callable[[], bool], *, timeout: float) -> None:
        """Return once all live and `is_ready()`. CannotStart when one dies before."""
        deadline = time.monotonic() + timeout
        while not is_ready():
            self._require_alive()
            if time.monotonic() > deadline:
                raise CannotStart(f"The site did not answer within {timeout:.0f} seconds.")
            time.sleep(0.05)
        self._require_alive()

    def tend(self) -> None:
        """Show new alarms and restart who died; CannotStart for one that dies again at once."""
        for member in self.members:
            for alarm in member.watch.new_alarms():
                print(alarm, file=sys.stderr, flush=True)
            if member.child.has_died:
                self._restart(member)

    def stop(self) -> None:
        """Ask all at once, wait for each; those that others depend on were started first."""
        for member in reversed(self.members):
            if not member.child.has_died:
                member.child.ask_to_stop()
        for member in reversed(self.members):
            member.child.stop()

    def _require_alive(self) -> None:
        for member in self.members:
            if member.child.has_died:
                raise CannotStart(member.child.obituary())

    def _restart(self, member: Member) -> None:
        if time.monotonic() - member.started_at < SETTLED_SECONDS:
            raise CannotStart(member.child.obituary())
        print(f"{member.name:>8} | {member.child.ending}; started again", flush=True)
        log = member.child.log
        member.child = start_child(member.name, member.command, log=log, env=self.environment)
        member.started_at = time.monotonic()
