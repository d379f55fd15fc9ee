"""One child process: its own session, its output in a file, stopped by its own signal."""

import contextlib
import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studiobook.dev.services.failure import CannotStart

PR_SET_PDEATHSIG = 1
GRACE_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Identity:
    """The user that a child runs as."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Child:
    """A running process with a name that people know, and the signal that asks it to stop."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals = signal.SIGTERM

    @property
    def has_died(self) -> bool:
        return self.process.poll() is not None

    def stop(self, *, grace: float = GRACE_SECONDS) -> None:
        """Ask, wait `grace` seconds, then insist; harmless when the process is gone already."""
        if self.has_died:
            return
        self.ask_to_stop()
        try:
            self.process.wait(timeout=grace)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask_to_stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(self.stop_signal)

    def wait_until(self, is_ready: Callable[[], bool], *, timeout: float) -> None:
        """Return once `is_ready()`; CannotStart with the last log lines if it dies or dawdles."""
        deadline = time.monotonic() + timeout
        while not is_ready():
            if self.has_died:
                raise CannotStart(self.obituary())
            if time.monotonic() > deadline:
                raise CannotStart(f"{self.name} did not answer within {timeout:.0f} seconds.")
            time.sleep(0.02)

    def obituary(self) -> str:
        """How it ended, and its last words."""
        return f"{self.name} {self.ending}. Its last lines ({self.log}):\n{last_lines(self.log)}"

    @property
    def ending(self) -> str:
        returncode = self.process.returncode
        if returncode is None:
            return "is still running"
        if returncode < 0:
            return f"was stopped by signal {-returncode}"
        return f"stopped with exit code {returncode}"


def start_child(
    name: str,
    command: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    run_as: Identity | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Child:
    """Start a process that hears no Ctrl-C of ours and does not outlive us.

    Its output is added to `log`. CannotStart when the program cannot be executed.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                user=run_as.uid if run_as else None,
                group=run_as.gid if run_as else None,
                extra_groups=[] if run_as else None,
                cwd=None if run_as is None else "/",
                start_new_session=True,
                preexec_fn=_die_with_parent(stop_signal),  # noqa: PLW1509 - one C call, no lock taken
            )
        except OSError as refusal:
            raise CannotStart(f"{name} cannot be started: {refusal}.") from refusal
    return Child(name, process, log, stop_signal)


def last_lines(log: Path, count: int = 12) -> str:
    """The end of a log file, indented for the terminal."""
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    return "\n".join(f"    {line}" for line in lines[-count:]) or "    (it said nothing)"


def _die_with_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    """On Linux: have the kernel stop the child when we are killed and cannot do it ourselves."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)  # loaded before the fork: afterwards only the bare call is safe

    def ask_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))

    return ask_kernel
