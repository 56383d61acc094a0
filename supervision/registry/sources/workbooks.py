"""Reads the first sheet of an XLSX workbook as rows of text. Refuses, before anything is loaded, what could hurt.

The reader lays a sheet out as a full rectangle, so one cell at XFD1048576 in a file of a kilobyte asks for seventeen
thousand million of them. The cells are counted in the packed XML first, in pieces that fit into memory.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from supervision.errors import BadFile
from supervision.registry.sources.cells import bounded
from supervision.registry.sources.files import DAMAGE, MAX_ENTRIES, ZIP_STARTS, guarded_members

MAX_RATIO = 200  # sheets shrink better than text
PIECE = 1 << 20
TAG = re.compile(rb"<(?:\w+:)?(row|c|f)\b([^<>]*)>")
PLACE = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]*)(\d*)["']""")
SHEET = re.compile(r"xl/.*sheets/[^/]+\.xml", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WorkbookCeiling:
    """What a workbook may unpack to (bytes), and how many cells the rectangle of a sheet may have."""

    bytes: int
    cells: int


# A region of 45,000 houses with its past has about 110,000 lines of 23 cells: 2.5 million.
REGISTER = WorkbookCeiling(bytes=300 * 1024 * 1024, cells=3_000_000)


@dataclass(slots=True)
class Extent:
    """How far a sheet's cells reach, and where its first formula stands."""

    rows: int = 0
    columns: int = 0
    in_row: int = 0
    formula: str = ""
    place: str = ""

    def row(self, number: int) -> None:
        self.rows = max(self.rows, number) if number else self.rows + 1
        self.in_row = 0

    def cell(self, column: int, number: int, place: str) -> None:
        self.in_row += 1
        self.rows = max(self.rows, number, 1)
        self.columns = max(self.columns, column, self.in_row)
        self.place = place


def is_workbook(raw: bytes) -> bool:
    """A workbook is a zip, and so is an archive that holds one."""
    if not raw.startswith(ZIP_STARTS):
        return False
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            return any(SHEET.fullmatch(name) for name in archive.namelist())
    except DAMAGE:
        return False


def is_one(path: Path) -> bool:
    """The same of a file that may be larger than memory. What cannot be opened is left to the reader of its name."""
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(ZIP_STARTS):
                return path.suffix.lower() == ".xlsx"
            file.seek(0)
            with zipfile.ZipFile(file) as archive:
                return any(SHEET.fullmatch(name) for name in archive.namelist()[:MAX_ENTRIES])
    except DAMAGE:
        return path.suffix.lower() == ".xlsx" and path.exists()


def rows(raw: bytes, name: str, ceiling: WorkbookCeiling, *, formulas: bool = True) -> Iterator[list[Any]]:
    """The cells of the first sheet as they are kept: text, numbers, dates. `formulas` False refuses them."""
    if not raw.startswith(ZIP_STARTS):
        raise BadFile(_("is named .xlsx and is no workbook."), code="format", file=name)
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = guarded_members(archive, name, max_ratio=MAX_RATIO, max_bytes=ceiling.bytes)
            for member in members:
                if SHEET.fullmatch(member.filename):
                    with archive.open(member) as sheet:
                        _guard(_extent(sheet, ceiling.cells), name, ceiling, formulas)
        first = CalamineWorkbook.from_filelike(BytesIO(raw)).get_sheet_by_index(0)
        return bounded(first.to_python(skip_empty_area=False), name)
    except (*DAMAGE, CalamineError, IndexError) as error:
        words = _("is a damaged workbook (%(error)s). Download it again.") % {"error": error}
        raise BadFile(words, code="damaged_zip", file=name) from error


def _guard(extent: Extent, name: str, ceiling: WorkbookCeiling, formulas: bool) -> None:
    if extent.rows * extent.columns > ceiling.cells:
        words = _(
            "has a sheet of %(rows)s rows and %(columns)s columns; at most %(most)s cells are read. Delete the empty "
            "rows and columns, or send the region in parts."
        )
        values = {"rows": extent.rows, "columns": extent.columns, "most": ceiling.cells}
        raise BadFile(words % values, code="too_many_cells", file=name)
    if extent.formula and not formulas:
        raise BadFile(
            _(
                "has a formula in cell %(cell)s; a register holds values only. Send the export as it was downloaded, "
                "or paste the cells as values."
            )
            % {"cell": extent.formula},
            code="formula",
            file=name,
            line=int(re.sub(r"\D", "", extent.formula) or 0) or None,
        )


def _extent(sheet: BinaryIO | Any, most: int) -> Extent:
    extent, rest = Extent(), b""
    while piece := sheet.read(PIECE):
        if b"\0" in piece:  # UTF-16 would hide every tag from the count
            raise ValueError(_("a sheet is not in UTF-8"))
        whole, mark, rest = (rest + piece).rpartition(b"<")
        for tag, attributes in TAG.findall(whole):
            _count(extent, tag, attributes)
        if extent.rows * extent.columns > most:  # the rest can only be more
            return extent
        rest = mark + rest
        if len(rest) > 64 * PIECE:
            raise ValueError(_("a sheet has no cells"))
    return extent


def _count(extent: Extent, tag: bytes, attributes: bytes) -> None:
    if tag == b"f":
        extent.formula = extent.formula or extent.place or "?"
        return
    found = PLACE.search(attributes)
    letters, digits = (found[1], found[2]) if found else (b"", b"")
    number = int(digits[:9] or 0)
    if tag == b"row":
        extent.row(number)
        return
    column = 0
    for letter in letters.upper()[:6]:
        column = column * 26 + letter - 64
    extent.cell(column, number, (letters + digits).decode("ascii", "replace"))
