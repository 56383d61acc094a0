"""Every row that programs read says when it last changed, whoever changed it and by whichever statement."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import F, Model
from django.utils import timezone

from supervision.api.resource import DatedRow, FollowedRow, Resource, ShownRow
from supervision.api.urls import RESOURCES
from supervision.models import Invitation, Licence, Operation, Region, SyncRequest, Upload
from supervision.models.dated import Dated
from tests.everything import populate
from tests.programs import Caller
from tests.world import World

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
# lists whose rows say it by another word, or never change
WITHOUT = {
    "imports": "written once, when the file is applied: `applied_at`",
    "audit-events": "written once: `at`",
    "webhooks": "changed by the program that reads them; what the portal does to them has `failing_since` and `off_at`",
}
# what is shown of a row is changed, and then what is not shown
CHANGES: dict[type[Model], tuple[dict[str, Any], dict[str, Any]]] = {
    Licence: ({"number": "055-000999"}, {"number": F("number")}),
    Region: ({"body_name": "ГЖН"}, {"poster_text": "Чат дома"}),
    Invitation: ({"opened_at": timezone.now()}, {"account_name": "Пётр"}),
    Operation: ({"undone_at": timezone.now()}, {"undone_reason": "Ошибка"}),
    Upload: ({"percent": 40}, {"touched_at": timezone.now()}),
    SyncRequest: ({"attempts": 7}, {"failures": 2}),
}
ADDRESSES = {resource.serializer_class.Meta.model: name for name, resource in RESOURCES.items() if name != "reports"}


def shown(resource: Any) -> type[ShownRow]:
    found: type[ShownRow] = resource.serializer_class
    return found


def test_every_list_says_when_its_rows_changed() -> None:
    lists = {name: shown(each) for name, each in RESOURCES.items() if issubclass(each, Resource)}
    silent = {name for name, row in lists.items() if "updated_at" not in row.names()}
    assert silent == set(WITHOUT)
    assert all(issubclass(row, FollowedRow | DatedRow) for name, row in lists.items() if name not in WITHOUT)


@pytest.mark.parametrize("model", Dated.__subclasses__(), ids=lambda model: model.__name__)
def test_what_is_shown_of_a_row_is_what_dates_it(model: type[Model]) -> None:
    row = shown(RESOURCES[ADDRESSES[model]])
    own = {field.name for field in model._meta.concrete_fields}
    read = row.read_from(frozenset(row.names())) & own - {model._meta.pk.name, "updated_at"}
    (trigger,) = [each for each in model._meta.triggers if each.name == "dated"]  # type: ignore[attr-defined]
    assert set(trigger.condition.fields) == read


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_a_change_of_what_is_shown_moves_it_and_another_does_not(world: World, model: type[Model]) -> None:
    populate(world)
    change, unseen = CHANGES[model]
    program, address = Caller.of(world.region), f"/{ADDRESSES[model]}/"
    number = program.get(f"{address}?page_size=1").json()["results"][0][shown(RESOURCES[ADDRESSES[model]]).key]
    rows = model._default_manager.filter(pk=number)

    rows.update(updated_at=LONG_AGO)
    rows.update(**unseen)
    assert program.get(f"{address}{number}/").json()["updated_at"] == "2020-01-01T00:00:00Z"
    rows.update(**change)
    moved = program.get(f"{address}{number}/").json()["updated_at"]
    assert datetime.fromisoformat(moved) > LONG_AGO
    fields = program.get(f"{address}?fields=updated_at").json()["results"]
    assert moved in [row["updated_at"] for row in fields]


def test_every_dated_row_is_tried() -> None:
    assert set(Dated.__subclasses__()) == set(CHANGES)
