"""The licence register of a region from ГИС ЖКХ: one line for every house of every licence, also of past ones.

An XLSX workbook, usually in a zip, with dates as text; a CSV with semicolons is read as well. The header is the line
whose first cell is `Номер лицензии`. A day that ends powers is their last one, as documents write it.
"""

import zipfile
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path
from sys import intern

from django.utils.translation import gettext as _

from supervision.errors import BadFile
from supervision.registry.address_text import region_of
from supervision.registry.file_rows import LicenceFacts, LicenceRow, OrganisationFacts, Powers, RowIssue
from supervision.registry.normalise import (
    calendar_day,
    clean,
    comparable,
    is_open_end,
    licence_status,
    moment,
    organisation_name,
)
from supervision.registry.numbers import guid, inn, licence_number, of_cell, ogrn
from supervision.registry.sources import sheets, workbooks
from supervision.registry.sources.declared import EXAMPLES_WITHIN, example_left
from supervision.registry.sources.files import (
    DAMAGE,
    MAX_RATIO,
    OpenedFile,
    damaged,
    guarded_members,
    read_bytes,
    sha256,
)
from supervision.registry.sources.headers import lacking
from supervision.registry.sources.kinds import LICENCES
from supervision.registry.sources.sheets import Line

HEADER_WITHIN = 20  # titles stand above the header
CAPTIONS = {name: column.captions[0] for name, column in LICENCES.columns.items()}
FIRST_CAPTION = CAPTIONS["number"]
MEANING = {comparable(caption): name for name, caption in CAPTIONS.items()}
LONGEST_NUMBER, LONGEST_BASIS, LONGEST_NAME, LONGEST_FULL_NAME = 64, 200, 500, 1000
ISSUES_KEPT = 10_000
Cells = dict[str, str]


@dataclass(slots=True)
class LicenceFile:
    """`lines` counts those that hold anything, `bad_rows` those of them that are left out."""

    file: OpenedFile
    rows: list[LicenceRow] = field(default_factory=list)
    lines: int = 0
    bad_rows: int = 0
    issues: list[RowIssue] = field(default_factory=list)

    def bad(self, line: int, code: str, message: str) -> None:
        self.bad_rows += 1
        self.remark(line, code, message)

    def remark(self, line: int, code: str, message: str) -> None:
        if len(self.issues) < ISSUES_KEPT:
            self.issues.append(RowIssue(line, code, message, self.file.name))


def read(path: Path) -> LicenceFile:
    file, lines = _open(path)
    header_at, header = _header(path.name, lines)
    found = LicenceFile(file)
    for number, row in lines[header_at + 1 :]:
        found.lines += 1
        cells = {name: cell for name, cell in zip(header, row, strict=False) if name}
        if found.lines <= EXAMPLES_WITHIN and LICENCES.is_example(cells):
            found.remark(number, "example", example_left())
            continue
        try:
            found.rows.append(_row(found, number, cells))
        except ValueError as error:
            found.bad(number, "bad_line", str(error))
    if not found.lines:
        raise BadFile(_("has a header and no rows."), code="no_rows", file=path.name)
    return found


def _open(path: Path) -> tuple[OpenedFile, list[Line]]:
    raw = read_bytes(path)
    inner_name, data = "", raw
    if path.suffix.lower() != ".xlsx" and raw.startswith(workbooks.ZIP_STARTS) and not workbooks.is_workbook(raw):
        inner_name, data = _only_workbook(raw, path.name)
    elif path.suffix.lower() != ".xlsx" and not workbooks.is_workbook(raw):
        sheet = sheets.read(path, MEANING)
        return sheet.file, sheet.lines
    rows = workbooks.rows(data, path.name, workbooks.REGISTER, formulas=False)
    lines = [(number, list(map(_text, row))) for number, row in enumerate(rows, start=1) if any(row)]
    return OpenedFile(path.name, inner_name, b"", sha256(raw)), lines


def _only_workbook(raw: bytes, name: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = guarded_members(archive, name, max_ratio=MAX_RATIO)
            found = [member for member in members if member.filename.lower().endswith(".xlsx")]
            if len(found) != 1:
                words = _("must hold exactly one XLSX workbook and holds %(n)s.") % {"n": len(found)}
                raise BadFile(words, code="not_one_workbook", file=name)
            return Path(found[0].filename).name, archive.read(found[0])
    except DAMAGE as error:
        raise damaged(name) from error


def _text(cell: object) -> str:
    """Workbooks keep whole numbers as floats: 6141045453.0 was typed as 6141045453."""
    return intern(of_cell(cell) if isinstance(cell, float) else str(cell))


def _header(file: str, lines: list[Line]) -> tuple[int, list[str]]:
    first = comparable(FIRST_CAPTION)
    for position, (_number, row) in enumerate(islice(lines, HEADER_WITHIN)):
        if row and comparable(clean(row[0])) == first:
            header = [MEANING.get(comparable(clean(cell)), "") for cell in row]
            if all(name in header for name in CAPTIONS):
                return position, header
            words = _(
                "is not the licence register: columns that it lacks: %(columns)s. It has: %(found)s. Send it as it was "
                "downloaded."
            )
            raise lacking(file, LICENCES, row, lines[position][0], words=words)
    raise lacking(file, LICENCES, lines[0][1] if lines else [])


def _row(file: LicenceFile, line: int, cells: Cells) -> LicenceRow:
    number = licence_number(cells.get("number", ""))
    if not number:
        raise ValueError(_("there is no number of a licence"))
    if len(number) > LONGEST_NUMBER:
        raise ValueError(_("the number is longer than %(n)s characters") % {"n": LONGEST_NUMBER})
    status = licence_status(cells.get("status", ""))
    if not status and clean(cells.get("status", "")):
        words = _("%(caption)s: “%(typed)s” is not known; kept as it was")
        file.remark(line, "unknown_status", words % {"caption": CAPTIONS["status"], "typed": cells["status"][:60]})
    licence = LicenceFacts(number, status, _day(cells, "issued_on"))
    licensee = _licensee(file, line, cells)
    if not any(clean(cells.get(name, "")) for name in ("guid", "address", "since")):
        return LicenceRow(line, licence, licensee)
    house, address = clean(cells.get("guid", "")), clean(cells.get("address", ""))
    return LicenceRow(
        line=line,
        licence=licence,
        licensee=licensee,
        fias_guid=guid(house) if house else None,
        address=address,
        powers=_powers(cells),
        region=intern(region_of(address)),
    )


def _licensee(file: LicenceFile, line: int, cells: Cells) -> OrganisationFacts:
    name = organisation_name(cells.get("name", ""))
    taxpayer, registered = inn(cells.get("inn", "")), ogrn(cells.get("ogrn", ""))
    for column, number in (("inn", taxpayer), ("ogrn", registered)):
        if number.remark:
            file.remark(line, "number_spoilt", f"{CAPTIONS[column]}: {number.remark}")
    if not name:
        raise ValueError(_("the licensee has no name"))
    if len(name) > LONGEST_FULL_NAME:
        raise ValueError(_("the name is longer than %(n)s characters") % {"n": LONGEST_FULL_NAME})
    if not (taxpayer.digits or registered.digits):
        raise ValueError(_("the licensee has neither ИНН nor ОГРН"))
    digits = intern(taxpayer.digits), intern(registered.digits)
    return OrganisationFacts(None, intern(name[:LONGEST_NAME]), "", *digits, taxpayer.is_wrong, registered.is_wrong)


def _powers(cells: Cells) -> Powers:
    since, last, excluded_on = (_day(cells, name) for name in ("since", "until", "excluded_on"))
    if since is None:
        raise ValueError(_("%(caption)s: is empty") % {"caption": CAPTIONS["since"]})
    if last and last < since:
        words = _("the powers end on %(last)s before they start on %(since)s; correct the dates")
        raise ValueError(words % {"last": f"{last:%d.%m.%Y}", "since": f"{since:%d.%m.%Y}"})
    try:
        registered = moment(cells.get("registered", ""))
    except ValueError as error:
        raise ValueError(f"{CAPTIONS['registered']}: {error}") from error
    until = last + timedelta(days=1) if last else None
    return Powers(since, until, registered, excluded_on, clean(cells.get("basis", ""))[:LONGEST_BASIS])


def _day(cells: Cells, name: str) -> date | None:
    try:
        return None if is_open_end(cells.get(name, "")) else calendar_day(cells.get(name, ""))
    except ValueError as error:
        raise ValueError(f"{CAPTIONS[name]}: {error}") from error
