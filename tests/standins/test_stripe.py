"""The stand-in for Stripe is as strict as Stripe's documents, or it would prove nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.contracts.hand_clock import HandClock
from tests.standins.stripe.server import StripeServer


class Caller:
    """Somebody who speaks Stripe's API by hand."""

    def __init__(self, server: StripeServer, clock: HandClock) -> None:
        self.server, self.clock = server, clock
        account = server.provider.create_account({})
        server.provider.keep(account | {"state": "active"})
        self.account = account["id"]
        self._keys = 0

    def session(self, **changes: Any) -> dict[str, Any]:
        form = {
            "mode": "payment",
            "success_url": "https://studiobook.example/back",
            "line_items[0][price_data][currency]": "eur",
            "line_items[0][price_data][unit_amount]": "12000",
            "line_items[0][price_data][product_data][name]": "Live room",
            "line_items[0][quantity]": "1",
            "payment_intent_data[transfer_data][destination]": self.account,
            "payment_intent_data[application_fee_amount]": "480",
        }
        form.update(changes)
        return {name: value for name, value in form.items() if value is not None}

    def post(self, path: str, form: Any, *, key: str | None = None, **headers: str) -> Any:
        self._keys += 1
        given = {
            "Authorization": f"Bearer {self.server.api_key}",
            "Stripe-Version": "2026-10-28.endive",
            "Idempotency-Key": key or f"k-{self._keys}",
            **headers,
        }
        return requests.post(f"{self.server.url}{path}", data=form, headers=given, timeout=5)

    def open(self) -> dict[str, Any]:
        made: dict[str, Any] = self.post("/v1/checkout/sessions", self.session()).json()
        return made

    def paid(self) -> str:
        ref = self.open()["id"]
        return str(self.server.provider.pay(ref)["payment_intent"])

    def refund(self, intent: str, amount: int) -> Any:
        form = {"payment_intent": intent, "amount": str(amount), "reverse_transfer": "true"}
        form["refund_application_fee"] = "true"
        return self.post("/v1/refunds", form)


@pytest.fixture
def caller() -> Iterator[Caller]:
    clock = HandClock()
    with StripeServer(clock=clock) as server:
        yield Caller(server, clock)


def code(answer: Any) -> str:
    told: dict[str, str] = answer.json()["error"]
    return told.get("code") or told["type"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "parameter_unknown"),
        ({"line_items[0][price_data][colour]": "red"}, "parameter_unknown"),
        ({"success_url": None}, "parameter_missing"),
        ({"line_items[0][price_data][unit_amount]": "12.50"}, "parameter_invalid"),
        ({"line_items[0][price_data][unit_amount]": "49"}, "amount_too_small"),
        ({"line_items[0][price_data][currency]": "EUR"}, "parameter_invalid"),
        ({"success_url": "javascript:1"}, "parameter_invalid"),
        ({"expires_at": "1800014399"}, "invalid_request_error"),
        ({"expires_at": "1900000000"}, "invalid_request_error"),
        ({"payment_intent_data[application_fee_amount]": "12001"}, "invalid_request_error"),
        ({"payment_intent_data[transfer_data][destination]": "acct_no"}, "resource_missing"),
    ],
)
def test_an_odd_order_is_refused_by_name(
    caller: Caller, changes: dict[str, Any], said: str
) -> None:
    answer = caller.post("/v1/checkout/sessions", caller.session(**changes))
    assert (answer.status_code, code(answer)) == (400, said)
    # The control: without the change it is made.
    assert caller.open()["status"] == "open"


def test_who_may_not_call_is_turned_away(caller: Caller) -> None:
    stranger = caller.post("/v1/refunds", {}, Authorization="Bearer sk_test_other")
    assert stranger.status_code == 401
    assert caller.post("/v1/refunds", {}, **{"Stripe-Version": ""}).status_code == 400
    on = {"Stripe-Account": "acct_no"}
    assert code(caller.post("/v1/payouts", {}, **on)) == "account_invalid"


def test_a_key_belongs_to_one_request(caller: Caller) -> None:
    first = caller.post("/v1/checkout/sessions", caller.session(), key="one")
    again = caller.post("/v1/checkout/sessions", caller.session(), key="one")
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    other = caller.post(
        "/v1/checkout/sessions", caller.session(client_reference_id="K7"), key="one"
    )
    assert (other.status_code, code(other)) == (400, "idempotency_error")


def test_a_key_stays_free_when_the_request_was_only_misspelt(caller: Caller) -> None:
    assert caller.post("/v1/checkout/sessions", {"mode": "payment"}, key="one").status_code == 400
    assert caller.post("/v1/checkout/sessions", caller.session(), key="one").status_code == 200


def test_only_an_open_page_expires(caller: Caller) -> None:
    page = caller.open()
    address = f"/v1/checkout/sessions/{page['id']}/expire"
    assert caller.post(address, {}).json()["status"] == "expired"
    assert caller.post(address, {}).status_code == 400
    assert requests.post(page["url"], data={"action": "pay"}, timeout=5).status_code == 409


def test_a_payment_is_given_back_once_and_in_twenty_pieces_at_most(caller: Caller) -> None:
    intent = caller.paid()
    assert caller.refund(intent, 12_001).status_code == 400
    pieces = [caller.refund(intent, 100).status_code for _ in range(21)]
    assert pieces == [200] * 20 + [400]
    whole = caller.paid()
    assert caller.refund(whole, 12_000).status_code == 200
    assert code(caller.refund(whole, 1)) == "charge_already_refunded"


def test_the_fee_goes_back_in_proportion_and_in_the_end_as_a_whole(caller: Caller) -> None:
    intent = caller.paid()
    for amount in (5_001, 3_333, 3_666):
        caller.refund(intent, amount)
    fees = [it["fee"] for it in caller.server.provider.movements(caller.account)]
    assert sum(fees) == 0
    assert fees[:2] == [480, -200]


def test_no_more_is_paid_out_than_may_leave(caller: Caller) -> None:
    caller.paid()
    order, on = {"amount": "11520", "currency": "eur"}, {"Stripe-Account": caller.account}
    assert code(caller.post("/v1/payouts", order, **on)) == "balance_insufficient"
    caller.server.provider.clear(caller.account)
    assert caller.post("/v1/payouts", order, **on).json()["status"] == "pending"
    assert code(caller.post("/v1/payouts", order, **on)) == "balance_insufficient"


def test_nobody_answers_while_the_provider_is_away(caller: Caller) -> None:
    caller.server.switch(away=True)
    with pytest.raises(requests.ConnectionError):
        caller.open()
    caller.server.switch(away=False)
    assert caller.open()["status"] == "open"


def test_its_pages_say_that_no_money_moves(caller: Caller) -> None:
    caller.paid()
    caller.server.provider.create_dispute(caller.paid(), amount=None, inquiry=True)
    for address in (caller.open()["url"], f"{caller.server.url}/"):
        page = requests.get(address, timeout=5)
        assert page.status_code == 200
        assert "no money moves" in page.text
