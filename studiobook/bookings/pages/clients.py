"""Who books here: a list for the screen, and the same as a file for a spreadsheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from studiobook.bookings.client_queries import PAGE, Client
from studiobook.values.wall_clock import to_local
from studiobook.web.components import Link, Pagination
from studiobook.web.console import sections
from studiobook.web.csv_file import Cell
from studiobook.web.pagination import pagination
from studiobook.web.templating import day, money

PATH = "/manage/clients"
HEADINGS = (
    "Name", "E-mail", "Phone", "Visits", "Cancelled", "Did not come", "Paid", "Currency",
    "Last day",
)  # fmt: skip


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


def rows_of(clients: Iterable[Client]) -> Iterator[tuple[Cell, ...]]:
    """One line of a file for each, under HEADINGS."""
    return (_cells(client) for client in clients)


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


def _cells(client: Client) -> tuple[Cell, ...]:
    return (
        client.name,
        client.email,
        client.phone,
        str(client.visits),
        str(client.cancelled),
        str(client.missed),
        client.paid.major,
        client.paid.currency,
        to_local(client.last_at, client.zone).date().isoformat(),
    )
