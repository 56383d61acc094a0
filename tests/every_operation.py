"""Every operation of the interface, by its own description, and a stranger's rows put wherever one can be named.

A NEW OPERATION that writes? `BODIES` says how a request looks that is right but for the row it names.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from drf_spectacular.generators import SchemaGenerator

from tests.strangers import Strangers

Pick = Callable[[list[str]], str]
OF_PAGES = ("cursor", "page_size", "ordering", "fields", "limit", "ids", "include")
# where a resource or a parameter is not called as its model is
MODELS = {
    **{"regions": "region", "municipalities": "municipality", "houses": "house", "organisations": "organisation"},
    **{"licences": "licence", "management-periods": "managementperiod", "inspectors": "inspector"},
    **{"representatives": "representative", "chats": "chat", "work-orders": "workorder", "imports": "importrun"},
    **{"sync-requests": "syncrequest", "operations": "operation", "audit-events": "event"},
    **{"webhooks": "webhookendpoint", "uploads": "upload", "deliveries": "webhookdelivery", "by": "user"},
    **{"owner_seen": "inspector", "owner_wished": "inspector", "run": "importrun"},
    **{"webhook": "webhookendpoint", "invitations": "invitation"},
}


@dataclass(frozen=True)
class Asked:
    """A request that names `value`; `body` is made from it. `named` says what is named, for the report of a failure."""

    method: str
    path: str
    value: str
    body: Callable[[str], Any] | None = None

    def of(self, value: str) -> "Asked":
        return Asked(self.method, self.path, value, self.body)

    @property
    def address(self) -> str:
        return self.path.replace("{value}", self.value)

    @property
    def content(self) -> Any:
        return self.body(self.value) if self.body else None


@cache
def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Method, path and description."""
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    del paths["/api/token/"]  # it is asked before anybody is known
    return [(method.upper(), path, each) for path, methods in paths.items() for method, each in methods.items()]


def parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in operation.get("parameters", []) if each["in"] == "query"]


def in_its_path(path: str, theirs: Strangers) -> str:
    """The address with the stranger's row where the last number of it stands, and what holds it before."""
    parts, last = path.split("/"), max(place for place, part in enumerate(path.split("/")) if part.startswith("{"))
    for place, part in enumerate(parts):
        if part.startswith("{"):
            parts[place] = "{value}" if place == last else key_of(parts[place - 1], theirs)
    return "/".join(parts)


def key_of(name: str, theirs: Strangers) -> str:
    return str(theirs.rows[MODELS.get(name, name)].pk)


# --- reading ---------------------------------------------------------------------------------------------------------


def single_rows(theirs: Strangers) -> Iterator[Asked]:
    """A stranger's row by its number, and the lists that hang on one."""
    for method, path, _operation in operations():
        if method == "GET" and "{" in path and "/reports/" not in path:
            holder = [part for place, part in enumerate(path.split("/")) if path.split("/")[place + 1 :][:1] and
                      path.split("/")[place + 1].startswith("{")][-1]  # fmt: skip
            yield Asked("GET", in_its_path(path, theirs), key_of(holder, theirs))


def narrowed_lists(theirs: Strangers, pick: Pick) -> Iterator[Asked]:
    """Every list by every filter that it has, with a value of the stranger's."""
    for method, path, operation in operations():
        if method != "GET" or "{" in path:
            continue
        for parameter in parameters(operation):
            name, schema = parameter["name"], parameter["schema"]
            is_range = name.endswith(("__lte", "__gte"))  # which any value narrows, whosever it is
            if name not in OF_PAGES and "enum" not in schema and not is_range:
                value = value_of(name, schema, theirs, pick)
                yield Asked("GET", f"{path}?{name}={{value}}", value)


def value_of(name: str, schema: dict[str, Any], theirs: Strangers, pick: Pick) -> str:
    if MODELS.get(name, name) in theirs.rows:
        return key_of(name, theirs)
    if schema.get("type") == "integer":
        return pick(sorted(str(row.pk) for row in theirs.rows.values()))
    return pick(theirs.values())


def open_lists() -> Iterator[Asked]:
    """Every list as it is, in each of its orders, by each choice, with every field alone."""
    for method, path, operation in operations():
        if method != "GET" or "{" in path:
            continue
        yield Asked("GET", path, "")
        for parameter in parameters(operation):
            for choice in parameter["schema"].get("enum", []):
                yield Asked("GET", f"{path}?{urlencode({parameter['name']: choice})}", "")


# --- writing ---------------------------------------------------------------------------------------------------------

Body = Callable[[Strangers, str], Any]
LATER, WHY = "2027-06-01", {"reason": "Проверка"}
# by operation: what of the stranger's is named in the body, and the body
BODIES: dict[str, tuple[tuple[str, ...], Body]] = {
    "chats_freeze": ((), lambda own, v: WHY),
    "chats_look": ((), lambda own, v: {}),
    "chats_push": ((), lambda own, v: {}),
    "chats_thaw": ((), lambda own, v: {}),
    "houses_change": (("inspector",), lambda own, v: {"inspector": int(v or own.rows["inspector"].pk), **WHY}),
    "houses_demolish": ((), lambda own, v: WHY),
    "houses_restore": ((), lambda own, v: WHY),
    "imports_create": (("region",), lambda own, v: {"region": v, "file": SimpleUploadedFile("frt.csv", b"a;b\n1;2\n")}),
    "imports_uploads_cancel": ((), lambda own, v: {}),
    "imports_uploads_confirm": ((), lambda own, v: {"seen": "1"}),
    "management_periods_create": (
        ("house", "fias_guid", "alias"),
        lambda own, v: {"house": named(v), "organisation": None, "since": LATER},
    ),
    "management_periods_cancel": ((), lambda own, v: WHY),
    "management_periods_end": ((), lambda own, v: {"until": LATER, **WHY}),
    "management_periods_exclude": ((), lambda own, v: {"on": LATER, **WHY}),
    "management_periods_bulk": (
        ("organisation", "inn"),
        lambda own, v: {
            "changes": [{"house": own.rows["house"].pk, "organisation": named(v, as_text=10), "since": LATER}]
        },
    ),
    "operations_undo": ((), lambda own, v: WHY),
    "organisations_create": (("region",), lambda own, v: {"region": v, "kind": "uk", "name": "ООО «Новая»"}),
    "organisations_change": (
        ("inspector",),
        lambda own, v: {"inspector": int(v or own.rows["inspector"].pk), **WHY},
    ),
    "invitations_create": (("representative",), lambda own, v: {"representative": int(v)}),
    "invitations_revoke": ((), lambda own, v: {}),
    "representatives_create": (
        ("organisation",),
        lambda own, v: {"organisation": int(v), "full_name": "Новый", "messenger_id": 5},
    ),
    "representatives_account": ((), lambda own, v: {"messenger_id": 5, **WHY}),
    "representatives_remove": ((), lambda own, v: WHY),
    "sync_requests_create": (("chat",), lambda own, v: {"chats": [own.rows["chat"].pk, int(v)]}),
    "webhooks_create": ((), lambda own, v: {"url": "https://example.ru/", "events": ["chat.changed"]}),
    "webhooks_change": ((), lambda own, v: {"is_enabled": False}),
    "webhooks_remove": ((), lambda own, v: None),
    "webhooks_rotate_secret": ((), lambda own, v: {}),
    "webhooks_test": ((), lambda own, v: {}),
    "webhooks_redeliver": ((), lambda own, v: {"since": "2026-11-20T00:00:00Z"}),
    "webhooks_deliveries_redeliver": ((), lambda own, v: {}),
}


def named(value: str, as_text: int = 0) -> int | str:
    """A number as such; a GUID, and a number of so many digits, as text."""
    return int(value) if value.isdecimal() and len(value) != as_text else value


def writes(own: Strangers, theirs: Strangers) -> Iterator[Asked]:
    """Every write upon a stranger's row, and every write upon an own row that names a stranger's in its body."""
    for method, path, operation in operations():
        if method == "GET":
            continue
        kinds, body = BODIES[operation["operationId"]]
        if "{" in path:
            parts = path.split("/")
            last = max(place for place, part in enumerate(parts) if part.startswith("{"))
            key = key_of(parts[last - 1], theirs)
            yield Asked(method, in_its_path(path, theirs), key, lambda v, body=body: body(own, ""))  # type: ignore[misc]
        for kind in kinds:
            target = in_its_path(path, own).replace("{value}", key_of(path.split("/")[3], own)) if "{" in path else path
            yield Asked(method, target, name_of(kind, theirs), lambda v, body=body: body(own, v))  # type: ignore[misc]


def name_of(kind: str, theirs: Strangers) -> str:
    rows: Any = theirs.rows
    other = {
        "fias_guid": lambda: rows["house"].fias_guid,
        "alias": lambda: rows["housealias"].fias_guid,
        "inn": lambda: rows["organisation"].inn,
    }
    return str(other[kind]() if kind in other else rows[kind].pk)
