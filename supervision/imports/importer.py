"""STAGE 1, the story: a register file becomes facts. Everything or nothing, in one transaction.

    which register? -> read the file -> whose and when -> what is known -> difference -> may it be applied?
    -> facts, periods, marks

`preview` does all but the last step, with the same code. The header of the file tells the register (docs/adr/0012);
what is its own of each stands in `frt_import.py`, `licence_import.py` and `stock_import.py`.
"""

import time
from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import audit
from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.imports import frt_import, licence_import, record, stock_import
from supervision.imports.requests import ImportRequest, Incoming
from supervision.models import Region
from supervision.registry.provenance import RegionNames
from supervision.registry.report import ImportReport
from supervision.registry.sources import recognise

__all__ = ["ImportRequest", "apply", "preview"]

READERS = {
    ImportKind.FRT: frt_import.read,
    ImportKind.LICENCES: licence_import.read,
    ImportKind.HOUSING_STOCK: stock_import.read,
}


def preview(order: ImportRequest, *, waives_doubts: bool = True) -> ImportReport:
    """What `apply` would do; writes nothing. Raises BadFile where a file cannot be read.

    With `waives_doubts` False the order's approval lets a doubtful day pass and hides nothing else from who looks.
    """
    started = time.perf_counter()
    incoming = _read(order)
    approval = order.approval if waives_doubts else ""
    report = incoming.examine(approval).report
    # a second comparison costs less than to offer an approval that would not help
    gives_way = bool(report.refusal) and not approval and not incoming.examine("any").report.refusal
    return replace(report, can_be_approved=gives_way, seconds=time.perf_counter() - started)


def apply(order: ImportRequest, *, by: User | None = None) -> ImportReport:
    """Imports the files, unless the report's `refusal` says why not. Raises BadFile, and Refused while another runs."""
    started = time.perf_counter()
    incoming = _read(order)
    region, file = incoming.region, incoming.file
    details = {"file": file.name, "sha256": file.sha256, "as_of": incoming.as_of.isoformat()}
    with record.one_at_a_time(region):
        findings = incoming.examine(order.approval)
        if findings.report.refusal:
            return replace(findings.report, seconds=time.perf_counter() - started)
        order.follower.agree(findings.report)
        cause = "" if by else "import_registry"
        with audit.event(
            "register.imported", by=by, cause=cause, reason=order.approval, region=region, details=details
        ):
            findings.write()
            report = replace(findings.report, applied=True, seconds=time.perf_counter() - started)
            run = record.keep(incoming.kind, region, file, report, as_of=incoming.as_of, by=by)
            order.follower.written(run)
    return report


def _read(order: ImportRequest) -> Incoming:
    names = dict(Region.objects.values_list("code", "name"))
    if order.region and order.region not in names:
        words = _("there is no region “%(code)s”; codes are two digits, for example 55.")
        raise BadFile(words % {"code": order.region}, code="region")
    kind = recognise.kind_of(order.file)
    if order.organisations and kind is not ImportKind.FRT:
        raise BadFile(
            _("names its organisations itself; the second file is for the ФРТ houses only. Leave it out."),
            code="second_file",
            file=order.file.name,
        )
    incoming = READERS[kind](order, RegionNames(names))
    order.follower.read(1)
    return incoming
