"""Accepting an invitation: once, by the person whose address it was sent to."""

from datetime import datetime

from studiobook.auth.register import register_proven
from studiobook.auth.verify import mark_verified
from studiobook.companies.appoint import appoint_owner
from studiobook.outbox.record import record
from studiobook.studios.lock import lock_company, lock_studio
from studiobook.teams.errors import AnotherAccount, HasAccount, InvitationOver
from studiobook.teams.events import InvitationAccepted
from studiobook.teams.invite import lock_open
from studiobook.teams.join import join
from studiobook.teams.models import Invitation
from studiobook.teams.policies import is_still_offered
from studiobook.teams.queries import find_by_secret, find_membership
from studiobook.users.models import User


def accept(secret: str, *, user: User, now: datetime) -> Invitation:
    """Give the person their place. Opening the mail has proved the address.

    Whoever is in the team already stays what they are. Raises InvitationOver, for all but one of
    many at once, and AnotherAccount.
    """
    offer = _redeemable(secret, now=now)
    if offer.email != user.email:
        raise AnotherAccount
    _give(offer, user, now=now)
    return offer


def accept_as_new(secret: str, *, name: str, password: str, now: datetime) -> User:
    """The same with an account that is opened for it, its address confirmed by the mail.

    Raises InvitationOver, HasAccount, and ValueError for a password of a bad length.
    """
    offer = _redeemable(secret, now=now)
    user = register_proven(name=name, email=offer.email, password=password, now=now)
    if user is None:
        raise HasAccount
    _give(offer, user, now=now)
    return user


def _redeemable(secret: str, *, now: datetime) -> Invitation:
    found = find_by_secret(secret)
    if found is None:
        raise InvitationOver
    token_hash = found.token_hash
    # Before the offer, as inviting does: whoever is being removed meanwhile opens no door any more.
    lock_company(found.company_id)
    if found.studio_id is not None:
        lock_studio(found.studio_id)
    offer = lock_open(found.id)
    # It may have been sent anew while we waited for the lock.
    if offer.expires_at <= now or offer.token_hash != token_hash or not is_still_offered(offer):
        raise InvitationOver
    return offer


def _give(offer: Invitation, user: User, *, now: datetime) -> None:
    mark_verified(user, now)
    if offer.studio is None or offer.role is None:
        appoint_owner(company_id=offer.company_id, user=user, now=now)
    elif find_membership(offer.studio.id, user.id) is None:
        join(
            studio=offer.studio,
            user=user,
            role=offer.role,
            rate_per_hour_minor=offer.rate_per_hour_minor,
            now=now,
        )
    offer.accepted_at, offer.accepted_by_id = now, user.id
    fact = InvitationAccepted(offer.id, user.id)
    record(fact, actor="user", actor_id=user.id, now=now)
