"""The licence register as an import: licences, and who manages which house from when to when."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from supervision.enums import ImportKind
from supervision.imports import organisations, timelines
from supervision.imports.facts import known_facts, known_licences, policy_of
from supervision.imports.requests import ImportRequest, is_older, place
from supervision.imports.source import Comparison, Source, refused
from supervision.models import Region
from supervision.queue import clock
from supervision.registry import doubts, licence_diff, licence_summary, provenance, summary
from supervision.registry.licence_diff import LicenceDiff
from supervision.registry.provenance import RegionNames
from supervision.registry.sources import licences
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.licences import LicenceFile


@dataclass(frozen=True, slots=True)
class LicenceSource(Source[LicenceDiff]):
    region: Region
    as_of: date
    file: OpenedFile
    register: LicenceFile
    kind: ImportKind = ImportKind.LICENCES

    @classmethod
    def read(cls, request: ImportRequest, regions: RegionNames) -> Self:
        register = licences.read(request.file)
        said = provenance.said_by(register.file, regions)
        region, as_of = place(ImportKind.LICENCES, request, said, register.rows, regions)
        register.rows[:] = provenance.without_other_regions(register, register.rows, regions, region.pk)
        return cls(region, as_of, register.file, register)

    def compare(self, approval: str) -> Comparison[LicenceDiff]:
        register, name = self.register, self.file.name
        known = known_facts(self.region, (row.fias_guid for row in register.rows if row.fias_guid))
        policy = policy_of(self.region)
        found = licence_diff.compare(
            known,
            known_licences(self.region),
            register.rows,
            as_of=self.as_of,
            file=name,
            is_complete=not register.bad_rows,
            is_older=is_older(self.kind, self.region, self.as_of),
            missing_limit_percent=policy.missing_limit_percent,
        )
        heading = summary.heading(self.region, self.kind, self.as_of)
        report = licence_summary.of_licences(heading, register, known, found, today=clock.today(self.region))
        useless = doubts.too_many_bad(register.bad_rows + found.bad_rows, register.lines)
        useless = useless or doubts.no_house_known(found)
        refusal = useless or ("" if approval else doubts.licence_doubts(found, policy))
        return Comparison(refused(report, refusal, name if useless else ""), found)

    def write(self, difference: LicenceDiff) -> None:
        organisations.change_from_register(difference.organisations_changed)
        ids = organisations.add_from_register(self.region, difference.organisations_added)
        changes = [*difference.licences_added, *difference.licences_changed]
        organisations.take_licences(self.region, changes, ids, as_of=self.as_of)
        timelines.take(self.region, difference.timelines, ids)
