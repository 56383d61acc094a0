"""Who may import whom: downward only."""

import pytest

from tests.architecture.source import Import, imports, modules, within

# the register's rows and differences as values: no table is read or written
REGISTER_VALUES = tuple(
    f"supervision.registry.{name}"
    for name in (
        *("rows", "normalise", "addresses", "diff", "organisation_diff", "people_diff", "known", "consequences"),
        *("report", "stored", "summary", "provenance", "sources", "address_text", "licence_diff", "licence_summary"),
        *("claims", "drafts", "timelines", "stock_diff"),
    )
)
PURE = (
    *(
        f"supervision.reconcile.{name}"
        for name in ("state", "nameless", "steps", "rights", "asks", "plan", "limits", "drift")
    ),
    *REGISTER_VALUES,
)
# From top to bottom. A package or module imports from lower rows and from itself; the longest name that fits counts.
LAYERS = (
    ("supervision.urls",),  # names the faces
    (
        *("supervision.admin", "supervision.api", "supervision.webhooks"),
        *("supervision.tasks", "supervision.management", "supervision.signin"),
    ),
    ("supervision.apps",),
    ("supervision.checks", "supervision.reports", "supervision.registry"),
    ("supervision.outgoing",),
    ("supervision.reconcile.dispatch",),
    ("supervision.linking.adoption",),
    ("supervision.reconcile.reconciler", "supervision.previews.preview", "supervision.queue.claims"),
    ("supervision.linking.subscriptions",),
    ("supervision.linking.linking", "supervision.linking.inbox"),
    ("supervision.actions",),
    ("supervision.outgoing.signing", "supervision.outgoing.addresses"),
    tuple(f"supervision.reconcile.{name}" for name in ("execute", "observe", "outbox", "work_orders")),
    ("supervision.reconcile.recollection",),
    ("supervision.reconcile.accounts", "supervision.reconcile.slots"),
    ("supervision.search", "supervision.worklists", "supervision.outgoing.change_feed"),
    ("supervision.desired.chats", "supervision.access", "supervision.audit", "supervision.history"),
    ("supervision.desired.ownership",),
    ("supervision.models",),
    ("supervision.planning.drift",),
    ("supervision.planning.plan", "supervision.planning.limits", "supervision.reconcile.wording"),
    ("supervision.planning.asks",),
    ("supervision.planning.steps", "supervision.planning.rights", "supervision.planning.nameless"),
    ("supervision.desired.state",),
    REGISTER_VALUES,
    ("supervision.enums", "supervision.errors", "supervision.messenger"),
    ("supervision", "supervision.reconcile"),  # packages whose __init__ is a docstring
)
PURE_MAY_IMPORT = ("supervision.enums", "supervision.errors", "supervision.messenger.port", *PURE)
# `manage.py run` starts the installation's processes and knows nothing of houses
STARTS_THE_INSTALLATION = "supervision.management.commands.run"


def layer(name: str) -> tuple[int, str]:
    """Row and entry of the module; the longest entry that fits."""
    fitting = [(entry, row) for row, entries in enumerate(LAYERS) for entry in entries if within(name, entry)]
    entry, row = max(fitting, key=lambda found: len(found[0]))
    return row, entry


def downward(found: Import) -> bool:
    row, entry = layer(found.module)
    target_row, target_entry = layer(found.target)
    return target_row > row or target_entry == entry or {entry, target_entry} <= set(REGISTER_VALUES)


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
        ("supervision.messenger.client", "supervision.enums.Lane"),
        ("supervision.reconcile.observe", "supervision.reconcile.execute.Executor"),
    ],
)
def test_the_rule_sees_what_it_forbids(module: str, target: str) -> None:
    assert not downward(Import(module, target, line=1, in_function=False))


def test_every_module_below_the_portal_has_its_own_layer() -> None:
    inside = [module.name for module in modules() if module.name.startswith("supervision.")]
    nowhere = [name for name in inside if layer(name)[1] == "supervision"]
    assert not nowhere, f"name their layer in LAYERS: {nowhere}"


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
    astray = [found for found in asking if not within(found.module, "supervision.access")]
    assert not astray, listed(astray)


def test_only_execute_holds_a_writer_and_observe_holds_a_reader() -> None:
    names = {found.target for found in imports() if found.module == "supervision.reconcile.observe"}
    assert "supervision.messenger.port.Reader" in names
    assert not names & {"supervision.messenger.port.Writer", "supervision.messenger.port.Messenger"}
