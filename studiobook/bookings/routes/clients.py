"""/manage/clients: who books at one's studios."""

from flask import Response, request

from studiobook.bookings.client_queries import MOST, list_clients
from studiobook.bookings.pages.clients import as_csv, clients_page
from studiobook.bookings.routes import blueprint
from studiobook.errors import NotFound
from studiobook.web.access import access, staff
from studiobook.web.forms import words_asked
from studiobook.web.respond import respond
from studiobook.web.viewer import current_viewer


@blueprint.get("/manage/clients")
@access(staff)
def show_clients() -> Response:
    """One page, the latest first, found by a part of name or address."""
    words = words_asked()
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
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
    answer = Response(as_csv(clients), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="clients.csv"'
    return answer
