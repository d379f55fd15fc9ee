"""A town on services of its own, for the commands that look at it outside of a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser

from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.dev.services import services, throwaway_folder
from studiobook.dev.services.ports import free_port
from studiobook.settings import Settings
from tests.journeys.town import Town, founded
from tests.support.browser import running_chromium
from tests.support.databases import Databases
from tests.support.live_server import serving


@dataclass(frozen=True)
class Visit:
    """A running town and a browser to look at it with."""

    town: Town
    browser: Browser
    address: str


@contextmanager
def visiting() -> Iterator[Visit]:
    """Everything started, and stopped at the end; nothing stays."""
    with throwaway_folder() as folder, services(folder, fast=True) as found:
        databases = Databases(found.database_url, run="visit")
        databases.ensure_template()
        databases.make_own()
        port = free_port()
        app = create_app(
            Settings(
                environment="test",
                secret_key="a-secret-for-looking-only-0123456789",
                database_url=databases.url,
                base_url="http://localhost",
                redis_url=found.redis_url,
                upload_dir=folder / "uploads",
                sandbox_url=f"http://127.0.0.1:{port}",
                sandbox_key="a-sandbox-key",
                sandbox_secret="a-sandbox-secret",
                argon2_memory=64,
                rate_limits=False,
                database_pool=40,
                map_tiles_url="http://127.0.0.2:9/tiles/{z}/{x}/{y}.png",
            )
        )
        with (
            app.app_context(),
            serving(app) as address,
            founded(app, address, port=port) as town,
            running_chromium() as browser,
        ):
            yield Visit(town, browser, address)
            db.session.remove()
            db.engine.dispose()
