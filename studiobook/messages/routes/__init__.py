"""The HTTP edge of messages: the guest's pages, the studio's pages, and what must not get lost."""

from flask import Blueprint
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError

from studiobook.messages.models import Side
from studiobook.messages.queries import count_unread
from studiobook.web.console import WAITING

blueprint = Blueprint("messages", __name__)
WAITING["messages"] = lambda viewer: count_unread(viewer, Side.STUDIO)

# The files below hang their views on the blueprint, so it has to stand first.
from studiobook.messages.routes import guest, new, replies, studio, to_guest  # noqa: E402
from studiobook.messages.routes.kept import keep_signed_out, show_slow_down, show_stale  # noqa: E402
from studiobook.messages.routes.unread import unread_messages  # noqa: E402

__all__ = ["blueprint", "guest", "new", "replies", "studio", "to_guest"]

blueprint.before_request(keep_signed_out)
blueprint.register_error_handler(CSRFError, show_stale)
blueprint.register_error_handler(RateLimitExceeded, show_slow_down)
# The layout stands below every domain; it asks for this by name, of signed-in people only.
blueprint.add_app_template_global(unread_messages, "unread_messages")
