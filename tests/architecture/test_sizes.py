"""Sizes and signatures: small files, small functions, everything typed."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, Module, functions, modules

LONGEST_FILE, LONGEST_FUNCTION = 350, 50
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def python_files() -> list[Path]:
    folders = (ROOT / name for name in ("housechats", "supervision", "tests", "benchmarks", "chaos"))
    return [path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts]


def named(module: Module) -> str:
    return module.name


def test_no_file_is_longer_than_one_can_read() -> None:
    long = {path.name: lines for path in python_files() if (lines := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert not long, long


def test_no_file_is_a_drawer_for_everything() -> None:
    assert not [path for path in python_files() if path.name in FORBIDDEN_NAMES]


def test_no_function_is_longer_than_a_screen() -> None:
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                assert lines <= LONGEST_FUNCTION, f"{path.name}: {node.name} has {lines} lines"


@pytest.mark.parametrize("module", modules(), ids=named)
def test_every_signature_is_typed(module: Module) -> None:
    for function in functions(module):
        where = f"{module.name}:{function.lineno} {function.name}"
        assert function.returns is not None, f"{where} does not say what it gives"
        given = function.args
        named = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        spread = [each for each in (given.vararg, given.kwarg) if each]
        bare = [each.arg for each in (*named, *spread) if each.annotation is None and each.arg not in {"self", "cls"}]
        assert not bare, f"{where}: {bare}"


@pytest.mark.parametrize("module", modules(), ids=named)
def test_every_module_says_what_it_is_for(module: Module) -> None:
    assert ast.get_docstring(module.tree) or not module.tree.body, module.name
