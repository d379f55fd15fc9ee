"""Make .venv and the browser assets ready, as `make` does before anything else.

Runs on the machine's own Python with nothing installed, so it uses the standard library only
and no syntax that an outdated Python could not read before it says that it is outdated.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SUPPORTED = ((3, 11), (3, 12))


def main() -> None:
    """Everything, in order; what is current already costs nothing."""
    check_python()
    prepare_python()
    prepare_browser()


def check_python() -> None:
    """One clear sentence when this Python cannot make the virtual environment."""
    if PYTHON.exists():
        return
    if sys.version_info[:2] not in SUPPORTED:
        wanted = " or ".join(f"{major}.{minor}" for major, minor in SUPPORTED)
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        stop(
            f"Studiobook needs Python {wanted}, but python3 is {found}:"
            " install one of them, then name it, as in: make run PYTHON=python3.11"
        )
    try:
        import ensurepip  # noqa: F401 - Debian ships it apart, in python3-venv
    except ImportError:
        stop("Python's venv module is missing; on Debian or Ubuntu: sudo apt install python3-venv")


def prepare_python() -> None:
    """A virtual environment that holds exactly the lock, renewed when the lock changes."""
    lock = ROOT / "requirements.lock"
    stamp = VENV / "installed-lock"
    if is_current(stamp, lock):
        return
    if not PYTHON.exists():
        say("Making the virtual environment")
        call([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment")
    say("Installing the packages of requirements.lock")
    # uv comes from the lock as well, by its hash; then it installs the rest, faster than pip.
    uv_only = VENV / "uv.lock.txt"
    uv_only.write_text(requirement("uv", lock.read_text()))
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    call([*pip, "--require-hashes", "-r", str(uv_only)], "The installer (uv)")
    uv = [str(VENV / "bin" / "uv"), "pip", "install", "--quiet", "--python", str(PYTHON)]
    uv += ["--system-certs"]  # as everything else on this machine, also behind a company's proxy
    # Compiled once here, or else at every start where bytecode may not be written.
    if subprocess.call([*uv, "--compile-bytecode", "--require-hashes", "-r", str(lock)]) != 0:
        # pip knows package indexes from its own configuration that uv does not read.
        say("uv found no way to the packages; trying pip, which is slower")
        call([*pip, "--require-hashes", "-r", str(lock)], "The packages")
    stamp.write_text(digest(lock))


def prepare_browser() -> None:
    """What pages load, from npm; without Node or network the site works, without script."""
    lock = ROOT / "package-lock.json"
    stamp = ROOT / "node_modules" / "installed-lock"
    if not shutil.which("npm"):
        say("Node was not found: pages will work without script (install Node to have it)")
        return
    if not is_current(stamp, lock):
        say("Installing the browser assets of package-lock.json")
        if subprocess.call(["npm", "ci", "--loglevel=error"], cwd=str(ROOT)) != 0:
            say("npm could not install the browser assets: pages will work without script")
            return
        stamp.write_text(digest(lock))
    call([str(PYTHON), "-m", "studiobook.dev.assets"], "The browser assets")


def requirement(name: str, lock: str) -> str:
    """The lines of one package, with its hashes."""
    found = re.search(rf"^{re.escape(name)}==.*(?:\n[ \t].*)*", lock, re.MULTILINE)
    return found.group(0) + "\n" if found else ""


def is_current(stamp: Path, lock: Path) -> bool:
    """Whether the stamp says that exactly this lock was installed."""
    return stamp.exists() and stamp.read_text() == digest(lock)


def digest(path: Path) -> str:
    """The name of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def call(command: "list[str]", what: str) -> None:
    """Run it; stop with a sentence when it fails."""
    if subprocess.call(command, cwd=str(ROOT)) != 0:
        stop(f"{what} could not be installed; the lines above say why.")


def say(sentence: str) -> None:
    """One step, at once."""
    print("  " + sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """Give up with one sentence."""
    sys.exit("\n" + sentence)


if __name__ == "__main__":
    os.environ.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    main()
