"""The mail that carries an invitation; its secret is minted here, when the mail leaves."""

from studiobook import clock
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.mail.compose import compose
from studiobook.mail.transports import send
from studiobook.outbox.models import Event
from studiobook.outbox.subscriptions import subscribe
from studiobook.teams.errors import InvitationOver
from studiobook.teams.events import InvitationOffered
from studiobook.teams.invite import mint_secret
from studiobook.teams.models import Invitation
from studiobook.teams.wording import may_of, name_of
from studiobook.values.one_line import one_line
from studiobook.values.wall_clock import to_local


def subscribe_all() -> None:
    """Let the mail hear of offers."""
    subscribe(InvitationOffered, send_invitation)


def send_invitation(event: Event) -> None:
    """The link, unless the offer is decided or lapsed by now."""
    try:
        with transaction():
            secret = mint_secret(event.data["invitation_id"], now=clock.now())
    except InvitationOver:
        return
    offer = db.session.get_one(Invitation, event.data["invitation_id"])
    place = offer.studio.name if offer.studio else offer.company.name
    ends_on = to_local(offer.expires_at, offer.studio.zone if offer.studio else "UTC").date()
    send(
        compose(
            "teams/invitation",
            to_address=offer.email,
            # Nobody's name is known here, whether the address has an account or not.
            to_name="",
            identity=f"event-{event.id}-invitation",
            token=secret,
            place=one_line(place),
            who=one_line(offer.invited_by.name) if offer.invited_by else "",
            role=name_of(offer.role),
            may=may_of(offer.role),
            ends_on=f"{ends_on:%A} {ends_on.day} {ends_on:%B}",
        )
    )
