"""STAGE 1b, the story: a file becomes facts. Everything or nothing, in one transaction.

    which file? -> read: whose and when -> compare with what is known: may it be applied?
    -> write: facts, periods, marks

`look` and `preview` do all but the last step, with the same code. The header of a register tells which one it is
(docs/adr/0012). What is its own of each file stands in the modules named `*_import.py`, each with one `Source`.
"""

import time
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision.enums import ImportKind
from supervision.errors import BadFile
from supervision.imports import import_record
from supervision.imports.chat_list_import import ChatListSource
from supervision.imports.frt_import import FrtSource
from supervision.imports.licence_import import LicenceSource
from supervision.imports.people_import import PeopleSource
from supervision.imports.requests import ImportRequest
from supervision.imports.source import Comparison, Source
from supervision.imports.stock_import import StockSource
from supervision.imports.undoing import traces
from supervision.models import Region
from supervision.registry.provenance import RegionNames
from supervision.registry.report import ChatsReport, Report
from supervision.registry.sources import recognise
from supervision.registry.sources.recognise import Sort

__all__ = ["ImportRequest", "apply", "look", "preview"]

REGISTERS: dict[ImportKind, type[Source[Any]]] = {
    ImportKind.FRT: FrtSource,
    ImportKind.LICENCES: LicenceSource,
    ImportKind.HOUSING_STOCK: StockSource,
}
LISTS: dict[Sort, type[Source[Any]]] = {Sort.PEOPLE: PeopleSource, Sort.CHATS: ChatListSource}


def preview(request: ImportRequest) -> Report:
    """The report of what `apply` would do; writes nothing. Raises BadFile where a file cannot be read."""
    return look(request)[1].report


def look(request: ImportRequest, *, waives_doubts: bool = True) -> tuple[Source[Any], Comparison[Any]]:
    """The file and its difference.

    With `waives_doubts` False the request's approval lets a doubtful day pass and hides nothing else from who looks.
    """
    started = time.perf_counter()
    source = _read(request)
    approval = request.approval if waives_doubts else ""
    with transaction.atomic():
        found = source.compare(approval)
        report = found.report
        if source.is_rehearsed and not report.refusal:
            report = _with_chats(report, source.write(found.difference))
            report = source.reported(report, found.difference)
            transaction.set_rollback(True)
    # a second comparison costs less than to offer an approval that would not help
    if report.refusal and not approval and not source.compare("any").report.refusal:
        report = replace(report, can_be_approved=True)
    return source, replace(found, report=replace(report, seconds=time.perf_counter() - started))


def apply(request: ImportRequest, *, by: User | None = None) -> Report:
    """Imports the files, unless the report's `refusal` says why not. Raises BadFile, and Refused while another runs."""
    started = time.perf_counter()
    request = replace(request, by=by or request.by)
    source = _read(request)
    with import_record.one_at_a_time(source.region):
        found = source.compare(request.approval)
        if found.report.refusal:
            return replace(found.report, seconds=time.perf_counter() - started)
        with source.event(request, found.difference) as event:
            since = traces.positions()
            report = _with_chats(found.report, source.write(found.difference))
            report = source.reported(report, found.difference)
            report = replace(report, applied=True, seconds=time.perf_counter() - started)
            request.follower.agree(replace(found, report=report))
            run = source.keep(request, report)
            if run and event:
                import_record.tie(run, event, since)
            request.follower.written(run)
    return report


def _with_chats(report: Report, marked: int | None) -> Report:
    if marked is None or isinstance(report, ChatsReport):
        return report
    return replace(report, chats_marked=marked)


def _read(request: ImportRequest) -> Source[Any]:
    names = dict(Region.objects.values_list("code", "name"))
    if request.region and request.region not in names:
        words = _("there is no region “%(code)s”; codes are two digits, for example 55.")
        raise BadFile(words % {"code": request.region}, code="region")
    sort = LISTS.get(request.sort) or _register(request)
    source = sort.read(request, RegionNames(names))
    request.follower.read(1)
    return source


def _register(request: ImportRequest) -> type[Source[Any]]:
    kind = recognise.kind_of(request.file)
    if request.organisations and kind is not ImportKind.FRT:
        raise BadFile(
            _("names its organisations itself; the second file is for the ФРТ houses only. Leave it out."),
            code="second_file",
            file=request.file.name,
        )
    if request.numbers and kind is not ImportKind.FRT:
        raise BadFile(
            _("has no column of house numbers, so none is confirmed in it. Leave the numbers out."),
            code="numbers",
            file=request.file.name,
        )
    return REGISTERS[kind]
