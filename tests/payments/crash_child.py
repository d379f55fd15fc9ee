"""A process that has the app loaded and forks for each order: what is killed is a real process.

`python -m tests.payments.crash_child` reads one order per line, as JSON, and answers with the
exit code of the child that carried it out.
"""

import json
import os
import sys
from datetime import datetime
from typing import Any

from flask import Flask

from studiobook import clock
from studiobook.app import create_app
from studiobook.db.base import db
from studiobook.outbox.jobs import sweep
from studiobook.payments import jobs
from studiobook.payments.ask_payout import ask_payout
from studiobook.payments.connect_account import Addresses, finish_connection, start_connection
from studiobook.payments.crash import VARIABLE
from studiobook.payments.gateways.registry import EXTENSION, Registry, gateways
from studiobook.payments.gateways.sandbox.gateway import SandboxGateway
from studiobook.payments.open_checkout import open_checkout

Order = dict[str, Any]
BACK = "https://studiobook.example/back"
ROUNDS = 6


def open_page(_app: Flask, order: Order) -> None:
    """A guest goes to pay."""
    open_checkout(
        booking_id=order["booking_id"],
        success_url=BACK,
        cancel_url=BACK,
        gateways=gateways(),
        now=clock.now(),
    )


def hear(app: Flask, order: Order) -> None:
    """The provider posts webhooks, and the worker does what follows."""
    for sent in order["webhooks"]:
        app.test_client().post(
            f"/webhooks/sandbox/{sent['endpoint']}".rstrip("/"),
            data=sent["body"].encode(),
            headers=sent["headers"],
        )
    work(app, order)


def work(_app: Flask, _order: Order) -> None:
    """The worker's and the sweep's rounds."""
    for _ in range(ROUNDS):
        jobs.process_inbox()
        sweep()


def reconcile(app: Flask, order: Order) -> None:
    """The clock's round."""
    jobs.reconcile_due()
    work(app, order)


def ask_for_payout(_app: Flask, order: Order) -> None:
    """An owner asks for what lies there."""
    ask_payout(
        account_id=order["account_id"],
        currency=order["currency"],
        asked_by=None,
        gateways=gateways(),
        now=clock.now(),
    )


def mirror(_app: Flask, _order: Order) -> None:
    """The clock reads what was paid out."""
    jobs.mirror_payouts()


def start_connecting(_app: Flask, order: Order) -> None:
    """An owner goes to connect."""
    start_connection(
        company_id=order["company_id"],
        gateway="sandbox",
        email="owner@example.org",
        addresses=Addresses(return_url=BACK, refresh_url=BACK, state="a-word"),
        gateways=gateways(),
        now=clock.now(),
        another=True,
    )


def finish_connecting(_app: Flask, order: Order) -> None:
    """And comes back."""
    finish_connection(
        company_id=order["company_id"],
        gateway="sandbox",
        answer=order["answer"],
        return_url=BACK,
        gateways=gateways(),
        now=clock.now(),
    )


ACTS = {
    act.__name__: act
    for act in (
        open_page,
        hear,
        work,
        reconcile,
        ask_for_payout,
        mirror,
        start_connecting,
        finish_connecting,
    )
}


def carry_out(app: Flask, order: Order) -> None:
    """One act at a moment, with the given provider, to be killed at the given point."""
    os.environ[VARIABLE] = order["point"]
    now = datetime.fromisoformat(order["now"])
    clock.now = lambda: now
    with app.app_context():
        app.extensions[EXTENSION] = Registry(SandboxGateway(**order["gateway"]))
        ACTS[order["act"]](app, order)
        db.session.remove()


def main() -> None:
    """Fork for every line."""
    app = create_app()
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            carry_out(app, json.loads(line))
            os._exit(0)
        _child, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
