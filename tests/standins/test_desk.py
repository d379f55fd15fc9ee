"""The desk of whoever rehearses is the same at every pretended provider."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.contracts.stage import STAGES
from tests.support.markup import Markup


@pytest.fixture(params=STAGES)
def desk(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a provider's control page."""
    with STAGES[request.param]() as stage:
        there: Any = stage
        yield there.server.url


def test_its_page_is_well_made_and_has_its_stylesheet(desk: str) -> None:
    complaints = Markup(requests.get(desk, timeout=5).text).complaints()
    assert [complaint for complaint in complaints if "CSRF" not in complaint] == []
    assert requests.get(f"{desk}/static/desk.css", timeout=5).status_code == 200


def test_a_box_that_is_not_ticked_turns_its_switch_off(desk: str) -> None:
    switches = f"{desk}/_switches"
    for ticked, is_on in (({"double_events": "on"}, True), ({}, False)):
        assert requests.post(switches, data=ticked, timeout=5).status_code == 200
        assert requests.get(switches, timeout=5).json()["double_events"] is is_on


def test_a_switch_that_there_is_not_is_refused_in_words(desk: str) -> None:
    refused = requests.post(f"{desk}/_switches", data={"nope": "1"}, timeout=5)
    assert refused.status_code == 400
    assert "There is no switch nope." in refused.text
