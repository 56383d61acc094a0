"""Any list as an XLSX workbook or as CSV, row by row: memory stays the same for a hundred thousand rows.

Takes columns and rows that the person may see, writes to a file; reads no table and decides nothing. Text stays text
whatever it begins with, so that no title becomes a formula on somebody else's machine.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from typing import IO, Any, Generic, TypeVar

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from supervision.errors import Refused

Row = TypeVar("Row")
Cell = str | int | float | bool | date | datetime | None

MOST_ROWS = 1_000_000  # a sheet ends at 1,048,576
LONGEST_TEXT, LONGEST_NAME = 32_767, 31
MOST_DIGITS = 10**15  # a workbook's numbers are floats: longer ids would lose their last digits
DAY, INSTANT = "dd.mm.yyyy", "dd.mm.yyyy hh:mm"
# a cell that begins so is computed by whoever opens the file; wide signs count as narrow ones to some programs
FORMULA = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")


@dataclass(frozen=True, slots=True)
class FileColumn(Generic[Row]):
    """`value` gives the cell of a row; an aware datetime is written as the clock of its own zone shows it.

    `caption` is text, translated when it is written. `is_personal` columns are left out for who may not know people.
    """

    caption: object
    value: Callable[[Row], Cell]
    width: int = 20
    wraps: bool = False
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a list is worth without: as of when, in which clock, and what was left out. Pairs of caption and words."""

    title: str
    lines: Sequence[tuple[str, str]]


def write_xlsx(
    target: IO[bytes],
    *,
    about: About,
    columns: Sequence[FileColumn[Row]],
    rows: Iterable[Row],
    total: Row | None = None,
) -> int:
    """Gives the number of rows, `total` not among them: it comes last, in bold, and the filter of the sheet leaves it
    alone. Raises Refused beyond what a sheet can hold."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, {**options, "default_date_format": DAY}) as book:
        sheet = book.add_worksheet(_sheet_name(about.title))
        formats = _formats(book)
        _head(sheet, columns, formats)
        written = 0
        for written, row in enumerate(rows, start=1):
            if written > MOST_ROWS:
                raise Refused(_("The list has more than %(n)s rows. Narrow it by its filters.") % {"n": MOST_ROWS})
            _write_row(sheet, written, columns, row, formats)
        if total is not None:
            _write_row(sheet, written + 1, columns, total, _formats(book, bold=True))
        sheet.autofilter(0, 0, written, len(columns) - 1)
        _tell(book.add_worksheet(_("About the list")), about, written, formats)
    return written


def write_csv(
    target: IO[bytes],
    *,
    about: About,
    columns: Sequence[FileColumn[Row]],
    rows: Iterable[Row],
    total: Row | None = None,
) -> int:
    """As Russian Excel opens it by a double click: UTF-8 with its mark, semicolons. Gives the number of rows; `total`
    is one more line.

    `about` has no place in such a file; a workbook and a CSV are written by the same words.
    """
    text = TextIOWrapper(target, encoding="utf-8-sig", newline="")
    lines = csv.writer(text, delimiter=";")
    lines.writerow([str(column.caption) for column in columns])
    written = 0
    for row in rows:
        lines.writerow([_as_text(column.value(row)) for column in columns])
        written += 1
    if total is not None:
        lines.writerow([_as_text(column.value(total)) for column in columns])
    text.flush()
    text.detach()  # the file is closed by whoever opened it
    return written


def _as_text(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return f"{value:%d.%m.%Y %H:%M}"
        case date():
            return f"{value:%d.%m.%Y}"
        case float():
            return str(value).replace(".", ",")  # with a point 2.93 becomes February 1993
        case int():
            return str(value)
    return f"'{value}" if value.startswith(FORMULA) else value


def _formats(book: xlsxwriter.Workbook, *, bold: bool = False) -> dict[str, Any]:
    top = {"valign": "top", "bold": bold}
    return {
        "head": book.add_format({**top, "bold": True, "text_wrap": True, "bottom": 1}),
        "text": book.add_format(top),
        "wrapped": book.add_format({**top, "text_wrap": True}),
        "day": book.add_format({**top, "num_format": DAY, "align": "left"}),
        "instant": book.add_format({**top, "num_format": INSTANT, "align": "left"}),
    }


def _sheet_name(title: str) -> str:
    """Without the characters that a sheet's name may not have, at most LONGEST_NAME, cut between words."""
    name = " ".join("".join(" " if sign in "[]:*?/\\'" else sign for sign in title).split())
    if len(name) <= LONGEST_NAME:
        return name
    whole_words = name[: LONGEST_NAME + 1].rpartition(" ")[0]
    return whole_words or name[:LONGEST_NAME]


def _head(sheet: Worksheet, columns: Sequence[FileColumn[Row]], formats: dict[str, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, str(column.caption), formats["head"])


def _write_row(
    sheet: Worksheet, number: int, columns: Sequence[FileColumn[Row]], row: Row, formats: dict[str, Any]
) -> None:
    for place, column in enumerate(columns):
        _write(sheet, number, place, column.value(row), formats, wraps=column.wraps)


def _write(sheet: Worksheet, row: int, place: int, value: Cell, formats: dict[str, Any], *, wraps: bool) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, place, _("yes") if value else _("no"), formats["text"])
        case datetime():
            sheet.write_datetime(row, place, value.replace(tzinfo=None), formats["instant"])
        case date():
            sheet.write_datetime(row, place, value, formats["day"])
        case int() | float() if abs(value) < MOST_DIGITS:
            sheet.write_number(row, place, value, formats["text"])
        case _:
            # write_string and never write(): nothing that a person typed is taken for a formula or an address
            sheet.write_string(row, place, str(value)[:LONGEST_TEXT], formats["wrapped" if wraps else "text"])


def _tell(sheet: Worksheet, about: About, rows: int, formats: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    lines = [(_("List"), about.title), *about.lines, (_("Rows"), str(rows))]
    for number, (caption, words) in enumerate(lines):
        sheet.write_string(number, 0, caption, formats["head"])
        sheet.write_string(number, 1, words, formats["wrapped"])
