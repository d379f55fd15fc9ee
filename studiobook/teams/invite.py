"""Offering somebody a place in a team by mail, sending it again, and taking it back."""

import secrets
from datetime import datetime, timedelta

from studiobook.auth.tokens import digest
from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.outbox.record import record
from studiobook.studios.models import Studio
from studiobook.teams.errors import AlreadyInTeam, InvitationOver
from studiobook.teams.events import InvitationOffered, InvitationWithdrawn
from studiobook.teams.models import Invitation, TeamRole
from studiobook.teams.queries import find_open_invitation, is_in_team
from studiobook.users.models import User
from studiobook.values.email_address import normalise_email

LIFETIME = timedelta(days=7)


def invite(
    *,
    company: Company,
    studio: Studio | None,
    email: str,
    role: TeamRole | None,
    rate_per_hour_minor: int | None,
    by: User,
    now: datetime,
) -> tuple[Invitation, bool]:
    """The open offer, and whether it is a new one: an address that has one gets it renewed.

    Without studio and role it is an owner's place. Whether the address has an account plays no
    part. Called with the lock of the studio or company held. Raises BadEmail and AlreadyInTeam.
    """
    address = normalise_email(email)
    if is_in_team(address, company=company, studio=studio):
        raise AlreadyInTeam
    known = find_open_invitation(address, company=company, studio=studio)
    offer = known or Invitation(company=company, studio=studio, email=address, created_at=now)
    offer.role = role
    offer.rate_per_hour_minor = rate_per_hour_minor if role is TeamRole.ENGINEER else None
    offer.invited_by, offer.expires_at = by, now + LIFETIME
    db.session.add(offer)
    db.session.flush()
    record(InvitationOffered(offer.id), actor="owner", actor_id=by.id, now=now)
    return offer, known is None


def send_again(invitation_id: int, *, by: User, now: datetime) -> Invitation:
    """Another mail, for another seven days, and now in the name of whoever sends it.

    Its link ends the older one. Raises InvitationOver.
    """
    offer = lock_open(invitation_id)
    offer.expires_at, offer.invited_by = now + LIFETIME, by
    record(InvitationOffered(offer.id), actor="owner", actor_id=by.id, now=now)
    return offer


def withdraw(invitation_id: int, *, by: User, now: datetime) -> Invitation:
    """Its link opens nothing any more. Raises InvitationOver when it was accepted meanwhile."""
    offer = lock_open(invitation_id)
    offer.withdrawn_at = now
    record(InvitationWithdrawn(offer.id), actor="owner", actor_id=by.id, now=now)
    return offer


def mint_secret(invitation_id: int, *, now: datetime) -> str:
    """A fresh secret for a mail that is about to leave; the one before opens nothing any more.

    Raises InvitationOver for what has been accepted, withdrawn or lapsed meanwhile.
    """
    offer = lock_open(invitation_id)
    if offer.expires_at <= now:
        raise InvitationOver
    secret = secrets.token_urlsafe(32)
    offer.token_hash = digest(secret)
    return secret


def lock_open(invitation_id: int) -> Invitation:
    """The offer, locked, lapsed or not. Raises InvitationOver when it has been decided."""
    offer = db.session.get(Invitation, invitation_id, with_for_update=True, populate_existing=True)
    if offer is None or offer.accepted_at is not None or offer.withdrawn_at is not None:
        raise InvitationOver
    return offer
