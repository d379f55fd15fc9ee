"""The quote: every line explained, every cent accounted for."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studiobook.bookings.quote import (
    EngineerRate,
    LengthNotOffered,
    NobodyComes,
    Quote,
    TooDear,
    TooManyPeople,
    quote,
)
from studiobook.rooms.add_on import Charged, ChosenAddOn
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_list import RoomPricing, Tier, price_list
from studiobook.values.money import Money, total
from studiobook.values.rate import Rate, half_up
from studiobook.values.timeslot import HALF_HOUR, Timeslot
from studiobook.values.wall_clock import to_instant, to_local

BERLIN = "Europe/Berlin"
NO_FEE, FEE = Rate(0), Rate(400)
ROOM = RoomPricing(
    currency="EUR",
    tiers=(Tier(2, 3000), Tier(16, 18_000)),
    minimum=2,
    maximum=24,
    step=1,
    included_people=4,
    extra_person_minor=500,
    capacity=8,
)
ANA = EngineerRate("Ana", 2500)


def hours(count: float) -> Timeslot:
    starts_at = datetime(2026, 6, 1, 10, tzinfo=UTC)
    return Timeslot(starts_at, starts_at + timedelta(hours=count))


def berlin(start: str, end: str) -> Timeslot:
    return Timeslot(
        to_instant(datetime.fromisoformat(start), BERLIN),
        to_instant(datetime.fromisoformat(end), BERLIN),
    )


def bill(priced: Quote) -> list[tuple[str, str, str, int]]:
    return [(line.kind, line.label, line.detail, line.amount.minor) for line in priced.lines]


def test_every_line_says_what_it_is_for() -> None:
    priced = quote(
        pricing=ROOM,
        slot=hours(9),
        people=6,
        engineer=ANA,
        fee=FEE,
        tax=Rate(1900),
        tax_name="VAT",
    )

    assert bill(priced) == [
        ("time", "9 hours", "8 h rate + 1 h rate", 21_000),
        ("people", "2 extra people", "4 included, 9 hours", 9000),
        ("engineer", "Engineer: Ana", "9 hours", 22_500),
        ("fee", "Service fee", "4%", 2100),
        ("tax", "VAT", "19%", 10_374),
    ]
    assert priced.total == Money(64_974, "EUR")
    assert priced.fee == Money(2100, "EUR")


def test_what_nobody_asked_for_has_no_line() -> None:
    priced = quote(pricing=ROOM, slot=hours(1), people=4, engineer=None, fee=NO_FEE, tax=None)

    assert bill(priced) == [("time", "1 hour", "1 h rate", 3000)]
    assert priced.fee == Money.zero("EUR")


def test_a_longer_rate_that_is_cheaper_is_charged_and_said() -> None:
    priced = quote(pricing=ROOM, slot=hours(7), people=1, fee=NO_FEE)

    assert bill(priced) == [
        ("time", "7 hours", "8 h rate, the lowest price for this length", 18_000)
    ]


def test_the_same_rate_several_times_is_counted() -> None:
    priced = quote(pricing=ROOM, slot=hours(3), people=1, fee=NO_FEE)

    assert priced.lines[0].detail == "3 × 1 h rate"


def test_half_hours_are_named_and_their_extras_rounded_half_up() -> None:
    room = replace(ROOM, tiers=(Tier(1, 1000), Tier(3, 2500)), minimum=1, extra_person_minor=333)

    half = quote(pricing=room, slot=hours(0.5), people=5, fee=NO_FEE)
    more = quote(pricing=room, slot=hours(1.5), people=5, fee=NO_FEE)

    assert bill(half) == [
        ("time", "30 minutes", "0.5 h rate", 1000),
        ("people", "1 extra person", "4 included, 30 minutes", 167),
    ]
    assert bill(more) == [
        ("time", "1.5 hours", "1.5 h rate", 2500),
        ("people", "1 extra person", "4 included, 1.5 hours", 500),
    ]


def test_the_autumn_night_has_nine_hours_and_the_line_says_why() -> None:
    night = berlin("2026-10-24 22:00", "2026-10-25 06:00")

    priced = quote(pricing=ROOM, slot=night, people=1, fee=NO_FEE, zone=BERLIN)

    assert bill(priced) == [
        (
            "time",
            "9 hours",
            "8 h rate + 1 h rate; 9 hours: the clocks go back that night",
            21_000,
        )
    ]


def test_the_spring_night_has_seven_hours_and_the_line_says_why() -> None:
    night = berlin("2026-03-28 22:00", "2026-03-29 06:00")

    priced = quote(pricing=ROOM, slot=night, people=1, fee=NO_FEE, zone=BERLIN)

    assert priced.lines[0].label == "7 hours"
    assert priced.lines[0].detail.endswith("7 hours: the clocks go forward that night")


def test_an_ordinary_night_has_nothing_to_explain() -> None:
    night = berlin("2026-06-01 22:00", "2026-06-02 06:00")

    priced = quote(pricing=ROOM, slot=night, people=1, fee=NO_FEE, zone=BERLIN)

    assert priced.lines[0].detail == "8 h rate"


@pytest.mark.parametrize("length", [0.5, 12.5, 2.25, 1.0001])
def test_a_length_that_is_not_offered_is_refused_with_what_is(length: float) -> None:
    with pytest.raises(LengthNotOffered) as refusal:
        quote(pricing=ROOM, slot=hours(length), people=1, fee=FEE)

    assert (refusal.value.minimum, refusal.value.maximum, refusal.value.step) == (2, 24, 1)
    assert refusal.value.message == (
        "This room can be booked for 1 hour to 12 hours, in steps of 30 minutes."
    )


def test_a_length_between_the_steps_is_refused() -> None:
    with pytest.raises(LengthNotOffered):
        quote(pricing=replace(ROOM, step=2), slot=hours(1.5), people=1, fee=FEE)


def test_a_room_without_prices_offers_no_length() -> None:
    with pytest.raises(LengthNotOffered):
        quote(pricing=replace(ROOM, tiers=()), slot=hours(2), people=1, fee=FEE)


def test_more_people_than_fit_are_refused() -> None:
    with pytest.raises(TooManyPeople) as refusal:
        quote(pricing=ROOM, slot=hours(2), people=9, fee=FEE)

    assert refusal.value.capacity == 8
    assert refusal.value.message == "This room holds 8 people."


@pytest.mark.parametrize("people", [0, -3])
def test_a_booking_for_nobody_is_refused(people: int) -> None:
    with pytest.raises(NobodyComes):
        quote(pricing=ROOM, slot=hours(2), people=people, fee=FEE)


def extra(charged: str, *, price: int = 500, quantity: int = 1) -> ChosenAddOn:
    return ChosenAddOn(1, "Microphone", price, Charged(charged), quantity)


def test_add_ons_stand_between_people_and_engineer_and_are_charged_as_they_say() -> None:
    add_ons = [extra("booking"), extra("hour", quantity=2), extra("person", price=200)]
    priced = quote(pricing=ROOM, slot=hours(3), people=5, add_ons=add_ons, engineer=ANA, fee=FEE)

    assert bill(priced)[1:] == [
        ("people", "1 extra person", "4 included, 3 hours", 1500),
        ("add_on", "Microphone", "", 500),
        ("add_on", "2 × Microphone", "3 hours", 3000),
        ("add_on", "Microphone", "5 people", 1000),
        ("engineer", "Engineer: Ana", "3 hours", 7500),
        ("fee", "Service fee", "4%", 900),
    ]


def test_half_an_hour_of_an_add_on_is_rounded_half_up() -> None:
    room = replace(ROOM, minimum=1)
    priced = quote(
        pricing=room, slot=hours(0.5), people=1, add_ons=[extra("hour", price=333)], fee=NO_FEE
    )

    assert bill(priced)[1] == ("add_on", "Microphone", "30 minutes", 167)


def test_what_is_free_has_its_line_too() -> None:
    priced = quote(
        pricing=ROOM, slot=hours(1), people=1, add_ons=[extra("person", price=0)], fee=NO_FEE
    )

    assert bill(priced)[1] == ("add_on", "Microphone", "1 person", 0)


def test_a_sum_that_no_column_holds_is_refused() -> None:
    dear = [extra("person", price=10**8, quantity=20)]
    with pytest.raises(TooDear):
        quote(pricing=ROOM, slot=hours(1), people=8, add_ons=dear, fee=FEE)


EVENING = Band("Friday evening", (4,), 36, 12, 2500)
NIGHT = Band("Friday night", (5,), 0, 12, -2000)
PEAKS = replace(ROOM, bands=(EVENING, NIGHT))


def test_each_band_has_a_line_for_its_part_of_the_session() -> None:
    friday = berlin("2026-06-05T17:00", "2026-06-05T20:00")
    priced = quote(pricing=PEAKS, slot=friday, people=5, fee=FEE, zone=BERLIN)
    assert bill(priced) == [
        ("time", "3 hours", "3 × 1 h rate", 9000),
        ("peak", "Friday evening +25%", "2 of 3 hours", 1500),
        ("people", "1 extra person", "4 included, 3 hours", 1500),
        ("fee", "Service fee", "4%", 480),
    ]


def test_a_session_over_midnight_is_in_both_nights_bands() -> None:
    night = berlin("2026-06-05T22:30", "2026-06-06T00:30")
    priced = quote(pricing=PEAKS, slot=night, people=1, fee=NO_FEE, zone=BERLIN)
    assert bill(priced)[1:] == [
        ("peak", "Friday evening +25%", "1.5 of 2 hours", 1125),
        ("peak", "Friday night −20%", "0.5 of 2 hours", -300),
    ]


def test_a_session_wholly_inside_says_so() -> None:
    friday = berlin("2026-06-05T20:00", "2026-06-05T22:00")
    priced = quote(pricing=PEAKS, slot=friday, people=1, fee=NO_FEE, zone=BERLIN)
    assert bill(priced)[1:] == [("peak", "Friday evening +25%", "all 2 hours", 1500)]


@pytest.mark.parametrize(
    ("start", "end", "between_two_and_three"),
    [
        # 01:00–04:00 on the clock: two hours that night in spring, four in autumn.
        ("2026-03-29T01:00", "2026-03-29T04:00", 0),
        ("2026-10-25T01:00", "2026-10-25T04:00", 400),
    ],
)
def test_bands_follow_the_clock_on_the_wall_and_count_what_elapses(
    start: str, end: str, between_two_and_three: int
) -> None:
    early = Band("Early Sunday", (6,), 2, 2, 10_000)  # 01:00–02:00
    room = replace(ROOM, tiers=(Tier(1, 100),), bands=(early,))
    priced = quote(pricing=room, slot=berlin(start, end), people=1, fee=NO_FEE, zone=BERLIN)
    assert priced.lines[1].amount.minor == 200
    again = replace(early, start=4)  # 02:00–03:00: never in spring, twice in autumn
    room = replace(room, bands=(again,))
    priced = quote(pricing=room, slot=berlin(start, end), people=1, fee=NO_FEE, zone=BERLIN)
    peaks = [line.amount.minor for line in priced.lines if line.kind == "peak"]
    assert sum(peaks) == between_two_and_three


def test_bands_without_a_zone_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="zone"):
        quote(pricing=PEAKS, slot=hours(2), people=1, fee=NO_FEE)


shares_of_price = st.integers(-9000, 20_000).filter(bool)
weeks = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 23), st.integers(1, 24), shares_of_price),
    max_size=3,
    unique_by=lambda band: band[0],
).map(
    lambda rows: tuple(
        Band(f"Band {day}", (day,), start, length, points) for day, start, length, points in rows
    )
)


@given(
    tiers=st.lists(st.builds(Tier, st.integers(1, 16), st.integers(0, 10**6)), min_size=1).map(
        tuple
    ),
    bands=weeks,
    first=st.integers(0, 400 * 48),
    half_hours=st.integers(1, 48),
)
def test_peak_lines_add_up_to_one_rounding_of_the_mean(
    tiers: tuple[Tier, ...], bands: tuple[Band, ...], first: int, half_hours: int
) -> None:
    starts_at = datetime(2026, 1, 1, tzinfo=UTC) + first * HALF_HOUR
    slot = Timeslot(starts_at, starts_at + half_hours * HALF_HOUR)
    room = replace(ROOM, tiers=tiers, minimum=1, maximum=48, bands=bands)
    priced = quote(pricing=room, slot=slot, people=1, fee=NO_FEE, zone=BERLIN)
    base, *peaks = [line.amount.minor for line in priced.lines]
    # Told apart from the code: each half hour's local time by itself.
    points = 0
    for n in range(half_hours):
        local = to_local(starts_at + n * HALF_HOUR, BERLIN)
        at = local.hour * 2 + local.minute // 30
        points += sum(
            band.basis_points
            for band in bands
            if local.weekday() in band.weekdays and band.start <= at < band.start + band.half_hours
        )
    assert sum(peaks) == half_up(base * points, half_hours * 10_000)
    assert len(peaks) <= len(bands)
    assert priced.total.minor >= 0


rooms = st.builds(
    RoomPricing,
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    tiers=st.lists(
        st.builds(Tier, st.integers(1, 16), st.integers(0, 10**6)), min_size=1, max_size=4
    ).map(tuple),
    minimum=st.just(1),
    maximum=st.just(48),
    step=st.just(1),
    included_people=st.integers(1, 6),
    extra_person_minor=st.integers(0, 5000),
    capacity=st.just(12),
)
engineers = st.none() | st.builds(EngineerRate, st.just("Ana"), st.integers(0, 10**5))
extras = st.lists(
    st.builds(
        ChosenAddOn,
        id=st.integers(1, 9),
        name=st.just("Drum kit"),
        price_minor=st.integers(0, 10**5),
        charged=st.sampled_from(Charged),
        quantity=st.integers(1, 20),
    ),
    max_size=4,
)
fees = st.integers(0, 3000).map(Rate)
taxes = st.none() | fees
lengths = st.integers(1, 48)
crowds = st.integers(1, 12)


@given(
    room=rooms,
    half_hours=lengths,
    people=crowds,
    add_ons=extras,
    engineer=engineers,
    fee=fees,
    tax=taxes,
)
def test_lines_sum_to_the_total_in_the_agreed_order(
    *,
    room: RoomPricing,
    half_hours: int,
    people: int,
    add_ons: list[ChosenAddOn],
    engineer: EngineerRate | None,
    fee: Rate,
    tax: Rate | None,
) -> None:
    slot = hours(half_hours / 2)
    priced = quote(
        pricing=room, slot=slot, people=people, add_ons=add_ons, engineer=engineer, fee=fee, tax=tax
    )

    order = ["time", "people", "add_on", "engineer", "fee", "tax"]
    kinds = [line.kind for line in priced.lines]
    listed = price_list(room.tiers, minimum=1, maximum=48, step=1)[half_hours]
    assert total((line.amount for line in priced.lines), room.currency) == priced.total
    assert kinds == sorted(kinds, key=order.index)
    alone = [kind for kind in kinds if kind != "add_on"]
    assert len(set(alone)) == len(alone)
    assert kinds.count("add_on") == len(add_ons)
    assert all(line.amount.minor >= 0 for line in priced.lines)
    assert priced.lines[0].amount.minor == listed
    assert priced.fee == total((x.amount for x in priced.lines if x.kind == "fee"), room.currency)


@given(
    room=rooms,
    half_hours=st.integers(1, 47),
    people=crowds,
    add_ons=extras,
    engineer=engineers,
    fee=fees,
)
def test_longer_or_fuller_never_costs_less(
    *,
    room: RoomPricing,
    half_hours: int,
    people: int,
    add_ons: list[ChosenAddOn],
    engineer: EngineerRate | None,
    fee: Rate,
) -> None:
    def price(half_hours: int, people: int) -> Money:
        slot = hours(half_hours / 2)
        return quote(
            pricing=room, slot=slot, people=people, add_ons=add_ons, engineer=engineer, fee=fee
        ).total

    assert price(half_hours, people) <= price(half_hours + 1, people)
    assert price(half_hours, people) <= price(half_hours, min(people + 1, 12))
