"""Providers of our own that the site can speak with as if they were the real ones.

`PAYMENTS=stripe-local` starts one beside the site, with keys and secrets made for this machine.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from studiobook.dev.environment import kept_secret
from studiobook.dev.services.failure import CannotStart
from studiobook.dev.services.ports import LOOPBACK, free_port
from studiobook.settings import GATEWAYS

SUFFIX = "-local"
#: What the demo world was paid through; it has to stay refundable.
SANDBOX = "sandbox"


@dataclass(frozen=True)
class StandIn:
    """How one is started, and what the site has to be told of it."""

    gateway: str
    label: str
    module: str
    port: int
    #: The setting that holds its address.
    address: str
    #: Settings that hold a secret of their own, made once: the option that tells the stand-in,
    #: and how the secret begins.
    secrets: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    #: The option that tells it the address as the site knows it, where that is signed as well.
    address_option: str | None = None
    #: Further settings, the same everywhere.
    settings: Mapping[str, str] = field(default_factory=dict)


#: Each provider's, in one row.
STAND_INS = (
    StandIn(
        gateway="stripe",
        label="Stripe",
        module="tests.standins.stripe",
        port=5080,
        address="STRIPE_API_BASE",
        secrets={
            "STRIPE_SECRET_KEY": ("--api-key", "sk_test_"),
            "STRIPE_WEBHOOK_SECRET": ("--main-secret", "whsec_"),
            "STRIPE_CONNECT_WEBHOOK_SECRET": ("--connect-secret", "whsec_"),
            "STRIPE_EVENTS_WEBHOOK_SECRET": ("--events-secret", "whsec_"),
        },
    ),
    StandIn(
        gateway="square",
        label="Square",
        module="tests.standins.square",
        port=5070,
        address="SQUARE_API_BASE",
        secrets={"SQUARE_WEBHOOK_KEY": ("--webhook-key", "")},
        address_option="--notification-url",
        settings={
            "SQUARE_APPLICATION_ID": "sandbox-sq0idb-studiobook",
            "SQUARE_APPLICATION_SECRET": "sandbox-sq0csb-studiobook",
            "SQUARE_ENVIRONMENT": "sandbox",
        },
    ),
)


def wanted(payments: str) -> tuple[StandIn, ...]:
    """Those that PAYMENTS names. CannotStart for a word that nobody knows."""
    words = [word.strip() for word in payments.split(",") if word.strip()]
    by_word = {f"{it.gateway}{SUFFIX}": it for it in STAND_INS}
    for word in words:
        if word not in by_word and word not in GATEWAYS:
            known = ", ".join([*GATEWAYS, *by_word])
            raise CannotStart(f"PAYMENTS={word} is not known here; there are {known}.")
    return tuple(by_word[word] for word in words if word in by_word)


def environment_of(
    stand_ins: Sequence[StandIn], payments: str, instance_dir: Path
) -> dict[str, str]:
    """What the site's processes are told; none of it may be overruled by real keys."""
    if not stand_ins:
        return {}
    words = [word.strip().removesuffix(SUFFIX) for word in payments.split(",") if word.strip()]
    told = {"PAYMENTS": ",".join(dict.fromkeys([*words, SANDBOX]))}
    for it in stand_ins:
        told[it.address] = f"http://{LOOPBACK}:{free_port(it.port)}"
        told |= it.settings
        for setting, (_, start) in it.secrets.items():
            told[setting] = start + kept_secret(instance_dir / setting.lower())
    return told


def command_of(
    stand_in: StandIn, environment: Mapping[str, str], *, instance_dir: Path, site_port: int
) -> list[str]:
    """The program, which posts its webhooks to the site."""
    command = [sys.executable, "-m", stand_in.module]
    command += ["--port", environment[stand_in.address].rpartition(":")[2]]
    command += ["--state", str(instance_dir / f"{stand_in.gateway}.sqlite3")]
    command += ["--webhook-url", f"http://{LOOPBACK}:{site_port}/webhooks/{stand_in.gateway}"]
    if stand_in.address_option:
        address = f"{environment['BASE_URL']}/webhooks/{stand_in.gateway}"
        command += [stand_in.address_option, address]
    for setting, (option, _) in stand_in.secrets.items():
        command += [option, environment[setting]]
    return command
