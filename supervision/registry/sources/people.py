"""Files of people that a supervision body keeps: inspectors, or representatives of companies; the header tells which.

Only name, position and messenger id of a person are read. Remarks name the line, never the person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.registry.file_rows import InspectorRow, RepresentativeRow, RowIssue
from supervision.registry.normalise import clean, comparable
from supervision.registry.numbers import identifier, inn
from supervision.registry.sources import sheets
from supervision.registry.sources.declared import EXAMPLES_WITHIN, example_left
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.headers import lacking
from supervision.registry.sources.kinds import INSPECTORS, REPRESENTATIVES
from supervision.registry.sources.sheets import Line

Row = TypeVar("Row", bound=InspectorRow | RepresentativeRow)
Cells = dict[str, str]

KINDS = {ImportKind.INSPECTORS: INSPECTORS, ImportKind.REPRESENTATIVES: REPRESENTATIVES}
COLUMNS = {name: column for kind in KINDS.values() for name, column in kind.columns.items()}
MEANING = {
    comparable(spelling): name
    for name, column in COLUMNS.items()
    for caption in column.captions
    for spelling in (caption, caption.lower())
}
WHOLE_REGION = {"все", "весь", "весь регион", "all"}
LONGEST_NAME = 200


@dataclass(slots=True)
class PeopleFile(Generic[Row]):
    file: OpenedFile
    kind: ImportKind
    rows: list[Row]
    bad_rows: int = 0
    issues: list[RowIssue] = field(default_factory=list)

    def bad(self, line: int, code: str, message: str) -> None:
        self.bad_rows += 1
        self.issues.append(RowIssue(line, code, message, self.file.name))


class InspectorsFile(PeopleFile[InspectorRow]):
    """Inspectors with the municipalities they answer for."""


class RepresentativesFile(PeopleFile[RepresentativeRow]):
    """Representatives with the ИНН of their companies."""


def read(path: Path) -> InspectorsFile | RepresentativesFile:
    sheet = sheets.read(path, MEANING)
    if not sheet.lines:
        raise BadFile(_("is empty."), code="empty", file=path.name)
    position, header = _header(sheet.lines)
    kind = _kind(path.name, header, sheet.lines[position][1])
    lines = [(number, _cells(header, row)) for number, row in sheet.lines[position + 1 :]]
    if not lines:
        raise BadFile(_("has a header and no rows."), code="no_rows", file=path.name)
    if kind is ImportKind.INSPECTORS:
        inspectors = InspectorsFile(sheet.file, kind, [])
        _parse(inspectors, lines, _inspector, lambda row: row.messenger_id)
        return inspectors
    representatives = RepresentativesFile(sheet.file, kind, [])
    _parse(representatives, lines, _representative, lambda row: (row.inn, row.messenger_id))
    return representatives


def _header(lines: list[Line]) -> tuple[int, list[str]]:
    """The line with most known captions, near the top."""
    headers = [
        [MEANING.get(comparable(clean(cell)), "") for cell in row] for _number, row in lines[: sheets.HEADER_WITHIN]
    ]
    position = max(range(len(headers)), key=lambda index: len(set(headers[index]) - {""}))
    return position, headers[position]


def _kind(file: str, header: list[str], captions: list[str]) -> ImportKind:
    is_of_inspectors = "municipalities" in header or "position" in header
    if is_of_inspectors and "inn" in header:
        words = _("has columns of inspectors and of representatives. Make two files.")
        raise BadFile(words, code="mixed_columns", file=file)
    kind = ImportKind.INSPECTORS if is_of_inspectors else ImportKind.REPRESENTATIVES
    missing = [COLUMNS[name].captions[0] for name in KINDS[kind].needed if name not in header]
    if missing:
        words = _(
            "lacks the columns: %(columns)s. Inspectors: ФИО, Должность, ID в MAX, Муниципальные образования; "
            "representatives: ИНН, ФИО, ID в MAX. The file has: %(found)s."
        )
        raise lacking(file, KINDS[kind], captions, words=words, missing=", ".join(missing))
    return kind


def _cells(header: list[str], row: list[str]) -> Cells:
    return {name: cell for name, cell in zip(header, row, strict=False) if name}


def _parse(
    people: PeopleFile[Row],
    lines: list[tuple[int, Cells]],
    parse: Callable[[int, Cells], Row],
    key: Callable[[Row], object],
) -> None:
    found: dict[object, dict[int, Row]] = {}
    for position, (line, cells) in enumerate(lines):
        if position < EXAMPLES_WITHIN and KINDS[people.kind].is_example(cells):
            people.issues.append(RowIssue(line, "example", example_left(), people.file.name))
            continue
        try:
            row = parse(line, cells)
        except ValueError as error:
            people.bad(line, "bad_line", str(error))
        else:
            found.setdefault(key(row), {})[line] = row
    for same in found.values():
        _take_one(people, same)


def _take_one(people: PeopleFile[Row], same: dict[int, Row]) -> None:
    """One row a messenger id. Where two persons claim it, nobody can tell whose it is: a neighbour could get rights."""
    first, *others = same
    if len({replace(row, line=0) for row in same.values()}) == 1:
        people.rows.append(same[first])
        for line in others:
            people.bad(line, "duplicate_person", _("repeats line %(other)s") % {"other": first})
        return
    words = _("the messenger id stands in lines %(lines)s that differ; none is used")
    for line in same:
        people.bad(line, "duplicate_person", words % {"lines": ", ".join(map(str, same))})


def _inspector(line: int, cells: Cells) -> InspectorRow:
    places = [clean(place) for place in cells.get("municipalities", "").replace("\n", ";").split(";")]
    whole = any(place.lower() in WHOLE_REGION for place in places)
    return InspectorRow(
        line=line,
        full_name=_name(cells),
        position=clean(cells.get("position", ""))[:LONGEST_NAME],
        messenger_id=_messenger_id(cells),
        municipalities=() if whole else tuple(place for place in places if place),
        whole_region=whole,
    )


def _representative(line: int, cells: Cells) -> RepresentativeRow:
    number = inn(cells.get("inn", ""))
    if not number.digits:
        raise ValueError(f"ИНН: {number.remark}" if number.remark else _("there is no ИНН"))
    if number.is_wrong:  # whoever is put beside the wrong company gets rights in the chats of its houses
        words = _("ИНН %(inn)s fails its check digits; correct it, or enter the person on the company's page")
        raise ValueError(words % {"inn": number.digits})
    return RepresentativeRow(line, number.digits, _name(cells), _messenger_id(cells))


def _name(cells: Cells) -> str:
    name = clean(cells.get("name", ""))
    if not name:
        raise ValueError(_("there is no name"))
    if len(name) > LONGEST_NAME:
        raise ValueError(_("the name is longer than %(n)s characters") % {"n": LONGEST_NAME})
    return name


def _messenger_id(cells: Cells) -> int:
    number = identifier(cells.get("messenger_id", ""))
    if not number:
        raise ValueError(_("there is no messenger id"))
    if number >= 2**63:
        raise ValueError(_("the messenger id is too large to be one"))
    return number
