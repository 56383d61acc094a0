"""The ФРТ export as an import: houses of a region, and the organisations that manage them in a file beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from supervision.enums import ImportKind
from supervision.imports import house_registers
from supervision.imports.facts import known_facts, policy_of
from supervision.imports.house_registers import HouseFindings
from supervision.imports.requests import ImportRequest, is_older, place
from supervision.imports.source import Comparison, Source, refused
from supervision.models import Region
from supervision.registry import diff, doubts, organisation_diff, provenance, successions, summary, touched_chats
from supervision.registry.diff import RegisterDiff
from supervision.registry.file_rows import HouseRow, OrganisationRow
from supervision.registry.provenance import RegionNames
from supervision.registry.sources import frt
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.tables import SourceTable


@dataclass(frozen=True, slots=True)
class FrtSource(Source[HouseFindings]):
    region: Region
    as_of: date
    file: OpenedFile
    houses: frt.Export[HouseRow]
    organisations: frt.Export[OrganisationRow] | None
    kind: ImportKind = ImportKind.FRT

    @classmethod
    def read(cls, request: ImportRequest, regions: RegionNames) -> Self:
        houses = frt.read_houses(request.file, request.numbers)
        companies = frt.read_organisations(request.organisations) if request.organisations else None
        files = [houses.table.file, *([companies.table.file] if companies else [])]
        said = [name for file in files for name in provenance.said_by(file, regions)]
        region, as_of = place(ImportKind.FRT, request, said, houses.rows, regions)
        houses.rows[:] = provenance.without_other_regions(houses.table, houses.rows, regions, region.pk)
        return cls(region, as_of, houses.table.file, houses, companies)

    def compare(self, approval: str) -> Comparison[HouseFindings]:
        table, rows, companies = self.houses.table, self.houses.rows, self.organisations
        known = known_facts(self.region, (row.fias_guid for row in rows))
        policy, older = policy_of(self.region), is_older(self.kind, self.region, self.as_of)
        organisation_file = companies.table.file.name if companies else ""
        compared = organisation_diff.compare(
            known.organisations,
            companies.rows if companies else None,
            organisation_file,
            as_of=self.as_of,
            is_older=older,
        )
        found = diff.compare(known, rows, compared.refs, as_of=self.as_of, file=table.file.name, is_older=older)
        touched = touched_chats.touched(found, compared, known, policy, as_of=self.as_of)
        tables = [table, *([companies.table] if companies else [])]
        useless, name = _useless(tables, found)
        refusal = useless or ("" if approval else doubts.doubts(found, known, policy))
        heading = summary.heading(self.region, self.kind, self.as_of)
        passing = successions.of_handovers(found.handovers)
        reorganised = successions.likely(passing, known.periods, known.organisations, as_of=self.as_of)
        found.issues += successions.told(reorganised, table.file.name)
        report = summary.of_register(heading, tables, known, found, compared, touched.chats, reorganised)
        return Comparison(refused(report, refusal, name), HouseFindings(known, found, compared, touched, found.aliases))

    def write(self, difference: HouseFindings) -> None:
        house_registers.write(self.region, self.as_of, difference)


def _useless(tables: Sequence[SourceTable], found: RegisterDiff) -> tuple[str, str]:
    """Why a file cannot be applied whoever approves, and its name; the first table is that of the houses."""
    for table in tables:
        is_of_houses = table is tables[0]
        if words := doubts.refusal(table, found) if is_of_houses else doubts.too_many_bad_rows(table):
            return words, table.file.name
    return "", ""
