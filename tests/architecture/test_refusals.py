"""A refusal of one kind is worded in one module: who refuses and who tells before say the same sentence."""

import ast
from collections import defaultdict

from tests.architecture.source import modules, within

# of periods that stand in the way of a change: the kinds that a single house, many houses and programs are refused by
OF_OBSTACLES = {"CHANGE_PLANNED", "CHANGED_SINCE", "MANAGED_ALREADY", "PERIOD_STANDS", "NO_PERIOD_REPLACED"}
OF_OBSTACLES |= {"HOUSE_DEMOLISHED", "HOUSE_MERGED"}
HOME = "supervision.actions.obstacles"


def test_what_stands_in_the_way_of_a_change_is_worded_once() -> None:
    worded = defaultdict(set)
    for module in modules():
        if not within(module.name, "supervision.actions"):
            continue
        for node in ast.walk(module.tree):
            is_kind = isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "RefusalKind"
            if is_kind and node.attr in OF_OBSTACLES:
                worded[node.attr].add(module.name)
    assert worded == {kind: {HOME} for kind in OF_OBSTACLES}
