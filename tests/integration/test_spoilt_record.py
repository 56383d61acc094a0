"""Whatever an owner of the tables writes into a column of the record, `verify_audit` says so in words: odd values are
told like rewritten ones, and break no reader of the record off."""

from collections.abc import Iterator

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from supervision import audit, seals
from supervision.models import Event, Seal, SealedEvent
from tests.world import World

DEEP, LONG = 3000, 5000
ODD: dict[type[models.Field], tuple[str, ...]] = {  # type: ignore[type-arg]
    models.DateTimeField: ("'infinity'", "'-infinity'", "'20000-01-01'", "'0044-03-15 BC'", "'2001-01-01'"),
    models.JSONField: ("'null'", "'[]'", "'7'", f"'{'[' * DEEP}{']' * DEEP}'", f"'{'9' * LONG}'"),
    models.CharField: ("' '", "'x'", "'№'"),
    models.TextField: ("'x'", "'№'"),
    models.PositiveIntegerField: ("0", "2147483647"),
    models.BigIntegerField: ("-1", "9223372036854775807"),
}
# nothing of it is sealed: when the seal was made, and the salt of words that were never erased
UNSEALED = {("Seal", "at"), ("SealedEvent", "salt_now")}
SHORTENINGS = (seals.REMOVED, seals.ERASED)


def spoilings() -> Iterator[tuple[type[models.Model], str, str]]:
    for model in (Event, Seal, SealedEvent):
        for field in model._meta.concrete_fields:
            for kind, values in ODD.items():
                if type(field) is kind:
                    yield from ((model, field.name, value) for value in values)


def spoil(model: type[models.Model], column: str, value: str, row: int) -> None:
    triggers = (f"{model._meta.label}:{each.name}" for each in model._meta.triggers)  # type: ignore[attr-defined]
    statement = 'UPDATE {table} SET "{column}" = {value} WHERE id = %s'
    with pgtrigger.ignore(*triggers), connection.cursor() as cursor:
        cursor.execute(statement.format(table=model._meta.db_table, column=column, value=value), [row])


@pytest.mark.parametrize(("model", "column", "value"), list(spoilings()))
def test_a_spoilt_column_is_told(world: World, model: type[models.Model], column: str, value: str) -> None:
    with audit.event("house.demolished", by=world.by, reason="Акт", region=world.region, details={"house": 7}):
        pass
    seals.seal_some()
    spoil(model, column, value, model._default_manager.latest("pk").pk)
    if (model.__name__, column) in UNSEALED:
        call_command("verify_audit")
        return
    with pytest.raises(CommandError):
        call_command("verify_audit")


@pytest.mark.parametrize("name", SHORTENINGS)
@pytest.mark.parametrize("value", ODD[models.DateTimeField][:4])
def test_a_shortening_of_no_time_is_told(world: World, name: str, value: str) -> None:
    details = {"up_to": 0} if name == seals.REMOVED else {"events": {"7": "0"}}
    row = Event.objects.create(name=name, cause="remove_old_records by root", details=details)
    spoil(Event, "at", value, row.pk)
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_what_is_spoilt_has_every_kind_of_column() -> None:
    known = {*ODD, models.ForeignKey, models.BigAutoField, models.AutoField}
    assert {type(field) for each in (Event, Seal, SealedEvent) for field in each._meta.concrete_fields} <= known
