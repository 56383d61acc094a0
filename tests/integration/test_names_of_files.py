"""Whoever brings a file may have written anything into its name: programs of others and analysts read none of it.

Every kind of file is brought, sound but for a line, useless, and unreadable; then everything is read.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from supervision.enums import ApiScope, Role, UploadState
from supervision.models import ImportIssue, ImportRun, Upload
from tests.browsing import entered
from tests.frt_files import ORGANISATION_COLUMNS, company, house, street, text, written, zipped
from tests.integration.test_access_table import PAGES
from tests.integration.test_analyst_sees_no_people import nothing_is_left_to_others, objects, reader, said, walked
from tests.programs import EVERYTHING, V1, Caller
from tests.register_files import OLD, licence, premises, stock_text, workbook
from tests.sampled import sampled
from tests.uploading import Desk
from tests.world import World

__all__ = ["nothing_is_left_to_others"]
pytestmark = [pytest.mark.walk, pytest.mark.filterwarnings("ignore:No directory at")]

MARK = "Primeta"
WITHOUT_PEOPLE = tuple(scope for scope in EVERYTHING if scope != ApiScope.PEOPLE)
HOUSES = 40
BAD_GUID = {"houseguid": "нет такого"}
PEOPLE = "ИНН;ФИО;MAX ID\n"
INSPECTORS = "ФИО;Должность;MAX ID;Муниципальные образования\n"


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "stored"


def sound(folder: Path) -> Iterator[tuple[Path, ...]]:
    """Applied, with remarks on a line of each file."""
    rows = [*street(HOUSES, 501), house(HOUSES + 1, 501, **BAD_GUID)]
    companies = [company(501, "ООО «Старая»", OLD[2], OLD[3])]
    companies += [company(number, inn="" if number < 540 else "7") for number in range(502, 541)]
    yield frt(folder, "sound", rows), organisations(folder, "sound", companies)
    powers = [licence(OLD, number, "01.05.2020") for number in (*range(1, HOUSES), 4000)]
    yield (zipped(folder / f"{MARK}-licences.zip", {f"{MARK}-inner.xlsx": workbook(powers)}),)
    stock = [premises(number) for number in range(1, HOUSES)]
    yield (written(folder / f"{MARK}-stock.csv", stock_text([*stock, premises(HOUSES, guids="?")]), "utf-8"),)
    yield (written(folder / f"{MARK}-people.csv", f"{PEOPLE}{OLD[2]};Петров Пётр;4001\n{OLD[2]};Без номера;x\n"),)
    yield (written(folder / f"{MARK}-inspectors.csv", f"{INSPECTORS}Иванова Анна;;5001;все\nБез номера;;x;все\n"),)


def useless(folder: Path) -> Iterator[tuple[Path, ...]]:
    """Read, and refused for what is in them."""
    yield (frt(folder, "bad", [house(number, **BAD_GUID) for number in range(1, 9)]),)
    bad = [company(0, "") | {"id": "", "name_full": "", "name_short": ""} for _number in range(9)]
    yield frt(folder, "beside", street(HOUSES, 501)), organisations(folder, "bad", [*bad, company(501)])
    yield (frt(folder, "nobody", street(HOUSES, 777)),)
    nowhere = [licence(OLD, number, "01.05.2020") for number in range(4000, 4009)]
    yield (zipped(folder / f"{MARK}-nowhere.zip", {f"{MARK}-nowhere.xlsx": workbook(nowhere)}),)
    yield (
        written(folder / f"{MARK}-bad-stock.csv", stock_text([premises(n, guids="?") for n in range(1, 9)]), "utf-8"),
    )
    yield (written(folder / f"{MARK}-nobody.csv", f"{PEOPLE}{OLD[2]};Без номера;x\n"),)


def unreadable(folder: Path) -> Iterator[tuple[Path, ...]]:
    yield (written(folder / f"{MARK}-garbage.csv", b"\x00\x01\x02"),)
    yield (written(folder / f"{MARK}-other.csv", "a;b\n1;2\n"),)
    both = {f"{MARK}-one.csv": b"a", f"{MARK}-two.csv": b"b"}
    yield (zipped(folder / f"{MARK}-two.zip", both),)


def frt(folder: Path, name: str, rows: list[dict[str, object]]) -> Path:
    return written(folder / f"{MARK}-{name}-houses.csv", text(rows))


def organisations(folder: Path, name: str, rows: list[dict[str, object]]) -> Path:
    return written(folder / f"{MARK}-{name}-organisations.csv", text(rows, ORGANISATION_COLUMNS))


@pytest.fixture
def brought(world: World, tmp_path: Path) -> World:
    desk = Desk(world.region, Role.HEAD)
    for files in sound(tmp_path):
        upload = bring(desk, files)
        assert upload.state == UploadState.READ, (files, upload.message)
        upload = desk.apply(upload, reason="Проверено")
        assert upload.state == UploadState.APPLIED, (files, upload.message, upload.report)
    assert ImportIssue.objects.values("run").distinct().count() == ImportRun.objects.count() == 5
    for files in useless(tmp_path):
        upload = bring(desk, files)
        assert upload.report["refusal"], (files, upload.message)
    for files in unreadable(tmp_path):
        assert bring(desk, files).state == UploadState.FAILED, files
    return world


def bring(desk: Desk, files: tuple[Path, ...]) -> Upload:
    return desk.read(*files, as_of="2026-11-01")


# --- who reads -------------------------------------------------------------------------------------------------------


def answers(program: Caller) -> Iterator[tuple[str, str]]:
    """Everything that the interface gives to a GET; of files and imports, each."""
    rows = next(objects())
    paths = {page.path(rows) for page in PAGES if page.route.startswith("api/v1/")}
    paths |= {f"{V1}/imports/{run}/issues/" for run in ImportRun.objects.values_list("pk", flat=True)}
    paths |= {f"{V1}/imports/uploads/{upload}/" for upload in Upload.objects.values_list("pk", flat=True)}
    paths |= {f"{V1}/audit-events/?page_size=100", f"{V1}/imports/?page_size=100"}
    for path in sampled(sorted(paths), 3):
        yield path, said(program.get(path))


@pytest.mark.parametrize("scopes", [EVERYTHING, WITHOUT_PEOPLE], ids=["people", "no people"])
def test_no_program_reads_a_name_of_a_file_that_another_brought(brought: World, scopes: tuple[ApiScope, ...]) -> None:
    program = Caller.of(brought.region, scopes=scopes, rate=100_000)
    told = [where for where, text in answers(program) if MARK in text]
    assert told == []


def test_no_analyst_reads_a_name_of_a_file(brought: World) -> None:
    told = [where for where, text in walked(reader("analyst", brought), sampled(PAGES, 4)) if MARK in text]
    assert told == []


def test_people_of_the_region_read_in_which_file_a_line_is_bad(brought: World) -> None:
    client = entered("Анна", Role.HEAD, brought.region)
    page = client.get(reverse("admin:supervision_importissue_changelist"), {"all": ""}).content.decode()
    expected = ("sound-houses.csv", "sound-organisations.csv", "licences.zip", "stock.csv", "people.csv")
    assert [name for name in expected if f"{MARK}-{name}" not in page] == []
    assert not ImportIssue.objects.filter(message__contains=MARK).exists()


def test_remarks_of_before_are_parted_from_the_names(brought: World) -> None:
    parted = list(ImportIssue.objects.order_by("pk").values_list("file", "message"))
    migration = import_module("supervision.migrations.0017_names_of_files")
    with connection.cursor() as cursor:
        cursor.execute(migration.TOGETHER)
        assert ImportIssue.objects.filter(message__startswith=MARK).count() == sum(
            bool(file) for file, _words in parted
        )
        cursor.execute(migration.PARTED)
    assert list(ImportIssue.objects.order_by("pk").values_list("file", "message")) == parted
