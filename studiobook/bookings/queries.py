"""Reading bookings, and what an engineer adds to their price."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from studiobook.bookings.models import Booking, Move
from studiobook.bookings.quote import EngineerRate
from studiobook.bookings.states import Status
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.outbox.models import Event
from studiobook.studios.models import Studio
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import User
from studiobook.users.viewer import Viewer
from studiobook.values.code import is_code, normalise

PAGE = 20


def get_booking(code: str) -> Booking:
    """A booking by its public code, with what its page shows. Raises NotFound."""
    wanted = normalise(code)
    if not is_code(wanted):
        raise NotFound
    booking = db.session.scalar(
        select(Booking)
        .where(Booking.code == wanted)
        .options(
            joinedload(Booking.room),
            joinedload(Booking.studio).joinedload(Studio.city),
            joinedload(Booking.engineer).joinedload(Membership.user),
            selectinload(Booking.lines),
        )
    )
    if booking is None:
        raise NotFound
    return booking


def list_active_holds(viewer: Viewer, *, now: datetime) -> list[Booking]:
    """What this person holds at the moment, oldest first; not what a studio holds for them."""
    return list(
        db.session.scalars(
            select(Booking)
            .where(
                of_viewer(viewer),
                Booking.status == Status.HELD,
                Booking.lapses_at > now,
                Booking.link_sent_at.is_(None),
            )
            .order_by(Booking.id)
        )
    )


def list_upcoming(viewer: Viewer, codes: list[str], *, now: datetime) -> list[Booking]:
    """Live bookings that are not over, soonest first; lapsed holds are no longer among them."""
    live = or_(
        (Booking.status == Status.HELD) & (Booking.lapses_at > now),
        Booking.status.in_((Status.AWAITING_OWNER, Status.CONFIRMED)),
    )
    starts_at = func.lower(Booking.during)
    return list(
        db.session.scalars(
            _listed(viewer, codes)
            .where(live, func.upper(Booking.during) > now)
            .order_by(starts_at, Booking.id)
            .limit(100)
        )
    )


def list_past(
    viewer: Viewer, codes: list[str], *, now: datetime, page: int = 1
) -> tuple[list[Booking], int]:
    """One page of everything else, latest first, and how many there are in all."""
    over = or_(
        func.upper(Booking.during) <= now,
        (Booking.status == Status.HELD) & (Booking.lapses_at <= now),
        Booking.status.not_in((Status.HELD, Status.AWAITING_OWNER, Status.CONFIRMED)),
    )
    found = _listed(viewer, codes).where(over)
    count = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    starts_at = func.lower(Booking.during)
    rows = found.order_by(starts_at.desc(), Booking.id.desc()).limit(PAGE)
    return list(db.session.scalars(rows.offset((page - 1) * PAGE))), count


def find_open_move(booking_id: int) -> Move | None:
    """The move whose difference is still to be paid, lapsed or not."""
    return db.session.scalar(
        select(Move).where(
            Move.booking_id == booking_id, Move.settled_at.is_(None), Move.ended_at.is_(None)
        )
    )


def list_gifts(booking_id: int) -> list[Move]:
    """Moves for which the studio left a difference out, oldest first."""
    return list(
        db.session.scalars(
            select(Move)
            .where(
                Move.booking_id == booking_id,
                Move.settled_at.is_not(None),
                Move.waived_minor > 0,
            )
            .order_by(Move.id)
        )
    )


def list_events(booking_id: int) -> list[Event]:
    """The shared timeline, oldest first."""
    return list(
        db.session.scalars(select(Event).where(Event.booking_id == booking_id).order_by(Event.id))
    )


def list_people_in_charge(studio: Studio) -> list[User]:
    """Who answers for a studio: its company's admins and its managers, each once."""
    owns = select(CompanyAdmin.user_id).where(CompanyAdmin.company_id == studio.company_id)
    manages = select(Membership.user_id).where(
        Membership.studio_id == studio.id,
        Membership.role == TeamRole.MANAGER,
        Membership.ended_at.is_(None),
    )
    return list(
        db.session.scalars(
            select(User)
            .where(User.id.in_(owns.union(manages)), User.suspended_at.is_(None))
            .order_by(User.id)
        )
    )


def of_viewer(viewer: Viewer) -> ColumnElement[bool]:
    """Bookings of the account, and of the browser as long as they have no account."""
    mine: list[ColumnElement[bool]] = []
    if viewer.user_id is not None:
        mine.append(Booking.user_id == viewer.user_id)
    if viewer.visitor_hash is not None:
        mine.append((Booking.visitor_hash == viewer.visitor_hash) & Booking.user_id.is_(None))
    return or_(false(), *mine)


def rate_of(engineer: Membership | None) -> EngineerRate | None:
    """What an engineer adds to the price."""
    if engineer is None or engineer.rate_per_hour_minor is None:
        return None
    return EngineerRate(engineer.user.name, engineer.rate_per_hour_minor)


def _listed(viewer: Viewer, codes: list[str]) -> Select[Booking]:
    return (
        select(Booking)
        .where(or_(of_viewer(viewer), Booking.code.in_(codes)))
        .options(joinedload(Booking.room), joinedload(Booking.studio))
    )
