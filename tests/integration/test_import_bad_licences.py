"""Licence registers with lines or whole files that cannot be: said in words, nothing half written."""

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from tests.frt_files import street, written, zipped
from tests.import_command import codes, refused, run
from tests.licence_registers import load, load_frt, periods, tables
from tests.register_files import LICENCE_COLUMNS, NEW, OLD, licence, licences_file, workbook
from tests.world import World


@pytest.fixture(autouse=True)
def city(world: World, tmp_path: Path) -> World:
    """Six houses of region 55 from ФРТ on 1 July 2026, unmanaged, with chats and an empty queue; 20 November."""
    load_frt(tmp_path, street(6))
    return world


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Дата начала полномочий по управлению домом": "31.02.2024"}, "начала полномочий.*«31.02.2024» — не дата"),
        ({"Дата начала полномочий по управлению домом": "01.01.1900"}, "«01.01.1900» — не дата"),
        ({"Дата начала полномочий по управлению домом": ""}, "начала полномочий.*не заполнено"),
        ({"until": "31.05.2019"}, "оканчиваются 31.05.2019, раньше начала 01.06.2019"),
        ({"Код дома по ФИАС": "нет в ФИАС"}, "не ФИАС GUID"),
        ({"ИНН": "", "ОГРН/ ОГРНИП": "-"}, "ни ИНН, ни ОГРН"),
        ({"Номер лицензии": ""}, "нет номера лицензии"),
        ({"excluded": "завтра"}, "исключения дома.*«завтра» — не дата"),
    ],
)
def test_a_line_that_cannot_be_is_left_out_with_its_reason(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    good = [licence(OLD, number, "01.06.2019") for number in range(1, 6)]
    report = load(tmp_path, *good, licence(OLD, 6, "01.06.2019", **cells))
    assert (report["bad_rows"], codes(report)) == (1, [(8, "bad_line")])
    assert re.search(words, report["issues"][0]["message"])
    assert (report["periods"]["started"], periods(6)) == (5, [])


def test_dates_are_read_as_text_as_dates_and_as_excels_days(tmp_path: Path) -> None:
    rows = [licence(OLD, number, "01.06.2019") for number in (1, 2, 3)]
    rows[1]["Дата начала полномочий по управлению домом"] = 43617
    rows[2]["Дата начала полномочий по управлению домом"] = "2019-06-01"
    load(tmp_path, *rows)
    assert {periods(number)[0][1] for number in (1, 2, 3)} == {date(2019, 6, 1)}


def test_two_companies_with_powers_at_once_change_nothing_for_the_house(tmp_path: Path) -> None:
    rows = [licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.09.2026"), licence(OLD, 2, "01.06.2019")]
    before = tables()
    message, report = refused(licences_file(tmp_path, rows))
    assert "противоречит сам себе, таких мест: 1" in message
    assert codes(report)[1:] == [(3, "two_companies"), (4, "two_companies")]
    assert tables() == before
    run(licences_file(tmp_path, rows), "--apply", "--approve", "Письмо 5")
    assert (periods(1), len(periods(2))) == ([], 1)


def test_one_licence_number_for_two_companies_is_used_for_neither(tmp_path: Path) -> None:
    rows = [licence(OLD, 1, "01.06.2019"), licence((OLD[0], *NEW[1:]), 2, "01.06.2019"), licence(NEW, 3, "01.06.2019")]
    message, report = refused(licences_file(tmp_path, rows))
    assert "Непригодных строк 2 из 3" in message
    assert (3, "licence_contradicts") in codes(report)
    assert OLD[0] in report["issues"][1]["message"]


CITY = [licence(OLD, number, "01.06.2019") for number in range(1, 7)]


def bad_files() -> dict[str, tuple[str, dict[str, bytes] | bytes, str]]:
    """Name, content (of a zip where it is a mapping) and what the message says."""
    few = [name for name in LICENCE_COLUMNS if name not in {"ИНН", "Код дома по ФИАС"}]
    sound = workbook(CITY)
    text = ";".join(LICENCE_COLUMNS) + "\n" + ";".join(str(CITY[0].get(name, "")) for name in LICENCE_COLUMNS) + "\n"
    return {
        "wrong columns": ("r 20.11.2026.xlsx", workbook(CITY, few), "не хватает столбцов: ИНН, Код дома по ФИАС"),
        "another workbook": ("r 20.11.2026.xlsx", workbook([], ["a", "b"]), "не похож ни на один из файлов"),
        "another encoding": ("r 20.11.2026.csv", text.encode("utf-32"), "не читается как русский текст"),
        "header only": ("r 20.11.2026.xlsx", workbook([]), "строк нет"),
        "cut workbook": ("r 20.11.2026.xlsx", sound[:-60], "повреждена"),
        "cut zip": ("r 20.11.2026.zip", zip_bytes({"r.xlsx": sound})[:5000], "повреждён"),
        "two workbooks": ("r 20.11.2026.zip", {"a.xlsx": sound, "b.xlsx": sound}, "ровно одна книга XLSX"),
        "formula": ("r 20.11.2026.xlsx", workbook(CITY, formula="M4"), "формула в ячейке M4"),
        "no date": ("r.xlsx", sound, "--as-of"),
        "date that is none": ("r 31.02.2026.xlsx", sound, "31.02.2026, это не дата"),
        "unknown houses only": (
            "r 20.11.2026.xlsx",
            workbook([licence(OLD, 99, "01.06.2019")]),
            "ни один из домов файла (всего 1)",
        ),
        "another region": ("r 20.11.2026.xlsx", workbook(other_region()), "--region"),
    }


def other_region() -> list[dict[str, object]]:
    return [row | {"Адрес многоквартирного дома": "Атлантида, ул Мира, д. 1"} for row in CITY]


def zip_bytes(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("case", bad_files())
def test_a_bad_file_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    before = tables()
    name, content, words = bad_files()[case]
    path = zipped(tmp_path / name, content) if isinstance(content, dict) else written(tmp_path / name, content)
    message, report = refused(path)
    assert words in message
    assert path.name in message
    assert report["applied"] is False
    assert tables() == before


def test_an_older_register_needs_an_approval(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    message, _ = refused(licences_file(tmp_path, [licence(OLD, 1, "01.06.2019")], day="19.11.2026"))
    assert "файл с данными на 20.11.2026 уже загружен" in message
