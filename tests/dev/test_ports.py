"""Which ports the development stack takes."""

import socket
from collections.abc import Iterator

import pytest

from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.ports import free_port, is_free
from studiobook.dev.up import web_port


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


@pytest.mark.parametrize("nonsense", ["http", "0", "65536", "-1"])
def test_nonsense_is_no_port(nonsense: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", nonsense)
    with pytest.raises(CannotStart, match="is not a port number"):
        web_port()
