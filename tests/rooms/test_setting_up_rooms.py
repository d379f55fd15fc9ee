"""Setting up rooms: what they are, what they cost, how they look."""

import io

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from studiobook.db.base import db
from studiobook.files.opening import current_storage
from studiobook.rooms.let import price
from studiobook.rooms.models import Photo, Room, RoomDay, RoomKind
from studiobook.rooms.price_list import Tier
from studiobook.studios.models import EquipmentType
from tests.factories.world import make_room, make_studio
from tests.support.client import csrf_token

TRAITS = {
    "name": "Room A",
    "kind": "podcast",
    "capacity": "4",
    "description": "Dry and quiet.",
    "minimum": "2",
    "maximum": "16",
    "step": "2",
    "before": "0",
    "after": "30",
    "lead": "2",
    "horizon": "60",
}


def path(room, step=""):
    return f"/manage/studios/{room.studio.slug}/rooms/{room.slug}{step}"


def picture(side=300, colour="red", form="JPEG"):
    out = io.BytesIO()
    Image.new("RGB", (side * 3 // 2, side), colour).save(out, form)
    return out.getvalue()


@pytest.fixture
def room(draft):
    room = make_room(studio=draft, listed=False)
    db.session.commit()
    return room


@pytest.fixture
def bare(room):
    """Without the photo that the factory gives it."""
    db.session.query(Photo).delete()
    db.session.commit()
    return room


@pytest.fixture
def piano(app):
    piano = EquipmentType(name="Grand piano", slug="grand-piano", family="keys")
    db.session.add(piano)
    db.session.commit()
    return piano


class TestANewRoom:
    def test_leads_on_to_its_prices_and_then_to_its_photos(self, client, draft, piano):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        answer = client.submit(new, {**TRAITS, f"gear_{piano.id}": "2"})
        room = db.session.query(Room).one()
        assert answer.location == path(room, "/prices")
        assert (room.kind, room.capacity, room.included_people) == (RoomKind.PODCAST, 4, 4)
        assert (room.minimum, room.maximum, room.lead_minutes) == (2, 16, 120)
        assert [(piece.type_id, piece.quantity) for piece in room.equipment] == [(piano.id, 2)]
        answer = client.submit(answer.location, {"hours_1": "1", "price_1": "45"})
        assert answer.location == path(room, "/photos")

    def test_has_a_name_of_its_own(self, client, draft, room):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        answer = client.submit(new, TRAITS)
        assert answer.status_code == 422
        assert "Another room here has this name." in answer.text
        assert "Dry and quiet." in answer.text
        assert db.session.query(Room).count() == 1

    def test_may_be_called_like_the_form(self, client, draft):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        client.submit(new, {**TRAITS, "name": "New"})
        room = db.session.query(Room).one()
        assert f'value="{room.name}"' in client.get(path(room)).text

    @pytest.mark.parametrize(
        ("changed", "sentence"),
        [
            ({"name": ""}, "Enter the room's name."),
            ({"capacity": "0"}, "Enter 1 to 1000 people."),
            ({"capacity": "many"}, "Not a valid integer value."),
            ({"maximum": "1", "minimum": "4"}, "can't be shorter than the shortest"),
            ({"kind": "opera"}, "Not a valid choice."),
            ({"after": "-1"}, "Enter 0 to 480 minutes."),
            ({"horizon": "9" * 30}, "Enter a smaller number."),
        ],
    )
    def test_slips_are_told_beside_their_fields(self, client, draft, changed, sentence):
        answer = client.submit(f"/manage/studios/{draft.slug}/rooms/new", {**TRAITS, **changed})
        assert answer.status_code == 422
        assert sentence in answer.text.replace("&#39;", "'")

    def test_gear_is_counted_within_reason(self, client, draft, piano):
        new = f"/manage/studios/{draft.slug}/rooms/new"
        answer = client.submit(new, {**TRAITS, f"gear_{piano.id}": "1000"})
        assert answer.status_code == 422
        assert "Enter 0 to 99." in answer.text


class TestARoom:
    def test_is_edited_and_keeps_its_address(self, client, room, piano):
        slug = room.slug
        changed = {**TRAITS, "name": "Booth", "capacity": "2", f"gear_{piano.id}": "1"}
        client.submit(path(room), changed)
        assert (room.name, room.slug, room.capacity, room.included_people) == ("Booth", slug, 2, 2)
        room.equipment[0].note = "Tuned on Mondays"
        db.session.commit()
        client.submit(path(room), {**changed, f"gear_{piano.id}": "3"})
        kept = [(piece.quantity, piece.note) for piece in room.equipment]
        assert kept == [(3, "Tuned on Mondays")]
        client.submit(path(room), {**changed, f"gear_{piano.id}": ""})
        assert room.equipment == []

    def test_its_days_follow_its_horizon(self, client, room):
        client.submit(path(room), {**TRAITS, "horizon": "10"})
        assert db.session.query(RoomDay).filter_by(room_id=room.id).count() < 15

    def test_of_another_studio_is_not_found_under_this_one(self, client, room, owner):
        other = make_studio(owner=owner, name="Second")
        db.session.commit()
        answer = client.get(f"/manage/studios/{other.slug}/rooms/{room.slug}")
        assert answer.status_code == 404


class TestPrices:
    def test_are_saved_and_shown_as_guests_pay_them(self, client, room):
        typed = {"hours_1": "1", "price_1": "50", "hours_3": "4", "price_3": "179,99"}
        answer = client.submit(path(room, "/prices"), typed)
        tiers = [(tier.half_hours, tier.price_minor) for tier in room.tiers]
        assert tiers == [(2, 5000), (8, 17999)]
        page = client.get(answer.location)
        assert "What guests pay" in page.text
        assert "will not be charged" not in page.text

    def test_a_price_that_shorter_ones_undercut_is_pointed_out(self, client, room):
        typed = {"hours_1": "1", "price_1": "50", "hours_2": "4", "price_2": "250"}
        answer = client.submit(path(room, "/prices"), typed)
        assert answer.location == path(room, "/prices")
        page = client.get(answer.location)
        assert "4 h for €250.00 will not be charged: 4 × 1 h covers it for €200.00" in page.text

    def test_more_than_are_usual_all_have_their_row(self, client, room):
        price(room=room, tiers=[Tier(n, n * 1000) for n in range(1, 9)])
        db.session.commit()
        page = client.get(path(room, "/prices"))
        assert 'name="hours_8"' in page.text
        assert 'value="4"' in page.text

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({}, "Give the room at least one price."),
            ({"hours_1": "1"}, "Enter the price of this length."),
            ({"price_1": "10"}, "Enter full or half hours, up to 24."),
            ({"hours_1": "1.25", "price_1": "10"}, "Enter full or half hours, up to 24."),
            ({"hours_1": "25", "price_1": "10"}, "Enter full or half hours, up to 24."),
            ({"hours_1": "1", "price_1": "-5"}, "Enter a price above 0"),
            ({"hours_1": "1", "price_1": "9.999"}, "in the coins that EUR has."),
            ({"hours_1": "1", "price_1": "1e99"}, "Enter a price above 0"),
            ({"hours_1": "1", "price_1": "0"}, "Enter a price above 0"),
            ({"hours_1": "1", "price_1": "lots"}, "Enter a plain number."),
            (
                {"hours_1": "1", "price_1": "5", "hours_2": "1.0", "price_2": "6"},
                "This length has a price already, above.",
            ),
        ],
    )
    def test_slips_are_told_and_the_prices_stay(self, client, room, typed, sentence):
        before = [(tier.half_hours, tier.price_minor) for tier in room.tiers]
        answer = client.submit(path(room, "/prices"), typed)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert [(tier.half_hours, tier.price_minor) for tier in room.tiers] == before


class TestPhotos:
    def upload(self, client, room, *files: tuple[str, bytes]):
        photos = [FileStorage(io.BytesIO(content), name) for name, content in files]
        token = csrf_token(client.get(path(room, "/photos")).text)
        # Encoded here: the client would leave large bodies in files that nobody closes.
        boundary, body = encode_multipart({"photos": photos, "csrf_token": token})
        form = f'multipart/form-data; boundary="{boundary}"'
        return client.post(path(room, "/photos"), data=body, content_type=form)

    def test_several_are_kept_at_once_in_their_order(self, client, bare):
        answer = self.upload(client, bare, ("a.jpg", picture()), ("b.png", picture(form="PNG")))
        assert answer.status_code == 303
        assert [photo.position for photo in bare.photos] == [0, 1]
        assert bare.photos[0].alt == "Room A at Tape House"
        shown = client.get(answer.location)
        assert "2 photos are saved." in shown.text
        assert current_storage().list(f"{bare.photos[0].key}/")

    def test_many_large_ones_are_taken_though_other_forms_must_be_small(self, client, bare):
        heavy = picture() + b"\0" * (9 * 1024 * 1024)
        answer = self.upload(client, bare, ("a.jpg", heavy), ("b.jpg", heavy))
        assert answer.status_code == 303
        assert len(bare.photos) == 2
        assert client.post(path(bare), data=b"x" * 13 * 1024 * 1024).status_code == 413

    def test_a_refused_file_is_named_and_the_others_are_kept(self, client, bare):
        answer = self.upload(client, bare, ("notes.txt", b"hello"), ("a.jpg", picture()))
        assert answer.status_code == 422
        assert "notes.txt: That file is not a photo." in answer.text
        assert "The photo is saved." in answer.text
        assert len(bare.photos) == 1

    def test_nothing_chosen_is_told(self, client, bare):
        answer = client.submit(path(bare, "/photos"), {}, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "Choose one or more photos." in answer.text

    def test_a_full_gallery_takes_no_more_and_keeps_no_file(self, client, bare):
        for n in range(20):
            bare.photos.append(
                Photo(
                    key=f"photos/{n}",
                    position=n,
                    widths=[480],
                    width=480,
                    height=320,
                    placeholder="#000000",
                    alt="x",
                )
            )
        db.session.commit()
        before = current_storage().list("photos/")
        answer = self.upload(client, bare, ("a.jpg", picture()))
        assert "A room shows 20 photos at most." in answer.text
        assert current_storage().list("photos/") == before

    def test_move_earlier_and_later_by_buttons(self, client, bare):
        self.upload(client, bare, *[(f"{n}.jpg", picture()) for n in range(3)])
        first, second, third = [photo.id for photo in bare.photos]
        move = path(bare, f"/photos/{third}/move")
        client.submit(move, {"to": "earlier"}, page=path(bare, "/photos"))
        assert self.order(bare) == [first, third, second]
        client.submit(path(bare, f"/photos/{first}/move"), {"to": "later"}, page=path(bare))
        assert self.order(bare) == [third, first, second]
        client.submit(move, {"to": "earlier"}, page=path(bare))
        assert self.order(bare) == [third, first, second]

    def order(self, room):
        asked = db.session.query(Photo).filter_by(room_id=room.id).order_by(Photo.position)
        return [photo.id for photo in asked]

    def test_words_are_saved_and_may_not_be_empty(self, client, bare):
        self.upload(client, bare, ("a.jpg", picture()))
        (photo,) = bare.photos
        at = path(bare, f"/photos/{photo.id}")
        client.submit(at, {f"photo_{photo.id}-alt": "The desk"}, page=path(bare, "/photos"))
        assert photo.alt == "The desk"
        answer = client.submit(at, {f"photo_{photo.id}-alt": " "}, page=path(bare, "/photos"))
        assert answer.status_code == 422
        assert "Say what the photo shows." in answer.text

    def test_deleted_is_gone_with_its_files_and_twice_changes_nothing(self, client, bare):
        self.upload(client, bare, ("a.jpg", picture()))
        key, at = bare.photos[0].key, path(bare, f"/photos/{bare.photos[0].id}/removal")
        for _ in range(2):
            assert client.submit(at, {}, page=path(bare)).status_code == 303
        assert bare.photos == []
        assert not current_storage().list(f"{key}/")

    def test_without_its_last_photo_a_room_is_shown_no_more(self, client, owner):
        studio = make_studio(owner=owner)
        studio.company.can_charge = True
        room = make_room(studio=studio)
        db.session.commit()
        assert room.listed
        client.submit(path(room, f"/photos/{room.photos[0].id}/removal"), {}, page=path(room))
        assert not room.listed
        self.upload(client, room, ("a.jpg", picture()))
        assert room.listed
