"""The portal's own source as syntax trees: modules, what they import, where they write.

Trees and not patterns: a word in a comment or a docstring is no import.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("housechats", "supervision")


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module

    @property
    def is_package(self) -> bool:
        return self.path.name == "__init__.py"


@dataclass(frozen=True)
class Import:
    """`target` is the module that is imported, or a name in it: `supervision.models.Chat`."""

    module: str
    target: str
    line: int
    in_function: bool

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


@cache
def modules() -> tuple[Module, ...]:
    files = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return tuple(_module(path) for path in files if "migrations" not in path.parts)


def _module(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Module(name, path, ast.parse(path.read_text(encoding="utf-8")))


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for module in modules() for found in _imports(module, module.tree, in_function=False))


def _imports(module: Module, node: ast.AST, *, in_function: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(module.name, alias.name, child.lineno, in_function)
        elif isinstance(child, ast.ImportFrom):
            for alias in child.names:
                yield Import(module.name, f"{_origin(module, child)}.{alias.name}", child.lineno, in_function)
        else:
            inside = in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from _imports(module, child, in_function=inside)


def _origin(module: Module, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    up = node.level - 1 if module.is_package else node.level
    base = module.name.rsplit(".", up)[0] if up else module.name
    return f"{base}.{node.module}" if node.module else base


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def texts(module: Module) -> Iterator[tuple[str, int]]:
    """String constants, those inside f-strings too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
