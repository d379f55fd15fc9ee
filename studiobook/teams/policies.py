"""Who may do what at a studio: its company's admins everything, its team by role."""

from enum import StrEnum

from sqlalchemy import Select, exists, or_, select

from studiobook.companies.appoint import is_owner
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.db.former_slug import Addressed, once_at
from studiobook.errors import Moved, NotFound
from studiobook.studios.models import Studio
from studiobook.teams.models import Invitation, Membership, TeamRole
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


def get_member_for(viewer: Viewer, power: Power, *, membership_id: int) -> Membership:
    """Somebody in the team of a studio at which the viewer has a power. Raises NotFound."""
    membership = db.session.get(Membership, membership_id)
    if (
        membership is None
        or membership.ended_at is not None
        or not may(viewer, power, studio_id=membership.studio_id)
    ):
        raise NotFound
    return membership


def get_ended_member(viewer: Viewer, *, membership_id: int, own: bool) -> Membership:
    """What the viewer has ended: the own place, or another's at a studio still theirs to set up.

    Raises NotFound, also for whoever has left by themselves.
    """
    membership = db.session.get(Membership, membership_id)
    if membership is None or membership.ended_by_id is None:
        raise NotFound
    is_theirs = membership.ended_by_id == viewer.user_id
    is_own = membership.user_id == viewer.user_id
    may_fetch = is_own if own else may(viewer, Power.SET_UP, studio_id=membership.studio_id)
    if not is_theirs or is_own is not own or not may_fetch:
        raise NotFound
    return membership


def get_own_membership(viewer: Viewer, *, membership_id: int) -> Membership:
    """The viewer's own place in a team. Raises NotFound for anybody else's."""
    membership = db.session.get(Membership, membership_id)
    is_own = membership is not None and membership.user_id == viewer.user_id
    if membership is None or membership.ended_at is not None or not is_own:
        raise NotFound
    return membership


def get_invitation_for(viewer: Viewer, *, invitation_id: int) -> Invitation:
    """An offer that the viewer may send again or withdraw: an owner's only by owners.

    Raises NotFound.
    """
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or not may_offer(viewer, invitation):
        raise NotFound
    return invitation


def may_offer(viewer: Viewer, invitation: Invitation) -> bool:
    """Whether the viewer could make this offer."""
    if invitation.studio_id is not None:
        return may(viewer, Power.SET_UP, studio_id=invitation.studio_id)
    return is_owner(invitation.company_id, viewer.user_id)


def is_still_offered(invitation: Invitation) -> bool:
    """Whether whoever made the offer could still make it.

    Nobody who is removed leaves a door open behind them; sent again by others, the offer is theirs.
    """
    by = invitation.invited_by
    if by is None or by.suspended_at is not None:
        return False
    return may_offer(Viewer(by, None), invitation)
