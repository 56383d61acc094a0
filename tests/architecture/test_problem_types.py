"""The table of problems is complete: what the source raises stands in it, and nothing else does."""

import ast
from collections.abc import Iterator

import pytest
from django.utils import translation

from supervision.api.problem_kind import MEMBERS
from supervision.api.problem_types import TYPES
from supervision.enums import RefusalKind
from tests.architecture.source import modules

# modules of rules that the interface reaches; in them no refusal is left without a kind of its own
REACHED = (
    *("changes_by_program", "chats", "companies", "demolition", "inspectors", "management_periods", "operations"),
    *("programs", "representatives", "uploads"),
)


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                yield module.name, node


def slugs() -> set[str]:
    return {
        node.args[1].value
        for name, node in calls("Problem")
        if name.startswith("supervision.api") and len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
    }


def test_every_problem_that_is_raised_stands_in_the_table() -> None:
    assert len(slugs()) > 10
    assert slugs() <= TYPES.keys()
    assert {kind.value for kind in RefusalKind} <= TYPES.keys()


def test_every_rule_that_the_interface_reaches_has_a_kind_of_its_own() -> None:
    reached = {f"supervision.actions.{name}" for name in REACHED} | {"supervision.outgoing.endpoints"}
    found = [(name, node) for name, node in calls("Refused", "Busy") if name in reached]
    assert len(found) > 20
    without = [f"{name}:{node.lineno}" for name, node in found if "kind" not in {key.arg for key in node.keywords}]
    assert not without


def test_every_kind_of_refusal_is_used() -> None:
    used = {
        node.attr
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "RefusalKind"
    }
    assert {kind.name for kind in RefusalKind} == used


@pytest.mark.parametrize("slug", TYPES)
def test_a_type_says_what_it_means_in_both_languages(slug: str) -> None:
    kind = TYPES[slug]
    said = []
    for language in ("en", "ru"):
        with translation.override(language):
            said.append((str(kind.title), str(kind.about)))
    assert said[0][0] != said[1][0] and said[0][1] != said[1][1]
    assert set(kind.members) <= MEMBERS.keys()
