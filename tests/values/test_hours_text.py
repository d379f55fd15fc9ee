"""Opening hours as people type them."""

import pytest

from studiobook.values.hours_text import UnreadableHours, read_day, write_day
from studiobook.values.wall_hours import OpenInterval

HOUR = 60


@pytest.mark.parametrize(
    ("typed", "intervals"),
    [
        ("09:00–18:00", [(9, 18)]),
        ("9-18", [(9, 18)]),
        ("9.30 - 18", [(9.5, 18)]),
        ("9am to 10pm", [(9, 22)]),
        ("12am–12pm", [(0, 12)]),
        ("19:00–02:00", [(19, 26)]),
        ("9-12, 14-18", [(9, 12), (14, 18)]),
        ("9-12 and 14-18", [(9, 12), (14, 18)]),
        ("08:00–24:00", [(8, 24)]),
        ("24 hours", [(0, 24)]),
        ("0-0", [(0, 24)]),
        ("closed", []),
        ("  Closed ", []),
        ("", []),
    ],
)
def test_hours_are_read_as_they_are_meant(typed, intervals):
    expected = tuple(OpenInterval(int(a * HOUR), int(b * HOUR)) for a, b in intervals)
    assert read_day(typed) == expected


@pytest.mark.parametrize(
    "typed",
    ["nine to five", "9", "25-26", "9:75-10", "9-", "13pm-14pm", "9-12,", "24:30-25", "x" * 201],
)
def test_what_is_no_time_is_refused_in_a_sentence(typed):
    with pytest.raises(UnreadableHours) as refusal:
        read_day(typed)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("typed", ["09:00–12:00, 19:00–02:00", "24 hours", "closed", "00:00–24:00"])
def test_what_is_written_is_read_again(typed):
    assert read_day(write_day(read_day(typed))) == read_day(typed)
