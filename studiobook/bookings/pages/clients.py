"""Who books here: a list for the screen, and the same as a file for a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from studiobook.bookings.client_queries import PAGE, Client
from studiobook.values.currency import exponent
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Link, Pagination
from studiobook.web.console import sections
from studiobook.web.pagination import pagination
from studiobook.web.templating import day, money

PATH = "/manage/clients"
HEADINGS = (
    "Name", "E-mail", "Phone", "Visits", "Cancelled", "Did not come", "Paid", "Currency",
    "Last day",
)  # fmt: skip
#: What a spreadsheet would take for a formula when a cell begins with it.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class ClientRow:
    """One client as a line of words."""

    href: str
    name: str
    email: str
    phone: str
    visits: str
    paid: str
    last_day: str


@dataclass(frozen=True, slots=True)
class ClientsPage:
    """One page of clients; `words` is what was searched for."""

    title: str
    sections: tuple[Link, ...]
    words: str
    rows: tuple[ClientRow, ...]
    pagination: Pagination
    export: str


def clients_page(clients: list[Client], *, words: str, number: int, found: int) -> ClientsPage:
    """The page as it was asked for."""
    return ClientsPage(
        title="Clients",
        sections=sections("clients"),
        words=words,
        rows=tuple(_row(client) for client in clients),
        pagination=pagination(
            lambda page: f"{PATH}?{urlencode({'q': words, 'page': page})}",
            page=number,
            found=found,
            size=PAGE,
            noun="clients",
        ),
        export=f"{PATH}.csv?{urlencode({'q': words})}" if words else f"{PATH}.csv",
    )


def client_href(code: str) -> str:
    """The page of the guest to whom a booking belongs."""
    return f"{PATH}/{code}"


def as_csv(clients: Iterable[Client]) -> str:
    """A heading and one line for each; no cell can start a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for client in clients:
        writer.writerow(_harmless(cell) for cell in _cells(client))
    return out.getvalue()


def visits_of(client: Client) -> str:
    """3 visits, 1 cancelled."""
    parts = [f"{client.visits} {'visit' if client.visits == 1 else 'visits'}"]
    parts += [f"{client.cancelled} cancelled"] if client.cancelled else []
    parts += [f"{client.missed} missed"] if client.missed else []
    return ", ".join(parts)


def _row(client: Client) -> ClientRow:
    return ClientRow(
        href=client_href(client.code),
        name=client.name,
        email=client.email,
        phone=client.phone,
        visits=visits_of(client),
        paid=money(client.paid),
        last_day=day(client.last_at, client.zone),
    )


def _cells(client: Client) -> tuple[str, ...]:
    digits = exponent(client.paid.currency)
    return (
        client.name,
        client.email,
        client.phone,
        str(client.visits),
        str(client.cancelled),
        str(client.missed),
        f"{client.paid.minor / 10**digits:.{digits}f}",
        client.paid.currency,
        to_local(client.last_at, client.zone).date().isoformat(),
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
