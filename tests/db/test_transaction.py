"""What met another writer is tried again, where trying again can help."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from studiobook.companies.models import Company
from studiobook.db.base import db
from studiobook.db.slug import free_slug
from studiobook.db.transaction import in_transaction
from tests.factories.world import NOW, make_city

TWIN = {"name": "Twin", "about": "", "country_code": "DE", "can_charge": False, "created_at": NOW}


@pytest.mark.committed
def test_a_slug_that_was_taken_since_it_was_found_free_gives_way_to_the_next(app):
    make_city()
    db.session.commit()
    calls: list[str] = []

    def open_twin() -> str:
        slug = free_slug(Company.slug, "Twin")
        if not calls:
            with db.engine.begin() as another:
                another.execute(insert(Company).values(**TWIN, slug=slug))
        calls.append(slug)
        db.session.add(Company(**TWIN, slug=slug))
        return slug

    assert in_transaction(open_twin) == "twin-2"
    assert calls == ["twin", "twin-2"]


@pytest.mark.committed
def test_what_will_be_refused_again_is_tried_once(app):
    calls = []

    def break_a_rule() -> None:
        calls.append(1)
        db.session.add(Company(**{**TWIN, "country_code": "XX"}, slug="twin"))

    with pytest.raises(IntegrityError):
        in_transaction(break_a_rule)
    assert len(calls) == 1
