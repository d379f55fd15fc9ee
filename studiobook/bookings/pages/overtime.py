"""Overtime before both sides: what is claimed, what can be said about it."""

from dataclasses import dataclass
from datetime import datetime

from studiobook.bookings.forms.guests import ObjectionForm
from studiobook.bookings.models import Booking, OvertimeClaim
from studiobook.bookings.overtime import CONTEST_WITHIN, PAY_WITHIN, may_contest
from studiobook.bookings.pages.agenda import guest_of, session_href
from studiobook.bookings.pages.wording import length_of, moment, when
from studiobook.bookings.quote import Quote
from studiobook.bookings.states import ClaimState
from studiobook.values.money import Money
from studiobook.web.components import Act, Link
from studiobook.web.console import sections
from studiobook.web.templating import money


@dataclass(frozen=True)
class OvertimePage:
    """The lengths that can be claimed, each a button with its amount."""

    title: str
    sentence: str
    note: str
    sections: tuple[Link, ...]
    acts: tuple[Act, ...]
    back: Link
    warning: str | None = None


@dataclass(frozen=True)
class Claim:
    """A claim as one side sees it; `form` takes the guest's objection."""

    title: str
    sentence: str
    acts: tuple[Act, ...] = ()
    objection: str = ""
    form: ObjectionForm | None = None
    action: str = ""


def overtime_page(
    booking: Booking,
    prices: dict[int, Quote],
    *,
    warning: str | None = None,
) -> OvertimePage:
    """The page on which the studio claims; `prices` by half hours."""
    return OvertimePage(
        title="Claim overtime",
        sentence=f"{guest_of(booking)} had {booking.room.name}, {when(booking)}.",
        note=(
            "The guest gets a mail with a link to pay, and can say no for 48 hours."
            " Nothing is taken by itself. You can withdraw it."
        ),
        sections=sections("today"),
        acts=tuple(_claim(booking, n, price) for n, price in prices.items()),
        back=Link("Back to the session", session_href(booking)),
        warning=warning,
    )


def claim_for_studio(booking: Booking, claim: OvertimeClaim) -> Claim:
    """Where it stands, and the ways to end it."""
    base = f"{session_href(booking)}/overtime"
    what = f"{length_of(claim.half_hours)}, {money(_amount(booking, claim))}"
    acts: tuple[Act, ...] = ()
    if claim.state in (ClaimState.CLAIMED, ClaimState.CONTESTED):
        acts = (
            Act("Paid at the studio", f"{base}/settlement", kind="quiet"),
            Act("Withdraw it", f"{base}/removal", kind="quiet"),
        )
    until = moment(claim.claimed_at + CONTEST_WITHIN, booking.zone)
    said = {
        ClaimState.CLAIMED: f"Claimed. The guest can say no until {until}.",
        ClaimState.PAID: "Paid.",
        ClaimState.CONTESTED: "The guest says no. Nothing is taken.",
        ClaimState.WITHDRAWN: "Withdrawn.",
        ClaimState.SETTLED: "Paid at the studio.",
        ClaimState.LAPSED: "The guest has not answered. Nothing was taken.",
    }[claim.state]
    return Claim(f"Overtime: {what}", said, acts, claim.objection)


def claim_for_guest(
    booking: Booking, claim: OvertimeClaim, *, now: datetime, form: ObjectionForm | None = None
) -> Claim | None:
    """What the studio wants, and the guest's yes or no; None once it is withdrawn or over."""
    amount = money(_amount(booking, claim))
    title = f"The studio asks {amount} for overtime"
    base = f"/bookings/{booking.code}"
    if claim.state is ClaimState.CONTESTED:
        return Claim(title, "You said no. Nothing is taken; the studio has been told.")
    if claim.state is not ClaimState.CLAIMED or now >= claim.claimed_at + PAY_WITHIN:
        return None
    until = moment(claim.claimed_at + CONTEST_WITHIN, booking.zone)
    length = length_of(claim.half_hours)
    can_contest = may_contest(claim, now=now)
    rest = f" You can say no until {until}." if can_contest else ""
    return Claim(
        title=title,
        sentence=f"For {length} after your session. Nothing is taken by itself.{rest}",
        acts=(Act(f"Pay {amount}", f"{base}/payment"),),
        form=(form or ObjectionForm(formdata=None)) if can_contest else None,
        action=f"{base}/overtime/objection",
    )


def _claim(booking: Booking, half_hours: int, price: Quote) -> Act:
    amount = money(price.total)
    return Act(
        f"{length_of(half_hours)}: {amount}",
        f"{session_href(booking)}/overtime",
        (("half_hours", str(half_hours)), ("expected_amount", str(price.total.minor))),
        kind="quiet",
    )


def _amount(booking: Booking, claim: OvertimeClaim) -> Money:
    return Money(claim.amount_minor, booking.currency)
