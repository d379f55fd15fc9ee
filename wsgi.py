"""The application as gunicorn and the `flask` command find it."""

from studiobook.app import create_app

app = create_app()

if app.config["SETTINGS"].environment == "development":
    from studiobook.dev.register import register

    register(app)
