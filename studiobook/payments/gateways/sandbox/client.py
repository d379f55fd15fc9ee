"""One conversation with the sandbox provider over HTTP."""

from typing import Any

import requests

from studiobook.payments.gateways.errors import AccountRevoked, GatewayRefused, GatewayUnavailable

#: Seconds to connect and to read.
TIMEOUT = (3.0, 10.0)

#: Answers that say nothing about whether the order was or will be carried out.
_NO_ANSWER = {408, 409, 429}


class SandboxClient:
    """The provider's JSON API, with its key."""

    def __init__(self, *, url: str, key: str) -> None:
        self._url = url.rstrip("/")
        self._key = key

    def get(self, path: str, *, account_ref: str, **query: str) -> dict[str, Any]:
        """An object, or a list under "data"."""
        return self.ask("GET", path, account_ref=account_ref, params=query)

    def post(
        self, path: str, body: dict[str, Any], *, account_ref: str, key: str | None = None
    ) -> dict[str, Any]:
        """What became of an order."""
        return self.ask("POST", path, account_ref=account_ref, key=key, json=body)

    def ask(
        self, method: str, path: str, *, account_ref: str, key: str | None = None, **request: Any
    ) -> dict[str, Any]:
        """Raises GatewayUnavailable, GatewayRefused."""
        headers = {"Authorization": f"Bearer {self._key}", "Sandbox-Account": account_ref}
        if key:
            headers["Idempotency-Key"] = key
        try:
            answer = requests.request(
                method, f"{self._url}/v1{path}", headers=headers, timeout=TIMEOUT, **request
            )
            body: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise GatewayUnavailable(type(error).__name__) from error
        if answer.status_code >= 500 or answer.status_code in _NO_ANSWER:
            raise GatewayUnavailable(f"answered {answer.status_code}")
        if not answer.ok and body["error"]["code"] == "account_revoked":
            raise AccountRevoked(body["error"]["message"])
        if not answer.ok:
            raise GatewayRefused(body["error"]["code"], body["error"]["message"])
        return body
