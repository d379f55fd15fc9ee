"""The way from an address that was given up to the page as it stands now."""

from urllib.parse import urlencode

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.base import db
from studiobook.errors import Moved

#: How rules call a word of their address: the first name that a rule has. Without any, the word
#: stands in the query string under its own name.
NAMES = {
    "studio": ("studio", "studio_slug", "slug"),
    "room": ("room_slug", "slug"),
    "company": ("slug",),
}


def lead_on(error: Moved) -> BaseResponse:
    """The same page, question and form at the present address.

    No cache keeps the answer: an owner may go back to the former address.
    """
    db.session.rollback()
    words = dict(request.view_args or {})
    asked = request.query_string.decode()
    for what, slug in error.places.items():
        name = next((name for name in NAMES[what] if name in words), None)
        if name is not None:
            words[name] = slug
        else:
            pairs = request.args.items(multi=True)
            asked = urlencode([(key, slug if key == what else value) for key, value in pairs])
    path = url_for(request.endpoint or "", **words)
    # 308 sends a form again as it is; what was read is read again either way.
    code = 301 if request.method in ("GET", "HEAD") else 308
    return redirect(f"{path}?{asked}" if asked else path, code)
