"""Who may do what at a studio: its company's admins everything, its team by role."""

from enum import StrEnum

from sqlalchemy import Select, exists, or_, select

from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.db.former_slug import Addressed, once_at
from studiobook.errors import Moved, NotFound
from studiobook.studios.models import Studio
from studiobook.teams.models import Membership, TeamRole
from studiobook.users.models import Role
from studiobook.users.viewer import Viewer


class Power(StrEnum):
    """What the console lets people do, from the least to the most."""

    #: The day: which rooms, who comes.
    SEE = "see"
    #: Arrived, no-show, walk-ins, blocks.
    RECEIVE = "receive"
    #: Requests, cancellations, messages, clients.
    RUN = "run"
    #: Studio, rooms, prices, photos, team.
    SET_UP = "set_up"
    #: The company and its payouts.
    OWN = "own"


#: An engineer sees their own sessions only; whoever lists sessions narrows them.
OF_ROLE: dict[TeamRole, frozenset[Power]] = {
    TeamRole.MANAGER: frozenset({Power.SEE, Power.RECEIVE, Power.RUN, Power.SET_UP}),
    TeamRole.FRONT_DESK: frozenset({Power.SEE, Power.RECEIVE}),
    TeamRole.ENGINEER: frozenset({Power.SEE}),
}


def studios_for(viewer: Viewer, power: Power) -> Select[Studio]:
    """The studios at which the viewer has a power, by name. Nobody has any without an account."""
    owns = exists().where(
        CompanyAdmin.company_id == Studio.company_id, CompanyAdmin.user_id == viewer.user_id
    )
    roles = [role for role, powers in OF_ROLE.items() if power in powers]
    works = exists().where(
        Membership.studio_id == Studio.id,
        Membership.user_id == viewer.user_id,
        Membership.role.in_(roles),
        Membership.ended_at.is_(None),
    )
    return select(Studio).where(or_(owns, works)).order_by(Studio.name, Studio.id)


def powers_of(viewer: Viewer) -> frozenset[Power]:
    """What the viewer may do at some studio or other; owners everything, from the first day on."""
    if viewer.user is None:
        return frozenset()
    if viewer.user.role is Role.STUDIO_OWNER:
        return frozenset(Power)
    roles = select(Membership.role).where(
        Membership.user_id == viewer.user_id, Membership.ended_at.is_(None)
    )
    return frozenset[Power]().union(*(OF_ROLE[role] for role in db.session.scalars(roles)))


def may(viewer: Viewer, power: Power, *, studio_id: int) -> bool:
    """Whether the viewer has a power at one studio."""
    if viewer.user_id is None:
        return False
    asked = studios_for(viewer, power).where(Studio.id == studio_id)
    return db.session.scalar(asked.with_only_columns(Studio.id)) is not None


def get_studio_for(viewer: Viewer, power: Power, *, slug: str) -> Studio:
    """A studio at which the viewer has a power. Raises NotFound for a foreign one as for none.

    Under a slug that it had before it is Moved.
    """
    if viewer.user_id is None:
        raise NotFound
    theirs = studios_for(viewer, power)
    studio = db.session.scalar(theirs.where(Studio.slug == slug))
    if studio is not None:
        return studio
    moved = db.session.scalar(theirs.where(Studio.id.in_(once_at(Addressed.STUDIO, slug))))
    raise NotFound if moved is None else Moved(studio=moved.slug)


def list_studios_for(viewer: Viewer, power: Power) -> list[Studio]:
    """All studios at which the viewer has a power, by name."""
    return [] if viewer.user_id is None else list(db.session.scalars(studios_for(viewer, power)))
