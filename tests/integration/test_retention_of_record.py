"""What leaves by months, by the owner's hand, and names of people: snapshots, the record, who left the office."""

import gzip
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from supervision import audit, seals
from supervision.actions import forgetting
from supervision.figures import HouseFigure
from supervision.models import (
    DailySnapshot,
    Event,
    FigureDelta,
    House,
    Inspector,
    KeptLogin,
    Municipality,
    Representative,
    Seal,
)
from supervision.reports import frozen_houses
from supervision.retention import months
from supervision.retention.terms import HISTORIES, named
from tests.integration.test_figure_nights import shuffle
from tests.nights import night
from tests.terms import carry_out, description, files
from tests.world import World

YEARS = 365 * 6


@pytest.fixture(autouse=True)
def archive_folder(tmp_path: Path, settings: Any) -> Path:
    settings.ARCHIVE_DIR = str(tmp_path / "archive")
    return tmp_path / "archive"


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
    snapshots = [file for file in files(archive_folder) if description(file).table.endswith("dailysnapshot")]
    assert sum(description(file).rows for file in snapshots) == gone


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


def test_who_left_long_ago_is_called_by_number_in_their_rows_and_versions(world: World) -> None:
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
