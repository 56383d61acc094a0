"""The recipes of CONTRIBUTING.md name every module that must be touched: each is held to an example that exists."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").split("## Recipes")[1].split("\n## ")[0]
NAMED = re.compile(r"(?:supervision|tests)/[\w/]+\.py")


@dataclass(frozen=True)
class Example:
    """`words`: how the example is called in code. `own`: modules that name it for reasons of its own."""

    recipe: str
    words: str
    own: dict[str, str] = field(default_factory=dict)


EXAMPLES = (
    Example(
        "A field of a house",
        r"floors|floor_count_max",
        {
            "supervision/api/houses.py": "a filter of the interface",
            "supervision/management/demo.py": "the demo's houses have some",
        },
    ),
    Example("A register source", r"HOUSING_STOCK|housing_stock"),
    Example("A step of a plan", r"SetDescription"),
    Example("A report", r"joining_pace"),
)


def section(recipe: str) -> str:
    return RECIPES.split(f"\n### {recipe}\n")[1].split("\n### ")[0]


def code() -> Iterator[Path]:
    """The portal, and what its tests have in common; the tests of the example itself go with it."""
    yield from (path for path in (ROOT / "supervision").rglob("*.py") if "migrations" not in path.parts)
    yield from (ROOT / "tests").glob("*.py")


def words_of(path: Path) -> Iterator[str]:
    """Names and texts of the code, without what only speaks of it: docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=word) | ast.Attribute(attr=word) | ast.keyword(arg=str(word)) | ast.alias(name=word):
                yield word
            case ast.Constant(value=str(word)) if id(node) not in spoken:
                yield word


def naming(words: str) -> set[str]:
    whole = re.compile(words)
    found = (path for path in code() if any(whole.fullmatch(word.rsplit(".", 1)[-1]) for word in words_of(path)))
    return {str(path.relative_to(ROOT)) for path in found}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.recipe)
def test_a_recipe_names_every_module_that_its_example_touched(example: Example) -> None:
    found = naming(example.words)
    assert example.own.keys() <= found
    left_out = found - example.own.keys() - set(NAMED.findall(section(example.recipe)))
    assert not left_out, left_out


def test_every_recipe_has_an_example_or_a_test_that_fails_by_itself() -> None:
    """A decision, a page and a resource: the tables of acts, of access and of examples go over all of them."""
    recipes = set(re.findall(r"^### (.+)$", RECIPES, re.MULTILINE))
    assert recipes == {example.recipe for example in EXAMPLES} | {"A decision", "A page", "A resource of the interface"}
