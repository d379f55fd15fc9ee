"""Real worker and clock processes beside a test, and a mail server that can be stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from flask import Flask

from studiobook.dev.environment import ROOT
from studiobook.dev.services.ports import free_port
from studiobook.settings import Settings

PATIENCE = 60.0


class Post(Message):
    """A mail server's letter box."""

    def __init__(self) -> None:
        super().__init__()
        self.subjects: list[str] = []

    def handle_message(self, message: Any) -> None:
        """Keep what a test asks about."""
        self.subjects.append(str(message["Subject"]))


class Crew:
    """Everything beside the web that a booking may need, each to be stopped and started."""

    def __init__(self, app: Flask, log: Path) -> None:
        self.settings: Settings = app.config["SETTINGS"]
        self._redis = app.extensions["studiobook_redis"]
        self._log = log
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._smtp_port = free_port()
        self._smtp: Controller | None = None
        self.post = Post()

    def start(self, name: str) -> None:
        """Start `worker` or `clock` as the Procfile does."""
        environment = {
            **os.environ,
            "STUDIOBOOK_ENV": "test",
            "SECRET_KEY": self.settings.secret_key,
            "DATABASE_URL": self.settings.database_url,
            "REDIS_URL": str(self.settings.redis_url),
            "BASE_URL": "http://localhost",
            "SMTP_URL": f"smtp://127.0.0.1:{self._smtp_port}",
            "ARGON2_MEMORY_KIB": "64",
        }
        with (self._log / f"{name}.log").open("ab") as output:
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "flask", "--app", "wsgi", name],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )

    def kill(self, name: str) -> None:
        """`kill -9`."""
        process = self._processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def start_mail(self) -> None:
        """Let mail be taken."""
        self._smtp = Controller(self.post, hostname="127.0.0.1", port=self._smtp_port)
        self._smtp.start()

    def stop_mail(self) -> None:
        """Let nobody answer at the mail server's door."""
        if self._smtp is not None:
            self._smtp.stop()
            self._smtp = None

    def wipe_redis(self) -> None:
        """Everything that Redis knew is gone."""
        self._redis.flushdb()

    def stop(self) -> None:
        """End of the test."""
        self.stop_mail()
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            process.wait(timeout=20)


def eventually(condition: Callable[[], bool]) -> None:
    """Wait until it holds; generous, because only failing is slow."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        time.sleep(0.2)
