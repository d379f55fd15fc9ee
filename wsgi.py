"""The application as gunicorn and the `flask` command find it."""

import gc

from studiobook.app import create_app

app = create_app()
# What stands from now on is never garbage: collections need not walk through it again.
gc.freeze()

if app.config["SETTINGS"].environment == "development":
    from studiobook.dev.register import register

    register(app)
