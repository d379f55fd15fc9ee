"""One writer of a room's time, and one of the ledger."""

import ast

from tests.house.source import Module, modules

WRITERS = {
    "Occupancy": {"studiobook.rooms.occupy"},
    "RoomDay": {"studiobook.rooms.room_days", "studiobook.rooms.jobs"},
    "EngineerTime": {"studiobook.teams.engage"},
    "LedgerPosting": {"studiobook.payments.ledger"},
    "LedgerEntry": {"studiobook.payments.ledger"},
}
WRITING = {"insert", "update", "delete", "add", "add_all"}


def written(module: Module) -> set[str]:
    """The guarded tables that a module builds, inserts, updates or deletes."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in WRITERS:
            found.add(node.func.id)
        name = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        if name in WRITING:
            found |= {
                argument.id
                for argument in node.args
                if isinstance(argument, ast.Name) and argument.id in WRITERS
            }
    return found


def test_only_their_own_writers_change_the_guarded_tables() -> None:
    strays = [
        (module.name, table)
        for module in modules()
        for table in written(module)
        if module.name not in WRITERS[table]
    ]
    assert not strays


def test_only_their_own_writers_write_them_in_sql() -> None:
    import re

    statement = re.compile(
        r"(insert\s+into|update|delete\s+from)\s+(occupancy|room_day)\b", re.IGNORECASE
    )
    strays = [module.name for module in modules() if statement.search(module.path.read_text())]
    # The parts of a hold's statement, each kept by the one writer of its table.
    assert set(strays) == {"studiobook.rooms.occupy", "studiobook.rooms.room_days"}


def test_the_search_for_writers_finds_the_writers_that_there_are() -> None:
    found = {table for module in modules() for table in written(module)}
    assert found == set(WRITERS)
