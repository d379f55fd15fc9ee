"""Ways for a mail to leave: SMTP, or a list in memory for tests and for nobody listening."""

import smtplib
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog
from flask import current_app

from studiobook.mail.message import Mail, as_email
from studiobook.settings import Settings

log = structlog.get_logger()
SECONDS = 10


class Transport(Protocol):
    """Takes a mail away or raises OSError, in which case it is tried again later."""

    def send(self, mail: Mail) -> None:
        """Send one mail."""


@dataclass
class Memory:
    """Keeps mails in a list."""

    sent: list[Mail] = field(default_factory=list)

    def send(self, mail: Mail) -> None:
        """Remember the mail."""
        self.sent.append(mail)


@dataclass(frozen=True)
class Smtp:
    """smtp://user:password@host:port, or smtps:// for TLS from the start."""

    url: str
    sender: str

    def send(self, mail: Mail) -> None:
        """One conversation. A permanent refusal (5xx) is logged and not tried again."""
        parts = urlsplit(self.url)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        message = as_email(mail, sender=self.sender, domain=parts.hostname or "localhost")
        with kind(parts.hostname or "localhost", parts.port or 25, timeout=SECONDS) as server:
            if parts.username:
                if parts.scheme == "smtp":
                    server.starttls()
                server.login(unquote(parts.username), unquote(parts.password or ""))
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as refused:
                codes = [code for code, _text in refused.recipients.values()]
                if any(code < 500 for code in codes):
                    raise
                log.warning("mail_refused", identity=mail.identity, codes=codes)


def transport_for(settings: Settings) -> Transport:
    """SMTP where an address is configured."""
    return Smtp(settings.smtp_url, settings.mail_from) if settings.smtp_url else Memory()


def send(mail: Mail) -> None:
    """Send through this app's transport; raises OSError when it is away."""
    transport: Transport = current_app.extensions["studiobook_mail"]
    transport.send(mail)
