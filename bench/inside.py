"""The application inside the suite's own process, where its verbs and queries can be counted."""

import structlog
from flask import Flask

from bench.stage import CACHE, Stage, settings_for
from bench.world import World
from studiobook.app import create_app


def application(stage: Stage, world: World, *, sandbox_url: str | None = None) -> Flask:
    """The app on a world; use it within its app context."""
    settings = settings_for(
        database_url=stage.url(world.database),
        redis_url=stage.redis_url,
        base_url="http://localhost",
        sandbox_url=sandbox_url,
    )
    app = create_app(settings)
    log = (CACHE / "log" / "inside.log").open("a")
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
    return app
