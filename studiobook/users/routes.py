"""/account: one's own profile."""

from flask import Blueprint, Response, flash, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import transaction
from studiobook.users.edit_profile import edit_profile
from studiobook.users.forms import ProfileForm
from studiobook.users.models import Role
from studiobook.users.pages import AccountPage
from studiobook.web.access import access, signed_in
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

blueprint = Blueprint("users", __name__)


@blueprint.get("/account")
@access(signed_in)
def show_account() -> Response:
    """The profile as it stands."""
    return _show(ProfileForm(formdata=None, obj=current_user.user))


@blueprint.post("/account")
@access(signed_in)
def update_account() -> Response | BaseResponse:
    """Save the profile."""
    form = ProfileForm()
    if current_user.is_admin:
        del form.role
    if not form.validate_on_submit():
        return _show(form, 422)
    with transaction():
        edit_profile(
            current_user.user,
            name=form.name.data or "",
            phone=form.phone.data,
            bio=form.bio.data,
            wants_owner="role" in form and form.role.data == Role.STUDIO_OWNER.value,
        )
    flash("Your profile is saved.", "good")
    return go_to(url_for("users.show_account"))


def _show(form: ProfileForm, status: int = 200) -> Response:
    return respond("users/account.html", AccountPage.of(current_user.user, form), status)
