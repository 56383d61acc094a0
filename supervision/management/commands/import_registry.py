"""`manage.py import_registry`: a ФРТ export of houses (and organisations) into the register."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from supervision.errors import BadFile, PortalError
from supervision.registry import importer
from supervision.registry.importer import Order
from supervision.registry.report import PeopleReport, Report
from supervision.registry.rows import RowIssue

ISSUES_SHOWN = 50


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
            "--approve", metavar="REASON", default="", help="import in spite of missing houses or contradictory lines"
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


def as_issue(error: PortalError) -> RowIssue:
    if isinstance(error, BadFile):
        return RowIssue(error.line, error.code, error.message, error.file)
    return RowIssue(None, "refused", str(error))


def show(command: BaseCommand, report: Report | PeopleReport, *, as_json: bool, dry: bool) -> None:
    """Prints the report and ends with exit code 1 where it is a refusal."""
    if as_json:
        shown = report.as_json()
        if report.refusal and not any(issue.sentence == report.refusal for issue in report.issues):
            shown["issues"].insert(0, {"line": None, "code": "refused", "message": report.refusal})
        command.stdout.write(json.dumps(shown, ensure_ascii=False))
    else:
        show_to_people(command, report, dry=dry)
    if report.refusal:
        raise CommandError(report.refusal)


def show_to_people(command: BaseCommand, report: Report | PeopleReport, *, dry: bool) -> None:
    write = command.stdout.write
    if report.heading:
        write(report.heading)
    for name, counts in report.counts().items():
        shown = ", ".join(f"{word} {n}" for word, n in counts.items()) if isinstance(counts, dict) else counts
        write(f"  {name.replace('_', ' '):14} {shown}")
    for section in report.sections:
        write(f"\n{section.title}: {section.total}")
        for line in section.lines:
            write(f"  {line}")
        if section.total > len(section.lines):
            write(f"  ... and {section.total - len(section.lines)} more")
    if report.issues:
        write(f"\nLines to look at: {len(report.issues)}")
    for issue in report.issues[:ISSUES_SHOWN]:
        where = ", ".join(filter(None, [issue.file, f"line {issue.line}" if issue.line else ""]))
        write(f"  {where}: {issue.message}" if where else f"  {issue.message}")
    if len(report.issues) > ISSUES_SHOWN:
        write(f"  ... and {len(report.issues) - ISSUES_SHOWN} more (--json lists all)")
    if not report.refusal:
        write(f"\n{'Dry run, nothing was written; add --apply.' if dry else 'Applied.'} {report.seconds:.1f} s")
