"""Making somebody an owner of a company, and ending that; one owner always stays."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.dialects.postgresql import insert

from studiobook.companies.errors import LastOwner
from studiobook.companies.events import OwnerAppointed, OwnerDismissed
from studiobook.companies.models import Company, CompanyAdmin, FormerCompanyAdmin
from studiobook.db.base import db
from studiobook.errors import NotFound
from studiobook.outbox.record import record
from studiobook.users.models import Role, User


def appoint_owner(*, company_id: int, user: User, now: datetime) -> None:
    """Let the person own the company; who owns it already still does."""
    db.session.execute(
        insert(CompanyAdmin)
        .values(company_id=company_id, user_id=user.id)
        .on_conflict_do_nothing(index_elements=["company_id", "user_id"])
    )
    db.session.execute(
        delete(FormerCompanyAdmin).where(
            FormerCompanyAdmin.company_id == company_id, FormerCompanyAdmin.user_id == user.id
        )
    )
    if user.role is Role.USER:
        user.role = Role.STUDIO_OWNER
    record(OwnerAppointed(company_id, user.id), actor="owner", actor_id=user.id, now=now)


def dismiss_owner(*, company_id: int, user_id: int, by: User, now: datetime) -> None:
    """End it, and keep a trace of it. By an owner; of themselves, too.

    The company's row is locked: of two owners who dismiss each other one stays. Raises NotFound
    when either of the two is no owner (any more), and LastOwner when nobody else could answer for
    the studios: a suspended owner can't.
    """
    db.session.execute(select(Company.id).where(Company.id == company_id).with_for_update())
    if not is_owner(company_id, by.id) or not is_owner(company_id, user_id):
        raise NotFound
    if not _another_answers(company_id, user_id):
        raise LastOwner
    db.session.execute(
        delete(CompanyAdmin).where(
            CompanyAdmin.company_id == company_id, CompanyAdmin.user_id == user_id
        )
    )
    db.session.add(
        FormerCompanyAdmin(company_id=company_id, user_id=user_id, ended_at=now, ended_by_id=by.id)
    )
    record(OwnerDismissed(company_id, user_id), actor="owner", actor_id=by.id, now=now)


def is_owner(company_id: int, user_id: int | None) -> bool:
    """Whether the person owns the company at this moment."""
    wanted = select(CompanyAdmin.user_id).where(
        CompanyAdmin.company_id == company_id, CompanyAdmin.user_id == user_id
    )
    return db.session.scalar(wanted) is not None


def _another_answers(company_id: int, user_id: int) -> bool:
    others = exists().where(
        CompanyAdmin.company_id == company_id,
        CompanyAdmin.user_id != user_id,
        User.id == CompanyAdmin.user_id,
        User.suspended_at.is_(None),
    )
    return bool(db.session.scalar(select(others)))
