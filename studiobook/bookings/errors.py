"""Why a booking can't be made, paid, moved or called off."""

from datetime import datetime
from typing import ClassVar

from studiobook.errors import DomainError
from studiobook.values.money import Money


class HoldLapsed(DomainError):
    """The hold's time is over; the slot may still be free."""

    status: ClassVar[int] = 409
    message = "Your hold has lapsed. The time may still be free: hold it again in one click."


class TooManyHolds(DomainError):
    """The person holds as many rooms as one may; `codes` name those bookings."""

    status: ClassVar[int] = 409

    def __init__(self, names: list[str], codes: list[str]) -> None:
        held = "; ".join(names)
        super().__init__(f"Pay for one of these or let it go first: {held}.")
        self.codes = codes


class PriceChanged(DomainError):
    """The price is no longer the one that the page showed; nothing was held."""

    status: ClassVar[int] = 409
    message = "The price has changed since the page was made."

    def __init__(self, total: Money) -> None:
        super().__init__()
        self.total = total


class RefundChanged(DomainError):
    """The terms give another amount than the page showed; nothing was cancelled."""

    status: ClassVar[int] = 409
    message = "The refund has changed since you opened the page. Please look at it once more."

    def __init__(self, amount: Money) -> None:
        super().__init__()
        self.amount = amount


class SessionStarted(DomainError):
    """Too late for the guest: the session has begun."""

    status: ClassVar[int] = 409
    message = "The session has started, so it can no longer be cancelled or moved here."


class MoveRefused(DomainError):
    """The terms no longer give everything back, so the guest may not move the booking alone."""

    status: ClassVar[int] = 409
    message = "It is too close to the session to move it yourself. Please ask the studio."


class SameSlot(DomainError):
    """Moving a booking to where it is."""

    message = "That is the time you have already. Please choose another one."


class WalkInOver(DomainError):
    """All of the walk-in's time has passed."""

    message = "That time is over. Please choose one that ends later than now."


class OfferTooLate(DomainError):
    """Nobody pays in advance for what has begun."""

    message = "That session has begun. Choose a later start, or book a walk-in."


class CannotBePaid(DomainError):
    """There is no way to pay by a link."""

    status: ClassVar[int] = 409
    message = "Your studio can't take payments yet. Connect payments first, or book a walk-in."


class NothingToPay(DomainError):
    """A link to pay nothing by leads nowhere."""

    status: ClassVar[int] = 409
    message = "This time costs nothing, so there is nothing to pay. Book a walk-in instead."


class LinkEnded(DomainError):
    """The link is over, and with it the hold."""

    status: ClassVar[int] = 409
    message = "The link has ended and the time is free again."


class SentJustNow(DomainError):
    """The same mail twice in a moment helps nobody."""

    status: ClassVar[int] = 409
    message = "The link was sent a moment ago. Give it two minutes before you send it again."


class SentOften(DomainError):
    """Whoever has not found five mails does not find the sixth."""

    status: ClassVar[int] = 409
    message = "The link was sent five times. Please read it out, or copy it into another message."


class ProlongedOften(DomainError):
    """Each time is a mail to somebody who may not want any."""

    status: ClassVar[int] = 409
    message = "The link was made to last longer eight times. It ends when it says."


class TooEarly(DomainError):
    """Nobody arrives hours before the session."""

    status: ClassVar[int] = 409
    message = "The session is more than two hours away."


class StillWaiting(DomainError):
    """The guest may still come."""

    status: ClassVar[int] = 409
    message = "Guests may be late: this can be said from 15 minutes after the start."


class HasArrived(DomainError):
    """Somebody has written down that the guest came."""

    status: ClassVar[int] = 409
    message = "The guest has arrived. If that is wrong, take the arrival back first."


class Undecided(DomainError):
    """Somebody has booked that time, and nothing was said about what becomes of it."""

    message = "Please say what happens to each of these."


class AffectedChanged(DomainError):
    """What is booked in that time is no longer what the page showed; nothing was done."""

    status: ClassVar[int] = 409
    message = "Something was booked or changed meanwhile. Please look once more: nothing was done."


class EverBooked(DomainError):
    """What has bookings is kept with them."""

    status: ClassVar[int] = 409
    message = "It has been booked, so it can't be deleted. Stop selling it instead."


class RequestClosed(DomainError):
    """The owner's time to answer is over."""

    status: ClassVar[int] = 409
    message = "The time to answer this request is over; the guest has been refunded."

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until


class CannotExtend(DomainError):
    """The session is over, or its guest is not there yet."""

    status: ClassVar[int] = 409
    message = "This session can't be made longer now."


class MissStands(DomainError):
    """Too late to say that the guest had come."""

    status: ClassVar[int] = 409
    message = "That nobody came can be taken back for a day only."


class NoOvertime(DomainError):
    """Nothing to be claimed for."""

    status: ClassVar[int] = 409
    message = "Overtime can be claimed here within 72 hours of the end of a session paid here."


class ClaimedAlready(DomainError):
    """One claim for each session."""

    status: ClassVar[int] = 409
    message = "Overtime has been claimed for this session already."


class ClaimOver(DomainError):
    """The claim is no longer open."""

    status: ClassVar[int] = 409
    message = "This claim is no longer open."
