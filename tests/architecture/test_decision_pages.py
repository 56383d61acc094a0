"""Every page with a preview and a confirmation stands on one base, which alone says whether the preview was seen."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import ROOT, Module, modules, within

BASE = "Decision"
PREVIEW = "Confirmable"
HOME = "supervision.admin.decisions.decision"
OF_FILES = "KeptPreview"  # of a file, made when it was read
DIGEST_IN_A_FORM = {
    "decision.html",  # of the base
    "upload/page.html",  # a file is read and applied in the background: `actions.uploads.confirm` compares
}


PART = "admin/supervision/consequences.html"
WITHOUT_CONSEQUENCES = {
    "ChosenOrders",  # what people do with orders asks the messenger for nothing
    "KeptPreview",  # of a file: a digest and nothing else
    "DrawnGrid",  # holds a `HandingOver`, which has them
}
TOLD_BY_THE_PART = re.compile(r"\.(calls|minutes|granted|revoked|announcements|changing|limit)\b")


def classes() -> dict[str, tuple[Module, ast.ClassDef]]:
    return {
        node.name: (module, node) for module in modules() for node in module.tree.body if isinstance(node, ast.ClassDef)
    }


def heirs(base: str) -> dict[str, ast.ClassDef]:
    """Whoever has it among the ancestors."""
    known, found = {base}, {}
    while True:
        more = {
            name: node
            for name, (_module, node) in classes().items()
            if name not in known and known & {each.id for each in node.bases if isinstance(each, ast.Name)}
        }
        if not more:
            return found
        known |= more.keys()
        found |= more


def foreseen() -> Iterator[tuple[str, str]]:
    """Each decision page and the preview that it shows."""
    for name, node in heirs(BASE).items():
        for method in node.body:
            if isinstance(method, ast.FunctionDef) and method.name == "foresee":
                assert isinstance(method.returns, ast.Name), f"{name}.foresee says which preview it gives"
                yield name, method.returns.id


def outside_of_decisions(module: Module) -> Iterator[ast.AST]:
    """The module without its classes that stand on the base."""
    for node in module.tree.body:
        if not (isinstance(node, ast.ClassDef) and (node.name in heirs(BASE) or node.name == BASE)):
            yield from ast.walk(node)


def test_every_preview_is_confirmed_on_a_page_that_stands_on_the_base() -> None:
    shown = {preview for _page, preview in foreseen()}
    assert shown == heirs(PREVIEW).keys() - {OF_FILES}
    assert {"PolicyDecision", "MergeHousesPage"} <= {page for page, _preview in foreseen()}


def test_no_other_page_foresees() -> None:
    found = []
    for module in modules():
        if not within(module.name, "supervision.admin"):
            continue
        for node in outside_of_decisions(module):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and re.fullmatch(r"foresee(_\w+)?", called.id):
                found.append(f"{module.name}:{called.lineno}")
    assert found == []


def test_what_came_back_is_compared_with_what_was_shown_in_one_place() -> None:
    """On pages, in the interface and in actions alike."""
    comparing = {
        module.name
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Compare) and {"digest", "seen"} <= set(re.findall(r"\w+", ast.unparse(node)))
    }
    assert comparing == {"supervision.confirmed"}


def test_only_the_base_says_whether_a_preview_was_seen() -> None:
    readers = {
        module.name
        for module in modules()
        if within(module.name, "supervision.admin")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr == "digest"
    }
    assert readers == {HOME}
    templates = ROOT / "templates/admin/supervision"
    with_digest = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if re.search(r"\.digest\b", path.read_text())
    }
    assert with_digest == DIGEST_IN_A_FORM


def fields_of(preview: str) -> set[str]:
    """What kinds of value stand in it."""
    node = classes()[preview][1]
    kinds = [each.annotation for each in node.body if isinstance(each, ast.AnnAssign)]
    return {name.id for kind in kinds for name in ast.walk(kind) if isinstance(name, ast.Name)}


def test_every_preview_holds_the_one_value_of_consequences() -> None:
    without = {preview for preview in heirs(PREVIEW) if "Consequences" not in fields_of(preview)}
    assert without == WITHOUT_CONSEQUENCES
    assert not any("ChatChange" in fields_of(preview) for preview in heirs(PREVIEW))


def test_consequences_are_told_by_one_part_of_a_template() -> None:
    templates = ROOT / "templates"
    texts = {str(path.relative_to(templates)): path.read_text() for path in templates.rglob("*.html")}
    deciding = {name for name, text in texts.items() if "shown." in text and 'decision.html" %}' in text}
    including = {name for name, text in texts.items() if "include" in text and PART in text}
    handed_on = {name for name, text in texts.items() if any(f'include "{part}"' in text for part in including)}
    handed_on |= {name for name, text in texts.items() if any(f'include "{part}"' in text for part in handed_on)}
    assert deciding - including - handed_on == set()
    assert "admin/supervision/region/policy.html" in including
    alone = {
        name for name in deciding | including if TOLD_BY_THE_PART.search(texts[name].replace("limit=shown.limit", ""))
    }
    assert alone == set()
