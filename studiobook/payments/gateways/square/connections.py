"""Owners' Square accounts: being let in, seeing how they stand, being shown out."""

from collections.abc import Mapping
from urllib.parse import urlencode

from studiobook.payments.gateways.accounts import (
    AccountState,
    Connected,
    ConnectOrder,
    ConnectPage,
    Grant,
    Location,
)
from studiobook.payments.gateways.errors import AccountRevoked, GatewayRefused
from studiobook.payments.gateways.square.amounts import to_moment
from studiobook.payments.gateways.square.client import Doc, SquareClient

#: What an owner lets us do, and what for.
SCOPES = {
    "MERCHANT_PROFILE_READ": "whether the business and its locations can sell",
    "ORDERS_READ": "what became of a page",
    "ORDERS_WRITE": "opening a page and ending it",
    "PAYMENTS_READ": "whether a guest paid, and what was refunded",
    "PAYMENTS_WRITE": "opening a page, and refunding",
    "PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS": "the service fee",
    "DISPUTES_READ": "which payments a bank took back",
    "PAYOUTS_READ": "what was sent to the bank, and for which bookings",
}
CARDS = "CREDIT_CARD_PROCESSING"


class SquareConnections:
    """See the protocol."""

    _client: SquareClient
    _base_url: str
    _application_id: str
    _application_secret: str
    _is_sandbox: bool

    def start_connection(self, order: ConnectOrder) -> ConnectPage:
        """See the protocol. Only once the owner is back do we know which account it is."""
        query = {
            "client_id": self._application_id,
            "scope": " ".join(SCOPES),
            "state": order.state,
            "redirect_uri": order.return_url,
        }
        if not self._is_sandbox:  # which knows no other way than an open session
            query["session"] = "false"
        url = f"{self._base_url}/oauth2/authorize?{urlencode(query)}"
        return ConnectPage(url=url, account_ref=None)

    def finish_connection(self, answer: Mapping[str, str], *, return_url: str) -> Connected | None:
        """See the protocol. The code is good once, and for minutes: GatewayRefused after that."""
        code = answer.get("code")
        if not code or answer.get("error"):
            return None
        found = self._client.ask_as_application(
            lambda square, once: square.o_auth.obtain_token(
                client_id=self._application_id,
                client_secret=self._application_secret,
                grant_type="authorization_code",
                code=code,
                redirect_uri=return_url,
                request_options=once,
            )
        )
        return Connected(account_ref=found["merchant_id"], grant=_grant(found))

    def renew_grant(self, refresh_token: str) -> Grant | None:
        """See the protocol.

        Square says the same to a revoked grant as to a wrong application secret: before anyone
        takes AccountRevoked at its word, `read_account` tells which it is.
        """
        try:
            found = self._client.ask_as_application(
                lambda square, once: square.o_auth.obtain_token(
                    client_id=self._application_id,
                    client_secret=self._application_secret,
                    grant_type="refresh_token",
                    refresh_token=refresh_token,
                    request_options=once,
                )
            )
        except GatewayRefused as refusal:
            raise AccountRevoked(refusal.code) from refusal
        return _grant(found)

    def revoke(self, account_ref: str) -> None:
        """See the protocol. Every key that we ever had to the account ends."""
        secret = {"Authorization": f"Client {self._application_secret}"}
        try:
            self._client.ask_as_application(
                lambda square, once: square.o_auth.revoke_token(
                    client_id=self._application_id, merchant_id=account_ref, request_options=once
                ),
                headers=secret,
            )
        except GatewayRefused as refusal:
            if refusal.code != "NOT_FOUND":
                raise

    def read_account(self, account_ref: str) -> AccountState:
        """See the protocol. Who sells nowhere cannot charge, whatever the business may do."""
        try:
            merchant = self._client.ask(
                account_ref,
                lambda square, once: square.merchants.get(account_ref, request_options=once),
            )["merchant"]
            places = self._client.ask(
                account_ref, lambda square, once: square.locations.list(request_options=once)
            ).get("locations")
        except AccountRevoked:
            return AccountState(
                account_ref=account_ref,
                can_charge=False,
                can_be_paid_out=False,
                needs=("access",),
                is_revoked=True,
            )
        return _account(account_ref, merchant, places or [])


def _account(account_ref: str, merchant: Doc, places: list[Doc]) -> AccountState:
    active = [place for place in places if place.get("status") == "ACTIVE"]
    locations = tuple(_location(place) for place in active)
    is_active = merchant.get("status") == "ACTIVE"
    can_charge = is_active and any(place.can_charge for place in locations)
    return AccountState(
        account_ref=account_ref,
        can_charge=can_charge,
        # The right to take cards comes with the bank account that they are paid out to.
        can_be_paid_out=can_charge,
        needs=() if can_charge else (_need(is_active=is_active, locations=locations),),
        name=merchant.get("business_name") or "",
        country=merchant.get("country"),
        currency=merchant.get("currency"),
        locations=locations,
    )


def _need(*, is_active: bool, locations: tuple[Location, ...]) -> str:
    if not is_active:
        return "review"
    return "onboarding" if locations else "location"


def _location(place: Doc) -> Location:
    return Location(
        ref=place["id"],
        name=place.get("name") or place["id"],
        currency=place["currency"],
        can_charge=CARDS in (place.get("capabilities") or ()),
    )


def _grant(found: Doc) -> Grant:
    return Grant(
        access_token=found["access_token"],
        refresh_token=found["refresh_token"],
        expires_at=to_moment(found["expires_at"]),
    )
