"""Supervised processes: watched, restarted once settled, heard when they fail."""

import sys
from pathlib import Path

import pytest

from studiobook.dev.crew import SETTLED_SECONDS, Crew
from studiobook.dev.services.failure import CannotStart
from studiobook.dev.watch import LogWatch

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]
FAILS = [sys.executable, "-c", "raise SystemExit('no database today')"]


@pytest.fixture
def crew(tmp_path: Path):
    crew = Crew({}, tmp_path)
    yield crew
    crew.stop()


def test_one_that_dies_at_the_start_is_quoted(crew: Crew):
    crew.start("worker", FAILS)
    with pytest.raises(CannotStart, match=r"worker stopped with exit code 1(.|\n)*no database"):
        crew.wait_until(lambda: False, timeout=30)


def test_a_settled_one_is_started_again(crew: Crew, capsys: pytest.CaptureFixture[str]):
    child = crew.start("worker", SLEEPS)
    child.process.kill()
    child.process.wait()
    crew.members[0].started_at -= SETTLED_SECONDS
    crew.tend()
    assert not crew.members[0].child.has_died
    assert "worker | was stopped by signal 9; started again" in capsys.readouterr().out


def test_one_that_keeps_dying_is_not(crew: Crew):
    crew.start("worker", FAILS).process.wait()
    with pytest.raises(CannotStart, match="worker stopped with exit code 1"):
        crew.tend()


def test_stopping_ends_all(crew: Crew):
    children = [crew.start(name, SLEEPS) for name in ("web", "worker")]
    crew.stop()
    assert all(child.has_died for child in children)


def test_a_missing_program_is_one_sentence(crew: Crew):
    with pytest.raises(CannotStart, match=r"web cannot be started: .*No such file"):
        crew.start("web", ["/nowhere/gunicorn"])


def test_only_alarms_reach_the_terminal_but_tracebacks_whole(tmp_path: Path):
    log = tmp_path / "web.log"
    log.write_text(
        "answered GET / 200\n"
        "2027-01-01 [warning  ] doorbell_unheard\n"
        "Traceback (most recent call last):\n"
        '  File "x.py", line 1, in f\n'
        "ValueError: five\n"
        "answered GET /again 200\n"
        "error without its end"
    )
    watch = LogWatch("web", log)
    assert [line.removeprefix("     web | ") for line in watch.new_alarms()] == [
        "2027-01-01 [warning  ] doorbell_unheard",
        "Traceback (most recent call last):",
        '  File "x.py", line 1, in f',
        "ValueError: five",
    ]
    log.write_text(log.read_text() + "\n")
    assert len(list(watch.new_alarms())) == 1
