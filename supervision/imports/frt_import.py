"""The ФРТ export as an import: houses of a region, and the organisations that manage them in a file beside it."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from supervision.enums import ImportKind
from supervision.imports import house_registers
from supervision.imports.facts import known_facts, policy_of
from supervision.imports.house_registers import HouseFindings
from supervision.imports.requests import Findings, ImportRequest, Incoming, place, refused
from supervision.models import Region
from supervision.registry import consequences, diff, organisation_diff, provenance, summary
from supervision.registry.provenance import RegionNames
from supervision.registry.rows import HouseRow, OrganisationRow
from supervision.registry.sources import frt


@dataclass(frozen=True, slots=True)
class FrtFiles:
    """The rows of one region as of one day."""

    region: Region
    as_of: date
    houses: frt.Export[HouseRow]
    organisations: frt.Export[OrganisationRow] | None


def read(order: ImportRequest, regions: RegionNames) -> Incoming:
    houses = frt.read_houses(order.file)
    companies = frt.read_organisations(order.organisations) if order.organisations else None
    said = [*houses.names, *(companies.names if companies else [])]
    region, as_of = place(ImportKind.FRT, order, said, houses.rows, regions)
    houses.rows[:] = provenance.without_other_regions(houses.table, houses.rows, regions, region.pk)
    files = FrtFiles(region, as_of, houses, companies)
    return Incoming(ImportKind.FRT, region, as_of, houses.table.file, partial(_examine, files))


def _examine(files: FrtFiles, approval: str) -> Findings:
    table, rows, companies = files.houses.table, files.houses.rows, files.organisations
    known = known_facts(files.region, files.as_of, (row.fias_guid for row in rows))
    policy = policy_of(files.region)
    organisation_file = companies.table.file.name if companies else ""
    compared = organisation_diff.compare(
        known.organisations, companies.rows if companies else None, organisation_file, as_of=files.as_of
    )
    found = diff.compare(known, rows, compared.refs, as_of=files.as_of, file=table.file.name)
    touched = consequences.touched(found, compared, known, policy, as_of=files.as_of)
    refusal = consequences.refusal(table, found)
    refusal = refusal or (consequences.too_many_bad_rows(companies.table) if companies else "")
    refusal = refusal or ("" if approval else consequences.doubts(found, known, policy))
    report = summary.of_register(
        summary.heading(files.region, ImportKind.FRT, files.as_of),
        [table, *([companies.table] if companies else [])],
        known,
        found,
        compared,
        touched.chats,
    )
    findings = HouseFindings(known, found, compared, touched)
    return Findings(refused(report, refusal), partial(house_registers.write, files.region, files.as_of, findings))
