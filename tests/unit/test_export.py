"""Any list as a workbook: typed cells, nothing executable, the same memory for every length."""

import csv
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from supervision.errors import Refused
from supervision.reports import spreadsheets
from supervision.reports.spreadsheets import About, FileColumn, write_csv, write_xlsx

ABOUT = About("Поручения: Омск/55", [("По состоянию на", "20.11.2026 09:00 МСК+3")])


def book(rows: list[Any], *columns: FileColumn[Any]) -> BytesIO:
    target = BytesIO()
    shown = columns or (FileColumn("Дом", lambda row: row),)
    assert write_xlsx(target, about=ABOUT, columns=shown, rows=iter(rows)) == len(rows)
    return target


def cells(target: BytesIO, sheet: int = 0) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(target.getvalue())).get_sheet_by_index(sheet).to_python()


def inside(target: BytesIO, name: str) -> str:
    with zipfile.ZipFile(target) as archive:
        return archive.read(name).decode()


def test_cells_keep_their_types() -> None:
    omsk = datetime(2026, 11, 20, 3, tzinfo=UTC).astimezone(ZoneInfo("Asia/Omsk"))
    row = ("г. Омск", 5, 1.5, date(2026, 11, 20), omsk, None)
    columns = [FileColumn(str(place), lambda row, place=place: row[place]) for place in range(len(row))]
    assert cells(book([row], *columns))[1] == [
        "г. Омск",
        5.0,
        1.5,
        date(2026, 11, 20),
        datetime.fromisoformat("2026-11-20T09:00"),
        "",
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "=cmd|' /C calc'!A0", "+7 900", "-5", "@SUM(A1)", "{=A1}", "\t=1", "http://x"]
)
def test_text_is_never_a_formula_or_an_address(text: str) -> None:
    target = book([text])
    assert cells(target)[1] == [text]
    sheet = inside(target, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet and "<hyperlink" not in sheet


@pytest.mark.parametrize("text", ["=1+1", "+7 900", "-5", "@SUM(A1)", "\t=1", "\n=1", "\uff1d1+1", "\uff20SUM(A1)"])
def test_text_of_a_plain_file_is_never_a_formula(text: str) -> None:
    target = BytesIO()
    write_csv(target, about=ABOUT, columns=[FileColumn("Дом", lambda row: row)], rows=[text])
    _head, (found,) = csv.reader(StringIO(target.getvalue().decode("utf-8-sig"), newline=""), delimiter=";")
    assert found == f"'{text}"


@pytest.mark.parametrize("number", [-70000000000005, 10**15, -(2**63), 116328127605864690])
def test_no_id_loses_a_digit(number: int) -> None:
    (found,) = cells(book([number]))[1]
    assert int(found) == number


def test_the_header_stays_in_sight_and_columns_have_their_width() -> None:
    target = book(["д. 1"], FileColumn("Дом", lambda row: row, width=47, wraps=True))
    sheet = inside(target, "xl/worksheets/sheet1.xml")
    assert '<pane ySplit="1"' in sheet and 'state="frozen"' in sheet
    assert 'width="47.' in sheet
    assert "<autoFilter" in sheet
    assert cells(target)[0] == ["Дом"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Регион и его муниципальные образования", "Регион и его муниципальные"),
        ("Обзор страны", "Обзор страны"),
        ("Поручения: Омск/55", "Поручения Омск 55"),
        ("а" * 40, "а" * 31),
    ],
)
def test_the_name_of_a_sheet_is_cut_between_words(title: str, name: str) -> None:
    target = BytesIO()
    write_xlsx(target, about=About(title, []), columns=[FileColumn("Дом", lambda row: row)], rows=[""])
    assert CalamineWorkbook.from_filelike(BytesIO(target.getvalue())).sheet_names[0] == name


def test_a_total_stands_below_the_rows_that_are_filtered() -> None:
    target = BytesIO()
    columns = [FileColumn("Дом", lambda row: row)]
    assert write_xlsx(target, about=ABOUT, columns=columns, rows=["д. 1"], total="Итого") == 1
    assert cells(target) == [["Дом"], ["д. 1"], ["Итого"]]
    assert '<autoFilter ref="A1:A2"/>' in inside(target, "xl/worksheets/sheet1.xml")
    plain = BytesIO()
    assert write_csv(plain, about=ABOUT, columns=columns, rows=["д. 1"], total="Итого") == 1
    assert plain.getvalue().decode("utf-8-sig").splitlines() == ["Дом", "д. 1", "Итого"]


def test_the_second_sheet_says_what_the_list_is() -> None:
    told = dict(cells(book(["д. 1", "д. 2"]), sheet=1))
    assert told["По состоянию на"] == "20.11.2026 09:00 МСК+3"
    assert "Поручения: Омск/55" in told.values()
    assert "2" in told.values()


def test_an_empty_list_is_a_workbook_too() -> None:
    assert cells(book([]))[0] == ["Дом"]


def test_text_beyond_what_a_cell_holds_is_cut_and_signs_that_no_cell_holds_do_no_harm() -> None:
    found = cells(book(["я" * 40_000, "a\x00b\x1fc"]))
    assert len(found[1][0]) == spreadsheets.LONGEST_TEXT
    assert found[2][0].startswith("a")


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    endless = (None for _ in range(spreadsheets.MOST_ROWS + 1))
    with pytest.raises(Refused):
        write_xlsx(BytesIO(), about=ABOUT, columns=[FileColumn("", lambda row: row)], rows=endless)


def test_csv_opens_in_a_russian_excel() -> None:
    columns = [FileColumn("Дом", lambda row: row[0]), FileColumn("Когда", lambda row: row[1])]
    file = BytesIO()
    rows = [("д. 1", date(2026, 12, 1)), ("ул. «Мира; 1»", None), ("д. 2", True), ("д. 3", 7)]
    assert write_csv(file, about=ABOUT, columns=columns, rows=rows) == 4
    lines = file.getvalue().decode("utf-8-sig").splitlines()
    assert lines == ["Дом;Когда", "д. 1;01.12.2026", '"ул. «Мира; 1»";', "д. 2;да", "д. 3;7"]


@pytest.mark.parametrize("typed", ["=1+1", "+7", "-1", "@cmd", "\t=1"])
def test_csv_opens_with_a_double_click_and_executes_nothing(typed: str) -> None:
    target = BytesIO()
    columns = [FileColumn("Дом", lambda row: row), FileColumn("Строка", lambda row: -5)]
    assert write_csv(target, about=ABOUT, columns=columns, rows=iter([typed])) == 1
    assert target.getvalue().decode("utf-8-sig") == f"Дом;Строка\r\n'{typed};-5\r\n"
    assert target.getvalue().startswith(b"\xef\xbb\xbf")
