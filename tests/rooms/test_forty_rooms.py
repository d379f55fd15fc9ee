"""A house of forty rooms: its pages ask the database no more than those of a house with one."""

import pytest

from studiobook.db.base import db
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    NOW,
    make_booking,
    make_company,
    make_owner,
    make_room,
    make_studio,
    slot_in,
)
from tests.support.statements import counted

ROOMS, STUDIOS = 40, 6


@pytest.fixture
def studio(client):
    owner = make_owner()
    sign_in(client, owner)
    studio = make_studio(owner=owner, name="Big House")
    make_room(studio=studio, name="Room 0", horizon_days=1)
    db.session.commit()
    return studio


@pytest.mark.parametrize(
    "path",
    ["/manage/studios", "/manage/studios/{slug}", "/manage/studios/{slug}/preview",
     "/manage/studios/{slug}/rooms/room-0", "/manage/studios/{slug}/rooms/room-0/preview"],
)  # fmt: skip
def test_setting_it_up_asks_the_same(client, studio, path):
    address = path.format(slug=studio.slug)
    client.get(address)
    with counted() as with_one:
        assert client.get(address).status_code == 200
    for n in range(1, ROOMS):
        room = make_room(studio=studio, name=f"Room {n}", horizon_days=1)
        if n % 2:
            room.price_list, room.listed = [], False
    db.session.commit()
    client.get(address)
    with counted() as with_many:
        assert client.get(address).status_code == 200
    assert len(with_many) <= len(with_one)


@pytest.mark.parametrize("path", ["/manage", "/manage/calendar"])
def test_its_day_asks_the_same(client, studio, path, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    counts = []
    for more in (1, ROOMS):
        for n in range(more):
            room = make_room(studio=studio, name=f"Room {more}-{n}", horizon_days=2)
            make_booking(room=room, slot=slot_in(room, days=0))
        db.session.commit()
        client.get(path)
        with counted() as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[1] <= counts[0]


def test_publishing_asks_the_same_but_for_the_rooms_that_it_lists(client, studio):
    path = f"/manage/studios/{studio.slug}"
    for n in range(1, ROOMS):
        make_room(studio=studio, name=f"Room {n}", horizon_days=1)
    client.submit(f"{path}/withdrawal", {}, page=path)
    with counted() as asked:
        assert client.submit(f"{path}/publication", {}, page=path).status_code == 303
    reads = [one for one in asked if one.lstrip().startswith("SELECT")]
    assert len(reads) < 2 * 15, "\n".join(reads)


def test_the_list_asks_the_same_for_one_studio_and_for_many(client, studio):
    owner = studio.company.admins[0].user
    make_company(owner=owner)
    db.session.commit()
    with counted() as with_one:
        client.get("/manage/studios")
    for n in range(STUDIOS):
        make_room(studio=make_studio(owner=owner, name=f"House {n}"), horizon_days=1)
    db.session.commit()
    with counted() as with_many:
        assert "House 5" in client.get("/manage/studios").text
    assert len(with_many) == len(with_one)
