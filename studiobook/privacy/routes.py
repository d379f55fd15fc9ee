"""/account/data: a copy of everything, and the end of the account."""

import json

from flask import Blueprint, Response, flash, session
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.auth.limits import own_password_tries
from studiobook.db.transaction import in_transaction
from studiobook.extensions import limiter
from studiobook.files.opening import current_storage
from studiobook.privacy.erase import erase
from studiobook.privacy.errors import StillNeeded
from studiobook.privacy.forms import ErasureForm
from studiobook.privacy.pages import data_page
from studiobook.privacy.queries import everything_about
from studiobook.web.access import access, signed_in
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

blueprint = Blueprint("privacy", __name__)


@blueprint.get("/account/data")
@access(signed_in)
def show_data() -> Response:
    """What can be had, and what still needs the account."""
    return _show(ErasureForm(formdata=None, user=current_user.user))


@blueprint.get("/account/data.json")
@limiter.limit("20 per hour")
@access(signed_in)
def show_data_file() -> Response:
    """Everything as a file; times are UTC, money is in minor units."""
    body = json.dumps(everything_about(current_user.user), indent=2, default=str)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="studiobook.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post("/account/erasure")
@own_password_tries
@access(signed_in)
def create_erasure() -> Response | BaseResponse:
    """Erase the account; there is no way back."""
    user = current_user.user
    form = ErasureForm(user=user)
    if not form.validate_on_submit():
        return _show(form, 422)
    try:
        photo = in_transaction(lambda: erase(user, now=clock.now()))
    except StillNeeded as refusal:
        form.email.errors = [refusal.message]
        return _show(form, 409)
    if photo is not None:
        current_storage().delete([photo])
    session.clear()
    flash("Your account is erased. Goodbye, and thank you.", "good")
    answer = go_to("/")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _show(form: ErasureForm, status: int = 200) -> Response:
    page = data_page(current_user.user, form, now=clock.now())
    return respond("privacy/data.html", page, status)
