"""Mail that was sent over SMTP can be read at /dev/mail."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from studiobook.app import create_app
from studiobook.dev.register import register
from studiobook.dev.services.mail import start_mail_catcher
from studiobook.mail.message import Mail
from studiobook.mail.transports import Smtp
from studiobook.settings import Settings
from tests.support.client import PageClient

MAIL = Mail(
    to_address="maya@example.org",
    to_name="Maya Ōta",
    subject="Held until 14:32",
    text="Pay at http://localhost/bookings/ABC\n",
    html="<!DOCTYPE html><html><head></head><body><p>Pay <b>now</b></p></body></html>",
    identity="held.1",
    calendar="BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
)


@pytest.fixture(scope="module")
def maildir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("mail") / "caught"
    catcher = start_mail_catcher(folder, log=folder.with_name("mail.log"))
    Smtp(catcher.url, "Studiobook <hello@studiobook.example>").send(MAIL)
    yield folder
    catcher.child.stop()


@pytest.fixture
def inbox(app: Flask, settings: Settings, maildir: Path) -> PageClient:
    of_developer = create_app(replace(settings, mail_dir=maildir))
    of_developer.test_client_class = PageClient
    register(of_developer)
    client = of_developer.test_client()
    assert isinstance(client, PageClient)
    return client


def first_mail(inbox: PageClient) -> str:
    found = re.search(r'href="(/dev/mail/[^"]+)"', inbox.get("/dev/mail").text)
    assert found
    return found[1]


def test_a_caught_mail_is_listed(inbox: PageClient):
    page = inbox.get("/dev/mail").text
    assert "Held until 14:32" in page
    assert "Maya Ōta" in page


def test_a_caught_mail_is_shown_as_text_and_framed(inbox: PageClient):
    answer = inbox.get(first_mail(inbox))
    assert "Pay at http://localhost/bookings/ABC" in answer.text
    assert f'src="{first_mail(inbox)}/html"' in answer.text
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]


def test_the_frame_runs_nothing_and_is_framed_only_by_us(inbox: PageClient):
    answer = inbox.get(f"{first_mail(inbox)}/html", check=False)
    assert "<b>now</b>" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "sandbox " in policy


def test_its_calendar_file_can_be_taken(inbox: PageClient):
    answer = inbox.get(f"{first_mail(inbox)}/attachments/0")
    assert answer.mimetype == "text/calendar"
    assert "booking.ics" in answer.headers["Content-Disposition"]
    assert inbox.get(f"{first_mail(inbox)}/attachments/1").status_code == 404


def test_an_unknown_mail_is_not_found(inbox: PageClient):
    assert inbox.get("/dev/mail/unknown").status_code == 404


def test_nobody_but_a_developer_finds_the_inbox(client: PageClient):
    assert client.get("/dev/mail").status_code == 404
