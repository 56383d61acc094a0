"""Whatever takes an author asks for the author's right: by its own event, or by handing the author on to what asks."""

import ast
from collections.abc import Iterator

from tests.architecture.source import modules, within

WRITERS = ("supervision.actions", "supervision.imports", "supervision.linking", "supervision.outgoing")
ASKING = {("audit", "event"), ("audit", "record"), ("access", "ask")}
# keep who decided beside a decision that was asked about, in the same transaction
KEPT_WITH_A_DECISION = {
    "supervision.actions.operations.record",
    "supervision.actions.operations.note_undone",
    "supervision.actions.targets.check",
    "supervision.imports.import_record.keep",
    "supervision.linking.adoption.listing.start",  # a list that is read and not applied
    "supervision.actions.uploads.may_apply",  # answers a page
    "supervision.actions.deciding.about",  # locks what a decision is about, which asks after that
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for module in modules():
        if any(within(module.name, writer) for writer in WRITERS):
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef):
                    yield f"{module.name}.{node.name}", node


def takes_an_author(node: ast.FunctionDef) -> bool:
    return "by" in {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}


def calls(node: ast.FunctionDef) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))


def name_of(call: ast.Call) -> tuple[str, str]:
    """("audit", "event") for `audit.event(...)`, ("", "dismiss") for `dismiss(...)`."""
    if isinstance(call.func, ast.Attribute):
        return getattr(call.func.value, "id", ""), call.func.attr
    return "", getattr(call.func, "id", "")


def hands_on(call: ast.Call) -> bool:
    given = (*call.args, *(keyword.value for keyword in call.keywords))
    return any("by" in {name.id for name in ast.walk(each) if isinstance(name, ast.Name)} for each in given)


def silent() -> set[str]:
    """Writers that neither ask nor hand the author on to one that does."""
    found = dict(functions())
    asking = {name for name, node in found.items() if ASKING & {name_of(call) for call in calls(node)}}
    while True:
        known = {name.rsplit(".", 1)[1] for name in asking}
        more = {
            name
            for name, node in found.items()
            if name not in asking and any(name_of(call)[1] in known and hands_on(call) for call in calls(node))
        }
        if not more:
            break
        asking |= more
    public = {name for name in found if not name.rsplit(".", 1)[1].startswith("_")}
    return {name for name in public if takes_an_author(found[name])} - asking


def test_whoever_takes_an_author_asks_for_the_right() -> None:
    assert silent() - KEPT_WITH_A_DECISION == set()


def test_the_exceptions_are_still_there() -> None:
    assert {name for name, _node in functions()} >= KEPT_WITH_A_DECISION
