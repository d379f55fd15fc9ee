"""One URL, one template: the whole page, or just the block that the request's target names."""

from typing import Any

from flask import Response, current_app, make_response, render_template
from jinja2_fragments.flask import render_block

from studiobook.web.htmx import VARY, wanted_block
from studiobook.web.templating import SITE


def respond(template: str, page: Any, status: int = 200, **headers: str) -> Response:
    """Render `template` with its one variable `page`.

    An htmx request gets the block named like its target (hyphens become underscores) after the
    page's title, which htmx takes off and puts into the tab; anything else, and a target that is
    no block of the template, gets the whole page.
    """
    block = wanted_block()
    if block is not None and block in current_app.jinja_env.get_template(template).blocks:
        body = _title(template, page) + render_block(template, block, page=page)
    else:
        body = render_template(template, page=page)
    response = make_response(body, status)
    response.vary.update(VARY)
    for name, value in headers.items():
        response.headers[name.replace("_", "-")] = value
    return response


def _title(template: str, page: Any) -> str:
    """The same element as in layout.html."""
    words = render_block(template, "title", page=page).strip()
    return f"<title>{words} · {SITE}</title>\n"
