"""Migrations can be run while the portal works: what would lock a big table, or break the code of before, is refused.

The released set is frozen: an installation that ran it would never run what is written into it later.
"""

import hashlib
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from tests.architecture.source import ROOT

FOLDER = ROOT / "supervision" / "migrations"
# the set of 0.9.0, by the first digits of its checksums
FROZEN = {"0001_initial": "8bc9de16753b9c3a", "0002_regions": "567ccfb55a72ea66"}
# tables with a row a house or more
BIG = {
    *("house", "housealias", "chat", "chatmember", "managementperiod", "syncrequest", "messengercall", "change"),
    *("event", "dailysnapshot", "operationhouse", "messengerupdate", "webhookdelivery", "apirequest", "houseevent"),
    *("managementperiodevent", "workorder", "frozenhouse", "figuredelta", "formerhouse"),
}
# "migration: operation": why it is right all the same
ALLOWED: dict[str, str] = {
    "0011_lists: AddField of house": "derived by the database, which fills it in whatever inserts a row",
    "0021_no_strangers: AlterModelTable of strangerscount": "names the table that it has",
    "0021_no_strangers: RenameModel of strangerscount": "the table keeps its name: nothing is done in the database",
    "0021_no_strangers: RenameField of dialogturn": "no release before this one knows of the table",
    "0027_no_link_tokens: RemoveField of companylink": "nothing reads it since 0026, which emptied it; never released",
}


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def faults(migration: type[migrations.Migration]) -> Iterator[str]:
    """What is wrong with a migration, an operation each: "AddIndex of house: why"."""
    new: set[str] = set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            new.add(operation.name.lower())
        table = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
        if table not in new and (why := fault(operation, table, atomic=migration.atomic)):
            yield f"{type(operation).__name__} of {table or 'data'}: {why}"


def fault(operation: Operation, table: str, *, atomic: bool) -> str:
    concurrent = isinstance(operation, AddIndexConcurrently | RemoveIndexConcurrently)
    match operation:
        case migrations.AddIndex() | migrations.RemoveIndex() if table in BIG and not concurrent:
            return "writers wait until it is built; use AddIndexConcurrently in a migration of its own"
        case migrations.AddConstraint() if table in BIG and not isinstance(operation, AddConstraintNotValid):
            return "the table is read under a lock; AddConstraintNotValid, then ValidateConstraint in the next one"
        case migrations.AddField(field=field) if (
            not field.null and not field.has_db_default() and not field.many_to_many
        ):
            return "the code that still runs knows nothing of it and could insert no row; give it null or db_default"
        case migrations.AddField(field=field) if table in BIG and field.unique:
            return "writers wait until the index is built; add the column, then its index concurrently"
        case migrations.RenameField() | migrations.RenameModel() | migrations.AlterModelTable():
            return "the code that still runs knows the old name; add, copy, and remove in the release after"
        case migrations.RemoveField() | migrations.DeleteModel():
            return "the code that still runs may read it; name the release that stopped reading it in ALLOWED"
        case migrations.RunPython(reverse_code=None) | migrations.RunSQL(reverse_sql=None):
            return "there is no way back; give it a reverse, noop if nothing has to be undone"
    return "" if not concurrent or not atomic else "needs `atomic = False` in its migration"


@pytest.mark.parametrize("name", FROZEN)
def test_the_released_set_is_not_rewritten(name: str) -> None:
    digest = hashlib.sha256((FOLDER / f"{name}.py").read_bytes()).hexdigest()
    assert digest.startswith(FROZEN[name]), "make a new migration instead"


@pytest.mark.parametrize("name", [name for name in names() if name not in FROZEN])
def test_a_new_migration_can_run_beside_the_portal(name: str) -> None:
    module: ModuleType = import_module(f"supervision.migrations.{name}")
    found = [each for each in faults(module.Migration) if f"{name}: {each.split(':')[0]}" not in ALLOWED]
    assert not found, "\n".join(found)


def test_what_is_allowed_is_there_and_has_a_reason() -> None:
    assert all(ALLOWED.values())
    assert {allowed.split(":")[0] for allowed in ALLOWED} <= set(names())


INDEX = models.Index(fields=["region"], name="an_index")
CHECK = models.CheckConstraint(condition=models.Q(flats__gte=0), name="a_check")
BAD: dict[str, Operation] = {
    "AddIndex of house": migrations.AddIndex("House", INDEX),
    "RemoveIndex of chat": migrations.RemoveIndex("Chat", "an_index"),
    "AddConstraint of house": migrations.AddConstraint("House", CHECK),
    "AddField of region": migrations.AddField("Region", "new", models.TextField(default="")),
    "AddField of house": migrations.AddField("House", "new", models.TextField(null=True, unique=True)),
    "RenameField of house": migrations.RenameField("House", "kind", "sort"),
    "RemoveField of region": migrations.RemoveField("Region", "name"),
    "DeleteModel of target": migrations.DeleteModel("Target"),
    "RunPython of data": migrations.RunPython(migrations.RunPython.noop),
    "AddIndexConcurrently of house": AddIndexConcurrently("House", INDEX),
}
GOOD: tuple[Operation, ...] = (
    migrations.AddIndex("Region", INDEX),
    AddConstraintNotValid("House", CHECK),
    migrations.AddField("House", "new", models.TextField(null=True)),
    migrations.AddField("House", "new", models.TextField(db_default="")),
    migrations.RunPython(migrations.RunPython.noop, migrations.RunPython.noop),
)


@pytest.mark.parametrize("expected", BAD)
def test_what_is_risky_is_found(expected: str) -> None:
    migration = type("Migration", (migrations.Migration,), {"operations": [BAD[expected]]})
    assert [each.split(":")[0] for each in faults(migration)] == [expected]


def test_what_is_safe_is_let_through() -> None:
    assert not list(faults(type("Migration", (migrations.Migration,), {"operations": list(GOOD)})))
    apart = {"operations": [AddIndexConcurrently("House", INDEX)], "atomic": False}
    assert not list(faults(type("Migration", (migrations.Migration,), apart)))
    model = migrations.CreateModel("House", [("id", models.BigAutoField(primary_key=True))])
    both = {"operations": [model, migrations.AddIndex("House", INDEX)]}
    assert not list(faults(type("Migration", (migrations.Migration,), both)))
