"""/auth/google: off to Google, back from it, and linking it to an account that exists."""

from flask import Response, flash, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.errors import (
    GoogleRefused,
    LastWayIn,
    LinkedElsewhere,
    SignInFirst,
    UnprovenAddress,
)
from studiobook.auth.forms import ActForm
from studiobook.auth.link_google import (
    Claims,
    find_identity,
    link_google,
    log_in_by_google,
    unlink_google,
)
from studiobook.auth.pages import ActPage, WayOnPage
from studiobook.auth.routes import blueprint
from studiobook.auth.routes.journey import (
    drop_google,
    enter,
    go_on,
    keep_google,
    kept_google,
    may_link,
    remember_next,
)
from studiobook.db.transaction import transaction
from studiobook.users.models import Role
from studiobook.web.access import access, public, signed_in
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

ROLE = "google_role"


@blueprint.post("/auth/google")
@limits.google_starts
@access(public)
def create_google_start() -> Response | BaseResponse:
    """Off to Google, remembering where to go afterwards."""
    from studiobook.auth.google import to_google  # loads Authlib

    remember_next()
    session[ROLE] = request.form.get("role")
    try:
        return to_google()
    except GoogleRefused as refusal:
        return _refused(refusal, 503)


@blueprint.get("/auth/google/callback")
@limits.google_starts
@access(public)
def show_google_callback() -> Response | BaseResponse:
    """Back from Google: sign in, open an account, or ask for the proof that is missing."""
    from studiobook.auth.google import from_google

    owns = session.pop(ROLE, None) == Role.STUDIO_OWNER.value
    try:
        claims = from_google()
    except GoogleRefused as refusal:
        return _refused(refusal)
    if current_user.is_authenticated:
        return _offer_link(claims)
    now = clock.now()
    try:
        with transaction():
            role = Role.STUDIO_OWNER if owns else Role.USER
            user = log_in_by_google(claims, role=role, now=now)
    except SignInFirst:
        keep_google(claims, user=None, now=now)
        return go_to(url_for("auth.show_google_link"))
    except UnprovenAddress:
        return _refused(UnprovenAddress("Google has not confirmed your e-mail address."))
    return enter(user, now=now)


@blueprint.get("/auth/google/link")
@access(public)
def show_google_link() -> Response | BaseResponse:
    """Whoever proved the account links with one button; others prove it first."""
    now = clock.now()
    claims = kept_google(now=now)
    if claims is None:
        return _refused(GoogleRefused("That took longer than ten minutes. Please start again."))
    if not (current_user.is_authenticated and may_link(current_user.user, now=now)):
        return _sign_in_first(claims)
    if current_user.user.email_verified_at is None:
        return _confirm_first(claims)
    page = ActPage(
        form=ActForm(),
        title="Link your Google account",
        lede=f"From then on, {claims.email} at Google signs you in to {current_user.user.email}.",
        button="Link it",
        action=url_for("auth.create_google_link"),
        links=(Link("Don't link it", "/"),),
    )
    return respond("auth/act.html", page)


@blueprint.post("/auth/google/link")
@access(signed_in)
def create_google_link() -> Response | BaseResponse:
    """Link the Google account that waits in this browser's session."""
    now = clock.now()
    claims = kept_google(now=now)
    if claims is None or not may_link(current_user.user, now=now):
        return _refused(GoogleRefused("That took longer than ten minutes. Please start again."))
    try:
        with transaction():
            link_google(current_user.user, claims, now=now)
    except UnprovenAddress:
        return _confirm_first(claims, 422)
    except LinkedElsewhere as refusal:
        drop_google()
        return _refused(refusal, LinkedElsewhere.status)
    drop_google()
    flash("Google signs you in from now on.", "good")
    return go_on()


@blueprint.post("/account/google/removal")
@limits.own_password_tries
@access(signed_in)
def create_google_removal() -> BaseResponse:
    """Take Google off the account."""
    try:
        with transaction():
            unlink_google(current_user.user, now=clock.now())
        flash("Google no longer signs you in.", "good")
    except LastWayIn as refusal:
        flash(refusal.message, "bad")
    return go_to(url_for("auth.show_security"))


def _offer_link(claims: Claims) -> Response | BaseResponse:
    known = find_identity(claims)
    if known is None:
        keep_google(claims, user=current_user.user, now=clock.now())
        return go_to(url_for("auth.show_google_link"))
    if known.user_id != current_user.user.id:
        return _refused(LinkedElsewhere(), LinkedElsewhere.status)
    return go_on()


def _refused(refusal: Exception, status: int = 422) -> Response:
    page = WayOnPage(
        title="Google did not work",
        lede=str(refusal),
        links=(
            Link("Sign in by a mailed link", url_for("auth.show_link_request")),
            Link("Back to signing in", url_for("auth.show_login")),
        ),
    )
    return respond("auth/way_on.html", page, status)


def _sign_in_first(claims: Claims) -> Response:
    page = WayOnPage(
        title="You have an account already",
        lede=f"There is an account for {claims.email}. Sign in to it once, and then Google opens"
        " it too.",
        links=(
            Link("Sign in with your password", url_for("auth.show_login")),
            Link("Sign in by a mailed link", url_for("auth.show_link_request")),
        ),
    )
    return respond("auth/way_on.html", page)


def _confirm_first(claims: Claims, status: int = 200) -> Response:
    page = WayOnPage(
        title="Confirm your e-mail address",
        lede=f"Before {claims.email} at Google can open this account, its own address has to be"
        " confirmed.",
        links=(Link("Send the confirmation", url_for("auth.show_resend_verification")),),
    )
    return respond("auth/way_on.html", page, status)
