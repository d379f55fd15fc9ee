"""What wsgi.py adds to the app in development, and only there."""

from flask import Flask

from studiobook.dev import mailbox


def register(app: Flask) -> None:
    """Add the pages that no visitor may ever see."""
    app.register_blueprint(mailbox.blueprint)
