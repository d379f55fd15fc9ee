"""Files for whoever keeps the books: a payout's lines, and a company's ledger."""

from datetime import date, timedelta

from flask import Response, request

from studiobook import clock
from studiobook.payments.payout_pages.books import (
    LEDGER_HEADINGS,
    LINE_HEADINGS,
    ledger_cells,
    line_cells,
)
from studiobook.payments.payout_queries import (
    get_payout_of_owner,
    list_lines,
    read_ledger,
    zone_of,
)
from studiobook.payments.routes import blueprint
from studiobook.payments.routes.payouts import company_asked, own_companies
from studiobook.values.wall_clock import day_bounds, to_local
from studiobook.web.access import access, staff
from studiobook.web.csv_file import csv_file
from studiobook.web.viewer import current_viewer

LONGEST = timedelta(days=366)
#: Nothing was sold here before, and nobody keeps books of after.
YEARS = range(2000, 2200)


@blueprint.get("/manage/payouts/<int:payout_id>.csv")
@access(staff)
def show_payout_file(payout_id: int) -> Response:
    """One payout's lines."""
    payout = get_payout_of_owner(current_viewer().user_id, payout_id)
    zone = zone_of(payout.account.company_id)
    cells = line_cells(payout, list_lines(payout.id), zone=zone)
    return csv_file(f"payout-{payout.id}.csv", LINE_HEADINGS, cells)


@blueprint.get("/manage/payouts/ledger.csv")
@access(staff)
def show_ledger_file() -> Response:
    """A company's postings between two days, both included; this month where none are given.

    At most a year of them.
    """
    company = company_asked(own_companies())
    zone = zone_of(company.id)
    today = to_local(clock.now(), zone).date()
    first = _day("from") or today.replace(day=1)
    last = max(first, min(_day("to") or today, first + LONGEST))
    entries = read_ledger(
        company.id,
        since=day_bounds(first, zone).starts_at,
        until=day_bounds(last, zone).ends_at,
    )
    name = f"ledger-{company.slug}-{first}-{last}.csv"
    return csv_file(name, LEDGER_HEADINGS, ledger_cells(entries, zone=zone))


def _day(name: str) -> date | None:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if day.year in YEARS else None
