"""What is kept how long: every table is declared, what leaves stands in files first, and what is needed stays."""

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from supervision.checks import terms_of_tables
from supervision.enums import CallOutcome, Role
from supervision.models import (
    Chat,
    House,
    MessengerCall,
    MessengerUpdate,
    Operation,
    OperationHouse,
)
from supervision.reconcile import recollection
from supervision.retention import batches
from supervision.retention.days import DAYS
from supervision.retention.terms import FOLLOWS, STAYS, TERMS, Way, named
from tests.browsing import signed_in
from tests.terms import carry_out, description, files
from tests.world import World

YEARS = 365 * 6


@pytest.fixture(autouse=True)
def archive_folder(tmp_path: Path, settings: Any) -> Path:
    settings.ARCHIVE_DIR = str(tmp_path / "archive")
    return tmp_path / "archive"


# --- the declaration --------------------------------------------------------------------------------------------------


def test_every_table_has_a_term_or_a_reason_to_stay() -> None:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tables = {model._meta.concrete_model._meta.label for model in models}
    declared = [{term.model._meta.label for term in TERMS}, {model._meta.label for model in FOLLOWS}, set(STAYS)]
    assert tables - set().union(*declared) == set(), "give the table a row in retention/terms.py"
    assert set().union(*declared) - tables == set()
    assert not declared[0] & declared[2]
    assert not declared[1] & (declared[0] | declared[2])
    assert all(STAYS.values())


def test_every_term_has_its_days_and_every_number_of_days_its_term() -> None:
    assert {term.name for term in TERMS} == set(DAYS)
    assert all(days.usual >= days.least for days in DAYS.values())
    for term in TERMS:
        assert (term.finished is None) == (term.way not in (Way.ROWS, Way.VERSIONS))


@pytest.mark.parametrize(
    ("name", "days", "number"), [("JORNAL", "9", "E070"), ("JOURNAL", "9", "E071"), ("UPDATES", "a month", "E071")]
)
def test_a_term_of_nothing_or_too_short_is_told_at_the_start(name: str, days: str, number: str) -> None:
    with override_settings(KEEP_DAYS={name: days}):
        assert [found.id for found in terms_of_tables(None)] == [f"supervision.{number}"]


def test_a_term_is_a_setting(world: World) -> None:
    MessengerUpdate.objects.create(region=world.region, key="1", update_type="user_added")
    world.wait(days=10)
    assert carry_out() == {}
    with override_settings(KEEP_DAYS={"UPDATES": "9"}):
        assert carry_out() == {"UPDATES": 1}


# --- the journal ------------------------------------------------------------------------------------------------------


def test_of_an_old_journal_stays_what_is_remembered_of_the_chat(world: World, archive_folder: Path) -> None:
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    house = world.house("г. Омск, ул. Мира, д. 1", company)
    world.push()
    person = world.representative(company, "Представитель", joined=house)
    world.push()
    chat = Chat.objects.get()
    before, lines = recollection.recall(chat), MessengerCall.objects.count()
    appointed = set(MessengerCall.objects.appointed([chat.pk]))
    assert appointed == {(chat.pk, person.messenger_id)}
    world.wait(days=YEARS)
    with override_settings(KEEP_DAYS={"JOURNAL": "90"}):
        assert "JOURNAL" not in carry_out(), "no look since the calls"
        Chat.objects.update(observed_at=timezone.now())
        removed = carry_out()["JOURNAL"]
    assert 0 < removed < lines
    assert set(MessengerCall.objects.appointed([chat.pk])) == appointed
    assert {call.step for call in MessengerCall.objects.all()} == {"GrantAdmin"}
    assert recollection.recall(Chat.objects.get()) == before
    assert sum(description(file).rows for file in files(archive_folder)) == removed


def test_an_open_outcome_stays_and_of_appointments_the_first_and_the_last(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    chat = Chat.objects.get(house=house)
    detail = {"person": {"user_id": 7}}
    said = [
        ("GrantAdmin", CallOutcome.DONE, True),
        ("GrantAdmin", CallOutcome.DONE, False),
        ("GrantAdmin", CallOutcome.REFUSED, False),
        ("RevokeAdmin", CallOutcome.DONE, False),
        ("GrantAdmin", CallOutcome.DONE, True),
        ("RevokeAdmin", CallOutcome.DONE, True),
        ("Rename", CallOutcome.DONE, False),
        ("Rename", CallOutcome.UNKNOWN, True),
        ("Rename", CallOutcome.STARTED, True),
    ]
    calls = [
        MessengerCall.objects.create(chat=chat, region=world.region, step=step, outcome=outcome, detail=detail)
        for step, outcome, _stays in said
    ]
    world.wait(days=YEARS)
    Chat.objects.update(observed_at=timezone.now())
    carry_out()
    left = set(MessengerCall.objects.values_list("pk", flat=True))
    assert [call.pk in left for call in calls] == [stays for _step, _outcome, stays in said]


# --- batches and files ------------------------------------------------------------------------------------------------


def decided(world: World, houses: list[House], count: int) -> None:
    for number in range(count):
        operation = Operation.objects.create(
            region=world.region, kind="reassignment", title=f"Решение «{number}»,\nстрока", by=world.by,
            acts_at=timezone.now(),
        )  # fmt: skip
        OperationHouse.objects.bulk_create(OperationHouse(operation=operation, house=house) for house in houses)


def test_what_leaves_can_be_read_back_row_by_row_as_it_was(world: World, archive_folder: Path) -> None:
    decided(world, world.houses(3), 5)
    world.wait(days=YEARS)
    with connection.cursor() as cursor:
        for table in ("operation", "operationhouse"):
            cursor.execute(f"CREATE TEMP TABLE was_{table} AS TABLE supervision_{table}")
            cursor.execute(f"CREATE TEMP TABLE read_{table} (LIKE supervision_{table})")
        removed = batches.remove(named("OPERATIONS"), timezone.now(), batch=2)
        assert (removed.rows, removed.files, removed.is_all) == (5, 6, True)
        assert not OperationHouse.objects.exists()
        for file in files(archive_folder):
            table = description(file).table.removeprefix("supervision_")
            with cursor.connection.cursor() as session, session.copy(
                f"COPY read_{table} FROM STDIN (FORMAT csv, HEADER true)"
            ) as copy:  # fmt: skip
                copy.write(gzip.decompress(file.read_bytes()))
        for table in ("operation", "operationhouse"):
            cursor.execute(f"SELECT count(*) FROM read_{table}")
            assert cursor.fetchone() == ((5,) if table == "operation" else (15,))
            cursor.execute(
                f"(TABLE was_{table} EXCEPT TABLE read_{table}) UNION (TABLE read_{table} EXCEPT TABLE was_{table})"
            )
            assert cursor.fetchall() == []
    first = files(archive_folder, "supervision_operation-")[0]
    read = csv.DictReader(io.StringIO(gzip.decompress(first.read_bytes()).decode()))
    assert [row["title"] for row in read] == ["Решение «0»,\nстрока", "Решение «1»,\nстрока"]
    assert description(first).rows == 2
    assert {file.stat().st_mode & 0o777 for file in files(archive_folder)} == {0o600}


def test_a_full_disk_removes_nothing(world: World, tmp_path: Path, settings: Any) -> None:
    decided(world, world.houses(1), 2)
    world.wait(days=YEARS)
    (tmp_path / "full").touch()  # a file in the place of the folder
    settings.ARCHIVE_DIR = str(tmp_path / "full")
    assert "OPERATIONS" not in carry_out()
    assert Operation.objects.count() == 2


def test_a_file_that_was_changed_is_found(world: World, archive_folder: Path) -> None:
    decided(world, world.houses(1), 1)
    world.wait(days=YEARS)
    carry_out()
    call_command("remove_old_records", verify_archive=True)
    first, second = files(archive_folder)
    first.write_bytes(gzip.compress(b"id\n1\n"))
    second.unlink()
    with pytest.raises(CommandError, match=r"checksum differs[\s\S]*is gone"):
        call_command("remove_old_records", verify_archive=True)


def test_rows_that_somebody_holds_are_waited_for_by_nobody(committed_world: World) -> None:
    world = committed_world
    for key in "ab":
        MessengerUpdate.objects.create(region=world.region, key=key, update_type="user_added")
    world.wait(days=40)
    other = connection.copy()
    try:
        with transaction.atomic():
            held = MessengerUpdate.objects.select_for_update().get(key="a")
            from_other = _removed_by(other, world)
        assert from_other == 1
        assert list(MessengerUpdate.objects.all()) == [held]
    finally:
        other.close()


def _removed_by(other: Any, world: World) -> int:
    """What another process removes meanwhile."""
    statement, values = (
        named("UPDATES")
        .old(timezone.now())
        .order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))
        .values_list("pk")
        .query.sql_with_params()
    )
    with other.cursor() as cursor:
        cursor.execute(f"DELETE FROM supervision_messengerupdate WHERE id IN ({statement})", values)
        return int(cursor.rowcount)


# --- the page ---------------------------------------------------------------------------------------------------------


def test_administrators_see_what_is_kept_how_long_and_how_large_it_is(world: World) -> None:
    page = signed_in(world, "root", Role.ADMINISTRATOR).get("/admin/terms/").content.decode()
    assert all(term.setting in page for term in TERMS)
    assert "supervision_house" in page
