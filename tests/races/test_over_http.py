"""Two hundred browsers want one slot, through the real server: one gets it, all get an answer."""

import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
import requests
from flask import Flask

from studiobook import clock
from studiobook.bookings.hold_fields import hold_fields
from studiobook.bookings.models import Booking
from studiobook.db.base import db
from studiobook.db.transaction import in_transaction
from studiobook.dev.environment import ROOT
from studiobook.dev.services.ports import free_port
from studiobook.rooms.models import Occupancy
from studiobook.settings import Settings
from tests.background.crew import eventually
from tests.factories.world import make_room, slot_in
from tests.support.doctor import findings

CLIENTS = 200
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

pytestmark = pytest.mark.committed


@contextmanager
def gunicorn(settings: Settings) -> Iterator[str]:
    """The production server on this test's database."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "STUDIOBOOK_ENV": "test",
        "SECRET_KEY": settings.secret_key,
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": str(settings.redis_url),
        "BASE_URL": address,
        "RATE_LIMITS": "off",
    }
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command += ["--worker-class", "gthread", "--threads", "8", "wsgi:app"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        eventually(lambda: is_up(address))
        yield address
    finally:
        process.terminate()
        process.wait()


def is_up(address: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)
    return False


def test_two_hundred_browsers_and_one_slot(app: Flask, settings: Settings) -> None:
    now = clock.now()

    def make() -> tuple[str, str, dict[str, str]]:
        room = make_room(now=now)
        slot = slot_in(room, now=now)
        page = f"/studios/{room.studio.slug}/rooms/{room.slug}"
        return room.code, page, dict(hold_fields(slot, room.studio.zone))

    code, _page, fields = in_transaction(make)
    start = threading.Barrier(CLIENTS, timeout=60)

    def want(_n: int) -> requests.Response:
        browser = requests.Session()
        # Waiting for the others outlives a kept-alive connection; a browser would open another.
        browser.headers["Connection"] = "close"
        page = browser.get(f"{address}/auth/login", timeout=60)
        token = TOKEN.search(page.text)
        assert token is not None, f"the form answered {page.status_code}: {page.text[:500]}"
        start.wait()
        return browser.post(
            f"{address}/rooms/{code}/holds",
            data={**fields, "csrf_token": token[1]},
            headers={"Origin": address},
            allow_redirects=False,
            timeout=60,
        )

    with gunicorn(settings) as address, ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(want, range(CLIENTS)))

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [303] + [409] * (CLIENTS - 1)
    for refused in (answer for answer in answers if answer.status_code == 409):
        assert "/holds" in refused.text, "each refusal offers times that can be held"
        assert "deadlock" not in refused.text.lower()
    db.session.rollback()
    assert db.session.query(Booking).count() == 1
    assert db.session.query(Occupancy).count() == 1
    assert findings(clock.now()) == []
