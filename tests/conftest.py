"""The stage of every test: real services, one database per worker, nothing left behind."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.mail.transports import Memory
from studiobook.settings import Settings
from tests.support.browser import open_page, running_chromium
from tests.support.client import PageClient
from tests.support.databases import Databases
from tests.support.isolation import rolled_back, thrown_away
from tests.support.live_server import serving
from tests.support.stage import Stage, stage

RUN = "STUDIOBOOK_TEST_RUN"
SHARED = pytest.StashKey[ExitStack]()


def pytest_configure(config: pytest.Config) -> None:
    """Before xdist starts its workers: one set of services, handed to them by environment."""
    is_worker = hasattr(config, "workerinput")
    if is_worker or not getattr(config.option, "numprocesses", None):
        return
    config.stash[SHARED] = ExitStack()
    shared = config.stash[SHARED].enter_context(stage())
    os.environ |= {**shared.services.environment, RUN: shared.run}
    databases = Databases(shared.services.database_url, run=shared.run)
    config.stash[SHARED].callback(databases.drop_template)


def pytest_unconfigure(config: pytest.Config) -> None:
    if SHARED in config.stash:
        config.stash[SHARED].close()


@pytest.fixture(scope="session", name="stage")
def _stage() -> Iterator[Stage]:
    """PostgreSQL and Redis: the run's, or some of our own when nobody shares them."""
    with stage() as found:
        yield replace(found, run=os.environ.get(RUN, found.run))


@pytest.fixture(scope="session")
def databases(stage: Stage) -> Iterator[Databases]:
    """This worker's database, made from the run's migrated template."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    found = Databases(stage.services.database_url, run=stage.run, worker=worker)
    found.ensure_template()
    found.make_own()
    yield found
    found.drop_own()
    if RUN not in os.environ:
        found.drop_template()


@pytest.fixture(scope="session")
def settings(
    stage: Stage, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """An installation for tests: cheap hashing, no rate limits, mails kept in memory."""
    number = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    return Settings(
        environment="test",
        secret_key="a-secret-for-tests-only-0123456789",
        database_url=databases.url,
        base_url="http://localhost",
        redis_url=stage.services.redis_url.rpartition("/")[0] + f"/{number}",
        upload_dir=tmp_path_factory.mktemp("uploads"),
        sandbox_url="http://127.0.0.1:9",  # nobody listens there; tests of payments set their own
        sandbox_key="a-sandbox-key-for-tests",
        sandbox_secret="a-sandbox-secret-for-tests",
        argon2_memory=64,
        rate_limits=False,
        database_pool=40,
        map_tiles_url="http://127.0.0.2:9/tiles/{z}/{x}/{y}.png",  # nobody listens there, either
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The application, once per worker. Tests that change its settings build their own."""
    app = create_app(settings)
    app.test_client_class = PageClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def isolation(request: pytest.FixtureRequest) -> Iterator[None]:
    """An app context for every test that uses the app; nothing that it writes stays.

    Usually by rolling everything back. With the `committed` marker commits are real, for tests
    with several connections, and the database is made anew afterwards.
    """
    if "app" not in request.fixturenames:
        yield
        return
    app: Flask = request.getfixturevalue("app")
    app.extensions["studiobook_redis"].flushdb()
    with app.app_context():
        if request.node.get_closest_marker("committed"):
            with thrown_away(request.getfixturevalue("databases")):
                yield
        else:
            with rolled_back(app):
                yield


@pytest.fixture
def db_session(app: Flask) -> Session:
    """The session of this test's app context."""
    return db.session()


@pytest.fixture
def client(app: Flask) -> PageClient:
    """A browser without script, not signed in, that refuses bad markup."""
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


@pytest.fixture
def sent(app: Flask) -> Memory:
    """The mails that leave during the test, in `sent.sent`."""
    transport = app.extensions["studiobook_mail"]
    assert isinstance(transport, Memory)
    transport.sent.clear()
    return transport


@pytest.fixture
def live_server(app: Flask, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the app behind a real socket; only in tests marked `committed`."""
    assert request.node.get_closest_marker("committed"), "mark the test `committed`"
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once per run."""
    with running_chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser, live_server: str) -> Iterator[Page]:
    """A desktop page at the live server; in tests marked `browser` and `committed`."""
    with open_page(browser, live_server, script=True) as opened:
        yield opened


@pytest.fixture
def scriptless_page(browser: Browser, live_server: str) -> Iterator[Page]:
    """The same, with scripting off."""
    with open_page(browser, live_server, script=False) as opened:
        yield opened


@pytest.fixture
def project() -> Path:
    """The top folder of the repository, for the house tests."""
    return Path(__file__).resolve().parents[1]
