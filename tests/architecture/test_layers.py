"""Who may import whom: downward only, folder by folder."""

import ast
import re
from collections import defaultdict

import pytest

from tests.architecture.source import ROOT, Import, imports, modules, within

# Everything directly under supervision/, a row each, from top to bottom. A row imports from lower rows and from itself.
LAYERS = (
    "urls",
    # faces, which also never import each other
    "admin",
    "api",
    "management",
    "tasks",
    "messenger_webhook",
    "signin",
    "open_data_page",
    "company_page",
    # the app
    "apps",
    "checks",
    # stories
    "imports",  # stage 1b
    "previews",
    "linking",
    "dialogs",
    "actions",  # stage 2
    "reconcile",  # stages 5 and 6
    "outgoing",
    "open_data",
    "reports",  # stage 7
    "notices",
    "upkeep",
    "retention",
    # deciding
    "conversation",
    "planning",  # stage 4
    "queue",
    "desired",  # stage 3
    "registry",  # stage 1a
    # reading
    "search",
    "worklists",
    "seals",
    "shortenings",
    "audit",
    "access",
    "history",
    "qr_codes",
    "local_time",
    "locks",
    # tables and the outside world
    "models",
    "messenger",
    "keyring",
    # words
    "stored_language",
    "prompt_redis",
    "outages",
    "confirmed",
    "house_facts",
    "errors",
    "figures",
    "notice_kinds",
    "spelling",
    "enums",
)
FACES = {"admin", "api", "management", "tasks", "messenger_webhook", "signin", "open_data_page", "company_page"}
# each of their modules has a line in the folder's docstring
HAVE_MAPS = {
    f"supervision.{name}"
    for name in (
        *("actions", "api", "desired", "dialogs", "imports", "linking", "notices", "outgoing", "planning"),
        *("previews", "queue", "registry", "reports", "retention"),
    )
}
SUBSCRIBING = {"subscribe", "unsubscribe"}
SPEAKING = {"write_to", "rewrite", "answer_press"}
PURE = (
    "supervision.registry",
    "supervision.planning",
    "supervision.conversation",
    "supervision.notices.paces",
    "supervision.desired.state",
)
PURE_MAY_IMPORT = (
    *("supervision.enums", "supervision.errors", "supervision.house_facts", "supervision.messenger.port"),
    *("supervision.notice_kinds", "supervision.spelling"),
    *PURE,
)
# `manage.py run` starts the installation's processes and knows nothing of houses
STARTS_THE_INSTALLATION = "supervision.management.commands.run"


def place(name: str) -> str:
    """The folder or module directly under supervision/ in which the module lies; empty for supervision itself."""
    return name.split(".")[1] if "." in name else ""


def downward(found: Import) -> bool:
    importer, target = place(found.module), place(found.target)
    if importer == target:
        return True
    return LAYERS.index(importer) < LAYERS.index(target) and not {importer, target} <= FACES


def standing() -> set[str]:
    """What lies directly under supervision/, by name."""
    folder = ROOT / "supervision"
    modules_there = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    packages_there = {path.parent.name for path in folder.glob("*/__init__.py")} - {"migrations"}
    return modules_there | packages_there


def ours(package: str = "supervision") -> list[Import]:
    return [found for found in imports() if within(found.module, package) and within(found.target, "supervision")]


def listed(found: list[Import]) -> str:
    return "\n".join(map(str, found))


def test_imports_go_downward_only() -> None:
    upward = [found for found in ours() if not downward(found)]
    assert not upward, listed(upward)


@pytest.mark.parametrize(
    ("module", "target"),
    [
        ("supervision.models.chat", "supervision.queue.outbox.mark"),
        ("supervision.queue.outbox", "supervision.actions.chats"),
        ("supervision.admin.houses.houses", "supervision.api.houses"),
        ("supervision.tasks", "supervision.management.commands.run"),
        ("supervision.messenger.client", "supervision.models.Chat"),
        ("supervision.actions.chats", "supervision.imports.houses"),
    ],
)
def test_the_rule_sees_what_it_forbids(module: str, target: str) -> None:
    assert not downward(Import(module, target, line=1, in_function=False))


def test_every_folder_has_its_row_and_every_row_its_folder() -> None:
    assert len(set(LAYERS)) == len(LAYERS)
    assert standing() == set(LAYERS)


def test_the_map_of_the_portal_names_every_folder_in_order() -> None:
    tree = next(module.tree for module in modules() if module.name == "supervision")
    lines = re.findall(r"^    (\w+)(?:/|\.py) +\S", ast.get_docstring(tree, clean=False) or "", re.MULTILINE)
    assert lines == [name for name in LAYERS if name in standing()]


def test_a_folder_that_lists_most_of_its_modules_lists_them_all() -> None:
    wrong = {}
    for module in modules():
        named = set(re.findall(r"^ *(\w+)\.py +\S", ast.get_docstring(module.tree) or "", re.MULTILINE))
        there = {path.stem for path in module.path.parent.glob("*.py")} - {"__init__"}
        if module.path.name == "__init__.py" and module.name != "supervision" and len(named) * 2 > len(there):
            wrong[module.name] = named ^ there
    assert {name: names for name, names in wrong.items() if names} == {} and wrong.keys() >= HAVE_MAPS


def circles(below: dict[str, set[str]]) -> dict[str, list[str]]:
    """What is left where everything that stands on nothing else is taken away, and again: nothing, without circles."""
    left = {name: targets - {name} for name, targets in below.items()}
    while free := {name for name in left if not left[name] & left.keys()}:
        for name in free:
            del left[name]
    return {name: sorted(targets & left.keys()) for name, targets in left.items()}


@pytest.mark.parametrize("package", ["supervision", "supervision.admin"])
def test_folders_form_no_circle(package: str) -> None:
    """Read off the imports alone, whatever LAYERS says."""
    depth = package.count(".") + 1
    below = defaultdict(set)
    for found in ours(package):
        importer, target = found.module.split("."), found.target.split(".")
        if within(found.target, package) and min(len(importer), len(target)) > depth:
            below[importer[depth]].add(target[depth])
    assert not circles(below)


def test_modules_form_no_circle() -> None:
    """Not even through names that only annotations need."""
    names = {module.name for module in modules()}
    below = defaultdict(set)
    for found in ours():
        target = found.target if found.target in names else found.target.rsplit(".", 1)[0]
        below[found.module].add(target)
    assert not circles(below)


def test_the_messenger_imports_nothing_of_the_portal() -> None:
    astray = [found for found in ours("supervision.messenger") if not within(found.target, "supervision.messenger")]
    assert not astray, listed(astray)


def test_the_portal_does_not_know_its_installation() -> None:
    portal = [found for found in imports() if within(found.module, "supervision")]
    astray = [found for found in portal if within(found.target, "housechats")]
    assert {found.module for found in astray} <= {STARTS_THE_INSTALLATION}, listed(astray)


def test_deciding_is_pure() -> None:
    """No table, no network, no settings: words, values and translation only."""
    for package in PURE:
        for found in (each for each in imports() if within(each.module, package)):
            if within(found.target, "supervision"):
                allowed = any(within(found.target, name) for name in PURE_MAY_IMPORT)
            else:
                allowed = not within(found.target, "django") or within(found.target, "django.utils.translation")
            assert allowed, str(found)


def test_nothing_is_imported_inside_a_function() -> None:
    """It would dodge the rules above. manage.py, outside the packages, must set up before it imports."""
    hidden = [found for found in imports() if found.in_function]
    assert not hidden, listed(hidden)


def test_only_access_asks_guardian() -> None:
    asking = [found for found in imports() if within(found.target, "guardian")]
    # the history of rights is kept by a proxy of its table; nothing is asked there
    known = ("supervision.access", "supervision.models.identity")
    astray = [found for found in asking if not any(within(found.module, name) for name in known)]
    assert not astray, listed(astray)


def importers_of(target: str) -> set[str]:
    """Modules of the portal, outside the messenger itself, that name the target."""
    return {found.module for found in ours() if found.target == target and place(found.module) != "messenger"}


def methods_of(protocol: str) -> set[str]:
    port = next(module.tree for module in modules() if module.name == "supervision.messenger.port")
    found = next(node for node in port.body if isinstance(node, ast.ClassDef) and node.name == protocol)
    return {node.name for node in found.body if isinstance(node, ast.FunctionDef)} - {"capabilities"}


def callers_of(methods: set[str]) -> dict[str, set[str]]:
    """Which module of the portal calls which of these methods, outside the messenger and the commands that play it.

    What is pure is left out: it holds values only, and names its own functions as it likes.
    """
    found = defaultdict(set)
    for module in modules():
        if within(module.name, "supervision") and place(module.name) not in {"messenger", "management", "planning"}:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
                    found[module.name].add(node.func.attr)
    return found


def test_a_writer_is_handed_down_to_execute_alone() -> None:
    writers = importers_of("supervision.messenger.port.Writer") | importers_of("supervision.messenger.port.Messenger")
    assert writers == {
        "supervision.reconcile.dispatch",  # makes it
        "supervision.reconcile.trials",  # hands it to dispatch
        "supervision.reconcile.reconciler",  # hands it over
        "supervision.reconcile.execute",
        "supervision.linking.subscriptions",  # sets what the messenger tells the portal; touches no chat
        "supervision.dialogs.answering",  # speaks with people; touches no chat
        "supervision.dialogs.reminding",  # hands it to answering
        "supervision.dialogs.news",  # speaks with the portal's own people
    }


def test_only_execute_writes_to_chats() -> None:
    writing = {name: called for name, called in callers_of(methods_of("Writer")).items()}
    assert set(writing.pop("supervision.reconcile.execute")) <= methods_of("Writer") - SUBSCRIBING - SPEAKING
    assert writing == {
        "supervision.linking.subscriptions": SUBSCRIBING,
        "supervision.dialogs.answering": SPEAKING,
        "supervision.dialogs.news": {"write_to"},
    }


def test_observe_holds_a_reader_only() -> None:
    names = {found.target for found in imports() if found.module == "supervision.reconcile.observe"}
    assert "supervision.messenger.port.Reader" in names
    assert not names & {"supervision.messenger.port.Writer", "supervision.messenger.port.Messenger"}
