"""create_app: the one list of blueprints, commands and subscriptions."""

import os
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import configure_mappers
from werkzeug.middleware.proxy_fix import ProxyFix

from studiobook import extensions, logs, queue
from studiobook.admin import cli as admin
from studiobook.admin import routes as admin_routes
from studiobook.auth import google_offer, login_session
from studiobook.auth import mails as auth_mails
from studiobook.auth import routes as auth
from studiobook.background import cli as background
from studiobook.bookings import jobs as booking_jobs
from studiobook.bookings import mails as booking_mails
from studiobook.bookings import routes as bookings
from studiobook.companies import routes as companies
from studiobook.db.alive import refuse_closed_connections
from studiobook.db.base import db
from studiobook.db.prepared import keep_prepared_over_rollback
from studiobook.discovery import routes as discovery
from studiobook.files import opening as files
from studiobook.files import routes as file_routes
from studiobook.mail.transports import transport_for
from studiobook.messages import mails as message_mails
from studiobook.messages import routes as messages
from studiobook.outbox import jobs as outbox
from studiobook.payments import jobs as payment_jobs
from studiobook.payments import mails as payment_mails
from studiobook.payments import routes as payments
from studiobook.payments import seal, webhooks
from studiobook.payments.cli import payments as payments_cli
from studiobook.payments.gateways import registry as gateways
from studiobook.privacy import routes as privacy
from studiobook.rooms import routes as rooms
from studiobook.settings import Settings
from studiobook.teams import mails as team_mails
from studiobook.teams import routes as teams
from studiobook.users import routes as users
from studiobook.users.cli import users as users_cli
from studiobook.web import assets, browser_session, errors, health, htmx, security, templating

MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; without settings they come from the environment."""
    settings = settings or Settings.from_env()
    app = Flask("studiobook", static_folder=None, instance_path=str(settings.upload_dir.parent))
    _configure(app, settings)
    _bind_extensions(app, settings)
    _register_web(app, settings)
    _register_domains(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        BASE_URL=settings.base_url,
        SECRET_KEY=settings.secret_key,
        TESTING=settings.environment == "test",
        LOG_REQUESTS=settings.environment != "test",
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.database_pool,
            "max_overflow": 5,
            "pool_timeout": 10,
            "connect_args": {
                # A stuck statement must not hold a room's lock for long.
                "options": "-c statement_timeout=15000 -c lock_timeout=5000"
                " -c idle_in_transaction_session_timeout=15000 -c timezone=UTC",
            },
        },
        SESSION_COOKIE_NAME="__Host-studiobook" if settings.secure else "studiobook",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        # A form lives as long as the session that it was made for.
        WTF_CSRF_TIME_LIMIT=None,
        # The Referer check needs TLS and the Fetch-Metadata door is stricter.
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=12 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=MEGABYTE,
        MAX_FORM_PARTS=200,
        # Pages carry a form token, yet no other site can make a browser fetch them with cookies
        # (SameSite, no CORS), which guessing a secret from lengths would need.
        COMPRESS_ALGORITHM="gzip",
        COMPRESS_LEVEL=3,
        COMPRESS_MIN_SIZE=1000,
        COMPRESS_MIMETYPES=["text/html"],
        RATELIMIT_ENABLED=settings.rate_limits,
        RATELIMIT_STORAGE_URI=settings.redis_url or "memory://",
        RATELIMIT_STRATEGY="moving-window",
        RATELIMIT_HEADERS_ENABLED=True,
    )
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0
        )


def _bind_extensions(app: Flask, settings: Settings) -> None:
    logs.configure(json=settings.environment == "production")
    db.init_app(app)
    with app.app_context():
        refuse_closed_connections(db.engine)
        keep_prepared_over_rollback(db.engine)
    if os.environ.get("FLASK_RUN_FROM_CLI") == "true":
        _offer_migrations(app)
    extensions.login_manager.init_app(app)
    extensions.limiter.init_app(app)
    extensions.compress.init_app(app)
    app.extensions["studiobook_redis"] = queue.connect(settings.redis_url)
    app.extensions["studiobook_mail"] = transport_for(settings)
    files.init_app(app, settings)
    seal.init_app(app, settings)
    gateways.init_app(app, settings)
    outbox.init_app()


def _offer_migrations(app: Flask) -> None:
    """`flask db …`. Only the terminal migrates, and Alembic costs a web process 12 MB."""
    from flask_migrate import Migrate

    Migrate(app, db, directory="migrations", compare_type=True)


def _register_web(app: Flask, settings: Settings) -> None:
    logs.init_app(app)
    browser_session.init_app(app)
    htmx.init_app(app)
    templating.init_app(app)
    # The door for foreign forms stands before the check of their token.
    security.init_app(app, settings)
    extensions.csrf.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(file_routes.blueprint)
    background.init_app(app)


def _register_domains(app: Flask) -> None:
    """Each domain's blueprint, commands and what it wants to hear, bottom up."""
    app.register_blueprint(users.blueprint)
    app.cli.add_command(users_cli)
    login_session.init_app(app)
    google_offer.init_app(app)
    app.register_blueprint(auth.blueprint)
    auth_mails.subscribe_all()
    app.register_blueprint(companies.blueprint)
    app.register_blueprint(teams.blueprint)
    team_mails.subscribe_all()
    app.register_blueprint(rooms.blueprint)
    app.register_blueprint(bookings.blueprint)
    booking_mails.subscribe_all()
    booking_jobs.subscribe_all()
    app.register_blueprint(payments.blueprint)
    app.cli.add_command(payments_cli)
    # Machines prove themselves by a signature over the raw body.
    extensions.csrf.exempt(webhooks.blueprint)
    app.register_blueprint(webhooks.blueprint)
    payment_jobs.subscribe_all()
    payment_mails.subscribe_all()
    app.register_blueprint(messages.blueprint)
    message_mails.subscribe_all()
    app.register_blueprint(privacy.blueprint)
    app.register_blueprint(discovery.blueprint)
    app.register_blueprint(admin_routes.blueprint)
    admin.init_app(app)
    configure_mappers()
