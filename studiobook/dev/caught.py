"""Reading the maildir that the mail catcher fills."""

import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One caught mail under its key in the maildir."""

    key: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "(no subject)")

    @property
    def recipient(self) -> str:
        return str(self.message["To"] or "")

    @property
    def sent_at(self) -> datetime:
        """When it says that it was written; the beginning of time where it does not say."""
        date = getattr(self.message["Date"], "datetime", None)
        return date.astimezone(UTC) if date else datetime.fromtimestamp(0, UTC)

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def attachments(self) -> list[EmailMessage]:
        return list(self.message.iter_attachments())

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part is not None else ""


def list_mails(maildir: Path | None) -> list[CaughtMail]:
    """All of them, newest first."""
    found = _read(maildir) if maildir and maildir.is_dir() else ()
    return sorted(found, key=lambda mail: (mail.sent_at, mail.key), reverse=True)


def find_mail(maildir: Path | None, key: str) -> CaughtMail | None:
    """The mail under this key, if it is still there."""
    return next((mail for mail in list_mails(maildir) if mail.key == key), None)


def _read(maildir: Path) -> Iterator[CaughtMail]:
    box = mailbox.Maildir(maildir, create=False)
    for key in box.keys():  # noqa: SIM118 - a Maildir iterates over messages, not keys
        yield CaughtMail(key, message_from_bytes(box.get_bytes(key), policy=policy.default))
