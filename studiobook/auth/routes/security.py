"""/account/security: the ways into one's own account and the browsers that are in it."""

from flask import Response, flash, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth import limits
from studiobook.auth.change_password import change_password
from studiobook.auth.errors import WrongPassword
from studiobook.auth.forms import ChangePasswordForm, said
from studiobook.auth.google_offer import google_offer
from studiobook.auth.link_google import list_identities
from studiobook.auth.pages import SecurityPage
from studiobook.auth.routes import blueprint
from studiobook.auth.sessions import end_other_sessions, end_session, list_sessions
from studiobook.db.transaction import transaction
from studiobook.errors import NotFound
from studiobook.web.access import access, signed_in
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond


@blueprint.get("/account/security")
@access(signed_in)
def show_security() -> Response:
    """Password, Google and sessions."""
    return _show(ChangePasswordForm(formdata=None))


@blueprint.post("/account/security")
@limits.own_password_tries
@access(signed_in)
def update_password() -> Response | BaseResponse:
    """Change the password by the current one; every other session ends."""
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _show(form, 422)
    try:
        with transaction():
            change_password(
                current_user.user,
                current=said(form.current),
                password=said(form.password),
                session_id=current_user.session_id,
                now=clock.now(),
            )
    except WrongPassword as refusal:
        form.current.errors = [refusal.message]
        return _show(form, 422)
    flash("Your password is changed, and all other browsers are signed out.", "good")
    return go_to(url_for("auth.show_security"))


@blueprint.post("/account/sessions/<int:session_id>/ending")
@access(signed_in)
def create_session_ending(session_id: int) -> BaseResponse:
    """Sign one other browser out; foreign and absent ones answer the same."""
    with transaction():
        ended = end_session(session_id, current_user.user, now=clock.now())
    if not ended:
        raise NotFound
    flash("That browser is signed out.", "good")
    return go_to(url_for("auth.show_security"))


@blueprint.post("/account/sessions/ending")
@access(signed_in)
def create_sessions_ending() -> BaseResponse:
    """Sign all other browsers out."""
    with transaction():
        end_other_sessions(current_user.user, keep=current_user.session_id, now=clock.now())
    flash("All other browsers are signed out.", "good")
    return go_to(url_for("auth.show_security"))


def _show(form: ChangePasswordForm, status: int = 200) -> Response:
    page = SecurityPage.of(
        current_user.user,
        form=form,
        google=google_offer(),
        identities=list_identities(current_user.user),
        sessions=list_sessions(current_user.user, now=clock.now()),
        present=current_user.session_id,
    )
    return respond("auth/security.html", page, status)
