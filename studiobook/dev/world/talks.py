"""What guests and studios have written to each other lately, sent by the verbs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from studiobook.bookings.models import Booking
from studiobook.bookings.states import Status
from studiobook.companies.models import CompanyAdmin
from studiobook.db.base import db
from studiobook.db.transaction import transaction
from studiobook.dev.world import people
from studiobook.messages.models import Side
from studiobook.messages.send import send
from studiobook.messages.start import start
from studiobook.studios.models import Studio
from studiobook.users.models import User

G, S = Side.GUEST, Side.STUDIO
#: Each line: who writes, minutes after the line before, what.
Talk = tuple[tuple[Side, int, str], ...]

TALKS: tuple[Talk, ...] = (
    (
        (G, 0, "Hello! Is there a music stand in the room, or shall we bring one?"),
        (S, 35, "There are four of them, behind the door. No need to carry anything."),
        (G, 4, "Perfect, thank you."),
        (G, 1_300, "One more thing: may we load in ten minutes early?"),
    ),
    (
        (G, 0, "Hi, we are a quintet with an upright bass. Is the lift big enough for it?"),
        (S, 12, "It is. The lift is on the left as you come in from the yard."),
        (S, 1, "If it is out of order: two flights, wide stairs."),
        (G, 50, "Great. See you then!"),
    ),
    (
        (
            G,
            0,
            "How high is the ceiling? Our boom looks like https://www.example.com/overhead-rig",
        ),
        (S, 140, "3.2 m to the grid. A boom like that fits, we do it every week."),
    ),
    (
        (G, 0, "We left a black cable bag yesterday, I think under the desk."),
        (S, 20, "Found it. It is at the front desk with your name on it."),
        (G, 9, "You are the best. I come by on Thursday."),
    ),
    ((G, 0, "Is it quiet enough for voice work in the mornings?"),),
)
#: How many talks the guest of the demo has, and the owner.
OF_GUEST, OF_OWNER = 3, 5


@dataclass(frozen=True)
class Occasion:
    """The booking that a talk is about."""

    booking_id: int
    guest_id: int


def fill_threads(now: datetime) -> None:
    """Let the demo's guest and its owner find some messages, a few of them unread."""
    found = [*_occasions_of_guest(), *_occasions_of_owner()]
    for number, occasion in enumerate(found):
        with transaction():
            _hold_talk(occasion, TALKS[number % len(TALKS)], number, now)


def _hold_talk(occasion: Occasion, talk: Talk, number: int, now: datetime) -> None:
    booking = db.session.get_one(Booking, occasion.booking_id)
    guest = db.session.get_one(User, occasion.guest_id)
    length = timedelta(minutes=sum(later for _side, later, _text in talk))
    ended = now - timedelta(minutes=20 + 410 * number)
    at = ended - length
    thread = start(studio=booking.studio, guest=guest, booking=booking, now=at)
    if thread.message_count:
        return
    team = booking.studio.company.admins[0].user
    for place, (side, later, text) in enumerate(talk):
        at += timedelta(minutes=later)
        sender = guest if side is G else team
        send(
            thread_id=thread.id,
            sender=sender,
            side=side,
            body=text,
            form_key=f"demo-{place}",
            now=at,
        )


def _occasions_of_guest() -> list[Occasion]:
    latest = (
        select(func.max(Booking.id), Booking.user_id)
        .join(User, User.id == Booking.user_id)
        .where(User.email == people.GUEST, Booking.status == Status.CONFIRMED)
        .group_by(Booking.studio_id, Booking.user_id)
        .order_by(func.max(Booking.id).desc())
        .limit(OF_GUEST)
    )
    rows = db.session.execute(latest)
    return [Occasion(booking, guest) for booking, guest in rows if guest is not None]


def _occasions_of_owner() -> list[Occasion]:
    latest = (
        select(func.max(Booking.id), Booking.user_id)
        .join(Studio, Studio.id == Booking.studio_id)
        .join(CompanyAdmin, CompanyAdmin.company_id == Studio.company_id)
        .join(User, User.id == CompanyAdmin.user_id)
        .where(User.email == people.OWNER, Booking.status == Status.CONFIRMED)
        .where(Booking.user_id.is_not(None))
        .group_by(Booking.studio_id, Booking.user_id)
        .order_by(func.max(Booking.id).desc())
        .limit(OF_OWNER)
    )
    rows = db.session.execute(latest)
    return [Occasion(booking, guest) for booking, guest in rows if guest is not None]
