"""/manage/messages/replies: a studio's quick replies."""

from flask import Response, flash
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import transaction
from studiobook.messages.forms import RepliesForm
from studiobook.messages.models import Side
from studiobook.messages.pages.start import RepliesPage
from studiobook.messages.pages.wording import path_of
from studiobook.messages.quick_replies import list_replies, set_replies
from studiobook.messages.routes import blueprint
from studiobook.messages.routes.talk import console
from studiobook.studios.models import Studio
from studiobook.teams.policies import Power, get_studio_for
from studiobook.web.access import access, staff
from studiobook.web.components import Link
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/messages/replies/<slug>")
@access(staff)
def edit_replies(slug: str) -> Response:
    """The list as it stands."""
    studio = get_studio_for(current_viewer(), Power.RUN, slug=slug)
    return _show(studio, RepliesForm.showing(list_replies(studio.id)))


@blueprint.post("/manage/messages/replies/<slug>")
@access(staff)
def update_replies(slug: str) -> Response | BaseResponse:
    """Save the list."""
    studio = get_studio_for(current_viewer(), Power.RUN, slug=slug)
    form = RepliesForm()
    if not form.validate_on_submit():
        return _show(studio, form, 422)
    with transaction():
        set_replies(studio=studio, bodies=[field.data or "" for field in form.fields])
    flash("Your quick replies are saved.", "good")
    return go_to(_path(studio))


def _path(studio: Studio) -> str:
    return f"{path_of(Side.STUDIO)}/replies/{studio.slug}"


def _show(studio: Studio, form: RepliesForm, status: int = 200) -> Response:
    page = RepliesPage(
        title="Quick replies",
        studio=studio.name,
        action=_path(studio),
        form=form,
        back=Link("Messages", path_of(Side.STUDIO)),
        sections=console(Side.STUDIO),
    )
    return respond("messages/replies.html", page, status)
