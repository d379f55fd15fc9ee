"""What happened to a booking, in sentences that guest and studio both read."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from studiobook.bookings.pages.wording import moment
from studiobook.outbox.models import Event
from studiobook.values.money import Money
from studiobook.values.timeslot import Timeslot
from studiobook.web.components import TimelineEntry, Tone
from studiobook.web.templating import clock, money, span

Data = Mapping[str, Any]
#: A fact's sentence, and its tone; facts that are not here are nobody's business but ours.
Words = Callable[[Data, str], str]


def timeline_of(
    events: list[Event], zone: str, *, with_money: bool = True
) -> tuple[TimelineEntry, ...]:
    """The entries, oldest first; times are the studio's.

    Without money: for those of the team who receive guests or record them, amounts are left out.
    """
    words = _WORDS
    if any(event.name == "WalkInBooked" for event in events):
        words = _WORDS | {"BookingCancelled": ("bad", _cancelled_unpaid)}
    if not with_money:
        words = {name: told for name, told in words.items() if name not in _ABOUT_MONEY}
        words |= {"BookingMoved": ("good", _moved_only), "BookingCancelled": ("bad", _ended_only)}
    return tuple(_entry(event, zone, words) for event in events if event.name in words)


def _entry(event: Event, zone: str, told: Mapping[str, tuple[Tone, Words]]) -> TimelineEntry:
    tone, words = told[event.name]
    return TimelineEntry(
        at=event.happened_at,
        at_label=moment(event.happened_at, zone),
        title=words(event.data, zone),
        detail=None,
        tone=tone,
    )


def _said(sentence: str) -> Words:
    return lambda _data, _zone: sentence


def _until(sentence: str, key: str) -> Words:
    return lambda data, zone: sentence.format(moment(datetime.fromisoformat(data[key]), zone))


def _owed(sentence: str) -> Words:
    return lambda data, _zone: sentence.format(
        money(Money(data["refund_due_minor"], data["currency"]))
    )


def _amount(sentence: str) -> Words:
    return lambda data, _zone: sentence.format(
        money(Money(data["amount"]["minor"], data["amount"]["currency"]))
    )


def _cancelled(data: Data, _zone: str) -> str:
    refund = Money(data["refund_due_minor"], data["currency"])
    return f"{_canceller(data)} cancelled. {money(refund)} goes back ({data['percent']}%)."


def _cancelled_unpaid(data: Data, _zone: str) -> str:
    return f"{_canceller(data)} cancelled. Nothing had been paid here."


def _ended_only(data: Data, _zone: str) -> str:
    return f"{_canceller(data)} cancelled."


def _canceller(data: Data) -> str:
    return {"guest": "The guest", "owner": "The studio"}.get(data["by"], "Studiobook")


def _moved(data: Data, zone: str) -> str:
    refund = Money(data["refund_due_minor"], data["currency"])
    back = f" {money(refund)} goes back." if refund else ""
    if data.get("waived_minor"):
        back = " The studio left the price as it was."
    return f"{_moved_only(data, zone)}{back}"


def _moved_only(data: Data, zone: str) -> str:
    starts, ends = data["new_starts_at"], data["new_ends_at"]
    new = Timeslot(datetime.fromisoformat(starts), datetime.fromisoformat(ends))
    if data["old_starts_at"] == starts and data["old_ends_at"] < ends:
        return f"Extended to {clock(new.ends_at, zone)}."
    return f"Moved to {span(new, zone)}."


def _claimed(data: Data, _zone: str) -> str:
    amount = money(Money(data["amount_minor"], data["currency"]))
    return f"The studio asks {amount} for overtime."


_CLAIM_ENDS = {
    "withdrawn": "The studio withdrew its claim for overtime.",
    "settled": "The overtime was paid at the studio.",
    "lapsed": "The claim for overtime was not answered. Nothing was taken.",
}


def _declined(data: Data, _zone: str) -> str:
    refund = money(Money(data["refund_due_minor"], data["currency"]))
    if data["in_time"]:
        return f"The studio declined. {refund} goes back."
    return f"The studio did not answer in time. {refund} goes back."


def _move_asked(data: Data, zone: str) -> str:
    difference = money(Money(data["difference_minor"], data["currency"]))
    until = moment(datetime.fromisoformat(data["lapses_at"]), zone)
    return f"Another time was chosen: {difference} more, held until {until}."


def _disputed(data: Data, zone: str) -> str:
    asks = "The guest’s bank asks about {}. The money stays where it is for now."
    takes = "The guest’s bank has taken {} back, until it has decided."
    return _amount(asks if data["is_inquiry"] else takes)(data, zone)


_WORDS: dict[str, tuple[Tone, Words]] = {
    "BookingHeld": ("wait", _until("Held until {}.", "lapses_at")),
    "HoldProlonged": ("wait", _until("Payment begun: held until {}.", "lapses_at")),
    "BookingReleased": ("plain", _said("The hold was given up.")),
    "HoldWithdrawn": ("bad", _said("The studio closes then and took the hold back.")),
    "BookingExpired": ("plain", _said("The hold lapsed.")),
    "BookingRequested": ("wait", _until("Asked: the studio answers by {}.", "answer_by")),
    "RequestAccepted": ("good", _said("The studio said yes. Confirmed.")),
    "RequestDeclined": ("bad", _declined),
    "BookingConfirmed": ("good", _said("Confirmed.")),
    "BookingConfirmedLate": ("good", _said("Paid late, and the time was still free. Confirmed.")),
    "LateMoneyRefused": ("bad", _owed("Paid too late, the time was gone. {} goes back.")),
    "BookingCancelled": ("bad", _cancelled),
    "NewTimesOffered": (
        "wait",
        _until("The studio closes then. Another time can be chosen until {}.", "choose_by"),
    ),
    "NewTimesWithdrawn": ("good", _said("The studio is open then after all. The booking stands.")),
    "MoveAsked": ("wait", _move_asked),
    "MoveEnded": ("plain", _said("The new time was given up; the old one stays.")),
    "MoveMoneyRefused": ("bad", _owed("Paid too late, the new time was gone. {} goes back.")),
    "BookingMoved": ("good", _moved),
    "GuestReminded": ("plain", _said("A reminder was sent.")),
    "WalkInBooked": ("good", _said("Booked by the studio, without payment here.")),
    "SlotOffered": ("wait", _until("Held by the studio until {}, and a link sent.", "lapses_at")),
    "LinkSentAgain": ("plain", _said("The link was sent again.")),
    "LinkProlonged": ("wait", _until("The studio gave more time: until {}.", "lapses_at")),
    "OfferWithdrawn": ("bad", _said("The studio took its offer back.")),
    "GuestArrived": ("good", _said("Arrived.")),
    "ArrivalUndone": ("plain", _said("The arrival was taken back.")),
    "GuestMissed": ("bad", _said("Nobody came.")),
    "MissUndone": ("good", _said("The guest came after all.")),
    "OvertimeClaimed": ("wait", _claimed),
    "OvertimeContested": ("bad", _said("The guest said no to the overtime.")),
    "OvertimePaid": ("good", _said("The overtime was paid.")),
    "OvertimeEnded": ("plain", lambda data, _zone: _CLAIM_ENDS[data["state"]]),
    "BookingCompleted": ("good", _said("The session took place.")),
    "PaymentCaptured": ("good", _amount("{} paid.")),
    "PaymentFailed": ("plain", _said("A payment did not go through. Nothing was taken.")),
    "RefundRequested": ("wait", _amount("A refund of {} was begun.")),
    "RefundSucceeded": ("good", _amount("{} was paid back.")),
    "RefundFailed": ("wait", _amount("The refund of {} needs our attention. We are on it.")),
    "RefundAdopted": ("plain", _amount("{} was paid back by the studio.")),
    "RefundWithdrawn": ("plain", _amount("The refund of {} ended: the bank has paid it back.")),
    "RefundRetried": ("wait", _amount("The refund of {} is being sent once more.")),
    "RefundByHand": ("good", _amount("{} was paid back by another way.")),
    "DisputeOpened": ("wait", _disputed),
    "DisputeWon": ("good", _amount("The bank decided for the studio: {} stays paid.")),
    "DisputeLost": ("bad", _amount("The bank decided for the guest: {} is with them.")),
}
#: Facts whose sentence names an amount.
_ABOUT_MONEY = frozenset(
    {
        "OvertimeClaimed", "RequestDeclined", "LateMoneyRefused", "MoveAsked", "MoveMoneyRefused",
        "PaymentCaptured", "PaymentFailed", "RefundRequested", "RefundSucceeded", "RefundFailed",
        "RefundAdopted", "RefundWithdrawn", "RefundRetried", "RefundByHand", "DisputeOpened",
        "DisputeWon", "DisputeLost",
    }
)  # fmt: skip
