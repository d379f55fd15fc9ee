"""A room's price list follows its prices at once."""

import pytest

from studiobook.rooms.let import NoPrice, price
from studiobook.rooms.price_list import Tier
from tests.factories.world import make_room


def test_the_list_is_derived_from_the_prices_just_set(app):
    room = make_room(tiers=[Tier(2, 4000)], maximum=4)
    price(room=room, tiers=[Tier(2, 5000), Tier(4, 9000)])
    assert room.price_list == [None, None, 5000, None, 9000]


def test_a_room_without_a_price_is_refused(app):
    room = make_room()
    with pytest.raises(NoPrice):
        price(room=room, tiers=[])
