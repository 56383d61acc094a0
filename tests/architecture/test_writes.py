"""What is written where: facts in actions and imports, marks in queue, sights in observe, the journal in execute."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.architecture.source import Module, imports, modules, texts, within

DEMO = "supervision.management.demo_month"  # of a month that never was, on one's own machine alone
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
STATEMENT = re.compile(r"(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|COPY)\s+supervision_(\w+)", re.IGNORECASE)
RECONCILE = "supervision.reconcile"
ACTIONS = ("supervision.actions",)
FACTS = ("supervision.actions", "supervision.imports")
# beside supervision.models, which declares them; what is old is removed by supervision.retention, by its declaration
WRITERS = {
    **dict.fromkeys(
        ("House", "HouseAlias", "Organisation", "Licence", "ManagementPeriod", "Inspector", "Absence"), FACTS
    ),
    **dict.fromkeys(("Representative", "Region", "Municipality", "Zone", "HouseSubstitute"), FACTS),
    "SyncRequest": ("supervision.queue",),
    "ChatMember": (f"{RECONCILE}.observe",),
    "MessengerCall": (f"{RECONCILE}.execute", f"{RECONCILE}.observe"),  # a look settles a lost answer
    "WorkOrder": (f"{RECONCILE}.work_orders", DEMO),
    **dict.fromkeys(("MessengerUpdate", "Adoption", "AdoptionLine"), ("supervision.linking",)),
    "FoundChat": ("supervision.linking", DEMO),
    **dict.fromkeys(("Operation", "OperationHouse", "Upload"), FACTS),
    "Event": ("supervision.audit", "supervision.seals"),  # the latter removes what was archived
    **dict.fromkeys(("Seal", "SealedEvent"), ("supervision.seals",)),
    "Target": ACTIONS,
    "SetUpMark": ACTIONS,
    "LoginLink": (*ACTIONS, f"{RECONCILE}.ways_in"),  # a restored database lets nobody in by what it had
    **dict.fromkeys(("PasswordToChange", "ClaimRule", "ClaimedRole", "SocialAccount"), ACTIONS),
    "ProviderJoin": ACTIONS,
    **dict.fromkeys(("Invitation", "CompanyLink"), (*ACTIONS, f"{RECONCILE}.ways_in")),
    "Nomination": ACTIONS,
    **dict.fromkeys(("Comment", "SavedFilter", "HiddenColumns"), ACTIONS),
    **dict.fromkeys(("DialogTurn", "Correspondent", "CodeTry"), ("supervision.dialogs",)),
    **dict.fromkeys(("Notice", "NoticeSending", "NoticeWish"), ("supervision.notices",)),
    "Installation": (f"{RECONCILE}.restore",),
    **dict.fromkeys(("WebhookEndpoint", "WebhookDelivery"), (*ACTIONS, "supervision.outgoing")),
    **dict.fromkeys(("ApiClient", "ApiRequest", "IdempotentAnswer", "UnprovenCount"), ACTIONS),
    "Change": ("supervision.models.change", "supervision.outgoing.change_feed"),
    # of past nights, on one's own machine alone
    "DailySnapshot": ("supervision.reports.snapshot", "supervision.management.demo_history"),
    **dict.fromkeys(("FrozenHouse", "FormerHouse"), ("supervision.reports.frozen_houses",)),
    "FigureDelta": ("supervision.reports.frozen_houses", "supervision.retention.months"),  # days become months
    "MessengerAccount": (
        *ACTIONS,
        f"{RECONCILE}.dispatch",
        f"{RECONCILE}.limit_held",
        f"{RECONCILE}.account_troubles",
        "supervision.linking.subscriptions",
    ),
    "Chat": (*FACTS, "supervision.queue", f"{RECONCILE}.observe", f"{RECONCILE}.linked", f"{RECONCILE}.execute", DEMO),
}
TABLES = {model.lower(): model for model in WRITERS}


@dataclass(frozen=True)
class Write:
    module: str
    model: str
    fields: frozenset[str]
    line: int

    def __str__(self) -> str:
        return f"{self.module}:{self.line} writes {self.model} {sorted(self.fields)}"


@cache
def writes() -> tuple[Write, ...]:
    return tuple(write for module in modules() for write in (*_by_manager(module), *_by_statement(module)))


def _by_statement(module: Module) -> Iterator[Write]:
    for text, line in texts(module):
        for table in STATEMENT.findall(text):
            if table in TABLES:
                yield Write(module.name, TABLES[table], frozenset(), line)


def _by_manager(module: Module) -> Iterator[Write]:
    """`Model.objects. ... .update(field=...)`."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            model = _root(node.func.value)
            if model in WRITERS:
                fields = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
                yield Write(module.name, model, fields, node.lineno)


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Call | ast.Attribute):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("model", sorted(WRITERS))
def test_a_table_is_written_by_its_keeper_only(model: str) -> None:
    astray = [write for write in writes() if write.model == model
              and not any(within(write.module, name) for name in WRITERS[model])]  # fmt: skip
    assert not astray, "\n".join(map(str, astray))


def test_what_was_seen_is_written_by_observe_only() -> None:
    for write in writes():
        if write.model == "Chat" and any(field.startswith("observed_") for field in write.fields):
            assert write.module == f"{RECONCILE}.observe", str(write)


def test_a_chat_is_linked_in_one_place_only() -> None:
    for write in writes():
        if write.model == "Chat" and "messenger_id" in write.fields:
            assert write.module == f"{RECONCILE}.linked", str(write)


def test_the_rule_sees_the_writes_that_there_are() -> None:
    """A rule that finds nothing at all would pass for ever."""
    found = {(write.module, write.model) for write in writes()}
    assert {
        ("supervision.actions.management_periods", "ManagementPeriod"),
        ("supervision.queue.outbox", "SyncRequest"),
        ("supervision.reconcile.observe", "ChatMember"),
        ("supervision.reconcile.execute", "MessengerCall"),
    } <= found


def test_the_queue_is_known_to_its_folder_and_to_faces_that_show_it() -> None:
    shown_by = tuple(f"supervision.{name}" for name in ("access", "admin", "api", "reports", "upkeep"))
    may = ("supervision.queue", "supervision.models", *shown_by)
    users = {found.module for found in imports() if found.target.endswith(".SyncRequest")}
    assert all(any(within(user, name) for name in may) for user in users), users


@pytest.mark.parametrize("face", ["supervision.admin", "supervision.api", "supervision.company_page"])
def test_pages_start_from_what_the_person_may_see(face: str) -> None:
    """`access.houses(user)`, never `House.objects`."""
    for module in modules():
        if within(module.name, face):
            lines = [n.lineno for n in ast.walk(module.tree) if isinstance(n, ast.Attribute)
                     and n.attr in {"objects", "_default_manager", "_base_manager"}]  # fmt: skip
            assert not lines, f"{module.name} lines {lines}: start from supervision.access"
