"""ОЖФ from the command line to the tables: lines of premises become houses, GUIDs and first companies."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from supervision.enums import HouseState, ImportKind
from supervision.models import (
    Chat,
    Event,
    House,
    HouseAlias,
    ImportIssue,
    ImportRun,
    ManagementPeriod,
    Organisation,
    SyncRequest,
)
from tests.frt_files import company, guid, houses_file, organisations_file, street, written, zipped
from tests.import_command import codes, refused, run
from tests.register_files import NEW, OLD, STOCK_COLUMNS, premises, stock_file, stock_text

pytestmark = pytest.mark.usefixtures("world")
NAME = "Сведения по ОЖФ Омская обл на 20-11-2026.csv"


def load_frt(folder: Path, houses: int, managed_by: object = "") -> None:
    files = houses_file(folder, street(houses, managed_by)), organisations_file(folder, [company(501, *OLD[1:])])
    call_command("import_registry", *map(str, files), "--apply", stdout=StringIO())
    SyncRequest.objects.all().delete()


def load(folder: Path, *rows: dict[str, object], day: str = "20-11-2026") -> dict[str, Any]:
    return run(stock_file(folder, rows, day=day), "--apply")


def tables() -> list[list[tuple[Any, ...]]]:
    models = (House, HouseAlias, Organisation, ManagementPeriod, Chat, SyncRequest, ImportRun, ImportIssue, Event)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def acting(number: int) -> str:
    return ManagementPeriod.objects.get(house__fias_guid=guid(number), until=None).organisation.name


FLATS = [premises(1, company=OLD), *(premises(1, flat, OLD) for flat in range(1, 31)), premises(2), premises(2, 1)]


def test_a_dry_run_prints_the_object_of_every_register_and_writes_nothing(tmp_path: Path) -> None:
    before = tables()
    report = run(stock_file(tmp_path, FLATS))
    assert report.pop("seconds") >= 0
    assert report == {
        "houses": {"added": 2, "changed": 0, "unchanged": 0, "missing": 0},
        "organisations": {"added": 1, "changed": 0, "unchanged": 0, "missing": 0},
        "periods": {"started": 1, "replaced": 0, "ended": 0, "unknown": 0},
        "bad_rows": 0,
        "issues": [],
        "dated_numbers": [],
        "chats_marked": 2,
        "applied": False,
    }
    assert tables() == before


def test_premises_become_houses_with_their_flats_company_and_chat(tmp_path: Path) -> None:
    load(tmp_path, *FLATS)
    first = House.objects.get(fias_guid=guid(1))
    assert (first.address, first.flats, first.municipality.name) == ("г. Омск, ул. Мира, д. 1", 30, "г. Омск")
    assert (str(first.gis_guid), first.cadastral_number) == (guid(1_000_001), "55:36:000000:1")
    assert (acting(1), Chat.objects.count(), SyncRequest.objects.count()) == (OLD[1], 2, 2)
    assert ImportRun.objects.get().kind == ImportKind.HOUSING_STOCK


def test_the_same_file_again_changes_nothing_and_marks_no_chat(tmp_path: Path) -> None:
    rows = [*FLATS, premises(3, company=NEW, guids=f"{guid(3)};{guid(33)}")]
    load(tmp_path, *rows)
    before = tables()[:6]
    report = load(tmp_path, *rows)
    assert (report["houses"]["unchanged"], report["chats_marked"], report["periods"]["started"]) == (3, 0, 0)
    assert tables()[:6] == before


def test_several_guids_in_one_cell_are_one_house_with_other_guids(tmp_path: Path) -> None:
    load_frt(tmp_path, 2, 501)
    both = f"{guid(22)};{guid(2).upper()}"
    report = load(
        tmp_path, premises(1, company=OLD), premises(2, company=OLD, guids=both), premises(2, 1, guids=guid(22))
    )
    assert (report["houses"]["added"], report["houses"]["missing"], report["chats_marked"]) == (0, 0, 0)
    assert [(str(alias.fias_guid), str(alias.house.fias_guid)) for alias in HouseAlias.objects.all()] == [
        (guid(22), guid(2))
    ]


def test_a_cell_with_the_guids_of_two_houses_stops_the_file(tmp_path: Path) -> None:
    load_frt(tmp_path, 2, 501)
    before = tables()
    path = stock_file(tmp_path, [premises(1, guids=f"{guid(1)};{guid(2)}")])
    message, report = refused(path)
    assert "Непригодных строк" in message or "противоречит сам себе" in message
    assert "guids_of_two_houses" in {code for _, code in codes(report)}
    assert tables() == before


def test_beside_frt_a_difference_of_company_is_reported_and_changes_nothing(tmp_path: Path) -> None:
    load_frt(tmp_path, 2, 501)
    report = load(tmp_path, premises(1, company=NEW), premises(2, **{"Способ управления": "НУ"}))
    assert codes(report) == [(2, "manager_differs"), (3, "direct_management")]
    assert (acting(1), acting(2), report["chats_marked"]) == (OLD[1], OLD[1], 0)


def test_beside_frt_a_first_company_is_taken_and_addresses_stay(tmp_path: Path) -> None:
    load_frt(tmp_path, 1)
    report = load(tmp_path, premises(1, company=NEW, **{"Адрес ОЖФ": "Омская обл, г Омск, улица Мира, дом 1"}))
    assert (report["periods"]["started"], report["houses"]["changed"], acting(1)) == (1, 1, NEW[1])
    assert House.objects.get().address == "г. Омск, ул. Мира, д. 1"


def test_files_of_frt_and_of_the_stock_that_take_turns_move_nobody_to_and_fro(tmp_path: Path) -> None:
    load_frt(tmp_path, 2, 501)
    for _ in range(2):
        load(tmp_path, premises(1, company=NEW), premises(2, company=OLD))
        files = houses_file(tmp_path, street(2, 501)), organisations_file(tmp_path, [company(501, *OLD[1:])])
        call_command("import_registry", *map(str, files), "--apply", stdout=StringIO())
    assert (acting(1), SyncRequest.objects.count(), ManagementPeriod.objects.count()) == (OLD[1], 0, 2)


def test_without_frt_the_next_file_changes_companies(tmp_path: Path) -> None:
    load(tmp_path, premises(1, company=OLD))
    report = load(tmp_path, premises(1, company=NEW), day="21-11-2026")
    assert (report["periods"]["replaced"], acting(1)) == (1, NEW[1])


def test_a_house_under_a_guid_of_its_own_is_found_by_its_only_address(tmp_path: Path) -> None:
    load_frt(tmp_path, 1, 501)
    report = load(tmp_path, premises(1, guids=guid(77), company=OLD))
    assert (report["houses"]["added"], HouseAlias.objects.count()) == (0, 0)


def test_houses_that_are_missing_stop_the_file(tmp_path: Path) -> None:
    load_frt(tmp_path, 20, 501)
    message, _ = refused(stock_file(tmp_path, [premises(number) for number in range(1, 11)]))
    assert "известных домов: 10 из 20" in message


def test_parts_of_a_region_in_one_zip_are_one_file(tmp_path: Path) -> None:
    parts = {
        f"Сведения по ОЖФ Омская обл на 20-11-2026_{part}.csv": stock_text(FLATS[part - 1 :: 2]) for part in (1, 2)
    }
    path = zipped(tmp_path / "ozhf.zip", {name: text.encode() for name, text in parts.items()})
    assert run(path, "--apply")["houses"]["added"] == 2
    assert House.objects.get(fias_guid=guid(1)).flats == 30


TEXT = stock_text(FLATS)


def bad_files() -> dict[str, tuple[str, dict[str, bytes] | bytes, str]]:
    few = [name for name in STOCK_COLUMNS if name != "Способ управления"]
    return {
        "wrong columns": (NAME, stock_text(FLATS, few).encode(), "не хватает столбцов: Способ управления"),
        "commas": (NAME, stock_text(FLATS, delimiter=",").encode(), "разделяют запятые"),
        "another encoding": (NAME, TEXT.encode("utf-32"), "не читается как русский текст"),
        "header only": (NAME, stock_text([]).encode(), "строк нет"),
        "no date": ("ozhf.csv", TEXT.encode(), "--as-of"),
        "another region": (NAME.replace("Омская", "Томская"), TEXT.encode(), "содержимое — 55"),
        "cut zip": ("o.zip", b"PK\x03\x04" + TEXT.encode(), "обрезан или повреждён"),
        "damaged zip": (f"{NAME}.zip", {NAME: b"x"}, "обрезан или повреждён"),
        "broken byte": (NAME, TEXT.encode() + "Ж".encode()[:1] + b"\n", "байты не из кодировки файла"),
        "line without end": (NAME, TEXT.encode() + b"1" * 100_000, "длиннее 65536"),
        "GUIDs that are none": (
            NAME,
            stock_text([premises(n, guids="нет") for n in range(9)]).encode(),
            "Непригодных строк",
        ),
    }


@pytest.mark.parametrize("case", bad_files())
def test_a_bad_file_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    before = tables()
    name, content, words = bad_files()[case]
    if isinstance(content, dict):
        path = zipped(tmp_path / name, {NAME: TEXT.encode() * 5})
        raw = bytearray(path.read_bytes())
        raw[500:530] = bytes(30)
        path.write_bytes(raw)
    else:
        path = written(tmp_path / name, content)
    message, report = refused(path)
    assert words in message
    assert report["applied"] is False
    assert tables() == before


def test_a_house_with_a_date_of_demolition_is_not_added_and_a_known_one_is_proposed(tmp_path: Path) -> None:
    load_frt(tmp_path, 2, 501)
    gone = {"Дата сноса объекта": "12.03.2021"}
    rows = [premises(1, company=OLD, **gone), premises(1, 1, OLD), premises(2, company=OLD)]
    report = load(tmp_path, *rows, premises(11, company=OLD, **gone), premises(11, 1, OLD))
    assert (report["houses"]["added"], report["houses"]["missing"], report["chats_marked"]) == (0, 0, 0)
    assert codes(report) == [(2, "demolition_proposed"), (5, "demolished")]
    assert "12.03.2021" in report["issues"][0]["message"]
    assert set(House.objects.values_list("state", flat=True)) == {HouseState.STANDING}


@pytest.mark.parametrize("said", ["снесён в 1985", "до 1980 года"])
def test_a_day_of_demolition_that_cannot_be_read_is_one_all_the_same(tmp_path: Path, said: str) -> None:
    gone = {"Дата сноса объекта": said}
    report = load(tmp_path, premises(1, company=OLD), premises(11, company=OLD, **gone))
    assert (report["houses"]["added"], codes(report)) == (1, [(3, "demolished")])


@pytest.mark.parametrize("typed", ["1,1E+31", "нет такого", "0", "00000000-0000-0000-0000-000000000000", "aaaa"])
def test_no_house_is_lost_for_its_other_guid(tmp_path: Path, typed: str) -> None:
    report = load(tmp_path, premises(1, company=OLD, gis=typed), premises(2, company=OLD))
    assert (report["houses"]["added"], codes(report)) == (2, [(2, "bad_number")])
    assert House.objects.get(fias_guid=guid(1)).gis_guid is None


@pytest.mark.parametrize(
    "said", ["0", "00.00.0000", "01.01.1900", "01.01.0001 00:00:00", "0001-01-01T00:00:00", "31.12.9999", "-", "нет"]
)
def test_what_programs_write_for_no_day_of_demolition_is_none(tmp_path: Path, said: str) -> None:
    report = load(tmp_path, premises(1, company=OLD, **{"Дата сноса объекта": said}))
    assert (report["houses"]["added"], codes(report)) == (1, [])


@pytest.mark.parametrize(
    "said", ["44267", "2021-03-12", "2021-03-12T00:00:00", "12.03.2021 10:00", "12/03/2021", "2021"]
)
def test_a_day_of_demolition_is_read_however_it_is_written(tmp_path: Path, said: str) -> None:
    gone = {"Дата сноса объекта": said}
    report = load(tmp_path, premises(1, company=OLD), premises(11, company=OLD, **gone))
    assert (report["houses"]["added"], codes(report)) == (1, [(3, "demolished")])


def test_a_house_that_is_to_be_demolished_stands(tmp_path: Path) -> None:
    report = load(tmp_path, premises(1, company=OLD, **{"Дата сноса объекта": "01.03.2027"}))
    assert (report["houses"]["added"], codes(report)) == (1, [])


def test_a_line_with_a_known_guid_and_a_poor_address_keeps_the_known_one(tmp_path: Path) -> None:
    others = [premises(number, company=OLD) for number in range(2, 8)]
    load(tmp_path, premises(1, company=OLD), *others)
    poor = {"Адрес ОЖФ": "Мира"}
    report = load(tmp_path, premises(1, company=NEW, **poor), premises(9, **poor), *others)
    assert House.objects.get(fias_guid=guid(1)).address == "г. Омск, ул. Мира, д. 1"
    assert acting(1) == NEW[1]
    assert codes(report) == [(2, "bad_address"), (3, "bad_address"), (3, "no_address")]


def test_a_house_of_two_companies_in_one_file_keeps_its_own(tmp_path: Path) -> None:
    load(tmp_path, premises(1, company=OLD))
    report = load(tmp_path, premises(1, company=NEW), premises(1, 1, OLD), premises(1, 2, OLD))
    assert acting(1) == OLD[1]
    assert codes(report)[0] == (3, "two_companies")
