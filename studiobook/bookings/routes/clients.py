"""/manage/clients: who books at one's studios."""

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from studiobook import clock
from studiobook.bookings.client_queries import (
    MOST,
    get_client,
    get_clients_booking,
    get_note,
    list_clients,
)
from studiobook.bookings.forms.studios import NoteForm
from studiobook.bookings.models import ClientNote
from studiobook.bookings.note_client import note_client, remove_note, restore_note
from studiobook.bookings.pages.client import client_page
from studiobook.bookings.pages.clients import HEADINGS, client_href, clients_page, rows_of
from studiobook.bookings.routes import blueprint
from studiobook.db.transaction import in_transaction
from studiobook.errors import NotFound
from studiobook.web.access import access, staff
from studiobook.web.csv_file import csv_file
from studiobook.web.forms import words_asked
from studiobook.web.htmx import go_to
from studiobook.web.pagination import page_asked
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/clients")
@access(staff)
def show_clients() -> Response:
    """One page, the latest first, found by a part of name or address."""
    words = words_asked()
    number = page_asked()
    clients, found = list_clients(current_viewer(), words=words, page=number)
    if number > 1 and not clients:
        raise NotFound
    page = clients_page(clients, words=words, number=number, found=found)
    return respond("bookings/clients.html", page)


@blueprint.get("/manage/clients.csv")
@access(staff)
def show_clients_file() -> Response:
    """All of them as a file for a spreadsheet."""
    clients, _found = list_clients(current_viewer(), words=words_asked(), limit=MOST)
    return csv_file("clients.csv", HEADINGS, rows_of(clients))


@blueprint.get("/manage/clients/<code>")
@access(staff)
def show_client(code: str) -> Response:
    """The guest of one booking: all that they booked here, and the team's notes."""
    return _show(code, NoteForm(formdata=None))


@blueprint.post("/manage/clients/<code>/notes")
@access(staff)
def create_note(code: str) -> Response | BaseResponse:
    """Remember something about them."""
    viewer, form = current_viewer(), NoteForm()
    booking = get_clients_booking(viewer, code)
    if not form.validate_on_submit():
        return _show(code, form, 422)
    author_id, body = viewer.user_id, form.body.data or ""
    assert author_id is not None
    in_transaction(
        lambda: note_client(booking=booking, author_id=author_id, body=body, now=clock.now())
    )
    return go_to(f"{client_href(booking.code)}#notes")


@blueprint.post("/manage/clients/<code>/notes/<int:note_id>/removal")
@access(staff)
def create_note_removal(code: str, note_id: int) -> BaseResponse:
    """Take a note off the page; the way back stands there."""
    note = get_note(current_viewer(), code, note_id)
    in_transaction(lambda: remove_note(note, now=clock.now()))
    return go_to(f"{client_href(code)}?removed={note_id}#notes")


@blueprint.post("/manage/clients/<code>/notes/<int:note_id>/return")
@access(staff)
def create_note_return(code: str, note_id: int) -> BaseResponse:
    """Put a removed note back."""
    note = get_note(current_viewer(), code, note_id)
    in_transaction(lambda: restore_note(note))
    return go_to(f"{client_href(code)}#notes")


def _show(code: str, form: NoteForm, status: int = 200) -> Response:
    viewer = current_viewer()
    found = get_client(viewer, code)
    page = client_page(found, form, removed=_removed(code), now=clock.now())
    return respond("bookings/client.html", page, status)


def _removed(code: str) -> ClientNote | None:
    note_id = request.args.get("removed", type=int)
    if note_id is None:
        return None
    try:
        note = get_note(current_viewer(), code, note_id)
    except NotFound:
        return None
    return note if note.removed_at is not None else None
