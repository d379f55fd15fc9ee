"""The named places at which a process may die, found by reading the code."""

import ast

from studiobook.dev.environment import ROOT


def points_in_the_code() -> list[str]:
    """The word of every `crash_point(…)` that there is."""
    return [
        _word(node)
        for source in sorted((ROOT / "studiobook").rglob("*.py"))
        if "crash_point(" in (text := source.read_text())
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "crash_point"
    ]


def _word(call: ast.Call) -> str:
    [word] = call.args
    assert isinstance(word, ast.Constant), "name a point by a literal"
    return str(word.value)
