"""A team's page asks the database as often for many people as for a few."""

from studiobook.db.base import db
from studiobook.teams.models import TeamRole
from tests.factories.world import make_engineer, make_invitation, make_studio
from tests.support.statements import counted
from tests.teams.conftest import Browse, House, member


def test_more_people_studios_and_offers_cost_no_more_queries(browse: Browse, house: House):
    client, counts, city = browse(house.owner), [], house.studio.city
    for more in (2, 8):
        for n in range(more):
            studio = make_studio(owner=house.owner, city=city, name=f"House {more}-{n}")
            make_engineer(studio=studio, name=f"Engineer {n}")
            member(house.studio, f"Manager {more}-{n}", TeamRole.MANAGER)
            make_invitation(studio=studio, email=f"n{more}-{n}@example.com")
        db.session.commit()
        with counted() as queries:
            assert client.get("/manage/team").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 18, counts
