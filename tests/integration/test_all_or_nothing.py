"""Fact, event and mark stand or fall together, whichever statement fails: of every function that opens an event.

The functions are found in the source; each is played with its first write failing, then its second, to the last.
"""

import ast
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Max
from django.db.transaction import TransactionManagementError

from supervision.models import Event
from tests.architecture.source import Module, modules
from tests.deed_scenes import administrator
from tests.deeds import DEEDS
from tests.sampled import sampled
from tests.world import World

WRITE = re.compile(
    r'\b(?:INSERT\s+INTO|MERGE\s+INTO|DELETE\s+FROM|(?<!FOR )(?<!KEY )(?<!DO )UPDATE)\s+"?\w'
    r"|\bCOPY\b.*\bFROM\s+STDIN\b",
    re.IGNORECASE | re.DOTALL,
)
TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname"
CHECKSUM = "SELECT '{table}', md5(string_agg(r::text, '' ORDER BY r::text)) FROM {table} r"
DOORS = {"audit.event", "audit.record"}
# What is no single transaction, and why.
APART = {
    "reconcile.reconciler.Pass.run": "a pass journals every call of its own, so that nothing done is forgotten",
}


class Broken(Exception):
    """A write that the database would not take."""


class BreaksAt:
    """The n-th statement that writes fails before it is sent, into whosever table: ours, Django's, allauth's."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, 0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if WRITE.search(str(sql)):
            self.seen += 1
            if self.seen == self.number:
                raise Broken(sql)
        return execute(sql, params, many, context)

    def copies(self) -> Callable[[CursorWrapper, str], Any]:
        """What stands for a cursor's `copy`, which goes past Django's wrappers of statements."""
        return lambda cursor, statement: self(
            lambda sql, *_context: cursor.cursor.copy(sql), statement, None, False, {}
        )


def openers() -> set[str]:
    return {name.removeprefix("supervision.") for module in modules() for name in _openers(module)}


def _openers(module: Module) -> Iterator[str]:
    """Public functions in which an event is opened, by themselves or by what is private to their module."""
    known = dict(_functions(module.tree))
    opening = {name for name, node in known.items() if _opens(node)} if module.name != "supervision.audit" else set()
    while more := {
        name
        for name, node in known.items()
        if name not in opening and _names(node) & {_own(each) for each in opening if _own(each).startswith("_")}
    }:
        opening |= more
    return (f"{module.name}.{name}" for name in opening if not _own(name).startswith("_"))


def _functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def _opens(node: ast.AST) -> bool:
    calls = (each.func for each in ast.walk(node) if isinstance(each, ast.Call))
    return any(isinstance(each, ast.Attribute) and ast.unparse(each) in DOORS for each in calls)


def _names(node: ast.AST) -> set[str]:
    return {each.id if isinstance(each, ast.Name) else each.attr
            for each in ast.walk(node) if isinstance(each, ast.Name | ast.Attribute)}  # fmt: skip


def _own(name: str) -> str:
    return name.rpartition(".")[2]


def stored() -> dict[str, str]:
    """A checksum of every table."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        each = (CHECKSUM.format(table=table) for (table,) in cursor.fetchall())
        cursor.execute(" UNION ALL ".join(each))
        return dict(cursor.fetchall())


def test_every_function_that_opens_an_event_is_played() -> None:
    """A function that several pages share is played in each: what stands before the colon is its name."""
    assert openers() == {name.partition(":")[0] for name in DEEDS} | APART.keys()


@pytest.mark.parametrize("name", sampled(DEEDS, 3))
def test_whichever_write_fails_nothing_is_left(
    name: str, world: World, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    administrator(world)  # whose right an act needs is told elsewhere
    act = DEEDS[name](world, tmp_path)
    before, newest = stored(), Event.objects.aggregate(pk=Max("pk"))["pk"] or 0
    for number in itertools.count(1):
        breaks = BreaksAt(number)
        monkeypatch.setattr(CursorWrapper, "copy", breaks.copies(), raising=False)
        with connection.execute_wrapper(breaks):
            try:
                act()
            except (Broken, TransactionManagementError) as broken:  # this for what is said on the way out
                left = stored()
                assert {table for table in before if before[table] != left[table]} == set(), str(broken)[:200]
                continue
        assert breaks.seen < number, "the failure was swallowed"
        break
    assert Event.objects.filter(pk__gt=newest).exists()
    assert breaks.seen > 0
