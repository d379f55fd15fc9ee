"""Rules of the ways of money that are easily broken by a line that looks harmless."""

import ast
from collections.abc import Iterator

from tests.house.source import modules

#: Whoever holds these can speak with a provider.
SPEAKING = {"gateways", "named"}


def spoken_inside_transactions(tree: ast.AST) -> Iterator[int]:
    """The lines on which a unit of work gets hold of the providers."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            continue
        if call.func.id == "in_transaction":
            for node in (inner for argument in call.args for inner in ast.walk(argument)):
                if isinstance(node, ast.Name) and node.id in SPEAKING:
                    yield node.lineno
                if isinstance(node, ast.Attribute) and node.attr in SPEAKING:
                    yield node.lineno


def test_nobody_speaks_with_a_provider_inside_a_transaction() -> None:
    assert not [
        (module.name, line)
        for module in modules()
        for line in spoken_inside_transactions(module.tree)
    ]


def test_the_search_for_it_finds_what_must_not_be() -> None:
    bad = "in_transaction(lambda: settle(charge_id=1, gateways=gateways, now=now))"
    worse = "in_transaction(lambda: known.named('stripe').read_balance(ref))"
    good = "in_transaction(lambda: apply(truth, gateway=gateway, now=now))"
    assert [len(list(spoken_inside_transactions(ast.parse(it)))) for it in (bad, worse, good)] == [
        1,
        1,
        0,
    ]
