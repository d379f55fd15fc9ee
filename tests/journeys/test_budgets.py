"""The page budgets of product §4; `python -m tests.journeys.budgets` prints them as a table."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.budgets import weigh_all
from tests.journeys.town import Town

pytestmark = [pytest.mark.browser, pytest.mark.committed]


def test_every_public_page_and_fragment_is_within_its_budget(
    town: Town, browser: Browser, live_server: str
):
    weights = list(weigh_all(town, browser, live_server))
    too_heavy = [str(weight) for weight in weights if not weight.is_within]
    assert not too_heavy, "\n".join(too_heavy)
