"""Which ports the development stack takes."""

import socket
from collections.abc import Iterator

import pytest

from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.ports import REFUSED, free_port, is_free
from studiobook.dev.standins import STAND_INS
from studiobook.dev.up import SANDBOX_PORT, WEB_PORT, web_port


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_busy_port_gives_way_to_a_neighbour(busy_port: int):
    assert not is_free(busy_port)
    assert free_port(busy_port) != busy_port


def test_a_free_port_is_taken_as_preferred():
    port = free_port()
    assert free_port(port) == port


def test_a_port_that_somebody_asked_for_is_never_replaced(
    busy_port: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PORT", str(busy_port))
    with pytest.raises(CannotStart, match=f"Port {busy_port} is in use by another program"):
        web_port()


def test_no_port_is_one_that_browsers_refuse(monkeypatch: pytest.MonkeyPatch):
    assert free_port(5060) not in REFUSED
    assert not REFUSED & {WEB_PORT, SANDBOX_PORT, *(it.port for it in STAND_INS)}
    monkeypatch.setenv("PORT", "6000")
    with pytest.raises(CannotStart, match="Browsers refuse to open port 6000"):
        web_port()


@pytest.mark.parametrize("nonsense", ["http", "0", "65536", "-1"])
def test_nonsense_is_no_port(nonsense: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(CannotStart, match="is not a port number"):
        web_port()
