"""The monthly open-data exports of ФРТ (Реформа ЖКХ): houses and organisations of one region.

UTF-8 with BOM, semicolons, doubled quotes, decimal commas; "nothing" is written in six ways. Columns are found by name:
older files lack some. Name of the director, phones and addresses of organisations are not read.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from sys import intern
from types import MappingProxyType
from typing import Generic, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from supervision.enums import HouseKind
from supervision.errors import BadFile
from supervision.house_facts import HouseFacts
from supervision.registry import dated_numbers
from supervision.registry.file_rows import HouseRow, OrganisationFacts, OrganisationKey, OrganisationRow
from supervision.registry.normalise import (
    clean,
    organisation_kind,
    organisation_name,
    whole_number,
    yes_or_no,
)
from supervision.registry.numbers import guid, identifier, inn, ogrn
from supervision.registry.sources import frt_addresses, workbooks
from supervision.registry.sources.files import OpenedFile, open_csv, read_bytes, sha256
from supervision.registry.sources.kinds import FRT_HOUSES, FRT_ORGANISATIONS
from supervision.registry.sources.tables import Declaration, SourceTable, of_workbook, read

Row = TypeVar("Row")

# Without any needed column an address, a company or the scope of chats would be read wrongly, not just incompletely.
HOUSES = Declaration(FRT_HOUSES)
ORGANISATIONS = Declaration(FRT_ORGANISATIONS)
KINDS = {
    "многоквартирный дом": HouseKind.APARTMENT.value,
    "жилой дом блокированной застройки": HouseKind.BLOCKED.value,
    "специализированный жилищный фонд": HouseKind.SPECIALISED.value,
    "": HouseKind.UNKNOWN.value,
}
NAME = re.compile(r"export-(?:reestrmkd|reestruo)-(\d\d)-(\d{4})(\d\d)(\d\d)(?!\d)")
# worded only where a line is remarked on: there are millions of lines
NUMBER_IN_FRT, FLATS = gettext_lazy("number in the ФРТ register"), gettext_lazy("flats")
FLOORS, YEAR = gettext_lazy("floors"), gettext_lazy("year of construction")
MOST_FLATS, MOST_FLOORS, FIRST_YEAR, LAST_YEAR = 5_000, 110, 1500, 2100
WIDEST_NAME = 500  # of the table of companies


@dataclass(frozen=True, slots=True)
class Name:
    """What a file's name says: `export-reestrmkd-55-20160701.zip`. Without a `day` the `doubt` says why."""

    text: str
    region: str
    day: date | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Export(Generic[Row]):
    """A whole file: its rows and the table with its issues and number of lines."""

    table: SourceTable
    rows: list[Row]


def read_name(text: str) -> Name | None:
    found = NAME.search(text)
    if not found:
        return None
    region, *day = found.groups()
    try:
        return Name(text, region, date(*map(int, day)))
    except ValueError:
        return Name(text, region, None, no_such_day("-".join(day)))


def no_such_day(typed: str) -> str:
    return _("its name holds %(typed)s, which is no date.") % {"typed": typed}


def read_houses(path: Path, numbers: Mapping[UUID, str] = MappingProxyType({})) -> Export[HouseRow]:
    """`numbers`: those of houses of whose number a spreadsheet made a date, as somebody confirmed them."""
    export = _read(path, HOUSES, _house, numbers)
    for house in sorted(numbers.keys() - export.table.numbers_used):
        words = _("GUID %(guid)s: no line of it has a date in the place of the house number; none was needed")
        export.table.remark(None, "number_not_needed", words % {"guid": house})
    return export


def read_organisations(path: Path) -> Export[OrganisationRow]:
    return _read(path, ORGANISATIONS, _organisation)


def _read(
    path: Path,
    declaration: Declaration,
    parse: Callable[[SourceTable, int, tuple[str, ...]], Row],
    numbers: Mapping[UUID, str] = MappingProxyType({}),
) -> Export[Row]:
    table = _table(path, declaration)
    table.numbers = numbers
    rows = list(_parsed(table, parse))
    if not table.lines:
        raise BadFile(_("has a header and no rows."), code="no_rows", file=path.name)
    return Export(table, rows)


def _table(path: Path, declaration: Declaration) -> SourceTable:
    """A CSV, as it is downloaded, or a workbook, as people fill in a template."""
    if not workbooks.is_one(path):
        return read(open_csv(path), declaration)
    raw = read_bytes(path)
    return of_workbook(OpenedFile(path.name, "", raw, sha256(raw)), declaration)


def _parsed(table: SourceTable, parse: Callable[[SourceTable, int, tuple[str, ...]], Row]) -> Iterator[Row]:
    for line, cells in table:
        try:
            yield parse(table, line, cells)
        except ValueError as error:
            table.bad(line, "bad_line", str(error))


def _house(table: SourceTable, line: int, cells: tuple[str, ...]) -> HouseRow:
    house_guid, organisation, kind, living, region, *place = cells
    fias_guid, company = guid(house_guid), _company(table, line, organisation)
    area, city, street = (place[0], place[1]), (place[2], place[3]), (place[4], place[5])
    *parts, whole, frt_id, flats, floors, year, alarm = place[6:]
    in_house = _confirmed(table, line, fias_guid, parts, whole) if fias_guid in table.numbers else parts
    address = frt_addresses.read(table, line, (area, city, street), in_house, whole)
    if not address.number and address.city:
        table.remark(line, "no_house_number", _("there is no house number; the house is read all the same"))
    facts = HouseFacts(
        frt_id=_plausible(table, line, NUMBER_IN_FRT, frt_id, 1, 2**62, identifier),
        municipality=intern(address.municipality),
        address=address.text,
        address_key=address.key,
        area=address.area,
        city=address.city,
        street=address.street,
        number=intern(address.number),
        building=intern(address.building),
        block=intern(address.block),
        letter=intern(address.letter),
        kind=_kind(table, line, kind),
        flats=_plausible(table, line, FLATS, living if clean(living) else flats, 1, MOST_FLATS),
        floors=_plausible(table, line, FLOORS, floors, 1, MOST_FLOORS),
        built_year=_plausible(table, line, YEAR, year, FIRST_YEAR, LAST_YEAR),
        is_emergency=yes_or_no(alarm),
    )
    dated = None if address.text else dated_numbers.find(parts, whole, frt_addresses.beside(city, street))
    return HouseRow(line, fias_guid, company, facts, intern(clean(region)), dated)


def _confirmed(table: SourceTable, line: int, house: UUID, parts: Sequence[str], whole: str) -> list[str]:
    """The parts with the number that somebody confirmed in the place of the date."""
    dated = dated_numbers.find(parts, whole)
    if dated is None:
        return list(parts)
    number = table.numbers[house]
    words = _("“%(typed)s” is read as %(number)s, as it was confirmed")
    table.remark(line, "number_confirmed", words % {"typed": dated.typed[:40], "number": number})
    table.numbers_used.add(house)
    names = dated_numbers.PARTS
    return [number if name == dated.part else part for name, part in zip(names, parts, strict=True)]


def _organisation(table: SourceTable, line: int, cells: tuple[str, ...]) -> OrganisationRow:
    number, full, short, inn_text, ogrn_text = cells
    frt_id = _number_of_organisation(number)
    name = organisation_name(short) or organisation_name(full)
    if frt_id is None or not name:
        raise ValueError(_("the organisation has no number") if frt_id is None else _("the organisation has no name"))
    taxpayer, registered = inn(inn_text), ogrn(ogrn_text)
    for caption, read_number in (("ИНН", taxpayer), ("ОГРН", registered)):
        if read_number.remark:
            table.remark(line, "number_spoilt", f"{caption}: {read_number.remark}")
    full_name = organisation_name(full)
    if len(name) > WIDEST_NAME or len(full_name) > 2 * WIDEST_NAME:
        raise ValueError(_("a name is longer than any can be"))
    if taxpayer.is_wrong or registered.is_wrong:
        words = _("%(name)s fails its check digits; kept and flagged")
        table.remark(line, "check_digits", words % {"name": "ИНН" if taxpayer.is_wrong else "ОГРН"})
    facts = OrganisationFacts(
        frt_id, name, full_name, taxpayer.digits, registered.digits, taxpayer.is_wrong, registered.is_wrong
    )
    return OrganisationRow(line, OrganisationKey("ФРТ", frt_id), organisation_kind(name, full_name), facts)


def _kind(table: SourceTable, line: int, text: str) -> str:
    kind = KINDS.get(clean(text).lower())
    if kind is None:
        words = _("“%(typed)s” is no kind of house that is known; read as not filled in")
        table.remark(line, "house_type", words % {"typed": clean(text)[:60]})
        return HouseKind.UNKNOWN.value
    return kind


def _company(table: SourceTable, line: int, text: str) -> OrganisationKey | None:
    """A house whose company cannot be read is a house all the same."""
    try:
        number = _number_of_organisation(text)
    except ValueError as error:
        caption = _("number of the organisation")
        table.remark(line, "number_spoilt", f"{caption}: {error}")
        return None
    return _frt_key(number) if number else None


@lru_cache(maxsize=8192)
def _frt_key(number: int) -> OrganisationKey:
    return OrganisationKey("ФРТ", number)


def _number_of_organisation(text: str) -> int | None:
    number = identifier(text)
    if number is not None and not 0 < number < 2**62:
        raise ValueError(_("“%(typed)s” cannot be the number of an organisation") % {"typed": text.strip()[:40]})
    return number or None


def _plausible(
    table: SourceTable,
    line: int,
    name: object,
    text: str,
    least: int,
    most: int,
    read_number: Callable[[str], int | None] = whole_number,
) -> int | None:
    """The number, or None with an issue where it cannot be true; zero is one more way to write "nothing"."""
    if not text:
        return None
    try:
        number = read_number(text)
    except ValueError as error:
        table.remark(line, "bad_number", _("%(name)s: %(why)s; left empty") % {"name": name, "why": error})
        return None
    if number and not least <= number <= most:
        values = {"name": name, "number": number}
        table.remark(line, "implausible", _("%(name)s: %(number)s cannot be; left empty") % values)
        return None
    return number or None
