"""/auth/link: signing in once by a mailed link, for everybody who has no password at hand."""

from flask import Response, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.ask_for_mail import ask_for_sign_in_link
from studiobook.auth.errors import DeadToken
from studiobook.auth.forms import ActForm, EmailForm, said
from studiobook.auth.known_device import remember_device
from studiobook.auth.log_in import log_in_by_link
from studiobook.auth.models import Purpose
from studiobook.auth.pages import ActPage, EmailPage
from studiobook.auth.routes import blueprint
from studiobook.auth.routes.dead_link import show_dead_link
from studiobook.auth.routes.journey import (
    drop_token,
    enter,
    keep_token,
    kept_google,
    kept_token,
    remember_next,
)
from studiobook.auth.routes.register import check_mail
from studiobook.auth.tokens import find_holder
from studiobook.db.transaction import transaction
from studiobook.web.access import access, public
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/auth/link")
@access(public)
def show_link_request() -> Response:
    """Where to send the link."""
    remember_next()
    waiting = kept_google(now=clock.now())
    return _show(EmailForm(formdata=None, data={"email": waiting.email} if waiting else None))


@blueprint.post("/auth/link")
@limits.mail_requests
@access(public)
def create_link_request() -> Response | BaseResponse:
    """Send it, where there is an account; the answer doesn't tell."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _show(form, 422)
    with transaction():
        ask_for_sign_in_link(said(form.email), now=clock.now())
    return check_mail(said(form.email), again="auth.show_link_request")


@blueprint.get("/auth/link/<token>")
@access(public)
def show_link(token: str) -> BaseResponse:
    """From the mail: take the token out of the address."""
    keep_token(Purpose.LINK, token)
    return go_to(url_for("auth.show_link_login"))


@blueprint.get("/auth/link/login")
@access(public)
def show_link_login() -> Response:
    """One button that names the account, so that nobody is signed in to another's unawares."""
    holder = find_holder(kept_token(Purpose.LINK), Purpose.LINK, now=clock.now())
    if holder is None:
        return _dead()
    page = ActPage(
        form=ActForm(),
        title="Sign in",
        lede=f"You are about to sign in as {holder.email}.",
        button="Sign in",
        action=url_for("auth.create_link_login"),
        links=(Link("That is not me", "/"),),
    )
    return respond("auth/act.html", page, Referrer_Policy="no-referrer")


@blueprint.post("/auth/link/login")
@limits.token_tries
@access(public)
def create_link_login() -> Response | BaseResponse:
    """Sign in and use the link up."""
    now = clock.now()
    try:
        with transaction():
            user = log_in_by_link(kept_token(Purpose.LINK), now=now)
    except DeadToken:
        return _dead()
    drop_token(Purpose.LINK)
    answer = enter(user, now=now)
    remember_device(answer, user.email)
    return answer


def _show(form: EmailForm, status: int = 200) -> Response:
    page = EmailPage(
        form=form,
        title="Sign in by mail",
        lede="We send you a link that signs you in once. No password is needed.",
        button="Send the link",
        action=url_for("auth.create_link_request"),
    )
    return respond("auth/email.html", page, status)


def _dead() -> Response:
    return show_dead_link(Link("Send a new one", url_for("auth.show_link_request")))
