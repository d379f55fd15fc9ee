"""Names and sizes: a reader finds the room of a line from its name."""

import ast

from tests.house.source import DOMAINS, PACKAGE, modules, templates

DRAWERS = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
LONGEST = {".py": 300, ".html": 120, ".css": 150}


def test_no_file_is_a_drawer() -> None:
    assert not [m.name for m in modules() if m.parts and m.parts[-1] in DRAWERS]


def test_every_folder_of_the_package_is_a_room_of_the_plan() -> None:
    plan = {"values", "db", "outbox", "mail", "files", "web", "static", "dev", "background"}
    found = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name[0] not in "_."}
    assert found <= plan | set(DOMAINS)


def test_every_module_says_in_a_sentence_what_lives_there() -> None:
    assert not [m.name for m in modules() if not ast.get_docstring(m.tree)]


def test_no_module_is_too_long_to_be_read_at_once() -> None:
    too_long = [
        (m.name, lines)
        for m in modules()
        # Drawings are long lists of shapes, read by eye and not by line.
        if m.parts[:2] != ("dev", "scenes")
        and (lines := len(m.path.read_text().splitlines())) > LONGEST[".py"]
    ]
    assert not too_long


def test_the_largest_rooms_are_shown_to_whoever_runs_this() -> None:
    files = [*(m.path for m in modules()), *templates(), *PACKAGE.rglob("static/css/*.css")]
    sizes = sorted(((len(p.read_text().splitlines()), p) for p in files), reverse=True)
    for lines, path in sizes[:10]:
        print(f"{lines:>4}  {path.relative_to(PACKAGE)}")
    over = [(n, p) for n, p in sizes if n > LONGEST[p.suffix]]
    for lines, path in over:
        print(f"over the guide: {path.relative_to(PACKAGE)} has {lines} lines")
    assert sizes, "there is something to look at"


def test_nobody_reads_the_clock_but_the_clock() -> None:
    allowed = {"studiobook.clock", "studiobook.background.cli"}
    readers = []
    for module in modules():
        if module.name in allowed or module.parts[:1] == ("dev",):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"utcnow", "now", "today"}:
                base = node.value
                if isinstance(base, ast.Name) and base.id in {"datetime", "date"}:
                    readers.append(module.name)
    assert not readers
