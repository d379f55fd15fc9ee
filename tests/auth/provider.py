"""A real OpenID provider in a process of its own, and what its pages would do for a person."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

from studiobook.dev.services.ports import answers, free_port
from studiobook.dev.services.process import start_child


@dataclass(frozen=True)
class Provider:
    """The running provider; people are made on the fly."""

    issuer: str

    def know(self, subject: str, **claims: object) -> None:
        """Somebody with an account there."""
        requests.put(f"{self.issuer}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def consent(self, address: str, subject: str) -> str:
        """Sign in there and agree; returns the path that the browser is sent back to."""
        return self._answer(address, {"sub": subject})

    def deny(self, address: str) -> str:
        """Say no there."""
        return self._answer(address, {"action": "deny"})

    def _answer(self, address: str, form: dict[str, str]) -> str:
        answer = requests.post(address, data=form, timeout=10, allow_redirects=False)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}" == "http://localhost"
        return f"{back.path}?{back.query}"


@contextmanager
def running_provider(folder: Path) -> Iterator[Provider]:
    """Start it, wait until it answers, stop it."""
    port = free_port()
    child = start_child(
        "the OpenID provider",
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        log=folder / "provider.log",
    )
    try:
        child.wait_until(lambda: answers(port), timeout=30)
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        child.stop()


def parameters(address: str) -> dict[str, str]:
    """The query of an address, one value each."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def altered(address: str, **changes: str | None) -> str:
    """The address with some parameters changed, or without those that are None."""
    kept = {**parameters(address), **changes}
    query = urlencode({name: value for name, value in kept.items() if value is not None})
    return f"{address.partition('?')[0]}?{query}"
