"""ОЖФ, the housing stock of ГИС ЖКХ: a line for every premises of a region, millions of them.

They are collapsed to houses while they stream by, so that memory holds houses and never lines. Bars between the cells
and no quoting (older downloads: semicolons with quoting); one cell may name a house by several ФИАС GUIDs.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from sys import intern
from typing import IO, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from supervision.enums import HouseKind
from supervision.errors import BadFile
from supervision.house_facts import HouseFacts
from supervision.registry import addresses
from supervision.registry.address_text import Taken, region_of, take_apart
from supervision.registry.file_rows import StockRow
from supervision.registry.normalise import calendar_day, clean, is_no_day, is_open_end, organisation_name
from supervision.registry.numbers import guid, ogrn
from supervision.registry.sources import streams, tables, workbooks
from supervision.registry.sources.files import OpenedFile, read_bytes, sha256
from supervision.registry.sources.kinds import HOUSING_STOCK
from supervision.registry.sources.tables import Declaration, SourceTable

STOCK = Declaration(HOUSING_STOCK, delimiters=("|", ";"))
KINDS = {"многоквартирный": HouseKind.APARTMENT.value, "жилой дом блокированной застройки": HouseKind.BLOCKED.value}
DIRECT = {"ну", "непосредственное управление"}
MOST_HOUSES = 300_000  # six times the largest region
MOST_FLATS = 5_000
WIDEST_ADDRESS, LONGEST_CADASTRAL = 500, 40


@dataclass(slots=True)
class _House:
    """A house while its premises stream by."""

    row: StockRow
    has_house_line: bool
    flats: int = 0
    ogrn_typed: str = ""
    demolition: str = ""  # as its own line has it, else as all of its premises have it
    is_any_left: bool = False
    has_two_companies: bool = False


@dataclass(slots=True)
class StockFile:
    """All parts of one region; `file` is what the person named."""

    file: OpenedFile
    tables: list[SourceTable] = field(default_factory=list)
    rows: list[StockRow] = field(default_factory=list)


def read(path: Path, heard: Callable[[float], None] | None = None) -> StockFile:
    """`heard` is told from time to time how far the file has been read, as a share of 1."""
    if workbooks.is_one(path):
        return _of_workbook(path)
    with streams.opened(path, heard) as (digest, parts):
        names = [name for name, _stream in parts]
        found = StockFile(OpenedFile(path.name, names[0], b"", digest))
        collapse = Collapse()
        for name, stream in parts:
            table = _table(OpenedFile(name or path.name, name, b"", digest), stream)
            found.tables.append(table)
            for line, cells in table:
                collapse.take(table, line, cells)
        return _whole(found, collapse)


def _of_workbook(path: Path) -> StockFile:
    """A few houses, as people fill in a template: no region fits into a workbook."""
    raw = read_bytes(path)
    found = StockFile(OpenedFile(path.name, "", b"", sha256(raw)))
    table = tables.of_workbook(OpenedFile(path.name, "", raw, ""), STOCK)
    found.tables.append(table)
    collapse = Collapse()
    for line, cells in table:
        collapse.take(table, line, cells)
    return _whole(found, collapse)


def _whole(found: StockFile, collapse: "Collapse") -> StockFile:
    if not any(table.lines for table in found.tables):
        raise BadFile(_("has a header and no rows."), code="no_rows", file=found.file.name)
    found.rows = list(collapse.rows())
    return found


def _table(file: OpenedFile, stream: IO[bytes]) -> SourceTable:
    lines = streams.lines(stream, file)
    first, above = tables.first_line(lines)
    if not first:
        raise BadFile(_("is empty."), code="empty", file=file.name)
    delimiter, header = tables.header_of(file, STOCK, first)
    table = SourceTable(file, STOCK, header, iter(()), first_line=above + 2)
    # with bars nothing is quoted: a name that begins with a quotation mark would swallow the lines after it
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "|" else csv.QUOTE_MINIMAL
    table.reader = csv.reader(_watched(lines, table), delimiter=delimiter, quoting=quoting, strict=True)
    return table


def _watched(lines: Iterator[str], table: SourceTable) -> Iterator[str]:
    """Cells are looked at from the first line on that holds what no text has: in all of millions it costs too much."""
    for line in lines:
        if "\0" in line or "\ufffd" in line or "???" in line:
            table.may_be_spoilt = True
        yield line


class Collapse:
    """Lines of premises -> houses, by any of their GUIDs."""

    def __init__(self) -> None:
        self._by_cell: dict[str, _House | None] = {}
        self._by_guid: dict[UUID, _House] = {}
        self._houses: list[_House] = []

    def take(self, table: SourceTable, line: int, cells: tuple[str, ...]) -> None:
        cell, premises, number = cells[0], cells[1], cells[2]
        if cell not in self._by_cell:
            # a cell that cannot be read is reported once, not with each of its premises
            key = cell if cell.strip() else f"{cell}{cells[4]}"
            if key not in self._by_cell:
                self._by_cell[intern(key)] = self._first_line(table, line, cells)
            cell = key
        house = self._by_cell[cell]
        if house is None:
            return
        house.is_any_left |= bool(premises) and not cells[11].strip()
        if not premises:
            self._house_line(table, line, house, cells)
        elif premises.startswith("Жил") and not cells[3].strip():  # rooms of a flat are lines of their own
            house.flats += 1
        if number and number != house.ogrn_typed:
            self._other_company(table, line, house, cells)

    def _first_line(self, table: SourceTable, line: int, cells: tuple[str, ...]) -> _House | None:
        try:
            row = _row(table, line, cells)
        except ValueError as error:
            table.bad(line, "bad_line", str(error))
            return None
        owners = {id(house): house for one in row.guids if (house := self._by_guid.get(one))}
        if len(owners) > 1:
            message = _("one cell joins GUIDs that stand for two houses in other lines; left out")
            table.bad(line, "guids_of_two_houses", message)
            return None
        for house in owners.values():
            more = tuple(one for one in row.guids if one not in house.row.guids)
            house.row = replace(house.row, guids=house.row.guids + more)
            self._by_guid |= dict.fromkeys(more, house)
            return house
        if len(self._houses) >= MOST_HOUSES:
            words = _("holds more than %(n)s houses; give the file of one region.") % {"n": MOST_HOUSES}
            raise BadFile(words, code="too_many_houses", file=table.file.name, line=line)
        house = _House(row, has_house_line=not cells[1], ogrn_typed=cells[2], demolition=cells[11])
        self._houses.append(house)
        self._by_guid |= dict.fromkeys(row.guids, house)
        return house

    def _other_company(self, table: SourceTable, line: int, house: _House, cells: tuple[str, ...]) -> None:
        """Where one house has two companies, nobody can tell which is meant: a GUID may be that of another house."""
        if not house.row.ogrn:
            house.ogrn_typed = cells[2]  # a damaged number is told once of a house, not with each of its premises
            digits = _ogrn(table, line, cells[2])
            house.row = replace(house.row, ogrn=digits, organisation=intern(organisation_name(cells[6])))
        elif not house.has_two_companies and ogrn(cells[2]).digits not in ("", house.row.ogrn):
            house.has_two_companies = True
            words = _("GUID %(guid)s has another company (ОГРН %(ogrn)s) in line %(other)s; neither is taken over")
            values = {"guid": house.row.guids[0], "ogrn": house.row.ogrn, "other": house.row.line}
            table.remark(line, "two_companies", words % values)

    def _house_line(self, table: SourceTable, line: int, house: _House, cells: tuple[str, ...]) -> None:
        """The house's own line knows its cadastral number; those of premises have theirs in the same column."""
        if house.has_house_line:
            return
        house.has_house_line = True
        house.demolition = cells[11]
        house.row = replace(house.row, facts=replace(house.row.facts, cadastral_number=_cadastral(cells[9])))

    def rows(self) -> Iterator[StockRow]:
        for house in self._houses:
            flats = house.flats if 0 < house.flats <= MOST_FLATS else None
            is_gone = house.has_house_line or not house.is_any_left
            demolished_on = _demolished_on(house.demolition) if is_gone else None
            row = replace(house.row, ogrn="", organisation="") if house.has_two_companies else house.row
            yield replace(row, facts=replace(row.facts, flats=flats), demolished_on=demolished_on)


def _demolished_on(text: str) -> date | None:
    """A day that cannot be read (they are written in many ways, and of years long ago) is one all the same; words
    without a digit and the days by which programs write "never" and "nothing" are none."""
    if is_open_end(text) or is_no_day(text) or not any(sign.isdecimal() for sign in text):
        return None
    try:
        return calendar_day(text)
    except ValueError:
        return date.min


def _row(table: SourceTable, line: int, cells: tuple[str, ...]) -> StockRow:
    guid_cell, premises, number, _room, address, way, name, kind, state, cadastral, gis, _demolition = cells
    guids = tuple(dict.fromkeys(guid(part) for part in guid_cell.strip('" ').split(";") if part.strip()))
    if not guids:
        raise ValueError(_("there is no ФИАС GUID; the premises of this house are left out"))
    taken = _address(table, line, address)
    return StockRow(
        line=line,
        guids=guids,
        facts=_facts(taken, kind, state, _gis_guid(table, line, gis), "" if premises else cadastral),
        region=intern(taken.region),
        ogrn=_ogrn(table, line, number),
        organisation=intern(organisation_name(name)),
        is_direct=way.strip().lower() in DIRECT,
    )


def _address(table: SourceTable, line: int, text: str) -> Taken:
    """A line with a good GUID is never lost for its address: of a house that is known here the known one stays."""
    try:
        taken = take_apart(text)
        if len(taken.address.text) > WIDEST_ADDRESS or len(taken.address.number) > 100:
            raise ValueError(_("the address is longer than %(n)s characters") % {"n": WIDEST_ADDRESS})
    except ValueError as error:
        table.remark(line, "bad_address", _("%(why)s; the address is not taken over") % {"why": error})
        return Taken(region_of(text), addresses.NOWHERE)
    return taken


def _facts(taken: Taken, kind: str, state: str, gis: UUID | None, cadastral: str) -> HouseFacts:
    address = taken.address
    return HouseFacts(
        municipality=intern(address.municipality),
        address=address.text,
        address_key=address.key,
        area=address.area,
        city=address.city,
        street=address.street,
        number=address.number,
        building=address.building,
        block=address.block,
        letter=address.letter,
        kind=KINDS.get(clean(kind).lower(), HouseKind.UNKNOWN.value),
        is_emergency=clean(state).lower() == "аварийный" if clean(state) else None,
        gis_guid=gis,
        cadastral_number=_cadastral(cadastral),
    )


def _gis_guid(table: SourceTable, line: int, text: str) -> UUID | None:
    """A house is known by its ФИАС GUID; the other one is a fact of it, and no line is lost for that."""
    if not clean(text):
        return None
    try:
        return guid(text)
    except ValueError as error:
        table.remark(line, "bad_number", _("%(name)s: %(why)s; left empty") % {"name": _("ГИС ЖКХ GUID"), "why": error})
        return None


def _ogrn(table: SourceTable, line: int, text: str) -> str:
    number = ogrn(text)
    if number.remark:
        table.remark(line, "number_spoilt", f"ОГРН: {number.remark}")
    return intern(number.digits)


def _cadastral(text: str) -> str:
    return clean(text)[:LONGEST_CADASTRAL]
