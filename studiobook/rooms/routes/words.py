"""/manage/studios/<slug>/description: texts, house rules, entry notes, promises."""

from typing import Any

from flask import Response, flash, url_for
from werkzeug.wrappers import Response as BaseResponse

from studiobook.db.transaction import in_transaction
from studiobook.rooms.forms.words import WordsForm
from studiobook.rooms.routes import blueprint
from studiobook.rooms.routes.found import studio_at, way_to
from studiobook.studios.describe import describe
from studiobook.studios.lock import lock_studio
from studiobook.studios.models import Studio
from studiobook.studios.queries import badges_of, list_badges
from studiobook.web.access import access, staff
from studiobook.web.console import FormPage
from studiobook.web.forms import options
from studiobook.web.htmx import go_to
from studiobook.web.respond import respond

HINTS = {
    "description": "What is special here, who works here, what is in the house.",
    "house_rules": "Guests read them before they book.",
    "entry_notes": "Door codes, bells, parking. Only guests with a confirmed booking read this.",
}


@blueprint.get("/manage/studios/<slug>/description")
@access(staff)
def show_words(slug: str) -> Response:
    """As they stand."""
    studio = studio_at(slug)
    known = {
        "description": studio.description,
        "house_rules": studio.house_rules,
        "entry_notes": studio.entry_notes,
        "badges": [badge.slug for badge in studio.badges],
    }
    return _show(studio, _form(formdata=None, data=known))


@blueprint.post("/manage/studios/<slug>/description")
@access(staff)
def update_words(slug: str) -> Response | BaseResponse:
    """Save them."""
    studio = studio_at(slug)
    form = _form()
    if not form.validate_on_submit():
        return _show(studio, form, 422)
    in_transaction(lambda: _describe(studio, form))
    flash("The description is saved.", "good")
    return go_to(url_for("rooms.show_studio", slug=slug))


def _describe(studio: Studio, form: WordsForm) -> None:
    lock_studio(studio.id)
    describe(
        studio=studio,
        description=form.description.data or "",
        house_rules=form.house_rules.data or "",
        entry_notes=form.entry_notes.data or "",
        badges=badges_of((form.badges.data if "badges" in form else None) or []),
    )


def _form(**known: Any) -> WordsForm:
    form = WordsForm(**known)
    form.badges.choices = options((badge.slug, badge.name) for badge in list_badges())
    if not form.badges.choices:
        del form.badges
    return form


def _show(studio: Studio, form: WordsForm, status: int = 200) -> Response:
    page = FormPage(
        title="Description",
        form=form,
        action=url_for("rooms.update_words", slug=studio.slug),
        way=way_to(studio),
        hints=HINTS,
    )
    return respond("console_form.html", page, status)
