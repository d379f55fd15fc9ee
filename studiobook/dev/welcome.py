"""What the terminal says: one line per step, then where everything is."""

import sys
from collections.abc import Iterable, Mapping
from importlib import import_module
from importlib.util import find_spec

from studiobook.dev.services.ports import LOOPBACK
from studiobook.dev.standins import STAND_INS

WORLD = "studiobook.dev.world"


def say(sentence: str) -> None:
    """One step, at once."""
    print(f"  {sentence}", flush=True)


def complain(sentence: str) -> None:
    """What went wrong and what to do, on the error stream."""
    print(f"\n{sentence}", file=sys.stderr, flush=True)


def welcome(environment: Mapping[str, str], *, seconds: float, has_script: bool) -> None:
    """The addresses, the demo accounts and how to stop."""
    site = environment["BASE_URL"]
    print(f"\n  Studiobook is running (ready in {seconds:.0f} s).\n")
    for name, value in (
        ("The site", site),
        ("Caught mail", f"{site}/dev/mail"),
        ("Payments", f"{environment['SANDBOX_URL']} (sandbox: no real money)"),
        *_stand_ins(environment),
        ("Logs", "instance/log"),
        ("Stop", "Ctrl-C"),
    ):
        print(f"  {name:<14}{value}")
    _print_accounts(_demo_accounts())
    if not has_script:
        print("\n  Without Node the pages run without script; install Node, then `make run` again.")
    print(flush=True)


def _stand_ins(environment: Mapping[str, str]) -> list[tuple[str, str]]:
    """The control page of each provider that has a stand-in here."""
    named = environment.get("PAYMENTS", "").split(",")
    return [
        (it.label, f"{environment[it.address]} (a stand-in: no real money)")
        for it in STAND_INS
        if it.gateway in named and LOOPBACK in environment.get(it.address, "")
    ]


def _demo_accounts() -> list[tuple[str, str, str]]:
    """(role, e-mail address, password) of each person that one may sign in as."""
    if find_spec(WORLD) is None:
        return []
    return list(getattr(import_module(WORLD), "ACCOUNTS", ()))


def _print_accounts(accounts: Iterable[tuple[str, str, str]]) -> None:
    rows = list(accounts)
    if not rows:
        return
    print("\n  Sign in as")
    roles, addresses = (max(len(row[column]) for row in rows) for column in (0, 1))
    for role, address, password in rows:
        print(f"    {role:<{roles}}  {address:<{addresses}}  {password}")
