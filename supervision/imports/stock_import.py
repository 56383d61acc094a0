"""ОЖФ as an import: houses with their other GUIDs, and their companies where nothing else tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from supervision.enums import ImportKind
from supervision.imports import house_registers
from supervision.imports.facts import known_facts, policy_of
from supervision.imports.house_registers import HouseFindings
from supervision.imports.requests import Findings, ImportRequest, Incoming, place, refused
from supervision.models import House, ImportRun, Region
from supervision.registry import consequences, diff, provenance, stock_diff, summary
from supervision.registry.known import KnownRegister
from supervision.registry.provenance import RegionNames
from supervision.registry.rows import StockRow
from supervision.registry.sources import housing_stock
from supervision.registry.sources.housing_stock import StockFile


@dataclass(frozen=True, slots=True)
class Stock:
    """The houses of one region as of one day."""

    region: Region
    as_of: date
    file: StockFile


def read(order: ImportRequest, regions: RegionNames) -> Incoming:
    file = housing_stock.read(order.file, order.follower.read)
    texts = (file.file.name, file.file.inner_name)
    said = [name for text in texts if (name := provenance.gis_name(text, regions))]
    region, as_of = place(ImportKind.HOUSING_STOCK, order, said, file.rows, regions)
    file.rows[:] = provenance.without_other_regions(file.tables[0], file.rows, regions, region.pk)
    return Incoming(ImportKind.HOUSING_STOCK, region, as_of, file.file, partial(_examine, Stock(region, as_of, file)))


def _examine(stock: Stock, approval: str) -> Findings:
    region, as_of, file = stock.region, stock.as_of, stock.file
    known = known_facts(region, as_of, (guid for row in file.rows for guid in row.guids))
    policy, leads = policy_of(region), not _has_frt(region)
    taken = _gis_guids_elsewhere(region, file.rows)
    matched = stock_diff.match(known, file.rows, as_of=as_of, leads=leads, taken=taken, file=file.file.name)
    found = diff.compare(known, matched.rows, matched.organisations.refs, as_of=as_of, file=file.file.name)
    found.issues[:0] = matched.issues
    found.bad_rows += matched.bad_rows
    found.doubtful += matched.doubtful
    touched = consequences.touched(found, matched.organisations, known, policy, as_of=as_of)
    # a house that cannot be read is one bad line, however many premises it has
    bad = found.bad_rows + sum(table.bad_rows for table in file.tables)
    refusal = consequences.too_many_bad(file.file.name, bad, len(file.rows) + bad)
    refusal = refusal or ("" if approval else consequences.doubts(found, known, policy))
    heading = summary.heading(region, ImportKind.HOUSING_STOCK, as_of)
    report = summary.of_register(heading, file.tables, known, found, matched.organisations, touched.chats)
    findings = HouseFindings(known, found, matched.organisations, touched, _kept(matched.aliases, known, found), leads)
    return Findings(refused(report, refusal), partial(house_registers.write, region, as_of, findings))


def _has_frt(region: Region) -> bool:
    return ImportRun.objects.filter(region=region, kind=ImportKind.FRT).exists()


def _gis_guids_elsewhere(region: Region, rows: Iterable[StockRow]) -> frozenset[UUID]:
    guids = [row.facts.gis_guid for row in rows if row.facts.gis_guid]
    elsewhere = House.objects.exclude(region=region).filter(gis_guid__in=guids)
    return frozenset(guid for guid in elsewhere.values_list("gis_guid", flat=True) if guid)


def _kept(aliases: dict[UUID, UUID], known: KnownRegister, found: diff.RegisterDiff) -> dict[UUID, UUID]:
    """Without those of new houses that the comparison left out."""
    there = known.houses.keys() | {row.fias_guid for row in found.added}
    return {alias: own for alias, own in aliases.items() if own in there}
