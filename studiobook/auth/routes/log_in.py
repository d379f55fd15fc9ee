"""/auth/login and /auth/logout."""

from flask import Response, flash
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.errors import WrongCredentials
from studiobook.auth.forms import LoginForm, said
from studiobook.auth.google_offer import google_offer
from studiobook.auth.known_device import remember_device
from studiobook.auth.log_in import log_in
from studiobook.auth.login_session import sign_out
from studiobook.auth.pages import LoginPage
from studiobook.auth.routes import blueprint
from studiobook.auth.routes.journey import enter, go_on, remember_next
from studiobook.db.transaction import transaction
from studiobook.web.access import access, public
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/auth/login")
@access(public)
def show_login() -> Response | BaseResponse:
    """The form, or onwards for somebody who is signed in."""
    if current_user.is_authenticated:
        return go_on()
    wanted = remember_next()
    return _show(LoginForm(formdata=None), wanted)


@blueprint.post("/auth/login")
@limits.password_tries
@access(public)
def create_login() -> Response | BaseResponse:
    """Sign in by password."""
    wanted = remember_next()
    form = LoginForm()
    if not form.validate_on_submit():
        return _show(form, wanted, 422)
    now = clock.now()
    try:
        with transaction():
            user = log_in(email=said(form.email), password=said(form.password), now=now)
    except WrongCredentials as refusal:
        form.form_errors.append(refusal.message)
        return _show(form, wanted, 422)
    answer = enter(user, now=now)
    remember_device(answer, user.email)
    return answer


@blueprint.post("/auth/logout")
@access(public)
def create_logout() -> BaseResponse:
    """Sign out, on the server too; nothing private stays in the browser."""
    with transaction():
        sign_out(now=clock.now())
    flash("You are signed out.", "good")
    answer = go_to("/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _show(form: LoginForm, wanted: str, status: int = 200) -> Response:
    return respond("auth/login.html", LoginPage(form, google_offer(), wanted), status)
