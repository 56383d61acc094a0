"""`manage.py import_registry`: a file of ФРТ, of the licence register or of ОЖФ into the register of the portal."""

from argparse import ArgumentTypeError
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from supervision.errors import PortalError
from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.management.import_output import as_issue, show
from supervision.registry.dated_numbers import is_number
from supervision.registry.report import ImportReport, of_kind


class Command(BaseCommand):
    help = (
        "Imports a register of one region; the header of the file tells which: ФРТ houses "
        "(export-reestrmkd-RR-YYYYMMDD, zip or csv) with organisations (export-reestruo-...), the licence register of "
        "ГИС ЖКХ (xlsx, also in a zip), or ОЖФ (csv, also several in a zip). Without --apply nothing is written, the "
        "output says what would be, and chats_marked is the number of chats that would be marked, reckoned by the "
        "same rules. Exit code 1: nothing was written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="file of houses, of licences or of ОЖФ")
        parser.add_argument("organisations", type=Path, nargs="?", help="ФРТ only: organisations of the same day")
        parser.add_argument("--as-of", type=as_date, help="day of the facts, else the date in the file's name")
        parser.add_argument("--region", help="region's code of two digits, else from the file's name or content")
        parser.add_argument("--apply", action="store_true", help="write; without it this is a dry run")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument(
            "--approve",
            metavar="REASON",
            default="",
            help="import in spite of missing houses, contradictory lines or a doubtful date",
        )

        parser.add_argument(
            "--number",
            action="append",
            default=[],
            type=as_number,
            metavar="GUID=NUMBER",
            help="ФРТ only: the house number of which a spreadsheet made a date; once for each such house",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        request = ImportRequest(
            file=options["file"],
            organisations=options["organisations"],
            as_of=options["as_of"],
            region=options["region"],
            approval=options["approve"].strip(),
            numbers=dict(options["number"]),
        )
        try:
            told = importer.apply(request) if options["apply"] else importer.preview(request)
            report = of_kind(ImportReport, told)
        except PortalError as error:
            report = ImportReport(issues=(as_issue(error),), refusal=str(error))
        if report.refusal and not request.approval:
            way_out = _("(In the command: --approve REASON, --region NN, --as-of YYYY-MM-DD.)")
            report = replace(report, refusal=f"{report.refusal} {way_out}")
        show(self, report, as_json=options["json"], dry=not options["apply"])


def as_number(text: str) -> tuple[UUID, str]:
    """`4a1b...=5/1`."""
    house, _equals, number = text.partition("=")
    if not is_number(number.strip()):
        raise ArgumentTypeError(_("“%(typed)s” is no house number") % {"typed": number})
    return UUID(house.strip()), number.strip()


def as_date(text: str) -> date:
    return date.fromisoformat(text)
