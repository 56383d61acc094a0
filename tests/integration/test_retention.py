"""What is kept how long: every table is declared, what leaves stands in files first, and what is needed stays."""

import gzip
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from supervision import audit, seals
from supervision.actions import forgetting
from supervision.checks import terms_of_tables
from supervision.enums import CallOutcome, Role
from supervision.figures import HouseFigure
from supervision.models import (
    Chat,
    DailySnapshot,
    Event,
    FigureDelta,
    House,
    Inspector,
    KeptLogin,
    MessengerCall,
    MessengerUpdate,
    Municipality,
    Operation,
    OperationHouse,
    Representative,
    Seal,
)
from supervision.reconcile import recollection
from supervision.reports import frozen_houses
from supervision.retention import archive, batches, months
from supervision.retention.days import DAYS
from supervision.retention.terms import FOLLOWS, HISTORIES, STAYS, TERMS, Way, named
from tests.browsing import signed_in
from tests.integration.test_figure_nights import shuffle
from tests.nights import night
from tests.terms import carry_out
from tests.world import World

YEARS = 365 * 6


@pytest.fixture(autouse=True)
def archive_folder(tmp_path: Path, settings: Any) -> Path:
    settings.ARCHIVE_DIR = str(tmp_path / "archive")
    return tmp_path / "archive"


def files(folder: Path, name: str = "") -> list[Path]:
    return sorted(folder.rglob(f"{name}*.gz"))


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
    assert sum(archive.description(file).rows for file in files(archive_folder)) == removed


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
            table = archive.description(file).table.removeprefix("supervision_")
            with cursor.connection.cursor() as session, session.copy(
                f"COPY read_{table} FROM STDIN (FORMAT csv, HEADER true)"
            ) as copy:  # fmt: skip
                copy.write(gzip.decompress(file.read_bytes()))
        for table in ("operation", "operationhouse"):
            cursor.execute(f"SELECT count(*) FROM read_{table}")  # noqa: S608
            assert cursor.fetchone() == ((5,) if table == "operation" else (15,))
            cursor.execute(
                f"(TABLE was_{table} EXCEPT TABLE read_{table}) UNION (TABLE read_{table} EXCEPT TABLE was_{table})"
            )
            assert cursor.fetchall() == []
    first = files(archive_folder, "supervision_operation-")[0]
    assert [row["title"] for row in archive.rows_of(first)] == ["Решение «0»,\nстрока", "Решение «1»,\nстрока"]
    assert archive.description(first).rows == 2
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
    with pytest.raises(ValueError, match="checksum"):
        list(archive.rows_of(first))
    with pytest.raises(CommandError, match=r"checksum differs[\s\S]*is gone"):
        call_command("remove_old_records", verify_archive=True)


@pytest.mark.django_db(transaction=True)
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
        cursor.execute(f"DELETE FROM supervision_messengerupdate WHERE id IN ({statement})", values)  # noqa: S608
        return int(cursor.rowcount)


# --- snapshots --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(2))
def test_of_months_that_are_old_one_day_is_left_and_its_houses_are_told_as_before(
    world: World, seed: int, archive_folder: Path
) -> None:
    dice = random.Random(seed)  # noqa: S311  # no secret
    world.inspector("Инспектор 1")
    world.houses(6, world.company("ООО «УК»"))
    world.company("ООО «Другая»")
    Municipality.objects.create(region=world.region, name="г. Тара")
    world.push()
    night(world)
    for _night in range(14):
        shuffle(world, dice)
        night(world, days=dice.choice([2, 6, 9]))
    days = sorted(set(DailySnapshot.objects.values_list("day", flat=True)))
    before = {day: told(world, day) for day in days}
    rows = DailySnapshot.objects.count(), FigureDelta.objects.count()
    now = timezone.now() + timedelta(days=62)
    with override_settings(KEEP_DAYS={"SNAPSHOTS": "62"}):
        gone = months.thin(named("SNAPSHOTS"), world.region, now)
        assert months.thin(named("SNAPSHOTS"), world.region, now) == 0
    left = sorted(set(DailySnapshot.objects.values_list("day", flat=True)))
    old = {day for day in days if (day.year, day.month) < (world.today.year, world.today.month)}
    assert set(left) == (set(days) - old) | {min(day for day in old if day.month == month.month) for month in old}
    assert gone == rows[0] - DailySnapshot.objects.count() > 0
    assert FigureDelta.objects.count() < rows[1]
    assert {day: told(world, day) for day in left} == {day: before[day] for day in left}
    snapshots = [file for file in files(archive_folder) if archive.description(file).table.endswith("dailysnapshot")]
    assert sum(archive.description(file).rows for file in snapshots) == gone


def told(world: World, day: date) -> dict[int | None, dict[int, int]]:
    places = [None, *Municipality.objects.values_list("pk", flat=True)]
    return {place: frozen_houses.counted(world.by, world.region, day, place) for place in places}


def test_all_figures_are_bits_that_cancel() -> None:
    assert all(figure.value & (figure.value - 1) == 0 for figure in HouseFigure)


# --- the owner's part -------------------------------------------------------------------------------------------------


def note(world: World, times: int = 2) -> None:
    for number in range(times):
        with audit.event("house.demolished", by=world.by, reason=f"Акт {number}", region=world.region):
            pass
    seals.seal_some()


def test_old_segments_leave_in_order_and_the_record_holds_for_ever(world: World, archive_folder: Path) -> None:
    for _year in range(3):
        note(world)
        world.wait(days=365 * 3)
    call_command("remove_old_records")
    assert Event.objects.filter(name="house.demolished").count() == 6, "a dry run removes nothing"
    call_command("remove_old_records", apply=True)
    assert Event.objects.filter(name="house.demolished").count() == 2
    assert seals.removed_up_to() == Seal.objects.order_by("pk")[1].pk
    seals.seal_some()
    assert seals.verify() is None
    world.wait(days=365 * 9)  # what said so is old itself
    call_command("remove_old_records", apply=True)
    seals.seal_some()
    assert seals.verify() is None
    assert not Event.objects.filter(name="house.demolished").exists()
    assert [event.name for event in Event.objects.all()] == ["record.segment_removed"]
    lines = [
        line for file in files(archive_folder, "segments") for line in gzip.decompress(file.read_bytes()).splitlines()
    ]
    assert sum(b"house.demolished" in line for line in lines) == 6
    call_command("remove_old_records", verify_archive=True)


def test_of_an_old_history_the_version_that_held_at_the_term_stays(world: World) -> None:
    house = world.house("г. Омск, ул. Мира, д. 1")
    gone = world.inspector("Ушла Совсем")
    for number in range(3):
        House.objects.filter(pk=house.pk).update(flats=number)
    Inspector.objects.filter(pk=gone.pk).delete()
    world.wait(days=YEARS)
    House.objects.filter(pk=house.pk).update(flats=9)
    with pgtrigger.ignore("supervision.HouseEvent:append_only"):  # the triggers write by the database's own clock
        House.history.rel.related_model.objects.filter(flats=9).update(pgh_created_at=timezone.now())  # type: ignore[attr-defined]
    history: Any = House.history.rel.related_model  # type: ignore[attr-defined]
    call_command("remove_old_records", apply=True)
    kept = history.objects.filter(pgh_obj_id=house.pk).order_by("pgh_id")
    assert list(kept.values_list("flats", flat=True)) == [2, 9]
    of_people: Any = Inspector.history.rel.related_model  # type: ignore[attr-defined]
    assert not of_people.objects.filter(pgh_obj_id=gone.pk).exists()


def test_the_portal_removes_no_row_of_the_record(world: World) -> None:
    """Whatever the terms: they are of the owner."""
    note(world)
    world.wait(days=YEARS)
    before = [model._base_manager.count() for model in (*HISTORIES, Event, Seal)]
    carry_out()
    assert [model._base_manager.count() for model in (*HISTORIES, Event, Seal)] == before


# --- people -----------------------------------------------------------------------------------------------------------


def test_who_left_long_ago_is_named_nowhere(world: World) -> None:
    inspector = world.inspector("Семёнова Анна")
    company = world.company("ООО «УК»")
    person = world.representative(company, "Лебедев Пётр")
    staying = world.inspector("Здешняя Ольга")
    login = User.objects.create_user("semenova", "semenova@example.ru", first_name="Анна", last_name="Семёнова")
    Inspector.objects.filter(pk=inspector.pk).update(
        dismissed_on=world.today, position="Главный специалист", user=login
    )
    Representative.objects.filter(pk=person.pk).update(until=world.today)
    User.objects.filter(pk=login.pk).update(is_active=False)
    world.wait(days=365 * 3)
    assert forgetting.forget_people(timezone.now()) == 0
    world.wait(days=2)
    assert forgetting.forget_people(timezone.now()) == 2
    assert forgetting.forget_people(timezone.now()) == 0
    inspector.refresh_from_db()
    assert (inspector.full_name, inspector.position, inspector.messenger_id) == (f"№ {inspector.pk}", "", None)
    assert Inspector.objects.get(pk=staying.pk).full_name == "Здешняя Ольга"
    assert set(Event.objects.filter(name="person.forgotten").values_list("cause", flat=True)) == {"term"}
    call_command("remove_old_records", apply=True)
    for table in (Inspector, Representative, KeptLogin):
        relation: Any = getattr(table, "history", None) or table.versions  # type: ignore[attr-defined]
        words = str(list(relation.rel.related_model.objects.values()))
        assert not any(name in words for name in ("Семёнова", "Анна", "Лебедев", "semenova", "Главный специалист"))
    assert "Здешняя" in str(list(Inspector.history.rel.related_model.objects.values()))  # type: ignore[attr-defined]


def test_who_still_owns_a_chat_has_not_left(world: World) -> None:
    inspector = world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    Inspector.objects.filter(pk=inspector.pk).update(dismissed_on=world.today)
    world.wait(days=YEARS)
    assert forgetting.forget_people(timezone.now()) == 0


# --- the page ---------------------------------------------------------------------------------------------------------


def test_administrators_see_what_is_kept_how_long_and_how_large_it_is(world: World) -> None:
    page = signed_in(world, "root", Role.ADMINISTRATOR).get("/admin/terms/").content.decode()
    assert all(term.setting in page for term in TERMS)
    assert "supervision_house" in page
