"""/healthz: this process answers. /readyz: it can reach its database. Also robots.txt."""

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from studiobook.db.base import db
from studiobook.web.access import access, public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@access(public)
def show_health() -> Response:
    """Always 200 while the process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@access(public)
def show_readiness() -> tuple[Response, int]:
    """200 when the database answers, 503 otherwise; Redis may be away."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="database away"), 503
    return jsonify(status="ready"), 200


@blueprint.get("/robots.txt")
@access(public)
def show_robots() -> Response:
    """Private areas are no search engine's business."""
    base = current_app.config["BASE_URL"]
    private = ("/account", "/auth", "/bookings", "/manage", "/messages", "/favourites")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in private)]
    lines.append(f"Sitemap: {base}/sitemap.xml")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")
