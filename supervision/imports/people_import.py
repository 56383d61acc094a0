"""A file of people as an import: inspectors with their zones, or representatives of companies."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from supervision.actions import uploads
from supervision.enums import ImportKind
from supervision.imports import people_told, rosters
from supervision.imports.requests import ImportRequest, region_named
from supervision.imports.source import Comparison, Source, refused
from supervision.models import Inspector, Municipality, Organisation, Region, Representative
from supervision.models.spans import lasts
from supervision.queue import clock
from supervision.registry import people_diff
from supervision.registry.people_diff import (
    Area,
    InspectorsDiff,
    KnownInspector,
    KnownRepresentative,
    PlacesByName,
    RepresentativesDiff,
)
from supervision.registry.provenance import RegionNames
from supervision.registry.report import PeopleReport, Report, RowCounts
from supervision.registry.sources import people
from supervision.registry.sources.files import OpenedFile
from supervision.registry.sources.people import InspectorsFile, RepresentativesFile
from supervision.registry.summary import section
from supervision.worklists.people import in_office

PeopleFound = InspectorsDiff | RepresentativesDiff


@dataclass(frozen=True, slots=True)
class PeopleSource(Source[PeopleFound]):
    """The header of the file tells which people it holds."""

    region: Region
    file: OpenedFile
    kind: ImportKind
    people: InspectorsFile | RepresentativesFile
    as_of: date | None = None
    command: ClassVar[str] = "import_people"
    is_rehearsed: ClassVar[bool] = True

    @property
    def event_name(self) -> str:  # type: ignore[override]  # who may apply it depends on whom it brings
        return uploads.APPLIED[self.kind]

    def told(self, difference: PeopleFound) -> dict[str, Any]:
        return people_told.told(difference)

    def reported(self, report: Report, difference: PeopleFound) -> Report:
        """New owners of chats stand at its head, and count in what is confirmed."""
        owners = people_told.new_owners(self.region, difference) if isinstance(difference, InspectorsDiff) else None
        if owners is None or not isinstance(report, PeopleReport):
            return report
        return replace(report, new_owners=owners.total, sections=(owners, *report.sections))

    @classmethod
    def read(cls, request: ImportRequest, regions: RegionNames) -> Self:
        region = region_named(request.region)
        file = people.read(request.file)
        return cls(region, file.file, file.kind, file)

    def compare(self, approval: str) -> Comparison[PeopleFound]:
        found = self._difference()
        return Comparison(_report(self.region, self.people, found), found)

    def _difference(self) -> PeopleFound:
        region, file = self.region, self.people
        if isinstance(file, InspectorsFile):
            places = PlacesByName(Municipality.objects.filter(region=region).values_list("name", flat=True))
            known, by_name = _inspectors(region), _inspectors_by_name(region)
            return people_diff.compare_inspectors(known, file.rows, places, file.file.name, by_name=by_name)
        representatives, by_name_only = _representatives(region), _representatives_by_name(region)
        return people_diff.compare_representatives(
            representatives, file.rows, _organisations(region), file.file.name, by_name=by_name_only
        )

    def write(self, difference: PeopleFound) -> int:
        if isinstance(difference, InspectorsDiff):
            return rosters.take_inspectors(self.region, difference.added, difference.changed)
        today = clock.today(self.region)
        return rosters.take_representatives(self.region, difference.added, difference.changed, since=today)


def _inspectors(region: Region) -> list[KnownInspector]:
    today = clock.today(region)
    found = Inspector.objects.filter(region=region, messenger_id__isnull=False).prefetch_related(
        "zones__municipalities"
    )
    return [
        KnownInspector(
            id=inspector.pk,
            messenger_id=inspector.messenger_id,
            full_name=inspector.full_name,
            position=inspector.position,
            area=_area(inspector),
            is_dismissed=inspector.dismissed_on is not None and inspector.dismissed_on <= today,
        )
        for inspector in found
        if inspector.messenger_id is not None
    ]


def _inspectors_by_name(region: Region) -> list[str]:
    """In office and not known in the messenger."""
    unknown = in_office(region.inspectors.filter(messenger_id=None), clock.today(region))
    return list(unknown.values_list("full_name", flat=True))


def _area(inspector: Inspector) -> Area:
    zones = inspector.zones.all()
    if any(zone.whole_region for zone in zones):
        return Area(whole_region=True)
    return Area(frozenset(place.name for zone in zones for place in zone.municipalities.all()))


def _representatives(region: Region) -> list[KnownRepresentative]:
    rows = _active(region).filter(messenger_id__isnull=False).order_by("pk")
    known = rows.values_list("pk", "organisation", "messenger_id", "full_name")
    return [KnownRepresentative(pk, company, account, name) for pk, company, account, name in known if account]


def _representatives_by_name(region: Region) -> list[tuple[int, str]]:
    """Company and name of those who are not known in the messenger."""
    return list(_active(region).filter(messenger_id=None).values_list("organisation", "full_name"))


def _active(region: Region) -> QuerySet[Representative]:
    return Representative.objects.filter(lasts(clock.today(region)), organisation__region=region)


def _organisations(region: Region) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for inn, pk in Organisation.objects.filter(region=region).exclude(inn="").order_by("pk").values_list("inn", "pk"):
        found.setdefault(inn, []).append(pk)
    return found


def _report(region: Region, file: InspectorsFile | RepresentativesFile, diff: Any) -> PeopleReport:
    sections = (
        section(_("Added"), diff.added, lambda item: item.row.full_name),
        section(_("Changed"), diff.changed, lambda item: item.row.full_name),
    )
    unusable = not (diff.added or diff.changed or diff.unchanged)
    none_usable = _("None of the lines of the file can be used; see the remarks.")
    report = PeopleReport(
        kind=file.kind.value,
        heading=_("Region %(region)s: %(kind)s") % {"region": region, "kind": file.kind.label},
        people=RowCounts(len(diff.added), len(diff.changed), diff.unchanged, diff.missing),
        bad_rows=file.bad_rows + diff.bad_rows,
        issues=tuple(file.issues + diff.issues),
        chats_marked=0,  # known once it was tried
        sections=tuple(item for item in sections if item.total),
    )
    return refused(report, none_usable if unusable else "", file.file.name)
