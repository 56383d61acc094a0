"""Nothing is applied but the difference that was confirmed, however equal another one is in its numbers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from supervision.enums import Role, UploadState
from supervision.imports import importer
from supervision.models import House, ImportRun, Inspector, ManagementPeriod, Organisation, Representative, Upload
from tests.frt_files import Row, company, guid, house, houses_file, organisations_file, written
from tests.programs import V1, Caller
from tests.register_files import NEW, OLD, licence, licences_file
from tests.uploading import Desk, worked_on
from tests.world import World

COMPANIES = [company(501, *OLD[1:]), company(502, *NEW[1:])]
Meanwhile = Callable[[], object]


def lines(first: Row) -> list[Row]:
    """Two houses of each company."""
    return [first, house(2, 501), house(3, 502), house(4, 502)]


@pytest.fixture(autouse=True)
def register(world: World, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"
    houses = houses_file(tmp_path, lines(house(1, 501)), day="20261001")
    companies = organisations_file(tmp_path, COMPANIES, day="20261001")
    importer.apply(importer.ImportRequest(houses, companies))


def another_floor(folder: Path, world: World) -> tuple[Path, Meanwhile, Callable[[], object]]:
    stored = House.objects.filter(fias_guid=guid(1))
    path = houses_file(folder, lines(house(1, 501, floor_count_max=6)), day="20261101")
    return path, lambda: stored.update(floors=7), lambda: stored.get().floors


def another_company_left(folder: Path, world: World) -> tuple[Path, Meanwhile, Callable[[], object]]:
    """The file gives house 1 to the new company; another company than was shown acts meanwhile."""
    third = Organisation.objects.create(region=world.region, name="ООО «Третья»")
    periods = ManagementPeriod.objects.filter(house__fias_guid=guid(1))
    path = houses_file(folder, lines(house(1, 502)), day="20261101")
    return path, lambda: periods.update(organisation=third), lambda: periods.get().organisation


def another_day(folder: Path, world: World) -> tuple[Path, Meanwhile, Callable[[], object]]:
    path = licences_file(folder, [licence(NEW, 1, "01.11.2026")], day="10.11.2026")
    periods = ManagementPeriod.objects.filter(house__fias_guid=guid(1))
    return path, lambda: periods.update(since="2026-10-02"), lambda: periods.count()


def another_name(folder: Path, world: World) -> tuple[Path, Meanwhile, Callable[[], object]]:
    inspector = Inspector.objects.create(region=world.region, full_name="Инспектор 1", messenger_id=801)
    stored = Inspector.objects.filter(pk=inspector.pk)
    path = written(folder / "people.csv", "ФИО;ID в MAX;Муниципалитеты\nИнспектор 2;801;\n")
    return path, lambda: stored.update(full_name="Инспектор 3"), lambda: stored.get().full_name


def another_representative(folder: Path, world: World) -> tuple[Path, Meanwhile, Callable[[], object]]:
    """The ИНН passes from one company to another between the two looks."""
    path = written(folder / "people.csv", f"ИНН;ФИО;ID в MAX\n{OLD[2]};Представитель 1;901\n")
    old, new = (Organisation.objects.get(name=name) for name in (OLD[1], NEW[1]))

    def swap() -> None:
        Organisation.objects.filter(pk=old.pk).update(inn="")
        Organisation.objects.filter(pk=new.pk).update(inn=OLD[2])

    return path, swap, Representative.objects.count


DIFFERENCES = [another_floor, another_company_left, another_day, another_name, another_representative]


@pytest.mark.parametrize("case", DIFFERENCES)
def test_another_difference_of_equal_size_is_shown_anew_in_the_wizard(case: Any, world: World, tmp_path: Path) -> None:
    path, meanwhile, state = case(tmp_path, world)
    desk, runs = Desk(world.region, Role.HEAD), ImportRun.objects.count()
    upload = desk.read(path)
    counts, seen = upload.report["counts"], upload.report["digest"]
    meanwhile()
    before = state()
    assert desk.apply(upload).state == UploadState.READ
    assert upload.message
    assert (state(), ImportRun.objects.count()) == (before, runs)
    assert upload.report["counts"] == counts
    assert upload.report["digest"] != seen
    assert desk.apply(upload).state == UploadState.APPLIED


@pytest.mark.parametrize("case", DIFFERENCES)
def test_another_difference_of_equal_size_is_shown_anew_to_a_program(case: Any, world: World, tmp_path: Path) -> None:
    path, meanwhile, state = case(tmp_path, world)
    program, runs = Caller.of(world.region), ImportRun.objects.count()
    form = {"region": "55", "file": SimpleUploadedFile(path.name, path.read_bytes())}
    where = Client().post(f"{V1}/imports/", form, headers={"Authorization": f"Bearer {program.token}"})
    worked_on(Upload.objects.get())
    confirm = f"{where.headers['Location']}confirm/"
    seen = {"seen": program.get(where.headers["Location"]).json()["report"]["digest"], "reason": "Выгрузка"}
    meanwhile()
    before = state()
    assert program.post(confirm, seen).status_code == 202
    worked_on(Upload.objects.get())
    assert program.get(where.headers["Location"]).json()["state"] == "read"
    assert (state(), ImportRun.objects.count()) == (before, runs)
    assert program.post(confirm, seen).status_code == 409
