"""Static files under addresses that name their content, so that browsers keep them for ever."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request

from studiobook.web.access import access, public

STATIC = Path(__file__).resolve().parent.parent / "static"
BUNDLE = "studiobook.css"
#: Fonts that papers are drawn with: large, and no browser asks for them.
PRESS = STATIC / "vendor" / "paper"
SQUEEZABLE = {"text/css", "text/javascript", "image/svg+xml", "application/json"}
blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """One file in memory: its bytes, the same squeezed, its type and its content's name."""

    body: bytes
    squeezed: bytes | None
    mimetype: str
    version: str


def init_app(app: Flask) -> None:
    """Read every static file once, and give templates `asset(path)`."""
    files = _read(STATIC)
    app.extensions["studiobook_assets"] = files
    app.register_blueprint(blueprint)

    def asset(path: str) -> str:
        """The address of a static file; a missing one is an error of ours, found by tests."""
        return f"/assets/{files[path].version}/{path}"

    def has_asset(path: str) -> bool:
        """Whether a file of the browser set-up is there (it is not where Node was absent)."""
        return path in files

    app.jinja_env.globals.update(asset=asset, has_asset=has_asset)


@blueprint.get("/assets/<version>/<path:path>")
@access(public)
def serve(version: str, path: str) -> Response:
    """One file, for ever cacheable under its version."""
    found: Asset | None = current_app.extensions["studiobook_assets"].get(path)
    if found is None or found.version != version:
        abort(404)
    squeeze = found.squeezed is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(found.squeezed if squeeze else found.body, mimetype=found.mimetype)
    if squeeze:
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _read(folder: Path) -> dict[str, Asset]:
    files = {
        str(path.relative_to(folder)): _asset(path.name, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and PRESS not in path.parents
    }
    files[BUNDLE] = _asset(BUNDLE, _point_at_versions(_bundle(folder / "css"), files))
    return files


def _point_at_versions(css: bytes, files: dict[str, Asset]) -> bytes:
    """Stylesheets name files as url("/static/…"); what is served carries their version."""

    def versioned(match: re.Match[bytes]) -> bytes:
        path = match[1].decode()
        found = files.get(path)
        return match[0] if found is None else f"/assets/{found.version}/{path}".encode()

    return re.sub(rb"/static/([\w./-]+)", versioned, css)


def _bundle(folder: Path) -> bytes:
    """All stylesheets as one; layers.css comes first, it alone decides the order of precedence."""
    sheets = sorted(folder.glob("*.css"), key=lambda path: (path.name != "layers.css", path.name))
    return b"\n".join(sheet.read_bytes() for sheet in sheets)


def _asset(name: str, body: bytes) -> Asset:
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    squeezed = gzip.compress(body, 9, mtime=0) if mimetype in SQUEEZABLE else None
    return Asset(body, squeezed, mimetype, hashlib.sha256(body).hexdigest()[:12])
