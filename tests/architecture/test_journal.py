"""What a line of the journal says of its step is decoded in one place."""

import ast
import re

from supervision.models import journal
from supervision.planning import steps
from tests.architecture.source import modules, texts, within

HOME = "supervision.models.journal"
WRITES_AND_REVIVES = "supervision.planning.steps"  # the fields of a step are the keys
KEY_PATH = re.compile(r"(^|__)detail__")


def test_no_other_module_spells_a_path_into_the_detail() -> None:
    found = [
        f"{m.name}:{line}" for m in modules() if m.name != HOME for text, line in texts(m) if KEY_PATH.search(text)
    ]
    keywords = [
        f"{module.name}:{node.value.lineno}"
        for module in modules()
        if module.name != HOME
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg and KEY_PATH.search(node.arg)
    ]
    assert found + keywords == []


def test_no_other_module_reads_a_key_of_the_detail() -> None:
    """`line.detail` is handed to the home or to `from_journal` as a whole."""
    found = []
    for module in modules():
        if within(module.name, HOME) or module.name == WRITES_AND_REVIVES or within(module.name, "supervision.api"):
            continue  # in the interface `detail` is what the framework's errors say
        for node in ast.walk(module.tree):
            read = node.value if isinstance(node, (ast.Subscript, ast.Attribute)) else None
            if isinstance(read, ast.Attribute) and read.attr == "detail":
                found.append(f"{module.name}:{node.lineno}")
    assert found == []


def test_the_keys_are_those_that_a_step_writes() -> None:
    somebody = steps.Person(7, "Анна")
    granted = steps.GrantAdmin(person=somebody, rights=frozenset(), alias="")
    assert granted.name == journal.APPOINTS and granted.as_json()[journal.PERSON]["user_id"] == 7
    revoked = steps.RevokeAdmin(person=somebody)
    assert revoked.name == journal.DEPRIVES and revoked.as_json()[journal.PERSON]["user_id"] == 7
    created = steps.CreateChat(external_id="", title="", description="", owner=somebody, period_id=3).as_json()
    assert (created[journal.OWNER]["user_id"], created[journal.PERIOD]) == (7, 3)
