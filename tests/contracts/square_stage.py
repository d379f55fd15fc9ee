"""The Square adapter on a stand-in of Square's, for whatever has to hold at every provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from studiobook.payments.gateways.protocol import CheckoutPage, Gateway
from studiobook.payments.gateways.square.connections import SCOPES
from studiobook.payments.gateways.square.events import STALE_AFTER
from studiobook.payments.gateways.square.gateway import SquareGateway
from tests.contracts.hand_clock import START, HandClock
from tests.contracts.server_stage import ServerStage
from tests.standins.square import banks, checkouts, refunds, sellers
from tests.standins.square.server import APPLICATION_ID, APPLICATION_SECRET, SquareServer


class SquareStage(ServerStage):
    """See the protocol. Keys to accounts are looked up at the stand-in: it knows them all."""

    finish, refuse = "allow", "deny"
    stale_after = STALE_AFTER

    def __init__(self, server: SquareServer, clock: HandClock) -> None:
        super().__init__(server, clock)
        self.server = server
        self.books = server.books
        self.account_ref = self.new_account()
        self.gateway: Gateway = self.gateway_of(
            lambda account_ref: sellers.latest_token(self.books, account_ref)
        )

    def gateway_of(
        self, access_token_of: Callable[[str], str], *, secret: str = APPLICATION_SECRET
    ) -> SquareGateway:
        """An adapter that has its keys from somewhere."""
        return SquareGateway(
            application_id=APPLICATION_ID,
            application_secret=secret,
            access_token_of=access_token_of,
            webhook_url=self.server.notification_url,
            webhook_key=self.server.webhook_key,
            is_sandbox=True,
            api_base=self.server.url,
        )

    def pay_another_amount(self, page: CheckoutPage, minor: int) -> None:
        checkouts.take(self.books, self.books.find("order", page.ref), amount=minor)

    def new_account(self) -> str:
        ref = str(sellers.open_business(self.books, "Blue Door Sound")["id"])
        sellers.issue(self.books, ref, list(SCOPES))
        return ref

    def location_of(self, account_ref: str) -> str | None:
        return str(sellers.locations_of(self.books, account_ref)[0]["id"])

    def restrict(self, account_ref: str) -> None:
        sellers.set_cards(self.books, account_ref, may=False)

    def relieve(self, account_ref: str) -> None:
        sellers.set_cards(self.books, account_ref, may=True)

    def revoke(self, account_ref: str) -> None:
        sellers.revoke(self.books, account_ref, by="MERCHANT")

    def clear(self, account_ref: str) -> None:
        """Square knows no such step: what was earned goes with the next payout."""

    def pay_out(self, account_ref: str) -> str:
        return str(banks.pay_out(self.books, account_ref)[0]["id"])

    def land(self, payout_ref: str) -> None:
        banks.move_payout(self.books, payout_ref, to="PAID")

    def bounce(self, payout_ref: str) -> None:
        banks.move_payout(self.books, payout_ref, to="FAILED")

    def dispute(self, payment_ref: str, minor: int) -> str:
        return str(banks.dispute(self.books, payment_ref, minor)["id"])

    def decide(self, dispute_ref: str, *, won: bool) -> None:
        banks.decide(self.books, dispute_ref, won=won)

    def refund_by_hand(self, payment_ref: str, minor: int) -> None:
        refunds.give_back_by_hand(self.books, payment_ref, minor)

    def fail_refund(self, ref: str) -> None:
        refunds.fail(self.books, ref)

    def received(self, checkout_ref: str) -> tuple[int, int]:
        self.books.tick()
        taken = [
            doc
            for doc in self.books.store.filed("payment", checkout_ref)
            if doc["status"] == "COMPLETED"
        ]
        given = [
            refund
            for doc in taken
            for refund in refunds.given_of(self.books, doc["id"])
            if refund["status"] == "COMPLETED"
        ]
        return _sum(taken), _sum(given)


def _sum(docs: list[dict[str, object]]) -> int:
    amounts = [doc["amount_money"] for doc in docs]
    return sum(int(amount["amount"]) for amount in amounts if isinstance(amount, dict))


@contextmanager
def square_stage(start: datetime = START) -> Iterator[SquareStage]:
    """A fresh Square that remembers nothing."""
    clock = HandClock(start)
    with SquareServer(clock=clock) as server:
        yield SquareStage(server, clock)
