"""A room's year: sessions that never overlap, and every row that they leave in the tables.

Rows are text for COPY, made from prepared pieces: a world has twenty million of them.
"""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from bench import books
from bench.axis import AHEAD, HELD_BEFORE, PAST, Axis, Day
from bench.books import Postings, capture_of, lines, refund_of
from bench.cities import Place
from bench.houses import House, Letting, code_of
from studiobook.bookings.quote import Quote, quote
from studiobook.bookings.terms import Preset, refund_due, terms_for
from studiobook.payments.fee_share import fee_share
from studiobook.rooms.price_list import RoomPricing, is_offered
from studiobook.values.money import Money
from studiobook.values.rate import Rate
from studiobook.values.timeslot import HALF_HOUR, Timeslot

FEE = Rate(400)
#: How many half hours people stay, and how often.
LENGTHS = ((2, 3), (4, 5), (6, 4), (8, 2), (12, 1))
#: How many sessions a day is tried for: about 0.6 of them fit.
PER_DAY = (0, 0, 0, 1, 1, 1, 1, 1, 1, 2)
EXPIRED, CANCELLED = 0.03, 0.05

COLUMNS = {
    "booking": "id, code, room_id, studio_id, user_id, visitor_hash, guest_name, guest_email,"
    " guest_phone, during, status, people, note, zone, currency, total_minor, fee_minor,"
    " terms_json, instant, disputed, held_at, lapses_at, paid_at, confirmed_at, ended_at,"
    " cancelled_by, refund_due_minor",
    "booking_line": "booking_id, position, kind, label, detail, amount_minor",
    "occupancy": "room_id, during, kind, booking_id, note",
    "event": "id, name, data, booking_id, actor, happened_at",
    "charge": "id, booking_id, account_id, gateway, idempotency_key, amount_minor, fee_minor,"
    " currency, order_json, state, checkout_ref, payment_ref, created_at, expires_at,"
    " captured_minor, captured_at",
    "refund": "id, charge_id, idempotency_key, cause, amount_minor, fee_minor, state, gateway_ref,"
    " reason, actor, requested_at, asked_at, settled_at",
    **books.COLUMNS,
    "room_day": "room_id, on_date, city_id, free, held",
}
NULL = r"\N"


@dataclass(slots=True)
class Ink:
    """Rows that wait to be copied, by table, and the numbers given so far.

    `guests` are the ids of the people who book.
    """

    guests: range
    rows: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    booking_id: int = 0
    event_id: int = 0
    posting_id: int = 0

    def take(self) -> dict[str, list[str]]:
        """The waiting rows, which no longer wait."""
        taken, self.rows = self.rows, {name: [] for name in COLUMNS}
        return taken


@dataclass(frozen=True, slots=True)
class Priced:
    """What a length of a letting costs in a place, with its lines as COPY text."""

    total: int
    fee: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stay:
    """One session: which room, when and how long in half hours of the axis, held when."""

    axis: Axis
    house: House
    number: int
    first: int
    length: int
    held: int
    price: Priced

    def text(self, index: int, seconds: int = 0) -> str:
        """An instant of the axis as PostgreSQL reads it."""
        return f"{self.axis.texts[index]}:{seconds:02}+00"

    @property
    def paid(self) -> str:
        """When the money came: right after holding."""
        return self.text(self.held, 41)


def write_year(ink: Ink, axis: Axis, house: House, city_id: int, days: tuple[Day, ...]) -> None:
    """All bookings of one room, and its days of the horizon."""
    dice = random.Random(house.room_id)
    busy = 0
    letting = house.letting
    margin = -(-(letting.before + letting.after) // 30)
    for first, length in _sessions(letting, days, margin, dice):
        ink.booking_id += 1
        early = int(dice.random() ** 2 * HELD_BEFORE * 47)
        held = max(1, min(first, axis.now) - 2 - early)
        price = _priced(letting, house.place, length)
        stay = Stay(axis, house, ink.booking_id, first, length, held, price)
        if _write_stay(ink, stay, dice):
            busy |= (1 << length + 2 * margin) - 1 << first - margin
    for day in days[PAST - 1 :]:
        free = day.open & ~(busy >> day.first)
        ink.rows["room_day"].append(f"{house.room_id}\t{day.on_date}\t{city_id}\t{free}\t0\n")


def _sessions(
    letting: Letting, days: tuple[Day, ...], margin: int, dice: random.Random
) -> Iterator[tuple[int, int]]:
    """First half hour and length of each session, in order and with their buffers apart."""
    lengths = [length for length, often in LENGTHS for _ in range(often) if _lets(letting, length)]
    free_from = 0
    for day in days[: PAST + AHEAD]:
        for _ in range(dice.choice(PER_DAY)):
            start, length = 2 * dice.randrange(8, 24), dice.choice(lengths)
            first = day.first + start
            wanted = (1 << length) - 1
            if first >= free_from and (day.open_on >> start) & wanted == wanted:
                yield first, length
                free_from = first + length + margin


def _lets(letting: Letting, length: int) -> bool:
    return is_offered(length, letting.minimum, letting.maximum, letting.step)


def _write_stay(ink: Ink, stay: Stay, dice: random.Random) -> bool:
    """One booking with everything that belongs to it; True when it takes its time."""
    fate = dice.random()
    if fate < EXPIRED:
        _expired(ink, stay)
    elif fate < EXPIRED + CANCELLED:
        _cancelled(ink, stay, dice)
    else:
        _kept(ink, stay)
    return fate >= EXPIRED + CANCELLED


def _kept(ink: Ink, stay: Stay) -> None:
    over = stay.first + stay.length <= stay.axis.now
    ended = stay.text(stay.first + stay.length) if over else NULL
    _booking(
        ink,
        stay,
        "completed" if over else "confirmed",
        f"{stay.paid}\t{stay.paid}\t{ended}\t{NULL}\t{NULL}",
    )
    _event(ink, stay, "BookingConfirmed", "{}", "gateway", stay.paid)
    if over:
        _event(ink, stay, "BookingCompleted", "{}", "platform", ended)
    _charge(ink, stay)
    start, end = _occupied(stay)
    ink.rows["occupancy"].append(
        f"{stay.house.room_id}\t[{start},{end})\tbooking\t{stay.number}\t\n"
    )


def _expired(ink: Ink, stay: Stay) -> None:
    ended = stay.text(stay.held + 1, 7)
    _booking(ink, stay, "expired", f"{NULL}\t{NULL}\t{ended}\t{NULL}\t{NULL}")
    _event(ink, stay, "BookingExpired", "{}", "platform", ended)


def _cancelled(ink: Ink, stay: Stay, dice: random.Random) -> None:
    axis, number, currency = stay.axis, stay.number, stay.house.place.currency
    at = dice.randrange(stay.held + 1, max(stay.held + 2, min(stay.first, axis.now)))
    due = refund_due(
        terms=terms_for(stay.house.terms),
        total=Money(stay.price.total, currency),
        paid_at=axis.at(stay.held) + timedelta(seconds=41),
        starts_at=axis.at(stay.first),
        now=axis.at(at),
        by="guest",
    )
    minor, ended = due.amount.minor, stay.text(at)
    _booking(ink, stay, "cancelled", f"{stay.paid}\t{stay.paid}\t{ended}\tguest\t{minor}")
    _event(ink, stay, "BookingConfirmed", "{}", "gateway", stay.paid)
    fact = {"by": "guest", "refund_due_minor": minor, "currency": currency, "percent": due.percent}
    _event(ink, stay, "BookingCancelled", json.dumps(fact), "guest", ended)
    _charge(ink, stay)
    if minor:
        total, fee = stay.price.total, stay.price.fee
        share = fee_share(fee=fee, captured=total, given=0, given_fee=0, amount=minor)
        ink.rows["refund"].append(
            f"{number}\t{number}\tbench-r-{number}\tevent-{ink.event_id}\t{minor}\t{share}"
            f"\tsucceeded\tbench_r_{number}\tcancelled\tguest\t{ended}\t{ended}\t{ended}\n"
        )
        _book(ink, stay, refund_of(number, minor, share), ended)


def _booking(ink: Ink, stay: Stay, status: str, ends: str) -> None:
    house, price, number = stay.house, stay.price, stay.number
    held_at = stay.text(stay.held, 7)
    ink.rows["booking"].append(
        f"{number}\t{code_of(number)}\t{house.room_id}\t{house.studio_id}"
        f"\t{_guest(ink.guests, number)}"
        f"\t[{stay.text(stay.first)},{stay.text(stay.first + stay.length)})\t{status}\t1\t"
        f"\t{house.place.zone}\t{house.place.currency}\t{price.total}\t{price.fee}"
        f"\t{_terms(house.terms)}\tt\tf\t{held_at}\t{NULL}\t{ends}\n"
    )
    ink.rows["booking_line"].extend([f"{number}\t{line}" for line in price.lines])
    fact = f'{{"lapses_at": "{stay.text(stay.held + 1, 7)}"}}'
    _event(ink, stay, "BookingHeld", fact, "guest", held_at)


def _guest(guests: range, number: int) -> str:
    """Most have an account, every fifth is a browser."""
    if number % 5 == 0:
        return f"{NULL}\t{number:064x}\tSomebody\tsomebody{number}@example.com\t"
    person = guests[number * 7919 % len(guests)]
    return f"{person}\t{NULL}\tPerson {person}\tperson{person}@example.com\t"


def _event(ink: Ink, stay: Stay, name: str, *rest: str) -> None:
    """`rest`: its data as JSON, who did it, when."""
    data, actor, happened_at = rest
    ink.event_id += 1
    ink.rows["event"].append(
        f"{ink.event_id}\t{name}\t{data}\t{stay.number}\t{actor}\t{happened_at}\n"
    )


def _charge(ink: Ink, stay: Stay) -> None:
    number, price, house = stay.number, stay.price, stay.house
    ink.rows["charge"].append(
        f"{number}\t{number}\t{house.company_id}\tsandbox\tbench-c-{number}"
        f"\t{price.total}\t{price.fee}\t{house.place.currency}\t{{}}\tcaptured"
        f"\tbench_co_{number}\tbench_p_{number}\t{stay.text(stay.held, 20)}"
        f"\t{stay.text(stay.held + 1, 20)}\t{price.total}\t{stay.paid}\n"
    )
    _book(ink, stay, capture_of(number, price.total, price.fee), stay.paid)


def _book(ink: Ink, stay: Stay, postings: Postings, at: str) -> None:
    house = stay.house
    numbers = f"{house.company_id}\t{stay.number}"
    for cause, moved in postings:
        ink.posting_id += 1
        ink.rows["ledger_posting"].append(f"{ink.posting_id}\t{numbers}\t{cause}\t{at}\n")
        ink.rows["ledger_entry"].extend(lines(ink.posting_id, moved, house.place.currency))


def _occupied(stay: Stay) -> tuple[str, str]:
    letting, last = stay.house.letting, stay.first + stay.length
    if not letting.before and not letting.after:
        return stay.text(stay.first), stay.text(last)
    start = stay.axis.at(stay.first) - timedelta(minutes=letting.before)
    end = stay.axis.at(last) + timedelta(minutes=letting.after)
    return f"{start:%Y-%m-%d %H:%M}:00+00", f"{end:%Y-%m-%d %H:%M}:00+00"


@cache
def _terms(preset: Preset) -> str:
    return json.dumps(terms_for(preset).to_json())


@cache
def _priced(letting: Letting, place: Place, length: int) -> Priced:
    found = _quote(letting, place, length)
    lines = tuple(
        f"{n}\t{line.kind}\t{line.label}\t{line.detail}\t{line.amount.minor}\n"
        for n, line in enumerate(found.lines)
    )
    return Priced(found.total.minor, found.fee.minor, lines)


def _quote(letting: Letting, place: Place, length: int) -> Quote:
    pricing = RoomPricing(
        currency=place.currency,
        tiers=letting.tiers,
        minimum=letting.minimum,
        maximum=letting.maximum,
        step=letting.step,
        included_people=letting.capacity,
        extra_person_minor=0,
        capacity=letting.capacity,
    )
    starts_at = datetime(2026, 1, 1, tzinfo=UTC)  # without a zone the day does not matter
    return quote(
        pricing=pricing,
        slot=Timeslot(starts_at, starts_at + length * HALF_HOUR),
        people=1,
        fee=FEE,
        tax=Rate(place.tax) if place.tax else None,
        tax_name="Sales tax",
    )
