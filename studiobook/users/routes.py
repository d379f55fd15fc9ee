"""/account: one's own profile."""

from flask import Blueprint, Response, flash, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import transaction
from studiobook.extensions import limiter
from studiobook.files.darkroom import develop_small
from studiobook.files.errors import PictureRefused
from studiobook.files.opening import current_storage, keep_small
from studiobook.files.picture import MAX_BYTES
from studiobook.users.edit_profile import edit_profile
from studiobook.users.forms import PhotoForm, ProfileForm
from studiobook.users.models import Role
from studiobook.users.pages import AccountPage
from studiobook.users.portray import portray, unportray
from studiobook.web.access import access, signed_in
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

blueprint = Blueprint("users", __name__)


@blueprint.get("/account")
@access(signed_in)
def show_account() -> Response:
    """The profile as it stands."""
    return _show(_profile())


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


@blueprint.post("/account/photo")
@limiter.limit("20 per hour")
@access(signed_in)
def create_photo() -> Response | BaseResponse:
    """Put the picture into the storage, upright and without what the camera wrote into it."""
    form = PhotoForm()
    if not form.validate_on_submit():
        return _show(_profile(), 422, form)
    try:
        picture = develop_small(form.photo.data.read(MAX_BYTES + 1))
    except PictureRefused as refusal:
        form.photo.errors = [refusal.message]
        return _show(_profile(), 422, form)
    key = keep_small(current_storage(), picture, folder="people")
    with transaction():
        before = portray(current_user.user, key=key)
    _forget(before)
    flash("Your photo is saved.", "good")
    return go_to(url_for("users.show_account"))


@blueprint.post("/account/photo/removal")
@access(signed_in)
def create_photo_removal() -> BaseResponse:
    """Show none."""
    with transaction():
        before = unportray(current_user.user)
    _forget(before)
    flash("Your photo is gone.", "info")
    return go_to(url_for("users.show_account"))


def _forget(key: str | None) -> None:
    # After the commit: a picture too many does no harm, one too few does.
    if key is not None:
        current_storage().delete([key])


def _profile() -> ProfileForm:
    return ProfileForm(formdata=None, obj=current_user.user)


def _show(form: ProfileForm, status: int = 200, photo_form: PhotoForm | None = None) -> Response:
    photo_form = photo_form or PhotoForm(formdata=None)
    page = AccountPage.of(current_user.user, form, photo_form)
    return respond("users/account.html", page, status)
