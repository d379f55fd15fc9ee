"""What wsgi.py adds to the app in development, and only there."""

from flask import Flask

from studiobook.dev import mailbox
from studiobook.dev.world import cli as world


def register(app: Flask) -> None:
    """Add the pages and commands that no real site has."""
    app.register_blueprint(mailbox.blueprint)
    world.init_app(app)
