"""What the tests of setting up share."""

import pytest

from studiobook.db.base import db
from studiobook.studios.models import Studio
from studiobook.users.models import User
from tests.factories.sign_in import sign_in
from tests.factories.world import make_city, make_owner, make_studio
from tests.support.client import PageClient


@pytest.fixture
def owner(client: PageClient) -> User:
    """Signed in; their company can't take money yet."""
    owner = make_owner(can_charge=False)
    sign_in(client, owner)
    return owner


@pytest.fixture
def draft(owner: User) -> Studio:
    """The owner's studio, in Berlin: no hours, no rooms."""
    city = make_city()
    city.name, city.slug = "Berlin", "berlin"
    studio = make_studio(owner=owner, city=city, published=False)
    studio.hours_json = None
    db.session.commit()
    return studio
