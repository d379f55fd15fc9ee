"""An owner as the one who is paid: connects, gives back, and looks for their money."""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

from studiobook.db.base import db
from studiobook.users.models import User
from tests.factories import sign_in
from tests.factories.world import make_city, make_owner, make_room, make_studio
from tests.journeys.houses import BUSINESS, House
from tests.journeys.owner import Owner
from tests.journeys.town import Town, hang_pictures

ROOM = "Quay Room"


def open_unpaid_studio() -> int:
    """A studio with a room and a price, but nobody who takes its money; its owner's id."""
    owner = make_owner(can_charge=False)
    studio = make_studio(owner=owner, city=make_city(), name=BUSINESS)
    studio.city.name, studio.city.slug = "Hamburg", "hamburg"
    make_room(studio=studio, name=ROOM)
    hang_pictures()
    owner_id = owner.id
    db.session.commit()
    return owner_id


@dataclass
class Payee(Owner):
    """Somebody whose rooms earn money."""

    def comes_in(self, town: Town, owner_id: int, address: str) -> None:
        """Signed in without the form."""
        sign_in.let_in(self.page, town.app, db.session.get_one(User, owner_id), address)
        db.session.rollback()

    def connects(self, house: House) -> None:
        """From the choice of providers to the provider, and back with a working account."""
        self.page.goto("/manage/payments")
        self.sees("Until then your studios can’t be booked.")
        self.press(f"Connect {house.label}")
        house.let_in(self.page)
        self.stands_at("Payments")
        house.choose(self.page)
        self.sees(f"Guests can pay. You take payments with {house.label}.")

    def refunds(self, code: str, amount: str, *, sums: str) -> None:
        """Type an amount, read who bears what, and press once."""
        self.page.goto(f"/manage/bookings/{code}")
        self.follow(re.compile("Refund"))
        self.page.get_by_label("Amount that the guest gets").fill(amount)
        self.press("Show the sums")
        lines = self.page.get_by_role("region", name="What goes back")
        expect(lines).to_contain_text(re.compile(sums, re.DOTALL))
        self.press(re.compile("^Refund €"))
        self.sees("goes back to the guest, by the way it was paid.")

    def finds_in_a_payout(self, code: str, *sums: str) -> None:
        """From the list of payouts to the lines of the newest one, and on to the booking."""
        self.page.goto("/manage/payouts")
        self.page.get_by_role("region", name="Payouts so far").get_by_role("link").first.click()
        lines = self.page.get_by_role("region", name="What it is made of")
        for one in sums:
            expect(lines).to_contain_text(re.compile(one, re.DOTALL))
        self.follow(code)
        self.page.wait_for_url(f"**/manage/bookings/{code}")
