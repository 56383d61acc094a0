"""What the readers of workbooks and of streamed tables take, and what they refuse before it can do harm."""

import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.registry.address_text import take_apart
from supervision.registry.addresses import build
from supervision.registry.sources import housing_stock, licences, recognise, sheets, streams
from supervision.registry.sources.files import OpenedFile
from tests.frt_files import guid, houses_file, street, written, zipped
from tests.register_files import OLD, licence, licences_file, premises, stock_file, stock_text, workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def refused(path: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        licences.read(path)
    return caught.value


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r = '1048576'><c r = 'XFD1048576'><v>1</v></c></row>",
        '<x:row r="1"><x:c r="A1"/></x:row><x:row r="900000"><x:c r="ZZ900000"/></x:row>',
        "<row>" + "<c><v>1</v></c>" * 2_000 + "</row>" + "<row></row>" * 2_000,
    ],
)
def test_a_sheet_that_would_fill_the_memory_is_refused_before_it_is_loaded(tmp_path: Path, cells: str) -> None:
    path = zipped(tmp_path / "r.xlsx", {SHEET: f"{HEAD}{cells}</sheetData></worksheet>".encode()})
    error = refused(path)
    assert error.code == "too_many_cells"
    assert "Удалите пустые строки и столбцы" in error.message
    with pytest.raises(BadFile, match="читается не больше"):
        sheets.read(path, ())


def test_a_sheet_that_unpacks_too_well_is_refused(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "r.xlsx", {SHEET: bytes(20_000_000)})).code == "zip_bomb"


def test_a_sheet_that_hides_its_cells_is_refused(tmp_path: Path) -> None:
    assert refused(zipped(tmp_path / "r.xlsx", {SHEET: HEAD.encode("utf-16")})).code == "damaged_zip"


def test_a_formula_names_its_cell_and_its_line(tmp_path: Path) -> None:
    error = refused(written(tmp_path / "r.xlsx", workbook([licence(OLD, 1, "01.06.2019")], formula="C3")))
    assert (error.code, error.line) == ("formula", 3)
    assert "ячейке C3" in error.message


@pytest.mark.parametrize("cut", range(60, 6_000, 700))
def test_a_cut_workbook_says_so(tmp_path: Path, cut: int) -> None:
    raw = workbook([licence(OLD, number, "01.06.2019") for number in range(1, 20)])
    assert refused(written(tmp_path / "r.xlsx", raw[:-cut])).code in {"damaged_zip", "format"}


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    assert refused(path).code == "too_large"


def test_the_header_tells_the_register_whatever_the_name(tmp_path: Path) -> None:
    kinds = {
        houses_file(tmp_path, street(1)): ImportKind.FRT,
        licences_file(tmp_path, [licence(OLD, 1, "01.06.2019")]): ImportKind.LICENCES,
        written(tmp_path / "b.zip", workbook([])): ImportKind.LICENCES,
        stock_file(tmp_path, [premises(1)]): ImportKind.HOUSING_STOCK,
        zipped(tmp_path / "c.zip", {"x.csv": stock_text([premises(1)]).encode("cp1251")}): ImportKind.HOUSING_STOCK,
        tmp_path / "absent.csv": ImportKind.FRT,
    }
    assert {path: recognise.kind_of(path) for path in kinds} == kinds


# --- the housing stock ------------------------------------------------------------------------------------------------


def test_lines_in_any_order_collapse_to_the_same_houses(tmp_path: Path) -> None:
    rows = [premises(n, flat, OLD if flat == 2 else None) for n in range(1, 6) for flat in ("", *range(1, 9))]
    random.Random(1).shuffle(rows)  # noqa: S311 - no secret
    found = housing_stock.read(stock_file(tmp_path, rows)).rows
    assert {(str(row.guids[0]), row.facts.flats, row.ogrn) for row in found} == {
        (guid(number), 8, OLD[3]) for number in range(1, 6)
    }
    assert {row.facts.cadastral_number for row in found} == {f"55:36:000000:{number}" for number in range(1, 6)}


def test_rooms_and_offices_are_no_flats(tmp_path: Path) -> None:
    rows = [
        premises(1, 1),
        premises(1, 1, **{"Номер комнаты": "1"}),
        premises(1, 2, **{"Тип помещения (блока)": "Нежилое"}),
    ]
    assert housing_stock.read(stock_file(tmp_path, rows)).rows[0].facts.flats == 1


def test_a_name_that_begins_with_a_quotation_mark_swallows_nothing(tmp_path: Path) -> None:
    odd = (*OLD[:1], '"УК Раз', *OLD[2:])
    rows = housing_stock.read(stock_file(tmp_path, [premises(1, company=odd), premises(2)])).rows
    assert [row.organisation for row in rows] == ['"УК Раз', ""]


def test_a_house_that_cannot_be_read_is_reported_once(tmp_path: Path) -> None:
    rows = [premises(1), *(premises(2, flat, guids="") for flat in range(1, 50))]
    (table,) = housing_stock.read(stock_file(tmp_path, rows)).tables
    assert ([(issue.line, issue.code) for issue in table.issues], table.lines) == ([(3, "bad_line")], 50)


def test_memory_grows_with_houses_and_not_with_lines() -> None:
    """Twenty thousand lines of ten houses pass through, and a small part of them is ever held."""
    line = stock_text([premises(1, "77", OLD)]).splitlines(keepends=True)[1].replace(guid(1), "@")
    table = housing_stock.STOCK
    header = stock_text([]).strip().lower().split("|")
    wanted = table.wanted

    def cells(number: int) -> tuple[str, ...]:
        row = line.replace("@", guid(number % 10)).split("|")
        return tuple(row[header.index(name)] for name in wanted)

    def held(lines: int) -> int:
        collapse = housing_stock.Collapse()
        issues = licences.LicenceFile(OpenedFile("x", "", b"", ""))
        tracemalloc.start()
        for number in range(lines):
            collapse.take(issues, number, cells(number))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    assert held(20_000) < 20_000 * len(line) / 5


def test_a_file_without_line_breaks_is_never_held_whole() -> None:
    class Endless:
        """A stream that never ends and counts what was asked of it."""

        read_bytes = 0
        closed = False

        def read(self, size: int = -1) -> bytes:
            self.read_bytes += size
            return b"1" * size

        read1 = read

        def flush(self) -> None:
            pass

        def seek(self, *_: int) -> int:
            return 0

        def readable(self) -> bool:
            return True

        def writable(self) -> bool:
            return False

        seekable = writable

    stream = Endless()
    lines: Iterator[str] = streams.lines(stream, OpenedFile("x.csv", "", b"", ""))  # type: ignore[arg-type]
    with pytest.raises(BadFile, match="длиннее"):
        next(lines)
    assert stream.read_bytes < 1_000_000


# --- addresses in one line --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("644000, Омская обл, г. Омск, ул. Мира, д. 1", (("", ""), ("г.", "Омск"), ("ул.", "Мира"), ("1", "", "", ""))),
        (
            "обл Омская, г Омск, улица Мира, дом 1, корп. 2",
            (("", ""), ("г.", "Омск"), ("ул.", "Мира"), ("1", "", "2", "")),
        ),
        (
            "обл Омская, р-н Тарский, с Знаменка, д 5",
            (("р-н.", "Тарский"), ("с.", "Знаменка"), ("", ""), ("5", "", "", "")),
        ),
        (
            "обл Омская, р-н Тарский, д Знаменка, д 5",
            (("р-н.", "Тарский"), ("д.", "Знаменка"), ("", ""), ("5", "", "", "")),
        ),
        (
            "г Москва, 6-я Парковая ул, д. 3, стр. 8, литера А",
            (("", ""), ("г.", "Москва"), ("ул.", "6-я Парковая"), ("3", "8", "", "А")),
        ),
    ],
)
def test_an_address_in_one_line_compares_with_one_in_parts(text: str, parts: tuple) -> None:
    assert take_apart(text).address.key == build(*parts, "").key


def test_an_address_that_nobody_understands_equals_no_other() -> None:
    assert (
        take_apart("обл Омская, г Омск, у реки, д. 1").address.key != take_apart("обл Омская, г Омск, д. 1").address.key
    )


@pytest.mark.parametrize("number", ["32/1", "81-Б"])
def test_a_number_keeps_what_tells_it_from_others(number: str) -> None:
    assert take_apart(f"обл Омская, г Омск, ул Мира, д. {number}").address.number == number
