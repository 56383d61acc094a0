"""Whoever keeps sealed texts is known to the command that seals them anew: what it passed over would open no more."""

import ast

from supervision.management.commands.reseal_secrets import KEEPERS
from tests.architecture.source import modules


def keeps(tree: ast.Module) -> bool:
    decorators = (each for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for each in node.decorator_list)
    return any(isinstance(each, ast.Call) and ast.unparse(each.func).endswith("kept_by") for each in decorators)


def test_the_command_knows_every_keeper() -> None:
    assert {module.name for module in modules() if keeps(module.tree)} == set(KEEPERS)
