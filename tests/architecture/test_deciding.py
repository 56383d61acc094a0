"""Whatever writes who may come in as a login, or what they may do, begins with `deciding.about`: of two such decisions
at once the second is about what the first left. Calls are followed, so that a helper may count on its callers."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from math import inf

from tests.architecture.source import Module, modules, within
from tests.architecture.test_callers import _bound, _defined, _holder

ABOUT = "supervision.actions.deciding.about"
# rows of the login itself and of what lets somebody in as it
OF_A_LOGIN = {
    *("User", "UserObjectPermission", "SocialAccount", "EmailAddress", "Authenticator", "Session", "UserSession"),
    *("LoginLink", "PasswordToChange", "ProviderJoin", "ClaimedRole"),
}
WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "save"}
WRITES |= {"create_user", "create_superuser", "create_from_request", "end", "set_password", "set_unusable_password"}
ROLES = {"supervision.access.granting.assign_role", "supervision.access.granting.withdraw_role"}
# below the decisions, or no decision of anybody's
OTHERWISE = ("supervision.access", "supervision.models", "supervision.retention")
WITHOUT = {
    "supervision.actions.programs.create": "a login that nobody knows before the end of the transaction",
    "supervision.actions.logins.invite": "likewise, and `roles.give` is a decision of its own",
    "supervision.actions.provider_logins._admit": "likewise, and so is `claimed_roles.settle`",
    "supervision.actions.provider_logins.note_session": "of the session that asks, which stays what it is",
    "supervision.actions.provider_logins.end_sessions_of": "ends what the provider ended, whatever else is decided",
    "supervision.actions.openings.parting_with": "counts within a transaction that it takes back",
    "supervision.actions.logins.chosen_by_owner": "within the form that sets the password (signin.own_forms)",
    "supervision.actions.login_sessions.end_others": "ends sessions only, each by a statement of its own",
    "supervision.management.commands.load_demo._let_in": "of one's own machine",
    "supervision.management.commands.load_demo.Command._make_logins": "of one's own machine",
    "supervision.reconcile.ways_in.end_all": "after a restore everything that lets in ends, of everybody",
    "supervision.signin.adapters.reseal_second_factors": "each row locked, and only how it is sealed changes",
    "supervision.signin.adapters.SignInAdapter.set_password": "within the form that calls it (signin.own_forms)",
    "supervision.signin.own_page._end": "ends sessions only, each by a statement of its own",
    "supervision.signin.sealed_sessions.reseal_sessions": "only how a session is sealed changes, where it is as it was",
}


@dataclass
class Function:
    """What it does by line: from which on nobody else decides, where it writes, whom it calls."""

    decides: float = inf
    writes: list[int] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)


@cache
def functions() -> dict[str, Function]:
    return {
        name: _read(module, name, node)
        for module in modules()
        if within(module.name, "supervision") and not any(within(module.name, each) for each in OTHERWISE)
        for name, node in _functions(module)
    }


def _functions(module: Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in module.tree.body:
        if isinstance(node, ast.FunctionDef):
            yield f"{module.name}.{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from (
                (f"{module.name}.{node.name}.{each.name}", each)
                for each in node.body
                if isinstance(each, ast.FunctionDef)
            )


def _read(module: Module, name: str, node: ast.FunctionDef) -> Function:
    found, bound = Function(), _bound()[module.name]
    rows = _rows(node)
    for call in (each for each in ast.walk(node) if isinstance(each, ast.Call)):
        called = _called(call, module, name, bound)
        if called == ABOUT:
            found.decides = min(found.decides, call.lineno)
        elif called in ROLES or _writes(call, rows):
            found.writes.append(call.lineno)
        elif called:
            found.calls.append((called, call.lineno))
    return found


def _called(call: ast.Call, module: Module, name: str, bound: dict[str, str]) -> str:
    """The whole name of what is called, where that is a function of the portal or of the same class."""
    func = call.func
    if isinstance(func, ast.Name):
        return _defined(bound.get(func.id, f"{module.name}.{func.id}"))
    if not isinstance(func, ast.Attribute):
        return ""
    if isinstance(func.value, ast.Name) and func.value.id == "self":
        return f"{name.rpartition('.')[0]}.{func.attr}"
    holder = _holder(func, bound)
    return _defined(f"{holder}.{func.attr}") if holder else ""


def _rows(node: ast.FunctionDef) -> set[str]:
    """Names of variables that hold rows of a login, or a query of them; a login is called so everywhere."""
    rows = {"login", "user", "maker"}
    for each in ast.walk(node):
        if isinstance(each, ast.Assign) and _root(each.value) in OF_A_LOGIN | rows:
            rows |= {name.id for target in each.targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        elif isinstance(each, ast.For | ast.comprehension) and _root(each.iter) in OF_A_LOGIN | rows:
            rows |= {name.id for name in ast.walk(each.target) if isinstance(name, ast.Name)}
    return rows


def _root(node: ast.expr) -> str:
    """The name at which an expression begins: that of the model in `list(Model.objects.filter(...))`."""
    while True:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            node = node.args[0]  # list(...), sorted(...)
        elif isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute):
            node = node.value
        else:
            return node.id if isinstance(node, ast.Name) else ""


def _writes(call: ast.Call, rows: set[str]) -> bool:
    func = call.func
    return isinstance(func, ast.Attribute) and func.attr in WRITES and _root(func.value) in OF_A_LOGIN | rows


def decided(each: Function) -> float:
    """From which line on nobody else decides: what it calls may decide for it."""
    return min([each.decides, *(line for called, line in each.calls if functions().get(called, each).decides < inf)])


def undecided() -> set[str]:
    """Functions that write before they decide, or call one that does: each leaves it to its callers."""
    found: set[str] = set()
    while True:
        more = {
            name
            for name, each in functions().items()
            if name not in found | WITHOUT.keys()
            and (
                any(line < decided(each) for line in each.writes)
                or any(line < decided(each) and called in found for called, line in each.calls)
            )
        }
        if not more:
            return found
        found |= more


def test_whoever_writes_a_login_has_decided_about_it() -> None:
    """A function that leaves it to its callers has callers, which do not."""
    called = {name for each in functions().values() for name, _line in each.calls}
    assert {name for name in undecided() if name not in called} == set()


def test_every_exception_still_writes() -> None:
    writing = {name for name, each in functions().items() if any(line < each.decides for line in each.writes)}
    assert WITHOUT.keys() - writing == set()


def test_the_rule_sees_the_writers_that_there_are() -> None:
    """A rule that finds nothing at all would pass for ever."""
    assert {
        "supervision.actions.forgetting._forget_login",
        "supervision.actions.openings._part",
        "supervision.actions.login_links.make",
        "supervision.actions.login_sessions.end_all",
    } <= undecided()
    deciding = {name for name, each in functions().items() if each.decides < inf}
    assert {"supervision.actions.roles.give", "supervision.actions.programs._decided"} <= deciding
