"""/manage/studios/<slug>/questions: what guests often ask, answered once for all."""

from flask import Response, flash, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import in_transaction
from studiobook.rooms.forms.questions import QuestionsForm, as_typed, questions_form, size_for
from studiobook.rooms.pages.questions import QuestionsPage
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.answer_questions import MOST, answer_questions
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.web.access import access, staff
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

#: The button that leads back to the checklist; all others stay here.
DONE = "done"


@blueprint.get("/manage/studios/<slug>/questions")
@access(staff)
def edit_questions(slug: str) -> Response:
    """As they stand, with a few empty rows below."""
    studio = studio_at(slug)
    answered = [(one.question, one.answer) for one in studio.questions]
    form = questions_form(size_for(len(answered)), formdata=None, data=as_typed(answered))
    return _show(studio, form)


@blueprint.post("/manage/studios/<slug>/questions")
@access(staff)
def update_questions(slug: str) -> Response | BaseResponse:
    """Save all that is typed, whichever button was pressed, and do what it says."""
    studio = studio_at(slug)
    form = questions_form(MOST)
    form.rearrange(list(request.form))
    form.size = size_for(form.filled)
    if not form.validate_on_submit():
        return _show(studio, form, 422)
    answered = form.answered
    in_transaction(lambda: _answer(studio, answered))
    flash("The questions are saved.", "good")
    view = "rooms.show_studio" if DONE in request.form else "rooms.edit_questions"
    return go_to(url_for(view, slug=slug))


def _answer(studio: Studio, answered: list[tuple[str, str]]) -> None:
    lock_studio(studio.id)
    answer_questions(studio=studio, answered=answered)


def _show(studio: Studio, form: QuestionsForm, status: int = 200) -> Response:
    page = QuestionsPage(
        title="Questions and answers",
        lede="Guests read them on the studio's page. Leave empty what you don't need.",
        form=form,
        action=url_for("rooms.update_questions", slug=studio.slug),
        way=way_to(studio),
        body="rooms/questions_fields.html",
        rows=tuple(form.rows),
        is_full=form.filled >= MOST,
    )
    return respond("console_form.html", page, status)
