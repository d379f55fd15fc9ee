"""What is installed is pinned, the same everywhere, and names no host."""

import json
import re
from pathlib import Path

import pytest

from studiobook.dev.assets import FILES, copy_assets
from studiobook.dev.prepare import requirement

LOCKS = ("requirements.lock", "requirements-production.lock")
PIN = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)


def test_production_installs_the_versions_that_were_tested(project: Path):
    tested, installed = (dict(PIN.findall((project / name).read_text())) for name in LOCKS)
    assert installed.items() <= tested.items()
    assert "pytest" not in installed


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_pinned_by_hash(project: Path, name: str):
    lock = (project / name).read_text()
    for package in dict(PIN.findall(lock)):
        assert "--hash=sha256:" in requirement(package, lock), package


@pytest.mark.parametrize("name", [*LOCKS, "package-lock.json"])
def test_no_lock_names_where_packages_come_from(project: Path, name: str):
    lock = (project / name).read_text()
    assert "resolved" not in lock
    assert "index-url" not in lock


def test_browser_packages_are_pinned_exactly(project: Path):
    wanted = json.loads((project / "package.json").read_text())
    for version in (wanted["dependencies"] | wanted["devDependencies"]).values():
        assert re.fullmatch(r"\d+\.\d+\.\d+", version)


def test_the_installer_is_taken_from_the_lock_with_its_hashes(project: Path):
    lines = requirement("uv", (project / LOCKS[0]).read_text()).splitlines()
    assert lines[0].startswith("uv==")
    assert all(line.startswith("    ") for line in lines[1:])


def test_assets_are_copied_afresh(tmp_path: Path):
    packages, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    for source, _name in FILES:
        (packages / source).parent.mkdir(parents=True, exist_ok=True)
        (packages / source).write_text(source)
    vendor.mkdir()
    (vendor / "old.js").touch()
    assert copy_assets(packages, vendor) == []
    assert not (vendor / "old.js").exists()
    assert all((vendor / name).read_text() == source for source, name in FILES)


def test_assets_that_npm_did_not_install_are_named(tmp_path: Path):
    assert copy_assets(tmp_path, tmp_path / "vendor") == [source for source, _name in FILES]
