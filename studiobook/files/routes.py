"""/files/<key>: pictures of the local storage, for ever cacheable and never anything but WebP."""

from flask import Blueprint, Response, abort, send_file

from studiobook.files.local import LocalStorage
from studiobook.files.opening import current_storage
from studiobook.files.picture import CONTENT_TYPE
from studiobook.files.storage import CACHE_FOREVER, is_private
from studiobook.web.access import access, public

blueprint = Blueprint("files", __name__)


@blueprint.get("/files/<path:key>")
@access(public)
def show_file(key: str) -> Response:
    """One rendition; 404 for what is absent, malformed, private, or kept in a bucket instead."""
    storage = current_storage()
    if not isinstance(storage, LocalStorage) or is_private(key):
        abort(404)
    try:
        path = storage.path(key)
    except ValueError:
        abort(404)
    if not path.is_file():
        abort(404)
    answer = send_file(path, mimetype=CONTENT_TYPE, conditional=True)
    answer.headers["Cache-Control"] = CACHE_FOREVER
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "inline"
    return answer
