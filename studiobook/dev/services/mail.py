"""The mail catcher: an SMTP server that keeps everything in a maildir and delivers nothing."""

import sys
from dataclasses import dataclass
from pathlib import Path

from studiobook.dev.services.ports import LOOPBACK, answers, free_port
from studiobook.dev.services.process import Child, start_child

PREFERRED_PORT = 1025
START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MailCatcher:
    """A running catcher and how to reach it."""

    child: Child
    port: int

    @property
    def url(self) -> str:
        return f"smtp://{LOOPBACK}:{self.port}"


def start_mail_catcher(maildir: Path, *, log: Path) -> MailCatcher:
    """A catcher that accepts connections. Raises CannotStart."""
    maildir.parent.mkdir(parents=True, exist_ok=True)
    port = free_port(PREFERRED_PORT)
    catcher = [sys.executable, "-m", "aiosmtpd", "--nosetuid", "--listen", f"{LOOPBACK}:{port}"]
    catcher += ["--class", "aiosmtpd.handlers.Mailbox", str(maildir)]
    child = start_child("The mail catcher", catcher, log=log)
    child.wait_until(lambda: answers(port), timeout=START_SECONDS)
    return MailCatcher(child, port)
