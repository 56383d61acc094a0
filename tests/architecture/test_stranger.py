"""A stranger is one thing: a login that holds no right on the row's region (docs/glossary.md)."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules


def names(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg


def test_nothing_else_is_called_a_stranger() -> None:
    found = {f"{module.name}.{name}" for module in modules() for name in names(module) if "stranger" in name.lower()}
    assert found == set()
