"""STAGE 1, the story: a register file becomes facts. Everything or nothing, in one transaction.

    read the files -> whose and when -> what is known -> difference -> may it be applied? -> facts, periods, marks

`preview` does all but the last step, with the same code. Reading and deciding live in the modules beside this one.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.contrib.auth.models import User

from supervision import audit
from supervision.actions import chats, houses, management_periods, organisations
from supervision.actions.management_periods import PeriodChange
from supervision.enums import ImportKind, PeriodSource
from supervision.errors import BadFile
from supervision.models import ImportRun, Region
from supervision.reconcile import outbox
from supervision.registry import consequences, diff, organisation_diff, provenance, record, summary
from supervision.registry.diff import RegisterDiff
from supervision.registry.facts import known_facts, policy_of
from supervision.registry.known import Known, Policy
from supervision.registry.organisation_diff import OrganisationDiff, OrganisationRef
from supervision.registry.report import Report
from supervision.registry.rows import HouseRow, OrganisationRow, RowIssue
from supervision.registry.sources import frt

FARTHEST_AHEAD = timedelta(days=366)  # a register tells of the next months at most; beyond is a slip in the year


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks for. `region` and `as_of` are needed only where the files' names do not tell them."""

    houses: Path
    organisations: Path | None = None
    as_of: date | None = None
    region: str | None = None
    approval: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The files, read and placed: rows of one region as of one day."""

    region: Region
    as_of: date
    houses: frt.Export[HouseRow]
    organisations: frt.Export[OrganisationRow] | None

    @property
    def file(self) -> str:
        return self.houses.table.file.name


@dataclass(frozen=True, slots=True)
class Findings:
    """The difference with everything that follows from it."""

    known: Known
    policy: Policy
    register: RegisterDiff
    organisations: OrganisationDiff
    touched: consequences.Touched
    report: Report


def preview(order: Order) -> Report:
    """What `apply` would do; writes nothing. Raises BadFile where a file cannot be read."""
    started = time.perf_counter()
    findings = _examine(_read(order), order.approval)
    return replace(findings.report, seconds=time.perf_counter() - started)


def apply(order: Order, *, by: User | None = None) -> Report:
    """Imports the files, unless the report's `refusal` says why not. Raises BadFile, and Refused while another runs."""
    started = time.perf_counter()
    incoming = _read(order)
    table = incoming.houses.table
    details = {"file": table.file.name, "sha256": table.file.sha256, "as_of": incoming.as_of.isoformat()}
    with record.one_at_a_time(incoming.region):
        findings = _examine(incoming, order.approval)
        if findings.report.refusal:
            return replace(findings.report, seconds=time.perf_counter() - started)
        cause = "" if by else "import_registry"
        region = incoming.region
        with audit.event(
            "register.imported", by=by, cause=cause, reason=order.approval, region=region, details=details
        ):
            _write(incoming, findings)
            report = replace(findings.report, applied=True, seconds=time.perf_counter() - started)
            record.keep(ImportKind.FRT, region, table.file, report, as_of=incoming.as_of, by=by)
    return report


def _read(order: Order) -> Incoming:
    names = dict(Region.objects.values_list("code", "name"))
    if order.region and order.region not in names:
        raise BadFile(f"there is no region {order.region!r}; codes are two digits, for example 55.", code="region")
    exported = frt.read_houses(order.houses)
    companies = frt.read_organisations(order.organisations) if order.organisations else None
    file = exported.table.file.name
    regions = provenance.RegionNames(names)
    said = [*exported.names, *(companies.names if companies else [])]
    code = provenance.region_code(file, said, exported.rows, regions, order.region)
    if code not in names:
        raise BadFile(f"its name says region {code}, which does not exist.", code="region", file=file)
    as_of = provenance.day(file, exported.names, order.as_of)
    region = Region.objects.get(pk=code)
    if not order.approval:
        _refuse_doubtful_day(file, region, as_of)
    exported.rows[:] = provenance.without_other_regions(exported.table, exported.rows, regions, code)
    return Incoming(region, as_of, exported, companies)


def _refuse_doubtful_day(file: str, region: Region, as_of: date) -> None:
    """An older file would take back what later ones changed; one dated far ahead by a slip would lock them all out."""
    if as_of > region.today() + FARTHEST_AHEAD:
        raise BadFile(
            f"is as of {as_of}, more than a year ahead. Correct the date, or add --approve REASON.",
            code="far_ahead",
            file=file,
        )
    runs = ImportRun.objects.filter(region=region, kind=ImportKind.FRT).order_by("-as_of")
    last = runs.values_list("as_of", flat=True).first()
    if last and as_of < last:
        raise BadFile(
            f"is as of {as_of}; a file as of {last} was imported already. Send a newer file, or add --approve REASON.",
            code="older_file",
            file=file,
        )


def _examine(incoming: Incoming, approval: str) -> Findings:
    exported, companies = incoming.houses, incoming.organisations
    known = known_facts(incoming.region, incoming.as_of, (row.fias_guid for row in exported.rows))
    policy = policy_of(incoming.region)
    organisation_file = companies.table.file.name if companies else ""
    rows = companies.rows if companies else None
    compared = organisation_diff.compare(known.organisations, rows, organisation_file)
    found = diff.compare(known, exported.rows, compared.refs, as_of=incoming.as_of, file=incoming.file)
    touched = consequences.touched(found, compared, known, policy, as_of=incoming.as_of)
    tables = [exported.table, *([companies.table] if companies else [])]
    refusal = consequences.refusal(exported.table, found)
    refusal = refusal or (consequences.too_many_bad_rows(companies.table) if companies else "")
    refusal = refusal or ("" if approval else consequences.doubts(found, known, policy))
    report = summary.of_register(
        f"Region {incoming.region}, as of {incoming.as_of}", tables, known, found, compared, touched.chats
    )
    if refusal:
        report = replace(report, refusal=refusal, issues=(RowIssue(None, "refused", refusal), *report.issues))
    return Findings(known, policy, found, compared, touched, report)


def _write(incoming: Incoming, findings: Findings) -> None:
    region, found, compared = incoming.region, findings.register, findings.organisations
    organisations.change_from_register(compared.changed)
    ids = organisations.add_from_register(region, compared.added)
    places = [row.facts for row in found.added] + [change.after for change in found.changed]
    municipalities = houses.municipality_ids(region, {facts.municipality for facts in places})
    houses.change_from_register(found.changed, municipalities=municipalities)
    houses.remember_organisations({house: _id(ref, ids) for house, ref in found.remembered.items()})
    by_number = {number: _id(ref, ids) for number, ref in compared.refs.items()}
    added = houses.add_from_register(region, found.added, municipalities=municipalities, organisations=by_number)
    management_periods.replace_many(
        list(_period_changes(findings, added, ids)), region=region, since=incoming.as_of, source=PeriodSource.REGISTER
    )
    outbox.mark_houses(findings.touched.house_ids)
    if findings.touched.opens_chats:
        chats.open_missing(region)
    if found.added:
        record.tell_the_planner()


def _period_changes(findings: Findings, added: dict[UUID, int], ids: dict[int, int]) -> Iterable[PeriodChange]:
    for handover in findings.register.handovers:
        house = findings.known.houses.get(handover.fias_guid)
        house_id = house.id if house else added[handover.fias_guid]
        yield PeriodChange(house_id, _id(handover.organisation, ids))


def _id(ref: OrganisationRef, added: dict[int, int]) -> int:
    return ref.id if ref.id is not None else added[ref.frt_id]
