"""What is public has a user in the portal itself, or stands here with the reason why it is kept. Uses are followed by
imports: another function of the same name hides nothing."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.architecture.source import Module, imports, modules, within

MESSENGER = "supervision.messenger"
# by module and name: found by a framework, or meant for another caller than the portal
KEPT = {
    "supervision.apps.SupervisionConfig": "Django finds it",
    "supervision.signin.apps.SigningInConfig": "Django finds it",
    "supervision.signin.sealed_sessions.SessionStore": "Django finds it by SESSION_ENGINE",
    "supervision.api.schema.ProgramScheme": "drf-spectacular finds it by what it describes",
    "supervision.api.schema.PersonScheme": "drf-spectacular finds it by what it describes",
    "supervision.admin.framework_sentences.ALLAUTH": "makemessages finds it",
    "supervision.admin.framework_sentences.DJANGO": "makemessages finds it",
    "supervision.admin.framework_sentences.SAID_OTHERWISE": "makemessages finds it",
    "supervision.admin.framework_sentences.UNFOLD": "makemessages finds it",
    "supervision.actions.told_acts.UNTOLD": "says why an act is told to nobody; test_told_to_owner.py asks for it",
    "supervision.api.problem_kind.MEMBERS": "says of what form each member is; test_problem_types.py asks for it",
    "supervision.retention.terms.STAYS": "says why a table is kept; test_retention.py asks for it",
}
# manage.py finds it by this name
COMMAND = "Command"


@cache
def uses() -> frozenset[str]:
    """Every name that is used somewhere, with the module that defines it: `supervision.queue.outbox.mark`."""
    found = set(_texts())
    for module in modules():
        bound = _bound()[module.name]
        for node, name in _read(module):
            if isinstance(node, ast.Name):
                found.add(bound.get(name, f"{module.name}.{name}"))
            elif (holder := _holder(node, bound)) is not None:
                found.add(f"{holder}.{name}")
    return frozenset(map(_defined, found))


@cache
def _bound() -> dict[str, dict[str, str]]:
    """By module: what its imports call what, the word and the dotted name behind it."""
    found: dict[str, dict[str, str]] = {module.name: {} for module in modules()}
    renamed = {
        (module.name, node.lineno, alias.name): alias.asname
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    for each in imports():
        last = each.target.rsplit(".", 1)[-1]
        found[each.module][renamed.get((each.module, each.line, last), last)] = each.target
    return found


def _read(module: Module) -> Iterator[tuple[ast.Name | ast.Attribute, str]]:
    """Names that are read; not those of a function within itself."""
    for top in module.tree.body:
        own = top.name if isinstance(top, ast.FunctionDef | ast.ClassDef) else ""
        for node in ast.walk(top):
            if isinstance(node, ast.Attribute):
                yield node, node.attr
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store) and node.id != own:
                yield node, node.id


def _holder(node: ast.Attribute, bound: dict[str, str]) -> str | None:
    """The module of `outbox.mark` or `queue.outbox.mark`; None where it is no module."""
    names: list[str] = []
    at: ast.expr = node.value
    while isinstance(at, ast.Attribute):
        names.insert(0, at.attr)
        at = at.value
    return ".".join([bound[at.id], *names]) if isinstance(at, ast.Name) and at.id in bound else None


def _defined(name: str) -> str:
    """Where a name of a package is defined that the package passes on: `access.may` is `access.acts.may`."""
    package, _dot, last = name.rpartition(".")
    behind = _bound().get(package, {}).get(last, name)
    return name if behind == name else _defined(behind)


def _texts() -> Iterator[str]:
    """Dotted paths in settings."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("supervision."):
                yield node.value


def public(module: Module) -> Iterator[str]:
    """Functions, classes and constants of a module, but for those that a decorator hands to somebody."""
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.decorator_list:
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (
                each.id
                for each in ast.walk(node)
                if isinstance(each, ast.Name) and each.id.isupper() and isinstance(each.ctx, ast.Store)
            )
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id.isupper():
            yield node.target.id


def test_what_is_public_is_used_or_kept_for_a_reason() -> None:
    portal = (module for module in modules() if within(module.name, "supervision"))
    unused = {
        f"{module.name}.{name}"
        for module in portal
        for name in public(module)
        if not name.startswith("_") and name != COMMAND and f"{module.name}.{name}" not in uses()
    }
    assert unused == KEPT.keys()


def test_every_operation_of_the_messenger_is_asked_for() -> None:
    (port,) = (module for module in modules() if module.name == f"{MESSENGER}.port")
    faces = [node for node in port.tree.body if isinstance(node, ast.ClassDef) and node.name in ("Reader", "Writer")]
    operations = {each.name for face in faces for each in face.body if isinstance(each, ast.FunctionDef)}
    outside = [module for module in modules() if not within(module.name, MESSENGER)]
    asked = {name for module in outside for name in _asked(module)}
    assert operations - asked - {"capabilities"} == set()


def _asked(module: Module) -> set[str]:
    """Names of methods that are called, or handed on from a messenger to whoever calls them."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            found.add(node.func.attr)
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("messenger"):
            found.add(node.attr)
    return found
