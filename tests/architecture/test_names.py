"""One word per thing: no two classes of the portal share a name."""

import ast
from collections import defaultdict

from tests.architecture.source import modules

# the framework looks these up by name
NAMED_BY_DJANGO = {"Command", "Media", "Meta"}


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict(list)
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_DJANGO:
                places[node.name].append(f"{module.name}:{node.lineno}")
    shared = {name: where for name, where in places.items() if len(where) > 1}
    assert not shared, shared
