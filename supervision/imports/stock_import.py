"""ОЖФ as an import: houses with their other GUIDs, and their companies where nothing else tells them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from supervision.enums import ImportKind
from supervision.imports import house_registers
from supervision.imports.facts import known_facts, policy_of
from supervision.imports.house_registers import HouseFindings
from supervision.imports.requests import ImportRequest, is_older, place
from supervision.imports.source import Comparison, Source, refused
from supervision.models import House, ImportRun, Region
from supervision.registry import diff, doubts, provenance, stock_diff, successions, summary, touched_chats
from supervision.registry.file_rows import StockRow
from supervision.registry.known_rows import KnownRegister
from supervision.registry.provenance import RegionNames
from supervision.registry.sources import housing_stock
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.housing_stock import StockFile


@dataclass(frozen=True, slots=True)
class StockSource(Source[HouseFindings]):
    region: Region
    as_of: date
    file: OpenedFile
    stock: StockFile
    kind: ImportKind = ImportKind.HOUSING_STOCK

    @classmethod
    def read(cls, request: ImportRequest, regions: RegionNames) -> Self:
        stock = housing_stock.read(request.file, request.follower.read)
        said = provenance.said_by(stock.file, regions)
        region, as_of = place(ImportKind.HOUSING_STOCK, request, said, stock.rows, regions)
        stock.rows[:] = provenance.without_other_regions(stock.tables[0], stock.rows, regions, region.pk)
        return cls(region, as_of, stock.file, stock)

    def compare(self, approval: str) -> Comparison[HouseFindings]:
        region, as_of, rows, name = self.region, self.as_of, self.stock.rows, self.file.name
        known = known_facts(region, (guid for row in rows for guid in row.guids))
        policy, leads = policy_of(region), not _has_frt(region)
        taken = _gis_guids_elsewhere(region, rows)
        matched = stock_diff.match(known, rows, as_of=as_of, leads=leads, taken=taken, file=name)
        older = is_older(self.kind, region, as_of)
        refs = matched.organisations.refs
        found = diff.compare(known, matched.rows, refs, as_of=as_of, file=name, is_older=older)
        found.issues[:0] = matched.issues
        found.bad_rows += matched.bad_rows
        found.doubtful += matched.doubtful
        touched = touched_chats.touched(found, matched.organisations, known, policy, as_of=as_of)
        # a house that cannot be read is one bad line, however many premises it has
        bad = found.bad_rows + sum(table.bad_rows for table in self.stock.tables)
        useless = doubts.too_many_bad(bad, len(rows) + bad)
        refusal = useless or ("" if approval else doubts.doubts(found, known, policy))
        heading = summary.heading(region, self.kind, as_of)
        passing = successions.of_handovers(found.handovers)
        reorganised = successions.likely(passing, known.periods, known.organisations, as_of=as_of)
        found.issues += successions.told(reorganised, name)
        tables, companies = self.stock.tables, matched.organisations
        report = summary.of_register(heading, tables, known, found, companies, touched.chats, reorganised)
        aliases = _kept(matched.aliases, known, found) | found.aliases
        findings = HouseFindings(known, found, matched.organisations, touched, aliases, leads)
        return Comparison(refused(report, refusal, name if useless else ""), findings)

    def write(self, difference: HouseFindings) -> None:
        house_registers.write(self.region, self.as_of, difference)


def _has_frt(region: Region) -> bool:
    return ImportRun.objects.standing().filter(region=region, kind=ImportKind.FRT).exists()


def _gis_guids_elsewhere(region: Region, rows: Iterable[StockRow]) -> frozenset[UUID]:
    guids = [row.facts.gis_guid for row in rows if row.facts.gis_guid]
    elsewhere = House.objects.exclude(region=region).filter(gis_guid__in=guids)
    return frozenset(guid for guid in elsewhere.values_list("gis_guid", flat=True) if guid)


def _kept(aliases: dict[UUID, UUID], known: KnownRegister, found: diff.RegisterDiff) -> dict[UUID, UUID]:
    """Without those of new houses that the comparison left out."""
    there = known.houses.keys() | {row.fias_guid for row in found.added}
    return {alias: own for alias, own in aliases.items() if own in there}
