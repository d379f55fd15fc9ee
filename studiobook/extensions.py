"""The Flask extensions, made once and bound to an app in app.py."""

from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import AnonymousUserMixin, LoginManager
from flask_wtf import CSRFProtect


class Anonymous(AnonymousUserMixin):  # type: ignore[misc]  # flask-login ships no types
    """Nobody yet: answers the questions that templates ask of a signed-in person."""

    user = None
    display_name = ""
    is_owner = False
    is_admin = False


login_manager = LoginManager()
login_manager.anonymous_user = Anonymous
csrf = CSRFProtect()
compress = Compress()
# Fails open to memory when Redis is away: a limit must never take the site down.
limiter = Limiter(key_func=get_remote_address, in_memory_fallback_enabled=True, swallow_errors=True)
