"""Whoever is late, and who holds what, one clock says: the database's, whatever machine asks (`queue/clock.py`).

Where two processes compare moments, a machine whose clock is wrong would take what is not due, or never take what is.
Faces only show the time. Days are counted on a region's clock, `region.today()`.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, modules, within

STAGES = [
    f"supervision.{name}"
    for name in (
        *("tasks", "imports", "previews", "linking", "dialogs", "actions", "reconcile", "outgoing"),
        *("notices", "upkeep", "queue"),
    )
]
CLOCK = "supervision.queue.clock"  # it compares this machine's clock with the database's
# A receiver's Retry-After is a date by the receiver's clock and becomes a span at once.
SPANS = {"supervision.outgoing.posting"}
ASKED = {("timezone", "now"), ("time", "time"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today")}


def asks_the_machine(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and (node.value.id, node.attr) in ASKED:
            yield f"{module.path.name}:{node.lineno} {node.value.id}.{node.attr}"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_asks_the_database_for_the_time(stage: str) -> None:
    own = [module for module in modules() if within(module.name, stage) and module.name not in {CLOCK, *SPANS}]
    assert own
    assert [found for module in own for found in asks_the_machine(module)] == []


@pytest.mark.parametrize("name", [CLOCK, *SPANS])
def test_who_may_ask_the_machine_does(name: str) -> None:
    """Else the exception is one no longer."""
    assert list(asks_the_machine(next(module for module in modules() if module.name == name)))
