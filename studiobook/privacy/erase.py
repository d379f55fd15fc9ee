"""Erasing a person: what the books need stays, without them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from studiobook.auth.models import AuthToken, Identity, LoginSession
from studiobook.bookings.models import Booking, ClientNote, Move, OvertimeClaim
from studiobook.db.base import db
from studiobook.messages.models import Message
from studiobook.outbox.record import record
from studiobook.payments.models import Charge, GatewayEvent, InvoiceBuyer
from studiobook.payments.states import ChargeState
from studiobook.privacy.errors import StillNeeded
from studiobook.privacy.events import AccountErased
from studiobook.privacy.queries import booked_ahead, companies_owned, studios_worked_at
from studiobook.rooms.models import Favourite
from studiobook.teams.models import Invitation
from studiobook.users.models import Role, User

#: What stands in place of a name, and of what somebody wrote.
NOBODY = "Somebody who left"
SILENCE = "This message was erased with its account."
#: What may still have to be asked of the provider once more, to the letter.
REPEATED = (ChargeState.CREATED, ChargeState.UNKNOWN)


def erase(user: User, *, now: datetime) -> str | None:
    """Take the person out of everything; the answer is the key of their photo, now unused.

    Bookings keep time and money, which tax law wants, but no name, address or note; messages keep
    their place in the thread. Nobody can sign in to the account again. Raises StillNeeded.
    """
    db.session.refresh(user, with_for_update=True)
    if (
        user.role is Role.ADMIN
        or booked_ahead(user, now=now)
        or companies_owned(user)
        or studios_worked_at(user)
    ):
        raise StillNeeded
    _forget_bookings(user)
    db.session.execute(update(Message).where(Message.sender_id == user.id).values(body=SILENCE))
    db.session.execute(delete(Invitation).where(Invitation.email == user.email))
    for table in (Favourite, Identity, AuthToken, LoginSession):
        db.session.execute(delete(table).where(table.user_id == user.id))
    photo = _forget_person(user, now)
    record(AccountErased(user.id), actor="user", actor_id=user.id, now=now)
    return photo


def _forget_bookings(user: User) -> None:
    theirs = Booking.user_id == user.id
    ids = db.session.scalars(
        update(Booking)
        .where(theirs)
        .values(guest_name=NOBODY, guest_email="", guest_phone="", note="")
        .returning(Booking.id)
    ).all()
    db.session.execute(delete(ClientNote).where(ClientNote.booking_id.in_(ids)))
    _forget_payments(ids)
    # What was said about overtime, and why the studio left a difference out.
    claims, moves = OvertimeClaim.booking_id.in_(ids), Move.booking_id.in_(ids)
    db.session.execute(update(OvertimeClaim).where(claims).values(objection=""))
    reasons = moves & Move.waived_reason.is_not(None)
    db.session.execute(update(Move).where(reasons).values(waived_reason=""))


def _forget_payments(booking_ids: Sequence[int]) -> None:
    """Whom the provider was told to ask, and what it has told us of them."""
    charges = db.session.scalars(
        select(Charge)
        .where(Charge.booking_id.in_(booking_ids), Charge.state.not_in(REPEATED))
        .order_by(Charge.id)
        .with_for_update()
    ).all()
    for charge in charges:
        charge.order_json = {**charge.order_json, "buyer_email": ""}
    # Issued invoices stay whole: their sellers have to keep them, with the buyer's name.
    db.session.execute(delete(InvoiceBuyer).where(InvoiceBuyer.booking_id.in_(booking_ids)))
    known = {ref for charge in charges for ref in (charge.checkout_ref, charge.payment_ref) if ref}
    about_them = GatewayEvent.object_ref.in_(known)
    db.session.execute(update(GatewayEvent).where(about_them).values(body=""))


def _forget_person(user: User, now: datetime) -> str | None:
    photo = user.photo_key
    user.name, user.email = NOBODY, f"erased-{user.id}@nobody.invalid"
    user.phone = user.bio = user.photo_key = user.password_hash = None
    user.email_verified_at, user.suspended_at, user.role = None, now, Role.USER
    db.session.flush()
    return photo
