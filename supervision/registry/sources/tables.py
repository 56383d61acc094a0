"""Reads a delimited text file row by row, by column name. Gives (line, cells) in the order that was asked for.

A line that cannot be read is an issue; a file that is not what it claims to be is refused. Lines are physical lines of
the file, also where a quoted field holds line breaks.
"""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.errors import BadFile
from supervision.registry.file_rows import RowIssue
from supervision.registry.numbers import of_cell
from supervision.registry.sources import encoding, workbooks
from supervision.registry.sources.cells import LONGEST_CELL, longest_text, too_long
from supervision.registry.sources.declared import EXAMPLES_WITHIN, KindOfFile, example_left
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.headers import lacking

DELIMITER_NAMES = {
    ";": gettext_lazy("semicolons"),
    ",": gettext_lazy("commas"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("vertical bars"),
}
SAYS_SEPARATOR = re.compile(r'\s*"?sep=(.)"?\s*', re.IGNORECASE)  # Excel's own line, which it hides again
ISSUES_KEPT = 10_000  # millions of bad lines would fill the memory that the rows do not
SPOILT = ("\0", "\ufffd", "???")


@dataclass(frozen=True, slots=True)
class Declaration:
    """The kind of a file and how its cells are told apart. They come in the order of its columns, needed ones first."""

    kind: KindOfFile
    delimiters: tuple[str, ...] = (";",)

    @property
    def wanted(self) -> tuple[str, ...]:
        return (*self.kind.needed, *self.kind.optional)

    def is_example(self, cells: tuple[str, ...]) -> bool:
        return self.kind.is_example(dict(zip(self.wanted, cells, strict=True)))


@dataclass(slots=True)
class SourceTable:
    """One pass over the file: iterate once, then read `issues` and `lines` (rows seen, bad ones included)."""

    file: OpenedFile
    declaration: Declaration
    header: list[str]
    reader: Iterator[list[str]]
    may_be_spoilt: bool = False
    issues: list[RowIssue] = field(default_factory=list)
    lines: int = 0
    bad_rows: int = 0
    first_line: int = 1  # of the reader, where the header was read before it
    numbers: Mapping[UUID, str] = field(default_factory=dict)  # of houses, as somebody confirmed them
    numbers_used: set[UUID] = field(default_factory=set)

    def __iter__(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        wanted = self.declaration.wanted
        # an absent optional column reads the empty cell that is put behind every row
        places = [self.header.index(name) if name in self.header else len(self.header) for name in wanted]
        for line, row in self._rows():
            row.append("")
            cells = tuple([row[place] for place in places])
            if self.lines <= EXAMPLES_WITHIN and self.declaration.is_example(cells):
                self.remark(line, "example", example_left())
            else:
                yield line, cells

    def bad(self, line: int, code: str, message: str) -> None:
        """The line is left out."""
        self.bad_rows += 1
        self.remark(line, code, message)

    def remark(self, line: int | None, code: str, message: str) -> None:
        """The line is used; somebody should look at it."""
        if len(self.issues) < ISSUES_KEPT:
            self.issues.append(RowIssue(line, code, message, self.file.name))

    def _rows(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            line = self.reader.line_num + self.first_line  # type: ignore[attr-defined]
            try:
                row = next(self.reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._report_broken(line, error)
                continue
            if not any(row):
                continue
            self.lines += 1
            if len(row) != len(self.header):
                words = _("has %(n)s columns where the header has %(needed)s")
                self.bad(line, "columns", words % {"n": len(row), "needed": len(self.header)})
            elif longest_text(row) > LONGEST_CELL:
                self.bad(line, "too_long", too_long())
            elif self.may_be_spoilt and any(sign in cell for cell in row for sign in SPOILT):
                self.bad(line, "spoilt", _("holds letters that were lost before the file came here"))
            else:
                yield line, row

    def _report_broken(self, line: int, error: csv.Error) -> None:
        last = self.reader.line_num + self.first_line - 1  # type: ignore[attr-defined]
        if "expected after" not in str(error):  # an open quote has swallowed everything after it
            raise BadFile(
                _("a quotation mark opens here and is not closed. Export the file anew."),
                code="open_quote",
                file=self.file.name,
                line=line,
            ) from error
        self.lines += 1
        words = _("has a quotation mark inside of a quoted field")
        if last > line:
            span = _("has a quotation mark inside of a quoted field (lines %(first)s to %(last)s are left out)")
            words = span % {"first": line, "last": last}
        self.bad(line, "quotes", words)


def read(file: OpenedFile, declaration: Declaration) -> SourceTable:
    encoding_name = encoding.detect(file)
    text = TextIOWrapper(BytesIO(file.data), encoding=encoding_name, newline="")
    first, above = first_line(text)
    if not first:
        raise BadFile(_("is empty."), code="empty", file=file.name)
    delimiter, header = header_of(file, declaration, first)
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    # looking for spoilt letters in every cell costs as much as reading, and nearly every file has none
    may_be_spoilt = encoding_name == "utf-16" or any(sign.encode() in file.data for sign in SPOILT)
    return SourceTable(file, declaration, header, reader, may_be_spoilt, first_line=above + 2)


class _SheetRows:
    """The rows of a workbook as a reader of text gives them: with the number of the line that was read last."""

    def __init__(self, rows: Iterator[list[Any]]) -> None:
        self.rows, self.line_num = rows, 0

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        row = next(self.rows)
        self.line_num += 1
        return [of_cell(cell) if isinstance(cell, float) else str(cell) for cell in row]


def of_workbook(file: OpenedFile, declaration: Declaration) -> SourceTable:
    """The first sheet of a workbook as such a table; its header is the first line that holds anything."""
    rows = _SheetRows(workbooks.rows(file.data, file.name, workbooks.REGISTER, formulas=False))
    header = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if header is None:
        raise BadFile(_("is empty."), code="empty", file=file.name)
    names = [" ".join(cell.split()).lower() for cell in header]
    _check_columns(file, declaration, names)
    return SourceTable(file, declaration, names, rows, may_be_spoilt=True)


def first_line(lines: Iterator[str]) -> tuple[str, int]:
    """The header's line, and how many lines stand above it: empty ones, and Excel's own `sep=;`."""
    for above, line in enumerate(lines):
        if line.strip() and not SAYS_SEPARATOR.fullmatch(line.strip("\r\n\ufeff")):
            return line, above
    return "", 0


def header_of(file: OpenedFile, declaration: Declaration, first: str) -> tuple[str, list[str]]:
    """Delimiter and column names of a header line, or a BadFile that says which are missing."""
    headers = {delimiter: _names(first, delimiter) for delimiter in DELIMITER_NAMES}
    best = max(headers, key=lambda delimiter: len(set(headers[delimiter]) & set(declaration.kind.needed)))
    if best not in declaration.delimiters and len(headers[best]) > 1:
        words = _(
            "its columns are separated by %(found)s; %(title)s has: %(right)s. Save it with that separator, or send "
            "the export as it was downloaded."
        ) % {
            "found": DELIMITER_NAMES[best],
            "title": declaration.kind.title,
            "right": ", ".join(str(DELIMITER_NAMES[delimiter]) for delimiter in declaration.delimiters),
        }
        raise BadFile(words, code="delimiter", file=file.name, line=1)
    best = best if best in declaration.delimiters else declaration.delimiters[0]
    _check_columns(file, declaration, headers[best])
    return best, headers[best]


def _names(first: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([first], delimiter=delimiter))
    except csv.Error:
        return []
    return [" ".join(cell.split()).lower() for cell in cells]


def _check_columns(file: OpenedFile, declaration: Declaration, header: Sequence[str]) -> None:
    if any(name not in header for name in declaration.kind.needed):
        raise lacking(file.name, declaration.kind, header, 1)
    repeated = {name for name in header if name and header.count(name) > 1}
    if repeated & set(declaration.wanted):
        words = _("has columns of one name twice: %(columns)s.") % {"columns": ", ".join(sorted(repeated))}
        raise BadFile(words, code="repeated_column", file=file.name, line=1)
