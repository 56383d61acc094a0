"""Whoever keeps sealed texts is known to the command that seals them anew: what it passed over would open no more."""

import ast

from tests.architecture.source import modules

COMMAND = "supervision.management.commands.reseal_secrets"
APP = "supervision.signin.apps"  # above the command


def keeps(tree: ast.Module) -> bool:
    decorators = (each for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for each in node.decorator_list)
    return any(isinstance(each, ast.Call) and ast.unparse(each.func).endswith("kept_by") for each in decorators)


def imported(name: str) -> set[str]:
    (found,) = (module for module in modules() if module.name == name)
    froms = (node for node in ast.walk(found.tree) if isinstance(node, ast.ImportFrom))
    return {f"{node.module}.{each.name}" for node in froms for each in node.names}


def test_every_keeper_is_imported_by_the_command_or_with_its_app() -> None:
    keepers = {module.name for module in modules() if keeps(module.tree)}
    assert len(keepers) >= 5
    assert keepers <= imported(COMMAND) | imported(APP)
