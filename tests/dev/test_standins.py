"""Stand-ins for real providers are started by one word, and never meet a real key."""

import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

from studiobook.dev.environment import ROOT
from studiobook.dev.services.failure import CannotStart
from studiobook.dev.standins import STAND_INS, command_of, environment_of, wanted
from studiobook.settings import Settings


def test_the_sandbox_is_all_there_is_unless_somebody_asks(tmp_path: Path):
    assert wanted("sandbox") == ()
    assert environment_of((), "sandbox", tmp_path) == {}


def test_real_providers_and_stand_ins_can_be_named_together(tmp_path: Path):
    stand_ins = wanted("stripe-local, square")
    told = environment_of(stand_ins, "stripe-local, square", tmp_path)
    assert told["PAYMENTS"] == "stripe,square,sandbox"


def test_a_misspelt_word_is_named():
    with pytest.raises(CannotStart, match="PAYMENTS=strip-local"):
        wanted("strip-local")


@pytest.mark.parametrize("stand_in", STAND_INS, ids=lambda it: it.gateway)
def test_a_stand_in_starts_with_what_the_site_is_told(stand_in, tmp_path: Path):
    word = f"{stand_in.gateway}-local"
    told = environment_of(wanted(word), word, tmp_path)
    # The same again after a restart: accounts that were connected stay connected.
    again = environment_of(wanted(word), word, tmp_path)
    assert {name: again[name] for name in stand_in.secrets} == {
        name: told[name] for name in stand_in.secrets
    }
    site = {"STUDIOBOOK_ENV": "development", "DATABASE_URL": "x", "BASE_URL": "http://x"}
    settings = Settings.from_env({**site, "SECRET_KEY": "x", **told})
    assert stand_in.gateway in settings.payments
    command = command_of(stand_in, site | told, instance_dir=tmp_path, site_port=1)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as running:
        try:
            page = _page(told[stand_in.address])
        finally:
            running.terminate()
    assert "no money moves" in page


def _page(address: str) -> str:
    host, port = address.removeprefix("http://").split(":")
    for _ in range(200):
        with socket.socket() as line:
            if line.connect_ex((host, int(port))) == 0:
                return requests.get(f"{address}/", timeout=5).text
        time.sleep(0.1)
    raise AssertionError("it does not answer")
