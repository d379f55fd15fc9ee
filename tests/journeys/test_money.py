"""Real money on a phone: an owner connects, a guest pays, half goes back, the rest is paid out."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Browser

from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.dev.services.ports import free_port
from studiobook.settings import Settings
from tests.journeys.guest import Guest
from tests.journeys.houses import House, opened, told
from tests.journeys.payee import ROOM, Payee, open_unpaid_studio
from tests.journeys.town import Town
from tests.support.browser import open_page
from tests.support.client import PageClient

pytestmark = [pytest.mark.browser, pytest.mark.committed, pytest.mark.usefixtures("sound")]

PHONE = 360
#: Two hours, with the service fee of €3.20; and half of both.
PRICE, HALF = "€83.20", "41.60"


@pytest.fixture(scope="module")
def app(settings: Settings, provider_port: int) -> Iterator[Flask]:
    """As for all journeys, but with both real providers beside the sandbox."""
    known = told(settings, stripe_port=free_port(), square_port=free_port())
    app = create_app(replace(known, sandbox_url=f"http://127.0.0.1:{provider_port}"))
    app.test_client_class = PageClient
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def houses(town: Town, live_server: str) -> Iterator[dict[str, House]]:
    """Their stand-ins, which speak with the site over HTTP."""
    with opened(town, live_server) as found:
        yield found


@pytest.mark.parametrize("script", [False, True], ids=["without script", "with script"])
@pytest.mark.parametrize("gateway", ["stripe", "square"])
def test_a_sale_is_paid_goes_back_by_half_and_reaches_the_bank(
    town: Town,
    houses: dict[str, House],
    browser: Browser,
    live_server: str,
    gateway: str,
    *,
    script: bool,
):
    house, owner_id = houses[gateway], open_unpaid_studio()
    with (
        open_page(browser, live_server, script=script, width=PHONE) as owners_page,
        open_page(browser, live_server, script=script, width=PHONE) as guests_page,
        open_page(browser, live_server, script=False, width=PHONE) as providers_page,
    ):
        owner, guest = Payee(owners_page), Guest(guests_page)
        owner.comes_in(town, owner_id, live_server)
        owner.connects(house)

        code = books(guest)
        town.work()
        guest.page.reload()
        guest.sees("Confirmed")

        owner.refunds(code, HALF, sums="From you.*€40.00.*From us.*€1.60.*The guest gets.*€41.60")
        town.work()
        guest.page.reload()
        guest.sees("€41.60 was paid back.")
        assert "€41.60" in town.mail_to(guest.email, "back").text

        house.pay_out(providers_page)
        town.work()
        owner.finds_in_a_payout(
            code,
            f"Sale.*€83.20, less €3.20 service fee{house.keeps}",
            "Refund.*−€41.60, plus €1.60 service fee.*−€40.00",
            f"Sum.*{house.comes_to}",
        )


def books(guest: Guest) -> str:
    """Finds the room, holds it, pays for it and is back; the booking's code."""
    guest.search(city="hamburg")
    guest.open_room(ROOM)
    guest.choose("16:00")
    guest.sees(PRICE)
    code = guest.hold()
    guest.introduce()
    guest.pay()
    return code
