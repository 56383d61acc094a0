"""Reads a small table that a person keeps: CSV by any usual separator, or the first sheet of an XLSX workbook.

Gives rows of text with their line numbers. A workbook is a zip, so it passes the same guards before it is opened.
"""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.normalise import clean, comparable
from supervision.registry.numbers import of_cell
from supervision.registry.sources import encoding, workbooks
from supervision.registry.sources.files import OpenedFile, open_csv, read_bytes, sha256
from supervision.registry.sources.tables import SAYS_SEPARATOR
from supervision.registry.sources.workbooks import WorkbookCeiling

WORKBOOK = WorkbookCeiling(bytes=30 * 1024 * 1024, cells=1_000_000)  # thousands of persons take less than a tenth
DELIMITERS = (";", ",", "\t", "|")
HEADER_WITHIN = 10  # titles above the header are usual
SPOILT = ("\0", "\ufffd")
Line = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    file: OpenedFile
    lines: list[Line]


def read(path: Path, captions: Collection[str]) -> Sheet:
    """`captions` are those of the header, made comparable: they tell the separator of a CSV.

    Raises BadFile, with the line where one is to blame.
    """
    if path.suffix.lower() in {".xls", ".ods", ".doc", ".docx", ".pdf"}:
        raise BadFile(_("is neither CSV nor XLSX. Save it as one of them."), code="format", file=path.name)
    if path.suffix.lower() == ".xlsx":
        return _workbook(path)
    file = open_csv(path)
    return Sheet(file, _csv_lines(file, captions))


def _workbook(path: Path) -> Sheet:
    raw = read_bytes(path)
    rows = workbooks.rows(raw, path.name, WORKBOOK)
    lines = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    return Sheet(OpenedFile(path.name, "", raw, sha256(raw)), _filled(path.name, lines))


def _csv_lines(file: OpenedFile, captions: Collection[str]) -> list[Line]:
    text = file.data.decode(encoding.detect(file)).lstrip("\ufeff")
    top = [line for line in text.splitlines() if line.strip()][: HEADER_WITHIN + 1]
    said = SAYS_SEPARATOR.fullmatch(top[0]) if top else None
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=said[1] if said else _delimiter(top, captions), strict=True
    )
    lines: list[Line] = []
    start = 1
    if said:
        next(reader)
        start = reader.line_num + 1
    try:
        for row in reader:
            lines.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        words = _("cannot be read as CSV (%(error)s).") % {"error": error}
        raise BadFile(words, code="quotes", file=file.name, line=start) from error
    return _filled(file.name, lines)


def _delimiter(top: list[str], captions: Collection[str]) -> str:
    """By which most captions of one line are found: a title above the header may hold any separator."""

    def found(delimiter: str) -> int:
        return max((_captions_in(line, delimiter, captions) for line in top), default=0)

    return max(DELIMITERS, key=found)


def _captions_in(line: str, delimiter: str, captions: Collection[str]) -> int:
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return 0
    return len({comparable(clean(cell)) for cell in cells} & set(captions))


def _filled(file: str, lines: list[Line]) -> list[Line]:
    for number, row in lines:
        if any(sign in cell for cell in row for sign in SPOILT):
            words = _("holds a character that is no text. Delete the cell's content and type it anew.")
            raise BadFile(words, code="spoilt", file=file, line=number)
    return [(number, row) for number, row in lines if any(cell.strip() for cell in row)]


def _text(cell: Any) -> str:
    return of_cell(cell) if isinstance(cell, float) else str(cell)
