"""The operator's commands."""

import click
from flask import Flask

from studiobook import clock
from studiobook.admin.doctor import examine

SHOWN = 10


def init_app(app: Flask) -> None:
    """Add `flask doctor`."""
    app.cli.add_command(doctor)


@click.command("doctor")
@click.option("--quiet", is_flag=True, help="Say only what is wrong.")
def doctor(*, quiet: bool) -> None:
    """Check every invariant of this database, read-only; exit 1 when one does not hold."""
    sick = 0
    for report in examine(now=clock.now()):
        sick += bool(report.findings)
        if report.findings or not quiet:
            mark = "✗" if report.findings else "✓"
            click.echo(
                f"{mark} {report.check.number:>2}  {report.check.holds}  ({report.seconds:.2f} s)"
            )
        for finding in report.findings[:SHOWN]:
            click.echo(f"      {finding}")
        if len(report.findings) > SHOWN:
            click.echo(f"      and {len(report.findings) - SHOWN} more")
    click.echo("All is well." if not sick else f"{sick} of the checks found something.")
    raise SystemExit(1 if sick else 0)
