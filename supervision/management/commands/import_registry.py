"""`manage.py import_registry`: a ФРТ export of houses (and organisations) into the register."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from supervision.errors import PortalError
from supervision.management.reports import as_issue, show
from supervision.registry import importer
from supervision.registry.importer import Order
from supervision.registry.report import Report


class Command(BaseCommand):
    help = (
        "Imports a ФРТ export of one region: houses (export-reestrmkd-RR-YYYYMMDD, zip or csv) and organisations "
        "(export-reestruo-...). Without --apply nothing is written and the output says what would be; chats_marked is "
        "then the number of chats that would be marked, reckoned by the same rules. Exit code 1: nothing was written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("houses", type=Path, help="file of houses")
        parser.add_argument("organisations", type=Path, nargs="?", help="file of organisations of the same day")
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

    def handle(self, *args: Any, **options: Any) -> None:
        order = Order(
            houses=options["houses"],
            organisations=options["organisations"],
            as_of=options["as_of"],
            region=options["region"],
            approval=options["approve"].strip(),
        )
        try:
            report = importer.apply(order) if options["apply"] else importer.preview(order)
        except PortalError as error:
            report = Report(issues=(as_issue(error),), refusal=str(error))
        show(self, report, as_json=options["json"], dry=not options["apply"])


def as_date(text: str) -> date:
    return date.fromisoformat(text)
