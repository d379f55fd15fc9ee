"""A room that nobody could pay is in nobody else's way."""

from studiobook.db.base import db
from studiobook.rooms.let import price
from studiobook.rooms.peak_bands import Band
from studiobook.rooms.price_list import Tier
from tests.factories.world import NOW, make_room, make_studio
from tests.support.client import PageClient

ALWAYS = Band("Always", tuple(range(7)), 0, 48, 20_000)


def test_its_city_its_studio_and_the_search_still_stand(client: PageClient, monkeypatch):
    monkeypatch.setattr("studiobook.clock.now", lambda: NOW)
    studio = make_studio()
    make_room(studio=studio, name="Sane Room")
    dear = make_room(studio=studio, name="Dear Room", minimum=2, maximum=2, bands=[ALWAYS])
    price(room=dear, tiers=[Tier(2, 10**9)])
    db.session.commit()
    city = studio.city.slug
    for path in (
        "/",
        f"/cities/{city}",
        f"/studios/{studio.slug}",
        f"/companies/{studio.company.slug}",
        f"/search?city={city}&date=2026-11-25&hours=1",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "Sane Room" in answer.text or path == "/"
