"""The pages of the two real providers' stand-ins, as people see them: to connect, pay, be paid."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Protocol

from playwright.sync_api import Page, expect

from studiobook.settings import Settings
from tests.journeys.town import Town
from tests.standins.square import sellers
from tests.standins.square.server import (
    APPLICATION_ID,
    APPLICATION_SECRET,
    WEBHOOK_KEY,
    SquareServer,
)
from tests.standins.stripe.server import API_KEY, SECRETS, StripeServer

BUSINESS = "Harbour Sound"


class House(Protocol):
    """A provider, as far as its pages differ from the other's."""

    label: str
    #: What it keeps of a sale of €83.20 for itself, and what a payout of half of it comes to.
    keeps: str
    comes_to: str

    def let_in(self, page: Page) -> None:
        """On its page: say yes, and come back."""

    def choose(self, page: Page) -> None:
        """Back at Studiobook: whatever is left to choose."""

    def pay_out(self, page: Page) -> None:
        """On its control page: everything clears, leaves and lands."""


@dataclass
class Stripe:
    """A form to fill in, nothing to choose; money clears before it leaves."""

    server: StripeServer
    label: str = "Stripe"
    keeps: str = ""
    comes_to: str = "€40.00"

    def let_in(self, page: Page) -> None:
        """See the protocol."""
        expect(page.get_by_role("heading", level=1)).to_have_text("Get paid")
        press(page, "Fill everything in")

    def choose(self, page: Page) -> None:
        """Nothing."""

    def pay_out(self, page: Page) -> None:
        """See the protocol."""
        page.goto(self.server.url)
        for button in ("Clear", "Pay out", "Land"):
            press(page, re.compile(f"^{button}: "))


@dataclass
class Square:
    """A business with two locations gives its consent, and one of them is chosen."""

    server: SquareServer
    label: str = "Square"
    keeps: str = ", less €1.41 for Square"
    comes_to: str = "€38.59"

    def let_in(self, page: Page) -> None:
        """See the protocol."""
        business = sellers.open_business(self.server.books, BUSINESS)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("Let Studiobook sell for you?")
        page.get_by_label("Business").select_option(str(business["id"]))
        press(page, "Allow")

    def choose(self, page: Page) -> None:
        """The second of two."""
        expect(page.get_by_label("Main house")).not_to_be_checked()
        page.get_by_label("Annexe").check()
        press(page, "Use this location")
        expect(page.get_by_label("Annexe")).to_be_checked()

    def pay_out(self, page: Page) -> None:
        """See the protocol."""
        page.goto(self.server.url)
        for button in ("Pay out", "Arrive"):
            press(page, re.compile(f"^{button}: "))


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a provider's button, and be where it leads."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()


def told(settings: Settings, *, stripe_port: int, square_port: int) -> Settings:
    """An installation on which owners choose between both and the sandbox."""
    return replace(
        settings,
        payments=("stripe", "square", "sandbox"),
        stripe_secret_key=API_KEY,
        stripe_webhook_secret=SECRETS[""],
        stripe_connect_webhook_secret=SECRETS["connect"],
        stripe_events_webhook_secret=SECRETS["events"],
        stripe_api_base=f"http://127.0.0.1:{stripe_port}",
        square_application_id=APPLICATION_ID,
        square_application_secret=APPLICATION_SECRET,
        square_webhook_key=WEBHOOK_KEY,
        square_sandbox=True,
        square_api_base=f"http://127.0.0.1:{square_port}",
    )


@contextmanager
def opened(town: Town, address: str) -> Iterator[dict[str, House]]:
    """Both, on the town's clock; each posts its webhooks to the site at `address`."""
    settings = town.app.config["SETTINGS"]
    with ExitStack() as open_ones:
        stripe = StripeServer(
            port=_port(settings.stripe_api_base),
            webhook_url=f"{address}/webhooks/stripe",
            clock=town.clock.seconds,
        )
        square = SquareServer(
            port=_port(settings.square_api_base),
            webhook_url=f"{address}/webhooks/square",
            # The address as the site knows it is signed as well.
            notification_url=f"{settings.base_url}/webhooks/square",
            clock=town.clock.seconds,
        )
        for server in (stripe, square):
            open_ones.enter_context(server)
        town.neighbours += [stripe.provider, square.books]
        yield {"stripe": Stripe(stripe), "square": Square(square)}


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])
