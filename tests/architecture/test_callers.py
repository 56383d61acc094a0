"""What is public has a caller in the portal itself, or stands here with the reason why it is kept."""

import ast
from collections import Counter
from functools import cache

from tests.architecture.source import ROOT, Module, modules, within

MESSENGER = "supervision.messenger"
# by module and name: found by a framework, or meant for another caller than the portal
KEPT = {
    "supervision.apps.SupervisionConfig": "Django finds it",
    "supervision.signin.apps.SigningInConfig": "Django finds it",
    "supervision.api.schema.ProgramScheme": "drf-spectacular finds it by what it describes",
    "supervision.api.schema.PersonScheme": "drf-spectacular finds it by what it describes",
    "supervision.messenger.throttle.Unpaced": "for who asks a messenger that counts no calls, as the emulator in tests",
}


@cache
def mentions() -> Counter[str]:
    """How often each name is used, in code, in a word of a text, in a template; its definition does not count."""
    found: Counter[str] = Counter()
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name):
                found[node.id] += 1
            elif isinstance(node, ast.Attribute):
                found[node.attr] += 1
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii():
                found.update(node.value.replace(".", " ").split())  # dotted paths in settings
    for template in (ROOT / "templates").rglob("*.html"):
        found.update(template.read_text(encoding="utf-8").replace(".", " ").replace("|", " ").split())
    return found


def public(module: Module) -> list[str]:
    """Functions and classes of a module, but for those that a decorator hands to somebody."""
    nodes = (node for node in module.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return [node.name for node in nodes if not node.name.startswith("_") and not node.decorator_list]


def test_what_is_public_is_used_or_kept_for_a_reason() -> None:
    portal = (module for module in modules() if within(module.name, "supervision"))
    unused = {f"{module.name}.{name}" for module in portal for name in public(module) if not mentions()[name]}
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
