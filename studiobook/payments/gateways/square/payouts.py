"""What Square sends to owners' banks, by its own clock."""

from collections.abc import Sequence
from datetime import date, datetime

from studiobook.payments.gateways.accounts import (
    Balance,
    PayoutLine,
    PayoutOrder,
    PayoutState,
    PayoutStatus,
)
from studiobook.payments.gateways.errors import GatewayRefused
from studiobook.payments.gateways.square.amounts import to_moment, to_money, to_text
from studiobook.payments.gateways.square.client import Doc, SquareClient
from studiobook.payments.gateways.square.payout_lines import read_lines

_STATUSES = {
    "SENT": PayoutStatus.PENDING,
    "PAID": PayoutStatus.PAID,
    "FAILED": PayoutStatus.FAILED,
}


class SquarePayouts:
    """See the protocol."""

    _client: SquareClient

    #: Owners set the rhythm at Square, and no API asks for one beside it.
    pays_out_on_demand = False

    def read_balance(self, account_ref: str) -> Balance | None:  # noqa: ARG002
        """None: no API of Square says what lies on a seller's account."""
        return None

    def request_payout(self, order: PayoutOrder) -> PayoutState:
        """Always refused."""
        raise GatewayRefused("not_supported", f"no payout on demand for {order.account_ref}")

    def read_payout(self, ref: str, *, account_ref: str) -> PayoutState:
        """See the protocol."""
        answer = self._client.ask(
            account_ref, lambda square, once: square.payouts.get(ref, request_options=once)
        )
        return _state(answer["payout"])

    def list_payouts(self, account_ref: str, *, since: datetime) -> Sequence[PayoutState]:
        """See the protocol. Each location is paid out by itself, and asked by itself."""
        answer = self._client.ask(
            account_ref, lambda square, once: square.locations.list(request_options=once)
        )
        found = [
            _state(doc)
            for location in answer.get("locations") or ()
            for doc in self._payouts_of(location["id"], account_ref, since)
        ]
        return sorted(found, key=lambda payout: payout.created_at, reverse=True)

    def list_payout_lines(self, ref: str, *, account_ref: str) -> Sequence[PayoutLine]:
        """See the protocol."""
        entries = self._client.list(
            account_ref, lambda square, once: square.payouts.list_entries(ref, request_options=once)
        )
        return read_lines(entries)

    def _payouts_of(self, location: str, account_ref: str, since: datetime) -> list[Doc]:
        return self._client.list(
            account_ref,
            lambda square, once: square.payouts.list(
                location_id=location,
                begin_time=to_text(since),
                sort_order="DESC",
                request_options=once,
            ),
        )


def _state(doc: Doc) -> PayoutState:
    arrives_on = doc.get("arrival_date")
    return PayoutState(
        ref=doc["id"],
        status=_STATUSES[doc["status"]],
        amount=to_money(doc["amount_money"]),
        created_at=to_moment(doc["created_at"]),
        arrives_on=None if arrives_on is None else date.fromisoformat(arrives_on),
        failure="failed" if doc["status"] == "FAILED" else None,
    )
