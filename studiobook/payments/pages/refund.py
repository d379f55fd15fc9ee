"""The page on which a studio gives money back: what is left, what it takes from whom."""

from dataclasses import dataclass

from studiobook.bookings.models import Booking
from studiobook.payments.forms import RefundForm
from studiobook.payments.models import Charge
from studiobook.payments.queries import captured_charges, given_back
from studiobook.payments.refund_booking import Shares, left_to_refund, shares_of
from studiobook.payments.revoked import is_revoked
from studiobook.values.money import Money
from studiobook.web.components import Act, Fact, Link
from studiobook.web.console import sections
from studiobook.web.templating import money


@dataclass(frozen=True)
class ShareLine:
    """One line of what a refund takes from whom."""

    label: str
    detail: str | None
    amount: Money


@dataclass(frozen=True)
class Preview:
    """The exact sums for both sides, and the button that does it once."""

    lines: tuple[ShareLine, ...]
    total: Money
    act: Act


@dataclass(frozen=True)
class RefundPage:
    """`refusal` instead of a form where nothing can go back now; `preview` once it is asked for."""

    title: str
    sections: tuple[Link, ...]
    breadcrumbs: tuple[Link, ...]
    facts: tuple[Fact, ...]
    action: str
    back: Link
    form: RefundForm | None = None
    fee_hint: str = ""
    preview: Preview | None = None
    refusal: str | None = None
    warning: str | None = None
    #: What will hold it up.
    notice: str | None = None


def refund_page(
    booking: Booking,
    form: RefundForm | None,
    *,
    token: str = "",
    refusal: str | None = None,
    warning: str | None = None,
) -> RefundPage:
    """The form, or why there is none; with a `token` the sums and the button, too."""
    session = f"/manage/bookings/{booking.code}"
    here = f"{session}/refund"
    charges = captured_charges(booking.id)
    back = Link("Back to the session", session)
    asked = form if token else None
    return RefundPage(
        title=f"Refund {booking.guest_name or 'the guest'}",
        sections=sections("today"),
        breadcrumbs=(
            Link("Today", "/manage"),
            Link(f"Booking {booking.code}", session),
            Link("Refund", here, current=True),
        ),
        facts=_facts(booking, charges),
        action=here,
        back=back,
        form=form if refusal is None else None,
        fee_hint=_fee_hint(booking),
        preview=asked and _preview(booking, asked, token, here),
        refusal=refusal,
        warning=warning,
        notice=_notice(charges),
    )


def _facts(booking: Booking, charges: list[Charge]) -> tuple[Fact, ...]:
    paid = sum(charge.captured_minor or 0 for charge in charges)
    gone = sum(given_back(charge)[0] for charge in charges)
    currency = booking.currency
    return (
        Fact("Paid", money(Money(paid, currency))),
        Fact("Paid back", money(Money(gone, currency)), "or on its way"),
        Fact("Left to refund", money(left_to_refund(booking))),
    )


def _fee_hint(booking: Booking) -> str:
    whole = shares_of(booking, left_to_refund(booking), studio_bears_fee=False)
    if not whole.from_us.minor:
        return "There is no fee of ours in what is left: all of it comes from you."
    return (
        f"Of what is left, {money(whole.from_us)} is our fee. Either we give back our part of each"
        " amount, or you give all of it and we keep the fee."
    )


def _notice(charges: list[Charge]) -> str | None:
    if any(is_revoked(charge.account) for charge in charges):
        return (
            "Our access to the account that was paid is gone, so a refund will wait, and we see"
            " to it. Connect the account again and it is sent by itself."
        )
    return None


def _preview(booking: Booking, form: RefundForm, token: str, action: str) -> Preview:
    shares = shares_of(booking, form.money, studio_bears_fee=form.studio_bears_fee)
    return Preview(
        lines=_lines(shares),
        total=shares.amount,
        act=Act(
            f"Refund {money(shares.amount)}",
            action,
            (
                ("amount", str(shares.amount.major)),
                ("fee", str(form.fee.data)),
                ("note", form.note.data or ""),
                ("token", token),
                ("expected_left", str(form.left.minor)),
            ),
        ),
    )


def _lines(shares: Shares) -> tuple[ShareLine, ...]:
    kept = "we keep our fee" if not shares.from_us.minor else None
    return (
        ShareLine("From you", kept, shares.from_studio),
        ShareLine("From us", "our part of the fee", shares.from_us),
    )
