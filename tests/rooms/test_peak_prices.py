"""An owner sets people and peak hours beside the prices, and tries a session before saving."""

import pytest

from studiobook.db.base import db
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_by_time import bands_of, price_by_time
from studiobook.rooms.price_list import Tier
from tests.factories.world import make_room
from tests.support.markup import Markup

PRICES = {"hours_1": "1", "price_1": "100"}
EVENING = {
    "band_name_1": "Friday evening",
    "band_days_1": ["4"],
    "band_from_1": "18:00",
    "band_to_1": "00:00",
    "band_way_1": "dearer",
    "band_percent_1": "25",
}
TRY = {"preview_day": "4", "preview_start": "17:00", "preview_hours": "3", "preview_people": "2"}


def path(room, step="/prices"):
    return f"/manage/studios/{room.studio.slug}/rooms/{room.slug}{step}"


def words(answer) -> str:
    return str(answer.text).replace("&#39;", "'")


@pytest.fixture
def room(draft):
    room = make_room(studio=draft, tiers=[Tier(2, 4000)])
    db.session.commit()
    return room


class TestPeakHours:
    def test_are_saved_with_the_prices_and_shown_again(self, client, room):
        quiet = {
            "band_name_2": "Quiet mornings",
            "band_days_2": ["0", "1"],
            "band_from_2": "22:00",
            "band_to_2": "10:30",
            "band_way_2": "cheaper",
            "band_percent_2": "12,5",
        }
        client.submit(path(room), {**PRICES, **EVENING, **quiet})
        assert bands_of(room) == (
            Band("Friday evening", (4,), 36, 12, 2500),
            Band("Quiet mornings", (0, 1), 44, 25, -1250),
        )
        assert room.peaks is not None
        assert room.peaks[4 * 48 + 35 : 4 * 48 + 37] == [0, 2500]
        page = client.get(path(room)).text
        assert 'value="Quiet mornings"' in page
        assert 'value="12.5"' in page
        days = [one for one in Markup(page).all("input") if one.get("name") == "band_days_2"]
        chosen = [day.get("value") for day in days if day.get("checked") is not None]
        assert chosen == ["0", "1"]

    def test_without_any_the_room_costs_the_same_at_all_hours(self, client, room):
        price_by_time(room=room, bands=[Band("Sunday", (6,), 0, 48, 1000)])
        db.session.commit()
        client.submit(path(room), PRICES)
        assert (bands_of(room), room.peaks) == ((), None)

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"band_name_1": ""}, "Hours 1: give them a name"),
            ({"band_days_1": []}, "Hours 1: choose at least one day."),
            ({"band_days_1": ["9"]}, "Hours 1: '9' is not a valid choice"),
            ({"band_from_1": ""}, "Hours 1: enter a full or half hour at which they begin"),
            ({"band_to_1": "20:15"}, "Hours 1: enter a full or half hour at which they end"),
            ({"band_to_1": "late"}, "Hours 1: Not a valid time value."),
            ({"band_percent_1": ""}, "Hours 1: enter a percentage above 0, up to 200."),
            ({"band_percent_1": "-20"}, "Hours 1: enter a percentage above 0, up to 200."),
            ({"band_percent_1": "1e99"}, "Enter a smaller number."),
            ({"band_percent_1": "95", "band_way_1": "cheaper"}, "above 0, up to 90."),
            (
                {**{key.replace("_1", "_2"): value for key, value in EVENING.items()}},
                "Hours 2: they overlap with “Friday evening” on Fri at 18:00.",
            ),
            (
                {"included": "9", "extra": "5"},
                "The room holds 1 to 6 people.",
            ),
            ({"extra": "5"}, "Say how many people the prices include."),
            ({"included": "2", "extra": "5.001"}, "in the coins that EUR has."),
        ],
    )
    def test_slips_are_told_by_row_and_what_was_typed_stays(self, client, room, changed, sentence):
        answer = client.submit(path(room), {**PRICES, **EVENING, **changed})
        assert answer.status_code == 422
        assert sentence in words(answer)
        assert 'value="100"' in answer.text
        assert bands_of(room) == ()

    def rows(self, client, room, data, fragment=None):
        page = path(room)
        return client.submit(path(room, "/prices/hours"), data, page=page, fragment=fragment)

    def test_a_row_is_added_and_taken_out_without_saving(self, client, room):
        more = self.rows(client, room, {**PRICES, **EVENING, "add": "1"})
        assert more.status_code == 200
        assert 'name="band_name_2"' in more.text
        assert 'value="Friday evening"' in more.text
        second = {"band_name_2": "Sunday", "band_percent_2": "10"}
        less = self.rows(client, room, {**PRICES, **EVENING, **second, "without": "1"})
        assert 'value="Sunday"' in less.text
        assert 'value="Friday evening"' not in less.text
        assert 'name="band_name_2"' not in less.text
        assert bands_of(room) == ()

    def test_there_are_only_so_many_rows(self, client, room):
        rows = {f"band_name_{n}": "x" for n in range(1, 40)}
        answer = self.rows(client, room, {**PRICES, **rows, "add": "1"})
        assert 'name="band_name_8"' in answer.text
        assert 'name="band_name_9"' not in answer.text
        assert "Add hours" not in answer.text

    def test_a_row_is_exchanged_as_a_fragment(self, client, room):
        answer = self.rows(client, room, {**PRICES, "add": "1"}, fragment="setup")
        assert answer.text.count("<form") == 1
        assert "<h1>" not in answer.text


class TestPeople:
    def test_beyond_the_included_ones_cost_by_the_hour(self, client, room):
        client.submit(path(room), {**PRICES, "included": "2", "extra": "7,50"})
        assert (room.included_people, room.extra_person_minor) == (2, 750)
        page = client.get(path(room)).text
        assert 'value="7.50"' in page
        client.submit(path(room), {**PRICES, "included": "2", "extra": ""})
        assert (room.included_people, room.extra_person_minor) == (6, 0)


class TestTryingASession:
    def show(self, client, room, data, fragment=None):
        page = path(room)
        return client.submit(path(room, "/prices/preview"), data, page=page, fragment=fragment)

    def test_shows_the_lines_of_the_typed_prices_and_saves_nothing(self, client, room):
        room.studio.tax_name, room.studio.tax_basis_points = "VAT", 1900
        db.session.commit()
        typed = {**PRICES, **EVENING, **TRY, "included": "1", "extra": "10"}
        answer = self.show(client, room, typed)
        assert answer.status_code == 200
        assert "Friday 17:00–20:00, 2 people" in answer.text
        assert "Friday evening +25%" in answer.text
        assert "2 of 3 hours" in answer.text
        assert "1 extra person" in answer.text
        # 300 + 50 + 30 = 380, and 4 % of it, and 19 % of both
        assert "€470.29" in answer.text
        assert "VAT comes on top of your prices." in answer.text
        assert 'value="Friday evening"' in answer.text
        assert [tier.price_minor for tier in room.tiers] == [4000]
        assert bands_of(room) == ()

    def test_is_a_small_fragment_for_the_script(self, client, room):
        answer = self.show(client, room, {**PRICES, **EVENING, **TRY}, fragment="price-answer")
        assert answer.status_code == 200
        assert "Guests pay" in answer.text
        assert "<form" not in answer.text
        assert len(answer.data) < 15_000

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"band_days_1": []}, "First put this right: Hours 1: choose at least one day."),
            ({"price_1": ""}, "First put this right: Enter the price of this length."),
            ({"preview_start": ""}, "Choose a day, a start"),
            ({"preview_start": "17:10"}, "Choose a day, a start"),
            ({"preview_day": "nine"}, "Choose a day, a start"),
            ({"preview_hours": "1e50"}, "Choose a day, a start"),
            ({"preview_hours": "1.5"}, "This room can be booked for 1 hour to 12 hours"),
            ({"preview_people": "7"}, "This room holds 6 people."),
            ({"preview_people": ""}, "A booking is for at least one person."),
            ({"preview_people": "x"}, "A booking is for at least one person."),
        ],
    )
    def test_says_what_is_missing(self, client, room, changed, sentence):
        answer = self.show(client, room, {**PRICES, **EVENING, **TRY, **changed})
        assert answer.status_code == 422
        assert sentence in words(answer)
