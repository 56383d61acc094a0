"""Whoever is late, and who holds what, one clock says: the database's, whatever machine asks (`queue/clock.py`).

Where two processes compare moments, a machine whose clock is wrong would take what is not due, or never take what is.
Faces only show the time. Days are those of a region: what workers do by themselves asks `clock.today(region)`,
what a person decides or sees may ask the machine, `Region.today` (docs/adr/0123-days-of-workers.md).
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


# What happens without anybody looking. `matters` words and drops what a person is shown.
BY_THEMSELVES = [f"supervision.{name}" for name in ("tasks", "imports", "linking", "dialogs", "reconcile", "notices")]
OF_FACES = "supervision.notices.matters"


def asks_the_machine_for_the_day(module: Module) -> Iterator[str]:
    """`Region.today` of no instant, and the wish of no day, which is today's by the machine."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        days = {"today": node.args, "desired_chat": node.keywords, "desired_chats": node.keywords}
        if name in days and not days[name]:
            yield f"{module.path.name}:{node.lineno} {name}"


@pytest.mark.parametrize("stage", BY_THEMSELVES)
def test_what_workers_do_by_themselves_asks_the_database_for_the_day(stage: str) -> None:
    own = [module for module in modules() if within(module.name, stage) and module.name != OF_FACES]
    assert own
    assert [found for module in own for found in asks_the_machine_for_the_day(module)] == []


def test_a_face_that_asks_the_machine_for_the_day_does() -> None:
    """Else the exception is one no longer."""
    assert list(asks_the_machine_for_the_day(next(module for module in modules() if module.name == OF_FACES)))


@pytest.mark.parametrize("name", [CLOCK, *SPANS])
def test_who_may_ask_the_machine_does(name: str) -> None:
    """Else the exception is one no longer."""
    assert list(asks_the_machine(next(module for module in modules() if module.name == name)))
