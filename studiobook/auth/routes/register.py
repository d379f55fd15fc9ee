"""/auth/register, /auth/verify-email and /auth/resend-verification."""

from flask import Response, flash, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.ask_for_mail import ask_for_verification
from studiobook.auth.errors import DeadToken
from studiobook.auth.forms import ActForm, EmailForm, RegisterForm, said
from studiobook.auth.google_offer import google_offer
from studiobook.auth.models import Purpose
from studiobook.auth.pages import ActPage, EmailPage, RegisterPage, WayOnPage
from studiobook.auth.register import register
from studiobook.auth.routes import blueprint
from studiobook.auth.routes.dead_link import show_dead_link
from studiobook.auth.routes.journey import (
    drop_token,
    go_on,
    keep_token,
    kept_token,
    remember_next,
)
from studiobook.auth.tokens import find_holder
from studiobook.auth.verify import verify_email
from studiobook.db.transaction import transaction
from studiobook.users.models import Role
from studiobook.web.access import access, public
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

SENT_TO = "mail_sent_to"
ASKED_AT = "mail_asked_at"


@blueprint.get("/auth/register")
@access(public)
def show_register() -> Response | BaseResponse:
    """The form, or onwards for somebody who has an account."""
    if current_user.is_authenticated:
        return go_on()
    wanted = remember_next()
    return _show(RegisterForm(formdata=None), wanted)


@blueprint.post("/auth/register")
@limits.mail_requests
@limits.hashing
@access(public)
def create_registration() -> Response | BaseResponse:
    """Open an account; the answer is the same when the address has one, the mail is not."""
    wanted = remember_next()
    form = RegisterForm()
    if not form.validate_on_submit():
        return _show(form, wanted, 422)
    with transaction():
        register(
            name=said(form.name),
            email=said(form.email),
            password=said(form.password),
            role=Role(form.role.data),
            now=clock.now(),
        )
    return check_mail(said(form.email))


@blueprint.get("/auth/check-mail")
@access(public)
def show_check_mail() -> Response:
    """Look into the mailbox: the same page after every mail that was asked for."""
    address = session.get(SENT_TO)
    page = WayOnPage(
        title="Check your mail",
        lede=f"If {address or 'the address'} is right, a mail from us arrives within a minute."
        " Its link works once.",
        links=(
            Link("Send it again", url_for(session.get(ASKED_AT, "auth.show_resend_verification"))),
            Link("Back to signing in", url_for("auth.show_login")),
        ),
        hint="Nothing there? Look into the spam folder, and check the address for a slip.",
        has_next=False,
    )
    return respond("auth/way_on.html", page)


@blueprint.get("/auth/resend-verification")
@access(public)
def show_resend_verification() -> Response:
    """Where to send the confirmation again."""
    known = {"email": current_user.user.email} if current_user.is_authenticated else None
    return _show_resend(EmailForm(formdata=None, data=known))


@blueprint.post("/auth/resend-verification")
@limits.mail_requests
@access(public)
def create_resend_verification() -> Response | BaseResponse:
    """Send it, where there is something to confirm; the answer doesn't tell."""
    form = EmailForm()
    if not form.validate_on_submit():
        return _show_resend(form, 422)
    with transaction():
        ask_for_verification(said(form.email), now=clock.now())
    return check_mail(said(form.email))


@blueprint.get("/auth/verify-email/<token>")
@access(public)
def show_verification_link(token: str) -> BaseResponse:
    """From the mail: take the token out of the address."""
    keep_token(Purpose.VERIFY, token)
    return go_to(url_for("auth.show_verification"))


@blueprint.get("/auth/verify-email")
@access(public)
def show_verification() -> Response:
    """One button. Opening the page confirms nothing: mail scanners open pages too."""
    holder = find_holder(kept_token(Purpose.VERIFY), Purpose.VERIFY, now=clock.now())
    if holder is None:
        return show_dead_link(Link("Send a new one", url_for("auth.show_resend_verification")))
    page = ActPage(
        form=ActForm(),
        title="Confirm your e-mail address",
        lede=f"Is {holder.email} yours, and did you open an account here as {holder.name}?",
        button="Yes, confirm it",
        action=url_for("auth.create_verification"),
        links=(Link("That is not me", "/"),),
    )
    return respond("auth/act.html", page, Referrer_Policy="no-referrer")


@blueprint.post("/auth/verify-email")
@limits.token_tries
@access(public)
def create_verification() -> Response | BaseResponse:
    """Confirm the address. Nobody is signed in by it: the password is asked first."""
    try:
        with transaction():
            verify_email(kept_token(Purpose.VERIFY), now=clock.now())
    except DeadToken:
        return show_dead_link(Link("Send a new one", url_for("auth.show_resend_verification")))
    drop_token(Purpose.VERIFY)
    flash("Your e-mail address is confirmed.", "good")
    return go_to(url_for("auth.show_login"))


def check_mail(email: str, *, again: str = "auth.show_resend_verification") -> BaseResponse:
    """On to the page that says where to look; `again` is the endpoint that asks once more."""
    session[SENT_TO], session[ASKED_AT] = email, again
    return go_to(url_for("auth.show_check_mail"))


def _show(form: RegisterForm, wanted: str, status: int = 200) -> Response:
    return respond("auth/register.html", RegisterPage(form, google_offer(), wanted), status)


def _show_resend(form: EmailForm, status: int = 200) -> Response:
    page = EmailPage(
        form=form,
        title="Confirm your e-mail address",
        lede="We send you a new link by which you confirm your address.",
        button="Send the link",
        action=url_for("auth.create_resend_verification"),
    )
    return respond("auth/email.html", page, status)
