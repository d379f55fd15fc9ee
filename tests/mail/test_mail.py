"""Mails leave over a real SMTP conversation, whole and without anybody's header in them."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from smtplib import SMTPException
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from studiobook.dev.services.ports import free_port
from studiobook.mail.message import Mail, as_email
from studiobook.mail.transports import Smtp


def mail(**changes: Any) -> Mail:
    facts: dict[str, Any] = {
        "to_address": "maya@example.com",
        "to_name": "Maya Lindqvist",
        "subject": "Your room is held until 14:32",
        "text": "Hello.\n",
        "html": "<p>Hello.</p>",
        "identity": "delivery-7",
    }
    return Mail(**{**facts, **changes})


class Catcher(Message):
    """Keeps what arrives, or refuses it with a code."""

    def __init__(self) -> None:
        super().__init__()
        self.caught: list[EmailMessage] = []
        self.refuse: str | None = None

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message: Any) -> None:
        parsed = message_from_bytes(message.as_bytes(), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.caught.append(parsed)


@pytest.fixture
def catcher() -> Iterator[tuple[Catcher, Smtp]]:
    handler = Catcher()
    port = free_port(0)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, Smtp(f"smtp://127.0.0.1:{port}", "Studiobook <hello@studiobook.example>")
    controller.stop()


def test_a_mail_arrives_with_text_html_and_calendar(catcher: tuple[Catcher, Smtp]) -> None:
    handler, smtp = catcher
    smtp.send(mail(calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))
    (arrived,) = handler.caught
    kinds = [part.get_content_type() for part in arrived.walk()]
    assert {"text/plain", "text/html", "text/calendar"} <= set(kinds)
    assert arrived["To"] == "Maya Lindqvist <maya@example.com>"
    assert arrived["Message-ID"].startswith("<delivery-7@")


def test_sending_twice_can_be_recognised() -> None:
    first, second = (as_email(mail(), sender="a@b.example", domain="b.example") for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]


@pytest.mark.parametrize("field", ["subject", "to_name", "to_address"])
def test_nobody_can_add_a_header(field: str) -> None:
    poisoned = mail(**{field: "x\r\nBcc: all@example.com"})
    try:
        message = as_email(poisoned, sender="a@b.example", domain="b.example")
    except ValueError:
        return
    assert message["Bcc"] is None


def test_a_temporary_refusal_is_an_error_so_that_it_is_tried_again(
    catcher: tuple[Catcher, Smtp],
) -> None:
    handler, smtp = catcher
    handler.refuse = "451 Try later"
    with pytest.raises(SMTPException):
        smtp.send(mail())


def test_a_permanent_refusal_is_not_tried_again(catcher: tuple[Catcher, Smtp]) -> None:
    handler, smtp = catcher
    handler.refuse = "550 No such person"
    smtp.send(mail())
    assert not handler.caught


def test_a_server_that_is_away_is_an_error() -> None:
    with pytest.raises(ConnectionRefusedError):
        Smtp("smtp://127.0.0.1:9", "a@b.example").send(mail())
