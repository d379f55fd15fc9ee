"""Books that are kept from one day on begin with what was paid and given back before."""

import os
import subprocess
import sys

import pytest
from sqlalchemy import text

from studiobook import clock
from studiobook.db.base import db
from studiobook.dev.environment import ROOT
from tests.payments.test_refunds import owe
from tests.payments.till import Till
from tests.support.databases import Databases
from tests.support.doctor import DAYS, MONEY, PICTURES, PROCESSES, findings

DOWN_AND_UP = """
import os
os.environ["FLASK_RUN_FROM_CLI"] = "true"
from flask_migrate import downgrade, upgrade
from wsgi import app
with app.app_context():
    downgrade(revision="0015")
    upgrade()
"""

BALANCES = """
    SELECT p.charge_id, e.account, sum(e.amount_minor)
    FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
    GROUP BY 1, 2 HAVING sum(e.amount_minor) <> 0 ORDER BY 1, 2
"""


def balances() -> list[tuple[int, str, int]]:
    return [(row[0], row[1], row[2]) for row in db.session.execute(text(BALANCES))]


@pytest.mark.committed
def test_what_was_paid_and_given_back_before_is_in_the_books(
    till: Till, databases: Databases
) -> None:
    kept, pieces, waiting, failed = (till.paid() for _ in range(4))
    for minor in (1001, 333, 2002):
        owe(pieces, minor, f"event-{minor}")
    owe(failed, 500, "event-1")
    till.work()
    till.stage.fail_refund(till.refunds(failed)[0].gateway_ref or "")
    till.hear()
    till.stage.refunds_wait()
    owe(waiting, 777, "event-2")
    till.work()
    assert till.received(kept)[1] == 0
    before = balances()
    db.session.remove()
    db.engine.dispose()
    _down_and_up(databases)
    assert balances() == before
    assert len({charge for charge, _account, _minor in before}) == 4
    # Money of bookings that go on was given back: in life that has another reason.
    assert findings(clock.now(), but=(PICTURES, PROCESSES, DAYS, MONEY)) == []


def _down_and_up(databases: Databases) -> None:
    environment = {
        **os.environ,
        "STUDIOBOOK_ENV": "test",
        "SECRET_KEY": "migrating-a-database",
        "BASE_URL": "http://localhost",
        "DATABASE_URL": databases.url,
    }
    done = subprocess.run(
        [sys.executable, "-c", DOWN_AND_UP],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
