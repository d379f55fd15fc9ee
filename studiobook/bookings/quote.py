"""The price of a booking, line by line: search, calendar, checkout, receipt and refund use it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from studiobook.errors import DomainError
from studiobook.rooms.add_on import Charged, ChosenAddOn
from studiobook.rooms.peak_bands import Share, shares
from studiobook.rooms.price_list import RoomPricing, Tier, is_offered, tiers_used
from studiobook.values.local_week import week_half_hours
from studiobook.values.money import Money
from studiobook.values.rate import Rate, half_up
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_local

LineKind = Literal["time", "peak", "people", "add_on", "engineer", "fee", "tax", "gift"]
#: Larger amounts fit no column.
MOST_MINOR = 2**31 - 1


class LengthNotOffered(DomainError):
    """The room is not let for this long; minimum, maximum and step are half hours."""

    def __init__(self, minimum: int, maximum: int, step: int) -> None:
        shortest, longest = _hours(minimum), _hours(maximum)
        between = f"for {shortest}" if minimum == maximum else f"for {shortest} to {longest}"
        super().__init__(f"This room can be booked {between}, in steps of {_hours(step)}.")
        self.minimum, self.maximum, self.step = minimum, maximum, step


class TooManyPeople(DomainError):
    """More people than the room holds."""

    def __init__(self, capacity: int) -> None:
        super().__init__(f"This room holds {capacity} {_plural(capacity, 'person', 'people')}.")
        self.capacity = capacity


class NobodyComes(DomainError):
    """Fewer than one person."""

    message = "A booking is for at least one person."


class TooDear(DomainError):
    """A sum that nobody could pay in one booking."""

    message = "That comes to more than can be booked here at once. Please choose less of it."


@dataclass(frozen=True, slots=True)
class EngineerRate:
    """Somebody who comes with the room, at minor units per hour."""

    name: str
    per_hour_minor: int


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the bill, in words that explain its amount."""

    kind: LineKind
    label: str
    detail: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Quote:
    """Lines in the order in which they were worked out; they sum to `total`.

    `fee` is the service fee among them, zero when there is none.
    """

    lines: tuple[PriceLine, ...]
    total: Money
    fee: Money
    currency: str


def quote(
    *,
    pricing: RoomPricing,
    slot: Timeslot,
    people: int,
    add_ons: Sequence[ChosenAddOn] = (),
    engineer: EngineerRate | None = None,
    fee: Rate,
    tax: Rate | None = None,
    tax_name: str = "Tax",
    zone: str | None = None,
) -> Quote:
    """What the room costs for this slot, these people and what they book with it.

    Bills elapsed time; given the studio's `zone`, the time line says when a clock change makes
    that differ from the clock on the wall. A room with bands needs the zone: they follow the clock
    on the wall. The fee is a share of time, people, add-ons and engineer; the tax is on top of all
    that and the fee.

    Raises LengthNotOffered, TooManyPeople, NobodyComes, TooDear.
    """
    half_hours = _offered_half_hours(pricing, slot)
    _refuse_crowd(pricing, people)
    lines = [_time_line(pricing, slot, half_hours, zone)]
    lines += _peak_lines(pricing, slot, lines[0].amount.minor, zone)
    lines += _people_line(pricing, people, half_hours)
    lines += [_add_on_line(pricing, add_on, people, half_hours) for add_on in add_ons]
    if engineer:
        lines.append(_engineer_line(pricing, engineer, half_hours))
    service_fee = fee.of(_sum(lines, pricing))
    if fee.basis_points:
        lines.append(PriceLine("fee", "Service fee", str(fee), service_fee))
    if tax:
        lines.append(PriceLine("tax", tax_name, str(tax), tax.of(_sum(lines, pricing))))
    total = _sum(lines, pricing)
    if total.minor > MOST_MINOR:
        raise TooDear
    return Quote(tuple(lines), total, service_fee, pricing.currency)


def _offered_half_hours(pricing: RoomPricing, slot: Timeslot) -> int:
    half_hours, rest = divmod(slot.duration, HALF_HOUR)
    offered = is_offered(half_hours, pricing.minimum, pricing.maximum, pricing.step)
    if rest or not offered or not pricing.tiers:
        raise LengthNotOffered(pricing.minimum, pricing.maximum, pricing.step)
    return half_hours


def _refuse_crowd(pricing: RoomPricing, people: int) -> None:
    if people < 1:
        raise NobodyComes
    if people > pricing.capacity:
        raise TooManyPeople(pricing.capacity)


def _time_line(
    pricing: RoomPricing, slot: Timeslot, half_hours: int, zone: str | None
) -> PriceLine:
    line = _plain_time_line(pricing.tiers, half_hours, pricing.currency)
    turned = _clocks_turned(slot, zone) if zone else None
    if turned is None:
        return line
    why = f"{line.label}: the clocks go {turned} that night"
    return replace(line, detail=f"{line.detail}; {why}")


@lru_cache(maxsize=16_384)  # search quotes the same few lengths of every room again and again
def _plain_time_line(tiers: tuple[Tier, ...], half_hours: int, currency: str) -> PriceLine:
    used = tiers_used(tiers, half_hours)
    detail = " + ".join(_tier_label(tier, count) for tier, count in used)
    if sum(tier.half_hours * count for tier, count in used) > half_hours:
        detail += ", the lowest price for this length"
    price = sum(tier.price_minor * count for tier, count in used)
    return PriceLine("time", _hours(half_hours), detail, Money(price, currency))


def _clocks_turned(slot: Timeslot, zone: str) -> Literal["back", "forward"] | None:
    before = to_local(slot.starts_at, zone).utcoffset()
    after = to_local(slot.ends_at, zone).utcoffset()
    if before is None or after is None or before == after:
        return None
    return "back" if after < before else "forward"


def _peak_lines(
    pricing: RoomPricing, slot: Timeslot, price_minor: int, zone: str | None
) -> list[PriceLine]:
    if not pricing.bands:
        return []
    if zone is None:
        raise ValueError("hours of the week are those of a zone")
    hours = week_half_hours(slot, zone)
    return [
        _peak_line(share, len(hours), pricing.currency)
        for share in shares(pricing.bands, price_minor, hours)
    ]


def _peak_line(share: Share, half_hours: int, currency: str) -> PriceLine:
    of_all = f"{share.half_hours / 2:g} of {_hours(half_hours)}"
    detail = f"all {_hours(half_hours)}" if share.half_hours == half_hours else of_all
    label = f"{share.band.name} {share.band.share}"
    return PriceLine("peak", label, detail, Money(share.minor, currency))


def _people_line(pricing: RoomPricing, people: int, half_hours: int) -> list[PriceLine]:
    extra = people - pricing.included_people
    if extra < 1 or not pricing.extra_person_minor:
        return []
    label = f"{extra} extra {_plural(extra, 'person', 'people')}"
    detail = f"{pricing.included_people} included, {_hours(half_hours)}"
    amount = _hourly(extra * pricing.extra_person_minor, half_hours, pricing.currency)
    return [PriceLine("people", label, detail, amount)]


def _add_on_line(
    pricing: RoomPricing, add_on: ChosenAddOn, people: int, half_hours: int
) -> PriceLine:
    minor = add_on.price_minor * add_on.quantity
    match add_on.charged:
        case Charged.HOUR:
            detail, amount = _hours(half_hours), _hourly(minor, half_hours, pricing.currency)
        case Charged.PERSON:
            detail = f"{people} {_plural(people, 'person', 'people')}"
            amount = Money(minor * people, pricing.currency)
        case _:
            detail, amount = "", Money(minor, pricing.currency)
    return PriceLine("add_on", add_on.label, detail, amount)


def _engineer_line(pricing: RoomPricing, engineer: EngineerRate, half_hours: int) -> PriceLine:
    amount = _hourly(engineer.per_hour_minor, half_hours, pricing.currency)
    return PriceLine("engineer", f"Engineer: {engineer.name}", _hours(half_hours), amount)


def _hourly(per_hour_minor: int, half_hours: int, currency: str) -> Money:
    return Money(half_up(per_hour_minor * half_hours, 2), currency)


def _sum(lines: list[PriceLine], pricing: RoomPricing) -> Money:
    return Money(sum([line.amount.minor for line in lines]), pricing.currency)


def _tier_label(tier: Tier, count: int) -> str:
    hours, half = divmod(tier.half_hours, 2)
    label = f"{hours}.5 h rate" if half else f"{hours} h rate"
    return f"{count} × {label}" if count > 1 else label


def _hours(half_hours: int) -> str:
    if half_hours == 1:
        return "30 minutes"
    hours, half = divmod(half_hours, 2)
    number = f"{hours}.5" if half else str(hours)
    return f"{number} {_plural(half_hours - 1, 'hour', 'hours')}"


def _plural(count: int, one: str, many: str) -> str:
    return one if count == 1 else many
