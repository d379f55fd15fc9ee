"""/auth/forgot-password and /auth/reset-password."""

from flask import Response, flash, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.ask_for_mail import ask_for_password_reset
from studiobook.auth.change_password import reset_password
from studiobook.auth.errors import DeadToken
from studiobook.auth.forms import EmailForm, NewPasswordForm, said
from studiobook.auth.login_session import sign_out
from studiobook.auth.models import Purpose
from studiobook.auth.pages import EmailPage, NewPasswordPage
from studiobook.auth.routes import blueprint
from studiobook.auth.routes.dead_link import show_dead_link
from studiobook.auth.routes.journey import drop_token, keep_token, kept_token
from studiobook.auth.routes.register import check_mail
from studiobook.auth.tokens import find_holder
from studiobook.db.transaction import transaction
from studiobook.web.access import access, public
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/auth/forgot-password")
@access(public)
def show_forgot_password() -> Response:
    """Where to send the link."""
    return _show_forgot(EmailForm(formdata=None))


@blueprint.post("/auth/forgot-password")
@limits.mail_requests
@access(public)
def create_forgot_password() -> Response | BaseResponse:
    """Send it, where there is an account; the answer doesn't tell."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _show_forgot(form, 422)
    with transaction():
        ask_for_password_reset(said(form.email), now=clock.now())
    return check_mail(said(form.email), again="auth.show_forgot_password")


@blueprint.get("/auth/reset-password/<token>")
@access(public)
def show_reset_link(token: str) -> BaseResponse:
    """From the mail: take the token out of the address."""
    keep_token(Purpose.RESET, token)
    return go_to(url_for("auth.show_reset_password"))


@blueprint.get("/auth/reset-password")
@access(public)
def show_reset_password() -> Response:
    """The form for a new password; looking at it uses nothing up."""
    return _show_reset(NewPasswordForm(formdata=None))


@blueprint.post("/auth/reset-password")
@limits.token_tries
@access(public)
def create_reset_password() -> Response | BaseResponse:
    """Set the password and end every session; signing in comes after."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _show_reset(form, 422)
    now = clock.now()
    try:
        with transaction():
            reset_password(kept_token(Purpose.RESET), password=said(form.password), now=now)
    except DeadToken:
        return _dead()
    drop_token(Purpose.RESET)
    if current_user.is_authenticated:
        with transaction():
            sign_out(now=now)
    flash("Your new password is set. Sign in with it.", "good")
    return go_to(url_for("auth.show_login"))


def _show_forgot(form: EmailForm, status: int = 200) -> Response:
    page = EmailPage(
        form=form,
        title="Set a new password",
        lede="We send you a link by which you choose a new password.",
        button="Send the link",
        action=url_for("auth.create_forgot_password"),
    )
    return respond("auth/email.html", page, status)


def _show_reset(form: NewPasswordForm, status: int = 200) -> Response:
    holder = find_holder(kept_token(Purpose.RESET), Purpose.RESET, now=clock.now())
    if holder is None:
        return _dead()
    page = NewPasswordPage(form, holder.email)
    return respond("auth/new_password.html", page, status, Referrer_Policy="no-referrer")


def _dead() -> Response:
    return show_dead_link(Link("Send a new one", url_for("auth.show_forgot_password")))
