"""How a row is shown to other systems: as it stands now, by number. One form for webhooks, exports and resources.

`FORMS` says once, for each kind of row that others may follow, which fields there are and what they are read from. From
it come the lines of the exports and the messages of webhooks (`shown`), their description in OpenAPI (`api/lines.py`)
and the fields of the resource (`RowForm.shared`). What the login may not see is left out, like what is gone.

A row shows what the triggers of `models/change.py` watch. A line embeds numbers of other rows, never their names: a
company that is renamed changes its own line alone. Names of people are in the lines of people only, whose exports ask
for the scope. The `state` of a chat is not shown: it follows the queue, whose moves are no changes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Model, Q, QuerySet

from supervision import access
from supervision.access import Login
from supervision.enums import ChangeKind
from supervision.house_facts import SHOWN
from supervision.models import (
    Chat,
    House,
    Inspector,
    ManagementPeriod,
    Municipality,
    Organisation,
    Representative,
    WorkOrder,
)

Row = dict[str, Any]


def _holds(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(condition, output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class RowForm:
    """`shared` are the fields that the resource has too, `beside` those of lines alone: a path or an expression each.

    `paths` says what a shared field is read from, where it is not a column of its own name.
    """

    model: type[Model]
    seen: Callable[[Login], QuerySet[Any]]
    shared: tuple[str, ...]
    beside: Mapping[str, str | ExpressionWrapper] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.shared, *self.beside)

    def sources(self) -> list[Any]:
        """What each name is read from, for `values_list`."""
        return [*(self.paths.get(name, name) for name in self.shared), *self.beside.values()]


FORMS: Mapping[ChangeKind, RowForm] = {
    ChangeKind.HOUSE: RowForm(
        House,
        access.houses,
        ("id", "region", "municipality", "fias_guid", *SHOWN, "inspector"),
    ),
    ChangeKind.CHAT: RowForm(
        Chat,
        access.chats,
        ("id", "house", "region", "messenger_id", "link", "bot_state", "observed_title", "participants_count"),
        beside={
            "fias_guid": "house__fias_guid",
            "out_of_step": _holds(~Q(synced_version=F("spec_version"))),
            "frozen": _holds(~Q(frozen_reason="")),
            "changed_by_hand": _holds(~Q(differences=[])),
        },
    ),
    ChangeKind.PERIOD: RowForm(
        ManagementPeriod,
        access.periods,
        (
            *("id", "region", "house", "organisation", "kind", "since", "until", "registered_at", "excluded_on"),
            *("basis", "document_number", "source"),
        ),
        beside={"fias_guid": "house__fias_guid"},
        paths={"region": "house__region"},
    ),
    ChangeKind.ORGANISATION: RowForm(
        Organisation,
        access.organisations,
        (
            *("id", "region", "frt_id", "kind", "name", "full_name", "inn", "ogrn"),
            *("inn_is_wrong", "ogrn_is_wrong", "inspector"),
        ),
    ),
    ChangeKind.REPRESENTATIVE: RowForm(
        Representative,
        access.representatives,
        ("id", "region", "organisation", "full_name", "messenger_id", "since", "until"),
        paths={"region": "organisation__region"},
    ),
    ChangeKind.INSPECTOR: RowForm(
        Inspector,
        access.inspectors,
        ("id", "region", "full_name", "position", "messenger_id", "dismissed_on"),
    ),
    ChangeKind.WORK_ORDER: RowForm(
        WorkOrder,
        access.work_orders,
        ("id", "region", "chat", "house", "kind", "inspector", "title", "link", "opened_at", "closed_at"),
        paths={"region": "chat__region", "house": "chat__house"},
    ),
    ChangeKind.MUNICIPALITY: RowForm(Municipality, access.municipalities, ("id", "region", "name")),
}


def shown(user: Login, kind: ChangeKind, numbers: Sequence[int]) -> dict[int, Row]:
    """JSON objects by number, in one query."""
    form = FORMS[kind]
    rows = form.seen(user).filter(pk__in=numbers).order_by().values_list(*form.sources())
    names = form.names
    return {row[0]: dict(zip(names, map(plain, row), strict=True)) for row in rows}


def plain(value: Any) -> Any:
    """The value as JSON has it: instants in UTC with Z, days as they are."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
