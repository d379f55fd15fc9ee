"""Reading a studio's team, and who is invited to it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from studiobook.auth.tokens import digest
from studiobook.companies.models import Company, CompanyAdmin
from studiobook.db.base import db
from studiobook.db.columns import range_of
from studiobook.studios.models import Studio
from studiobook.teams.errors import NoSuchEngineer
from studiobook.teams.models import EngineerTime, Invitation, Membership, TeamRole
from studiobook.users.models import User
from studiobook.values.timeslot import Timeslot


def get_engineer(membership_id: int, *, studio_id: int) -> Membership:
    """An engineer whom guests can book at this studio. Raises NoSuchEngineer."""
    engineer = find_engineer(membership_id, studio_id=studio_id)
    if engineer is None:
        raise NoSuchEngineer
    return engineer


def find_engineer(membership_id: int | None, *, studio_id: int) -> Membership | None:
    """The same, if there is one and any is wished for."""
    if membership_id is None:
        return None
    return db.session.scalar(_bookable(studio_id).where(Membership.id == membership_id))


def list_engineers(
    studio_id: int, *, slot: Timeslot | None = None, now: datetime | None = None
) -> list[Membership]:
    """Engineers whom guests can book; given a slot and `now`, those who are free then."""
    wanted = _bookable(studio_id).order_by(Membership.id)
    if slot is not None and now is not None:
        wanted = wanted.where(
            ~exists().where(
                EngineerTime.user_id == Membership.user_id,
                EngineerTime.during.op("&&")(range_of(slot)),
                or_(EngineerTime.lapses_at.is_(None), EngineerTime.lapses_at > now),
            )
        )
    return list(db.session.scalars(wanted))


def find_membership(studio_id: int, user_id: int | None) -> Membership | None:
    """The person's place in the team at this moment."""
    return db.session.scalar(
        select(Membership).where(
            Membership.studio_id == studio_id,
            Membership.user_id == user_id,
            Membership.ended_at.is_(None),
        )
    )


def list_members(studio_ids: Iterable[int]) -> list[Membership]:
    """Everybody in the teams of these studios, by name."""
    return list(
        db.session.scalars(
            _members()
            .where(Membership.studio_id.in_(list(studio_ids)), Membership.ended_at.is_(None))
            .order_by(User.name, Membership.id)
        )
    )


def list_memberships_of(user_id: int | None) -> list[Membership]:
    """Where a person works at this moment, by studio."""
    return list(
        db.session.scalars(
            _members()
            .join(Studio, Studio.id == Membership.studio_id)
            .where(Membership.user_id == user_id, Membership.ended_at.is_(None))
            .order_by(Studio.name, Studio.id)
        )
    )


def list_ended_by(user_id: int | None, *, since: datetime) -> list[Membership]:
    """Memberships that this person ended since then, the latest first; their own, too."""
    return list(
        db.session.scalars(
            _members()
            .where(Membership.ended_by_id == user_id, Membership.ended_at > since)
            .order_by(Membership.ended_at.desc(), Membership.id)
        )
    )


def is_in_team(email: str, *, company: Company, studio: Studio | None) -> bool:
    """Whether the person with this address owns the company or, given a studio, works there."""
    found = select(User.id).where(User.email == email)
    owns = exists().where(CompanyAdmin.company_id == company.id, CompanyAdmin.user_id == User.id)
    if studio is None:
        return db.session.scalar(found.where(owns)) is not None
    works = exists().where(
        Membership.studio_id == studio.id,
        Membership.user_id == User.id,
        Membership.ended_at.is_(None),
    )
    return db.session.scalar(found.where(works)) is not None


def find_open_invitation(
    email: str, *, company: Company, studio: Studio | None
) -> Invitation | None:
    """What this address has been offered there and has not decided on, locked."""
    return db.session.scalar(
        _open()
        .where(
            Invitation.company_id == company.id,
            Invitation.studio_id == (studio.id if studio else None),
            Invitation.email == email,
        )
        .with_for_update()
    )


def list_open_invitations(
    *, studio_ids: Iterable[int], company_ids: Iterable[int]
) -> list[Invitation]:
    """Undecided offers of these studios, and of owners' places at these companies; lapsed too."""
    to_own = Invitation.studio_id.is_(None) & Invitation.company_id.in_(list(company_ids))
    wanted = or_(to_own, Invitation.studio_id.in_(list(studio_ids)))
    return list(db.session.scalars(_open().where(wanted).order_by(Invitation.id)))


def find_by_secret(secret: str) -> Invitation | None:
    """The invitation whose latest mail had this secret, whatever became of it."""
    return db.session.scalar(select(Invitation).where(Invitation.token_hash == digest(secret)))


def _open() -> Select[Invitation]:
    return select(Invitation).where(
        Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None)
    )


def _members() -> Select[Membership]:
    return (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .options(contains_eager(Membership.user), joinedload(Membership.studio))
    )


def _bookable(studio_id: int) -> Select[Membership]:
    return (
        select(Membership)
        .where(
            Membership.studio_id == studio_id,
            Membership.role == TeamRole.ENGINEER,
            Membership.rate_per_hour_minor.is_not(None),
            Membership.ended_at.is_(None),
        )
        .options(joinedload(Membership.user))
    )
