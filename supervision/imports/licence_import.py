"""The licence register as an import: licences, and who manages which house from when to when."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from supervision.enums import ImportKind
from supervision.imports import organisations, timelines
from supervision.imports.facts import known_facts, known_licences, policy_of
from supervision.imports.requests import Findings, ImportRequest, Incoming, place, refused
from supervision.models import Region
from supervision.registry import consequences, licence_diff, licence_summary, provenance, summary
from supervision.registry.licence_diff import LicenceDiff
from supervision.registry.provenance import RegionNames
from supervision.registry.sources import licences
from supervision.registry.sources.licences import LicenceFile


@dataclass(frozen=True, slots=True)
class Register:
    """The lines of one region as of one day."""

    region: Region
    as_of: date
    file: LicenceFile


def read(order: ImportRequest, regions: RegionNames) -> Incoming:
    file = licences.read(order.file)
    texts = (file.file.name, file.file.inner_name)
    said = [name for text in texts if (name := provenance.gis_name(text, regions))]
    region, as_of = place(ImportKind.LICENCES, order, said, file.rows, regions)
    file.rows[:] = provenance.without_other_regions(file, file.rows, regions, region.pk)
    register = Register(region, as_of, file)
    return Incoming(ImportKind.LICENCES, region, as_of, file.file, partial(_examine, register))


def _examine(register: Register, approval: str) -> Findings:
    region, as_of, file = register.region, register.as_of, register.file
    # past periods too: a line of the register may be about any of them
    known = known_facts(region, date.min, (row.fias_guid for row in file.rows if row.fias_guid))
    found = licence_diff.compare(known, known_licences(region), file.rows, as_of=as_of, file=file.file.name)
    report = licence_summary.of_licences(
        summary.heading(region, ImportKind.LICENCES, as_of), file, known, found, today=region.today()
    )
    refusal = consequences.too_many_bad(file.file.name, file.bad_rows + found.bad_rows, file.lines)
    refusal = refusal or consequences.no_house_known(file.file.name, found)
    refusal = refusal or ("" if approval else consequences.licence_doubts(found, policy_of(region)))
    return Findings(refused(report, refusal), partial(_write, region, as_of, found))


def _write(region: Region, as_of: date, found: LicenceDiff) -> None:
    organisations.change_from_register(found.organisations_changed)
    ids = organisations.add_from_register(region, found.organisations_added)
    changes = [*found.licences_added, *found.licences_changed]
    organisations.take_licences(region, changes, ids, as_of=as_of)
    timelines.take(region, found.timelines, ids)
