"""A file of people becomes inspectors with zones, or representatives. Everything or nothing, as with registers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from supervision import audit
from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.imports import people_told, record, rosters
from supervision.imports.requests import NOBODY, Follower
from supervision.models import Inspector, Municipality, Organisation, Region, Representative
from supervision.registry import people_diff
from supervision.registry.people_diff import Area, KnownInspector, KnownRepresentative, PeopleDiff, PlacesByName
from supervision.registry.report import PeopleReport, RowCounts, Section
from supervision.registry.sources import people
from supervision.registry.sources.people import InspectorsFile, RepresentativesFile
from supervision.registry.summary import section

IMPORTED = {ImportKind.INSPECTORS: "inspectors.imported", ImportKind.REPRESENTATIVES: "representatives.imported"}


@dataclass(frozen=True, slots=True)
class PeopleFindings:
    """`write` applies the difference; nothing has been written before it is called. `told` is for the event, and
    `new_owners`, asked after `write`, says which accounts that nobody knew own chats then."""

    report: PeopleReport
    write: Callable[[], int]
    told: dict[str, Any]
    new_owners: Callable[[], Section | None] = lambda: None


def preview(path: Path, region_code: str, *, follower: Follower = NOBODY) -> PeopleReport:
    """What `apply` would do: done and taken back, because only the facts tell which chats pass to another owner.

    Raises BadFile where the file cannot be read.
    """
    started = time.perf_counter()
    region = _region(region_code)
    file = people.read(path)
    follower.read(1)
    with transaction.atomic():
        findings = _examine(region, file)
        if findings.report.refusal:
            return findings.report
        marked = findings.write()
        report = _with_owners(findings)
        transaction.set_rollback(True)
    return replace(report, chats_marked=marked, seconds=time.perf_counter() - started)


def apply(path: Path, region_code: str, *, by: User | None = None, follower: Follower = NOBODY) -> PeopleReport:
    """Raises BadFile, and Refused while another import of the region runs."""
    started = time.perf_counter()
    region = _region(region_code)
    file = people.read(path)
    follower.read(1)
    cause = "" if by else "import_people"
    with record.one_at_a_time(region):
        findings = _examine(region, file)
        if findings.report.refusal:
            return findings.report
        details = {"file": file.file.name, "sha256": file.file.sha256, **findings.told}
        with audit.event(IMPORTED[file.kind], by=by, cause=cause, region=region, details=details):
            marked = findings.write()
            seconds = time.perf_counter() - started
            report = replace(_with_owners(findings), applied=True, chats_marked=marked, seconds=seconds)
            follower.agree(report)  # only what was written tells how many chats it touches
            follower.written(record.keep(file.kind, region, file.file, report, by=by))
    return report


def _with_owners(findings: PeopleFindings) -> PeopleReport:
    """The report with the new owners of chats at its head; they count in what is confirmed."""
    owners = findings.new_owners()
    if owners is None:
        return findings.report
    return replace(findings.report, new_owners=owners.total, sections=(owners, *findings.report.sections))


def _region(code: str) -> Region:
    region = Region.objects.filter(pk=code).first()
    if region is None:
        words = _("there is no region “%(code)s”; codes are two digits, for example 55.")
        raise BadFile(words % {"code": code}, code="region")
    return region


def _examine(region: Region, file: InspectorsFile | RepresentativesFile) -> PeopleFindings:
    if isinstance(file, InspectorsFile):
        return _examine_inspectors(region, file)
    return _examine_representatives(region, file)


def _examine_inspectors(region: Region, file: InspectorsFile) -> PeopleFindings:
    places = PlacesByName(Municipality.objects.filter(region=region).values_list("name", flat=True))
    diff = people_diff.compare_inspectors(_inspectors(region), file.rows, places, file.file.name)
    return PeopleFindings(
        _report(region, file, diff),
        lambda: rosters.take_inspectors(region, diff.added, diff.changed),
        people_told.told(diff),
        lambda: people_told.new_owners(region, diff),
    )


def _examine_representatives(region: Region, file: RepresentativesFile) -> PeopleFindings:
    today = region.today()
    known, organisations = _representatives(region), _organisations(region)
    diff = people_diff.compare_representatives(known, file.rows, organisations, file.file.name)
    return PeopleFindings(
        _report(region, file, diff),
        lambda: rosters.take_representatives(region, diff.added, diff.changed, since=today),
        people_told.told(diff),
    )


def _inspectors(region: Region) -> list[KnownInspector]:
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
            is_dismissed=inspector.dismissed_on is not None and inspector.dismissed_on <= region.today(),
        )
        for inspector in found
        if inspector.messenger_id is not None
    ]


def _area(inspector: Inspector) -> Area:
    zones = inspector.zones.all()
    if any(zone.whole_region for zone in zones):
        return Area(whole_region=True)
    return Area(frozenset(place.name for zone in zones for place in zone.municipalities.all()))


def _representatives(region: Region) -> list[KnownRepresentative]:
    active = Representative.objects.filter(Q(until__isnull=True) | Q(until__gt=region.today()))
    rows = active.filter(organisation__region=region).order_by("pk")
    return [KnownRepresentative(*row) for row in rows.values_list("pk", "organisation", "messenger_id", "full_name")]


def _organisations(region: Region) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for inn, pk in Organisation.objects.filter(region=region).exclude(inn="").order_by("pk").values_list("inn", "pk"):
        found.setdefault(inn, []).append(pk)
    return found


def _report(region: Region, file: InspectorsFile | RepresentativesFile, diff: PeopleDiff[Any]) -> PeopleReport:
    sections = (
        section(_("Added"), diff.added, lambda item: item.row.full_name),
        section(_("Changed"), diff.changed, lambda item: item.row.full_name),
    )
    unusable = not (diff.added or diff.changed or diff.unchanged)
    none_usable = _("%(file)s: none of its lines can be used; see the remarks.") % {"file": file.file.name}
    return PeopleReport(
        kind=file.kind.value,
        heading=_("Region %(region)s: %(kind)s") % {"region": region, "kind": file.kind.label},
        people=RowCounts(len(diff.added), len(diff.changed), diff.unchanged, diff.missing),
        bad_rows=file.bad_rows + diff.bad_rows,
        issues=tuple(file.issues + diff.issues),
        chats_marked=0,  # known once it was tried
        sections=tuple(item for item in sections if item.total),
        refusal=none_usable if unusable else "",
    )
