"""One supervisor per instance folder, and nothing that a crash leaves behind."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studiobook.dev.lock import find_running, instance_lock
from studiobook.dev.services.failure import CannotStart

HOLDER = """
import sys, time
from pathlib import Path
from studiobook.dev.lock import instance_lock
with instance_lock(Path(sys.argv[1])) as lock:
    lock.announce({"BASE_URL": "http://localhost:5000"})
    print("held", flush=True)
    time.sleep(60)
"""


def start_holder(folder: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder.stdout:
        assert holder.stdout.readline() == "held\n"
    return holder


def test_nobody_runs_in_a_new_folder(tmp_path: Path):
    assert find_running(tmp_path) is None


def test_a_second_supervisor_is_told_where_the_first_one_is(tmp_path: Path):
    holder = start_holder(tmp_path)
    try:
        with (
            pytest.raises(CannotStart, match=f"http://localhost:5000 .process {holder.pid}."),
            instance_lock(tmp_path),
        ):
            raise AssertionError("both hold the lock")
        running = find_running(tmp_path)
        assert running is not None
        assert running.pid == holder.pid
        assert running.environment["BASE_URL"] == "http://localhost:5000"
    finally:
        holder.kill()
        holder.wait()


def test_the_note_of_a_killed_supervisor_is_no_lock(tmp_path: Path):
    holder = start_holder(tmp_path)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / "up.lock").read_text()
    assert find_running(tmp_path) is None
    with instance_lock(tmp_path):
        pass


def test_only_its_owner_reads_the_note(tmp_path: Path):
    with instance_lock(tmp_path):
        assert (tmp_path / "up.lock").stat().st_mode & 0o777 == 0o600
