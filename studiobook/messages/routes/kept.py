"""What was typed is shown again, when the form is stale, the session over or the pace too high."""

from flask import Response, request, url_for
from flask_limiter import RateLimitExceeded
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from studiobook.messages.forms import MessageForm, new_form_key
from studiobook.messages.pages.start import KeptPage
from studiobook.web.errors import stale_form
from studiobook.web.htmx import swap_whole_page
from studiobook.web.respond import respond

STALE = "For your safety the message was not sent: this page was open for a long time."
SIGNED_OUT = (
    "You are not signed in any more. Your text is still here: sign in, in another tab, then come"
    " back and send it."
)
TOO_FAST = "That was a lot at once. Please wait a minute, then send it."


def keep_signed_out() -> Response | None:
    """A browser whose session is over keeps what stands on its page, typed or read."""
    if current_user.is_authenticated:
        return None
    if request.method == "GET" and "after" in request.args:
        # An open page asks for news: it must not be replaced under somebody's hands.
        return Response(status=204)
    if request.method == "POST" and "body" in request.form:
        return _kept("Sign in to send it", SIGNED_OUT, 403)
    return None


def show_stale(error: CSRFError) -> Response:
    """The token is another session's: the same text with a fresh one."""
    if "body" not in request.form:
        return stale_form(error)
    if not current_user.is_authenticated:
        return _kept("Sign in to send it", SIGNED_OUT, 403)
    return _kept("Not sent yet", f"{STALE} Your text is still here.", 400)


def show_slow_down(error: RateLimitExceeded) -> Response:
    """Too many messages: when to go on, with the text in its form."""
    answer = _kept("A little too fast", TOO_FAST, 429)
    answer.headers["Retry-After"] = str(error.limit.limit.get_expiry())
    return answer


def _kept(title: str, message: str, status: int) -> Response:
    form = MessageForm(meta={"csrf": False})
    # Says what is wrong with the text, and takes out what no page can hold.
    form.validate()
    form.form_key.data = form.form_key.data or new_form_key()
    action = request.full_path.rstrip("?")
    page = KeptPage(
        title=title,
        message=message,
        action=action,
        form=form,
        sign_in=None if current_user.is_authenticated else url_for("auth.show_login"),
    )
    return swap_whole_page(respond("messages/kept.html", page, status))
