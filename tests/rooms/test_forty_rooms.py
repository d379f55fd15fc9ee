"""A house of forty rooms: its pages ask the database no more than those of a house with one."""

import pytest

from studiobook.db.base import db
from tests.factories.sign_in import sign_in
from tests.factories.world import (
    make_company,
    make_owner,
    make_room,
    make_studio,
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


def asked_by(client, path):
    client.get(path)
    with counted() as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_setting_it_up_asks_the_same(client, studio):
    base = f"/manage/studios/{studio.slug}"
    pages = ["/manage/studios", base, f"{base}/preview",
             f"{base}/rooms/room-0", f"{base}/rooms/room-0/preview"]  # fmt: skip
    with_one = {path: asked_by(client, path) for path in pages}
    for n in range(1, ROOMS):
        room = make_room(studio=studio, name=f"Room {n}", horizon_days=1)
        if n % 2:
            room.price_list, room.listed = [], False
    db.session.commit()
    more = {path: asked_by(client, path) - asked for path, asked in with_one.items()}
    assert max(more.values()) <= 0, more


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
