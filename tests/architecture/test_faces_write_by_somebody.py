"""What a page or the interface has written has an author: every writer that a face calls takes `by`, or says here why
it needs nobody's right. What takes `by` asks for the right to it (test_acts.py)."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules, within
from tests.architecture.test_acts import WRITERS, takes_an_author

FACES = ("supervision.admin", "supervision.api")
BELOW = (*WRITERS, "supervision.queue", "supervision.reconcile", "supervision.notices", "supervision.dialogs")
ROWS = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "save"}
ROWS |= {"execute"}  # a statement of one's own
OF_NOBODY = {
    "supervision.actions.interface_records.keep_answer": "an answer kept for a repetition of the same request",
    "supervision.actions.interface_records.note_request": "a line of the log of requests",
    "supervision.actions.openings.parting_with": "counts within a transaction that it takes back",
    "supervision.actions.operations.note_foreseen": "figures of the preview, beside a decision that was asked about",
    "supervision.actions.programs.note_use": "when a program came last",
    "supervision.notices.wishes.keep": "of what the login itself wants to be told",
}


def functions() -> dict[str, ast.FunctionDef]:
    return {
        f"{module.name}.{node.name}": node
        for module in modules()
        if any(within(module.name, below) for below in BELOW)
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }


def writes_rows(node: ast.FunctionDef) -> bool:
    """Whether it changes a queryset: one that is made on the way, for `update` asked of a name is a dictionary's."""
    attributes = (call.func for call in ast.walk(node) if isinstance(call, ast.Call))
    return any(
        isinstance(each, ast.Attribute) and each.attr in ROWS and not isinstance(each.value, ast.Name)
        for each in attributes
    )


def called(name: str, node: ast.FunctionDef) -> Iterator[str]:
    """ "module.function", as it is called: by the module's own name."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            yield f"{name.rsplit('.', 2)[-2]}.{call.func.id}"
        elif isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            yield f"{getattr(call.func.value, 'id', '')}.{call.func.attr}"


def writers(known: dict[str, ast.FunctionDef]) -> set[str]:
    """Those that write, or call one that does."""
    found = {name for name, node in known.items() if writes_rows(node)}
    while True:
        short = {".".join(name.split(".")[-2:]) for name in found}
        more = {name for name, node in known.items() if name not in found and short & set(called(name, node))}
        if not more:
            return found
        found |= more


def used(module: Module) -> Iterator[str]:
    """What the module names of what it imported."""
    imported = {
        each.asname or each.name: f"{node.module}.{each.name}"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for each in node.names
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
            yield f"{imported[node.value.id]}.{node.attr}"
        elif isinstance(node, ast.Name) and node.id in imported:
            yield imported[node.id]


def test_every_writer_that_a_face_calls_has_an_author_or_a_reason() -> None:
    known = functions()
    asked = {name for module in modules() if any(within(module.name, face) for face in FACES) for name in used(module)}
    written = asked & writers(known)
    assert len(written) > 50
    assert {name for name in written if not takes_an_author(known[name])} == OF_NOBODY.keys()
