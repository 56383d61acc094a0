"""The guide in Russian explains every reason for which the portal stops, in the words that are on the screen."""

import ast
import re

import pytest
from django.utils.translation import gettext, override

from tests.architecture.source import ROOT, modules

GUIDE = ROOT / "docs" / "ru"
STATES = GUIDE / "red-states.md"
# where the sentences stand that a chat, an order or a region is stopped with
EXPLAINED = {
    f"supervision.{name}"
    for name in (
        "desired.ownership",
        "desired.titles",
        "reconcile.sentences",
        "planning.asks",
        "planning.plan",
        "planning.limits",
        "reconcile.reconciler",
    )
}
PLACEHOLDER = re.compile(r"%\(\w+\)s|%%|Посмотрите план.*|[«»()\[\]…]")  # the advice on a command is not for inspectors
SHORTEST = 12  # letters: what is shorter is a word inside a sentence


def sentences() -> list[str]:
    found = [
        node.args[0].value
        for module in modules()
        if module.name in EXPLAINED
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
        if node.args and isinstance(node.args[0], ast.Constant)
    ]
    return sorted({text for text in found if len(text) > SHORTEST})


def parts(text: str) -> list[str]:
    """What stands between the words that differ from chat to chat."""
    return [part.strip(" .:;,—") for part in PLACEHOLDER.split(text) if len(part.strip(" .:;,—")) > SHORTEST]


@pytest.mark.parametrize("sentence", sentences())
def test_the_guide_says_what_to_do_about(sentence: str) -> None:
    guide = STATES.read_text(encoding="utf-8")
    with override("ru"):
        shown = gettext(sentence)
    missing = [part for part in parts(shown) if part not in guide]
    assert not missing, f"docs/ru/red-states.md does not explain “{shown}”: {missing}"


def test_there_are_sentences_to_explain() -> None:
    assert len(sentences()) > 15


def test_every_page_of_the_guide_is_in_its_index() -> None:
    index = (GUIDE / "README.md").read_text(encoding="utf-8")
    pages = {page.name for page in GUIDE.glob("*.md")} - {"README.md"}
    assert pages == {page for page in pages if f"({page})" in index}
