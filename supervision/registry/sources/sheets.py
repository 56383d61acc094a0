"""Reads a small table that a person keeps: CSV with semicolons or commas, or the first sheet of an XLSX workbook.

Gives rows of text with their line numbers. A workbook is a zip, so it passes the same guards before it is opened.
"""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.sources import encoding, workbooks
from supervision.registry.sources.cells import LONGEST_CELL, longest, too_long
from supervision.registry.sources.files import OpenedFile, open_csv, read_bytes, sha256
from supervision.registry.sources.workbooks import WorkbookCeiling

WORKBOOK = WorkbookCeiling(bytes=30 * 1024 * 1024, cells=1_000_000)  # thousands of persons take less than a tenth
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    file: OpenedFile
    lines: list[Line]


def read(path: Path) -> Sheet:
    if path.suffix.lower() in {".xls", ".ods", ".doc", ".docx", ".pdf"}:
        raise BadFile(_("is neither CSV nor XLSX. Save it as one of them."), code="format", file=path.name)
    if path.suffix.lower() == ".xlsx":
        return _workbook(path)
    file = open_csv(path)
    return Sheet(file, _csv_lines(file))


def _workbook(path: Path) -> Sheet:
    raw = read_bytes(path)
    rows = workbooks.rows(raw, path.name, WORKBOOK)
    lines = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    return Sheet(OpenedFile(path.name, "", raw, sha256(raw)), _filled(lines, path.name))


def _csv_lines(file: OpenedFile) -> list[Line]:
    text = file.data.decode(encoding.detect(file)).lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for row in reader:
            lines.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        words = _("cannot be read as CSV (%(error)s).") % {"error": error}
        raise BadFile(words, code="quotes", file=file.name, line=start) from error
    return _filled(lines, file.name)


def _filled(lines: list[Line], file: str) -> list[Line]:
    filled = [(number, row) for number, row in lines if any(cell.strip() for cell in row)]
    for number, row in filled:
        if longest(row) > LONGEST_CELL:
            raise BadFile(too_long(), code="too_long", file=file, line=number)
    return filled


def _text(cell: Any) -> str:
    """Workbooks keep whole numbers as floats: 1001.0 was typed as 1001."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
