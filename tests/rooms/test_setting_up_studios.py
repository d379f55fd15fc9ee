"""Setting up a studio: every step saved on its own, refusals beside their fields, nothing lost."""

import pytest

from studiobook.bookings.terms import Preset, terms_for
from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.rooms.forms.terms import PRESETS
from studiobook.rooms.models import Photo, Room, RoomDay
from studiobook.studios.models import Badge, Studio, StudioState
from studiobook.values.wall_hours import HoursMode, OpenInterval
from tests.factories.sign_in import sign_in
from tests.factories.world import company_of, make_city, make_room, make_studio, make_user

PLACE = {"name": "Tape House", "street": "Tonstraße 7", "city": "berlin", "postcode": "10115"}


def path(studio, step=""):
    return f"/manage/studios/{studio.slug}{step}"


@pytest.fixture
def berlin(app):
    city = make_city()
    city.name, city.slug = "Berlin", "berlin"
    db.session.commit()
    return city


class TestBeforeTheFirstStudio:
    def test_the_one_next_step_is_to_list_a_studio(self, client, owner):
        page = client.get("/manage/studios")
        assert page.text.count("button-primary") == 1
        assert 'href="/manage/studios/new"' in page.text

    def test_whoever_has_no_company_is_asked_for_it_first_and_led_on(self, client, berlin):
        person = make_user()
        sign_in(client, person)
        assert client.get("/manage/studios/new").location == "/manage/company/new"
        answer = client.submit(
            "/manage/company/new", {"name": "Ada's Rooms", "country": "DE", "about": "Two rooms."}
        )
        assert answer.location == "/manage/studios/new"
        company = company_of(person)
        assert (company.name, company.slug, company.country_code) == (
            "Ada's Rooms",
            "ada-s-rooms",
            "DE",
        )
        assert client.get("/manage/company/new").location == "/manage/company"

    def test_a_company_form_that_is_sent_twice_opens_one_company(self, client, berlin):
        sign_in(client, make_user())
        form = client.get("/manage/company/new")
        assert form.status_code == 200
        for _ in range(2):
            answer = client.submit(
                "/manage/company/new", {"name": "Once", "country": "DE"}, page="/account"
            )
            assert answer.location == "/manage/studios/new"
        assert db.session.query(Company).filter_by(name="Once").count() == 1

    def test_a_stranger_signs_in_and_comes_back(self, client, berlin):
        answer = client.get("/manage/studios/new")
        assert answer.location == "/auth/login?next=/manage/studios/new"


class TestANewStudio:
    def test_is_a_draft_in_the_middle_of_its_city_and_in_its_zone(self, client, owner, berlin):
        answer = client.submit("/manage/studios/new", PLACE)
        studio = db.session.query(Studio).filter_by(name="Tape House").one()
        assert answer.location == path(studio)
        assert studio.state is StudioState.DRAFT
        assert (studio.lat, studio.lng, studio.zone) == (berlin.lat, berlin.lng, "Europe/Berlin")
        assert "Still missing: opening hours, a room with a price, a photo, a payment account" in (
            client.get(answer.location).text
        )
        assert "Still missing: opening hours" in client.get("/manage/studios").text

    def test_sent_twice_is_one_studio(self, client, owner, berlin):
        first = client.submit("/manage/studios/new", PLACE)
        assert client.submit("/manage/studios/new", PLACE).location == first.location
        assert db.session.query(Studio).filter_by(name="Tape House").count() == 1

    def test_is_never_called_like_the_form(self, client, owner, berlin):
        answer = client.submit("/manage/studios/new", {**PLACE, "name": "New"})
        assert answer.location != "/manage/studios/new"
        assert "<h1>New</h1>" in client.get(answer.location).text

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"name": " "}, "Enter the studio's name."),
            ({"city": ""}, "Choose a city."),
            ({"city": "atlantis"}, "Not a valid choice."),
            ({"position": "52,5"}, "Enter two numbers such as 52.5200, 13.4050"),
            ({"position": "NaN, 1e9"}, "Enter two numbers such as 52.5200, 13.4050"),
            ({"position": "13.4, 52.5"}, "km from Berlin. Check both numbers."),
            ({"position": "520, 13"}, "The first number is degrees north, -90 to 90"),
            ({"position": "https://maps.app.goo.gl/abc"}, "This is a short link."),
            ({"zone": "Mars/Olympus"}, "There is no such time zone."),
        ],
    )
    def test_a_slip_is_told_beside_its_field_and_nothing_typed_is_lost(
        self, client, owner, berlin, changed, sentence
    ):
        answer = client.submit("/manage/studios/new", {**PLACE, **changed})
        assert answer.status_code == 422
        assert sentence in answer.text.replace("&#39;", "'")
        assert 'value="Tonstraße 7"' in answer.text


class TestItsPlace:
    def test_keeps_the_address_on_the_site_when_the_name_changes(self, client, draft):
        slug = draft.slug
        client.submit(path(draft, "/place"), {**PLACE, "name": "Other", "position": "52,5; 13,4"})
        assert (draft.name, draft.slug, draft.lat) == ("Other", slug, 52.5)

    def test_in_a_new_city_position_and_zone_follow_unless_they_were_changed(self, client, draft):
        oslo = make_city(zone="Europe/Oslo")
        oslo.lat, oslo.lng = 59.9, 10.7
        room = make_room(studio=draft)
        db.session.commit()
        unchanged = {"position": "52.52, 13.405", "zone": draft.zone}
        client.submit(path(draft, "/place"), {**PLACE, **unchanged, "city": oslo.slug})
        assert (draft.lat, draft.zone, room.city_id) == (59.9, "Europe/Oslo", oslo.id)
        cities = {day.city_id for day in db.session.query(RoomDay).filter_by(room_id=room.id)}
        assert cities == {oslo.id}

    def test_does_not_move_to_another_currency_once_there_are_rooms(self, client, draft):
        york = make_city(zone="America/New_York", country="US", currency="USD")
        make_room(studio=draft)
        db.session.commit()
        answer = client.submit(path(draft, "/place"), {**PLACE, "city": york.slug})
        assert answer.status_code == 422
        assert "priced in another currency" in answer.text
        assert draft.city.name == "Berlin"


class TestItsWords:
    def test_are_saved_with_its_promises(self, client, draft):
        badge = Badge(name="Daylight", slug="daylight")
        db.session.add(badge)
        db.session.commit()
        texts = {
            "description": "Two floors.",
            "house_rules": "No smoke.",
            "entry_notes": "Code 1234",
        }
        answer = client.submit(path(draft, "/description"), {**texts, "badges": "daylight"})
        assert answer.location == path(draft)
        assert (draft.description, draft.entry_notes) == ("Two floors.", "Code 1234")
        assert [one.slug for one in draft.badges] == ["daylight"]
        client.submit(path(draft, "/description"), texts)
        assert draft.badges == []

    def test_terms_and_answer_are_saved(self, client, draft):
        client.submit(path(draft, "/terms"), {"terms": "firm", "answer": "request"})
        assert (draft.terms_preset, draft.instant) == ("firm", False)
        assert "Firm terms. On request." in client.get(path(draft)).text

    def test_a_tax_comes_on_top_with_its_name(self, client, draft):
        terms = {"terms": "firm", "answer": "instant"}
        client.submit(path(draft, "/terms"), {**terms, "tax_percent": "7,5", "tax_name": "VAT"})
        assert (draft.tax_basis_points, draft.tax_name) == (750, "VAT")
        page = client.get(path(draft, "/terms"))
        assert 'value="7.5"' in page.text
        assert "On top of your prices" in page.text
        client.submit(path(draft, "/terms"), terms)
        assert (draft.tax_basis_points, draft.tax_name) == (0, "Tax")

    @pytest.mark.parametrize("percent", ["51", "-1", "7.555", "much", "NaN", "9" * 30])
    def test_a_tax_that_nobody_charges_is_refused(self, client, draft, percent):
        typed = {"terms": "firm", "answer": "instant", "tax_percent": percent, "tax_name": "VAT"}
        answer = client.submit(path(draft, "/terms"), typed)
        assert (answer.status_code, draft.tax_basis_points) == (422, 0)
        assert 'value="VAT"' in answer.text

    def test_terms_nobody_knows_are_refused(self, client, draft):
        answer = client.submit(path(draft, "/terms"), {"terms": "none", "answer": "instant"})
        assert (answer.status_code, draft.terms_preset) == (422, "standard")

    def test_the_terms_are_offered_in_the_words_of_what_they_give_back(self):
        assert [value for value, _label in PRESETS] == [preset.value for preset in Preset]
        for value, label in PRESETS:
            for hours, _percent in terms_for(Preset(value)).steps:
                assert f"{hours} hours" in label or f"{hours // 24} days" in label


class TestItsHours:
    def test_are_proposed_until_they_are_given(self, client, draft):
        page = client.get(path(draft, "/hours"))
        assert 'value="09:00–22:00"' in page.text
        assert draft.hours is None

    def test_always(self, client, draft):
        client.submit(path(draft, "/hours"), {"mode": "always", "monday": "gibberish"})
        assert draft.hours.mode is HoursMode.ALWAYS

    def test_the_same_every_day_past_midnight(self, client, draft):
        client.submit(path(draft, "/hours"), {"mode": "daily", "daily": "18-2"})
        assert draft.hours.days[0] == (OpenInterval(18 * 60, 26 * 60),)
        assert 'value="18:00–02:00"' in client.get(path(draft, "/hours")).text

    def test_by_weekday_with_a_closed_day_and_two_stretches(self, client, draft):
        days = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday"), "9-12, 14-18")
        days |= {"friday": "20:00-04:00", "saturday": "closed", "sunday": ""}
        answer = client.submit(path(draft, "/hours"), {"mode": "weekly", **days})
        assert answer.location == path(draft)
        assert [len(day) for day in draft.hours.days] == [2, 2, 2, 2, 1, 0, 0]

    def test_the_days_of_its_rooms_follow(self, client, draft):
        room = make_room(studio=draft)
        db.session.commit()
        client.submit(path(draft, "/hours"), {"mode": "always"})
        days = db.session.query(RoomDay).filter_by(room_id=room.id)
        assert days.count() > 80
        assert all(day.free for day in days)

    @pytest.mark.parametrize(
        ("typed", "day", "sentence"),
        [
            ({"mode": "weekly", "tuesday": "nine to five"}, "tuesday", "can't be read"),
            ({"mode": "weekly", "tuesday": "9-12, 11-13"}, "tuesday", "overlap"),
            ({"mode": "weekly", "monday": "20-4", "tuesday": "3-9"}, "tuesday", "runs into them"),
            ({"mode": "weekly"}, "monday", "Open on at least one day."),
            ({"mode": "daily", "daily": "noon"}, "daily", "can't be read"),
            ({"mode": "daily", "daily": "9-18, 17-20"}, "daily", "overlap"),
            ({"mode": "daily", "daily": "closed"}, "daily", "Open on at least one day."),
        ],
    )
    def test_what_cannot_be_read_is_told_beside_its_day(self, client, draft, typed, day, sentence):
        answer = client.submit(path(draft, "/hours"), typed)
        assert answer.status_code == 422
        error = answer.text.replace("&#39;", "'").partition(f'id="{day}-error"')[2]
        assert sentence in error.partition("</p>")[0]
        assert answer.text.count('class="field-error"') == 1
        assert draft.hours is None


@pytest.mark.parametrize("step", ["/place", "/description", "/terms", "/hours", "/rooms/new"])
def test_htmx_gets_the_form_alone_when_something_is_wrong(client, draft, step):
    wrong = {"position": "x", "description": "x" * 6000}
    answer = client.submit(path(draft, step), wrong, fragment="setup", page=path(draft))
    assert answer.status_code == 422
    assert "<h1" not in answer.text
    assert 'id="setup"' in answer.text


class TestGoingLive:
    def test_says_what_is_missing(self, client, draft):
        answer = client.submit(path(draft, "/publication"), {}, page=path(draft))
        assert answer.status_code == 409
        assert (
            "Before it can go live the studio needs opening hours, a room with a price"
            in answer.text
        )
        assert draft.state is StudioState.DRAFT

    def test_wants_the_price_and_the_photo_of_one_room(self, client, draft):
        make_room(studio=draft)
        unpriced = make_room(studio=draft, name="Room B")
        unpriced.price_list = []
        db.session.query(Photo).filter(Photo.room_id != unpriced.id).delete()
        db.session.commit()
        page = client.get(path(draft))
        assert "Still missing: opening hours, a photo of a room with a price" in page.text

    def test_publishes_what_is_complete_and_takes_it_back(self, client, draft):
        make_room(studio=draft)
        draft.company.can_charge = True
        db.session.commit()
        client.submit(path(draft, "/hours"), {"mode": "always"})
        assert client.submit(path(draft, "/publication"), {}, page=path(draft)).status_code == 303
        assert draft.state is StudioState.PUBLISHED
        assert client.get(f"/studios/{draft.slug}").status_code == 200
        client.submit(path(draft, "/withdrawal"), {}, page=path(draft))
        assert f"{draft.name} is offline." in client.get(path(draft)).text
        assert (draft.state, db.session.query(Room).one().listed) == (StudioState.DRAFT, False)
        assert client.get(f"/studios/{draft.slug}").status_code == 404

    def test_a_suspended_studio_is_not_for_its_owner_to_publish(self, client, draft):
        draft.state = StudioState.SUSPENDED
        db.session.commit()
        answer = client.submit(path(draft, "/publication"), {}, page=path(draft))
        assert (answer.status_code, draft.state) == (409, StudioState.SUSPENDED)


def test_what_going_live_waits_for_stands_apart_from_what_it_does_not(client, owner):
    studio = make_studio(owner=owner, published=False)
    db.session.commit()
    page = client.get(path(studio)).text
    needed, about = page.split('id="needed-title"')[1].split('id="studio-title"')
    for step in ("/hours", "/payments"):
        assert path(studio, step) in needed, step
    for step in ("/position", "/description", "/questions", "/terms", "/deletion"):
        assert path(studio, step) in about, step
    assert "Optional" not in needed
    assert "Missing" not in about
