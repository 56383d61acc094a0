"""One word per thing: no two classes of the portal share a name, and modules only where it means the same."""

import ast
from collections import defaultdict

from tests.architecture.source import modules, within

# the framework looks these up by name
NAMED_BY_DJANGO = {"Command", "Media", "Meta"}
# the messenger's side, with words of its own
EMULATOR = "supervision.messenger.emulator"
# a framework's, or the same kind of thing in each folder
OF_EVERY_FOLDER = {"apps", "checks", "errors", "urls"}
# the table, what is decided about it, its pages, its resource, its report, its file
ONE_CONCEPT = {
    "accounts", "chats", "companies", "company_link", "desk_of_roles", "found_chats", "history", "houses",
    "imports", "inspectors", "invitations", "journal", "licences", "list_habits", "load", "logins",
    "management_periods", "merging", "operations", "organisations", "owners", "people", "pictures", "programs",
    "regions", "reports", "representatives", "roles", "set_up", "snapshot", "step_up", "succession", "sync",
    "targets", "timelines", "undo_import", "uploads", "webhooks", "work_orders",
}  # fmt: skip


def test_no_two_classes_share_a_name() -> None:
    places = defaultdict(list)
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_DJANGO:
                places[node.name].append(f"{module.name}:{node.lineno}")
    shared = {name: where for name, where in places.items() if len(where) > 1}
    assert not shared, shared


def test_modules_share_a_name_only_where_it_means_the_same() -> None:
    """Folders may be called as a module elsewhere: `chats` of the admin holds `chats.py`."""
    places = defaultdict(set)
    for module in modules():
        if not module.is_package and not within(module.name, EMULATOR):
            places[module.name.rsplit(".", 1)[-1]].add(module.name)
    shared = {name: where for name, where in places.items() if len(where) > 1}
    assert shared.keys() == ONE_CONCEPT | OF_EVERY_FOLDER, shared.keys() ^ (ONE_CONCEPT | OF_EVERY_FOLDER)
