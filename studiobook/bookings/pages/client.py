"""One client: what they booked, what they paid, and what the team wants to remember."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.client_queries import Acquaintance
from studiobook.bookings.forms.studios import NoteForm
from studiobook.bookings.models import Booking, ClientNote
from studiobook.bookings.pages.agenda import hours_of, session_href
from studiobook.bookings.pages.clients import PATH, client_href, visits_of
from studiobook.web.components import Act, Fact, Link, Undo
from studiobook.web.console import sections
from studiobook.web.templating import day, money


@dataclass(frozen=True, slots=True)
class Visit:
    """One booking as a line."""

    href: str
    when: str
    where: str
    status: str


@dataclass(frozen=True, slots=True)
class Note:
    """A note, who wrote it when, and how to remove it."""

    body: str
    by: str
    removal: Act


@dataclass(frozen=True)
class ClientPage:
    """One guest of one's studios; `undo` is there when a note has just been removed."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    facts: tuple[Fact, ...]
    notes: tuple[Note, ...]
    form: NoteForm
    action: str
    visits: tuple[Visit, ...]
    undo: Undo | None


def client_page(
    found: Acquaintance, form: NoteForm, *, removed: ClientNote | None, now: datetime
) -> ClientPage:
    """The page, by the booking in its address."""
    href = client_href(found.booking.code)
    name = found.rows[0].name
    return ClientPage(
        title=name,
        sections=sections("clients"),
        breadcrumbs=(Link("Clients", PATH), Link(name, href, current=True)),
        facts=tuple(_facts(found)),
        notes=tuple(_note(note, href, found.booking.zone) for note in found.notes),
        form=form,
        action=f"{href}/notes",
        visits=tuple(_visit(booking, now) for booking in found.bookings),
        undo=_undo(removed, href) if removed else None,
    )


def _facts(found: Acquaintance) -> list[Fact]:
    known = found.rows[0]
    facts = [Fact("E-mail", known.email, href=f"mailto:{known.email}")] if known.email else []
    facts += [Fact("Phone", known.phone, href=f"tel:{known.phone}")] if known.phone else []
    for row in found.rows:
        facts.append(Fact("Bookings", visits_of(row)))
        facts.append(Fact("Paid", money(row.paid)))
    return [*facts, Fact("Last here", day(known.last_at, known.zone))]


def _note(note: ClientNote, href: str, zone: str) -> Note:
    return Note(
        body=note.body,
        by=f"{note.author.name}, {day(note.written_at, zone)}",
        removal=Act(
            "Remove",
            f"{href}/notes/{note.id}/removal",
            kind="quiet",
            words=f"Remove the note of {day(note.written_at, zone)}",
        ),
    )


def _undo(removed: ClientNote, href: str) -> Undo:
    act = Act("Put it back", f"{href}/notes/{removed.id}/return", kind="quiet")
    return Undo("The note is removed.", act)


def _visit(booking: Booking, now: datetime) -> Visit:
    when = f"{day(booking.slot.starts_at, booking.zone)}, {hours_of(booking.slot, booking.zone)}"
    ahead = ", to come" if booking.slot.starts_at > now and booking.status == "confirmed" else ""
    return Visit(
        href=session_href(booking),
        when=f"{when}{ahead}",
        where=f"{booking.room.name}, {booking.studio.name}",
        status=booking.status,
    )
