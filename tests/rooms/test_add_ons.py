"""What an owner offers with a room: added, changed, switched off, removed and brought back."""

import pytest

from studiobook.db.base import db
from studiobook.rooms.add_on import MOST_OFFERED, Charged
from studiobook.rooms.add_on_models import RoomAddOn
from studiobook.rooms.catalogue import get_room_by_code
from studiobook.rooms.models import Room
from tests.factories.sign_in import sign_in
from tests.factories.world import make_add_on, make_owner, make_room, make_studio

DRUMS = {
    "name": "Drum kit",
    "description": "Five pieces, tuned.",
    "price": "15",
    "charged": "booking",
    "most": "1",
}


def path(room: Room, step: str = "") -> str:
    return f"/manage/studios/{room.studio.slug}/rooms/{room.slug}/add-ons{step}"


def offered(room: Room) -> list[str]:
    return [add_on.name for add_on in get_room_by_code(room.code).add_ons]


@pytest.fixture
def room(client) -> Room:
    owner = make_owner()
    sign_in(client, owner)
    room = make_room(studio=make_studio(owner=owner))
    db.session.commit()
    return room


@pytest.fixture
def drums(room) -> RoomAddOn:
    drums = make_add_on(room=room)
    db.session.commit()
    return drums


def test_the_room_leads_there_and_an_empty_list_explains_itself(client, room):
    assert path(room) in client.get(path(room).removesuffix("/add-ons")).text
    page = client.get(path(room)).text
    assert "No add-on yet" in page
    assert "a drum kit for 15 a booking" in page


def test_what_is_added_is_on_offer(client, room):
    answer = client.submit(path(room, "/new"), DRUMS)
    assert (answer.status_code, answer.location) == (303, path(room))
    page = client.get(answer.location).text
    assert "Guests can book it now: Drum kit." in page
    assert "€15.00 a booking" in page
    (add_on,) = get_room_by_code(room.code).add_ons
    assert (add_on.name, add_on.description) == ("Drum kit", "Five pieces, tuned.")
    assert (add_on.price_minor, add_on.charged, add_on.most) == (1500, Charged.BOOKING, 1)


def test_several_of_one_and_free_ones_say_so(client, room):
    make_add_on(room=room, name="Microphone", charged=Charged.HOUR, price_minor=300, most=4)
    make_add_on(room=room, name="Tea", charged=Charged.PERSON, price_minor=0)
    db.session.commit()
    page = client.get(path(room)).text
    assert "€3.00 an hour each, up to 4" in page
    assert "Free" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "Say what it is, such as Drum kit."),
        ({"name": "x" * 61}, "longer than 60 characters"),
        ({"description": "x" * 141}, "longer than 140 characters"),
        ({"price": ""}, "Enter a price, or 0 if it is free."),
        ({"price": "-1"}, "Enter a price from 0 on, in the coins that EUR has."),
        ({"price": "1.005"}, "Enter a price from 0 on, in the coins that EUR has."),
        ({"price": "1e9"}, "Enter a price from 0 on"),
        ({"price": "cheap"}, "Enter a plain number."),
        ({"charged": "year"}, "Not a valid choice."),
        ({"most": "0"}, "Enter 1 to 20."),
        ({"most": "21"}, "Enter 1 to 20."),
    ],
)
def test_slips_are_told_and_what_was_typed_is_kept(client, room, changed, sentence):
    answer = client.submit(path(room, "/new"), {**DRUMS, **changed})
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = "Drum kit" if "name" not in changed else "Five pieces, tuned."
    assert kept in answer.text
    assert offered(room) == []


def test_the_comma_is_a_decimal_point(client, room):
    client.submit(path(room, "/new"), {**DRUMS, "price": "2,50"})
    assert get_room_by_code(room.code).add_ons[0].price_minor == 250


def test_two_of_one_name_are_refused(client, room, drums):
    answer = client.submit(path(room, "/new"), {**DRUMS, "name": "drum  KIT"})
    assert answer.status_code == 422
    assert "Another add-on of this room has this name." in answer.text
    assert offered(room) == ["Drum kit"]


def test_the_list_ends_where_nobody_reads_on(client, room):
    for n in range(MOST_OFFERED):
        make_add_on(room=room, name=f"Thing {n}")
    db.session.commit()
    assert path(room, "/new") not in client.get(path(room)).text
    answer = client.submit(path(room, "/new"), DRUMS)
    assert answer.status_code == 422
    assert "A room has 20 add-ons at most." in answer.text
    assert len(offered(room)) == MOST_OFFERED


def test_it_is_changed(client, room, drums):
    here = path(room, f"/{drums.id}")
    assert 'value="15.00"' in client.get(here).text
    changed = {**DRUMS, "price": "20", "charged": "hour", "most": "2"}
    assert client.submit(here, changed).location == path(room)
    (add_on,) = get_room_by_code(room.code).add_ons
    assert (add_on.price_minor, add_on.charged, add_on.most) == (2000, Charged.HOUR, 2)
    answer = client.submit(here, {**DRUMS, "price": ""})
    assert answer.status_code == 422


def test_its_own_name_is_no_other_ones(client, room, drums):
    make_add_on(room=room, name="Towels")
    db.session.commit()
    here = path(room, f"/{drums.id}")
    assert client.submit(here, {**DRUMS, "name": "Drum Kit"}).status_code == 303
    answer = client.submit(here, {**DRUMS, "name": "Towels"})
    assert answer.status_code == 422
    assert "has this name" in answer.text


def test_it_is_switched_off_and_on(client, room, drums):
    switch = path(room, f"/{drums.id}/switch")
    page = client.submit(switch, {"to": "off"}, page=path(room), follow_redirects=True).text
    assert "Guests no longer see it." in page
    assert "Switch on" in page
    assert offered(room) == []
    client.submit(switch, {"to": "on"}, page=path(room))
    assert offered(room) == ["Drum kit"]


def test_it_is_removed_and_brought_back_as_it_was(client, room, drums):
    here = path(room, f"/{drums.id}")
    answer = client.submit(f"{here}/removal", {}, page=path(room))
    assert answer.location == path(room) + f"?removed={drums.id}"
    page = client.get(answer.location).text
    assert "Removed: Drum kit." in page
    assert offered(room) == []
    assert client.get(here).status_code == 404
    again = client.submit(f"{here}/removal", {}, page=answer.location)
    assert again.status_code == 303
    page = client.submit(f"{here}/restoration", {}, page=answer.location, follow_redirects=True)
    assert "It is back: Drum kit." in page.text
    assert offered(room) == ["Drum kit"]
    assert "Removed:" not in client.get(answer.location).text


def test_what_would_be_a_twin_is_not_brought_back(client, room, drums):
    here = path(room, f"/{drums.id}")
    client.submit(f"{here}/removal", {}, page=path(room))
    client.submit(path(room, "/new"), DRUMS)
    page = client.submit(f"{here}/restoration", {}, page=path(room), follow_redirects=True).text
    assert "Another add-on of this room has this name." in page
    assert offered(room) == ["Drum kit"]


@pytest.mark.parametrize("removed", ["", "0", "x", "9" * 30, "-1"])
def test_an_address_that_nobody_wrote_shows_the_list(client, room, drums, removed):
    answer = client.get(path(room) + f"?removed={removed}")
    assert answer.status_code == 200
    assert "Removed:" not in answer.text
