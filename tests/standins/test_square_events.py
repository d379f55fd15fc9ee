"""What Square tells of that is not ours: signed all the same, so it is believed and set aside."""

import json
from datetime import timedelta

import pytest

from studiobook.payments.gateways.protocol import Subject
from studiobook.payments.gateways.square.events import read_notice
from tests.factories.world import NOW


@pytest.mark.parametrize("order", [{}, {"order_id": None}])
def test_a_sale_at_the_studios_own_till_is_none_of_ours(order: dict[str, None]) -> None:
    event = {
        "merchant_id": "M1",
        "type": "payment.updated",
        "event_id": "e-1",
        "created_at": (NOW - timedelta(minutes=1)).isoformat(),
        "data": {"id": "p-1", "object": {"payment": {"id": "p-1", **order}}},
    }
    notice = read_notice(json.dumps(event).encode(), now=NOW)
    assert (notice.subject, notice.object_ref) == (Subject.OTHER, "p-1")
