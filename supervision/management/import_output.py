"""How the import commands print their reports: for people in plain words, or as one JSON object."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from supervision.errors import BadFile, PortalError, place_in_file
from supervision.registry.count_names import in_words, named
from supervision.registry.file_rows import RowIssue
from supervision.registry.report import ImportReport, PeopleReport, dated_as_json

ISSUES_SHOWN = 50


def as_issue(error: PortalError) -> RowIssue:
    """A refusal as the only remark of its report."""
    if isinstance(error, BadFile):
        return RowIssue(error.line, error.code, error.message, error.file)
    return RowIssue(None, "refused", str(error))


def show(command: BaseCommand, report: ImportReport | PeopleReport, *, as_json: bool, dry: bool) -> None:
    """Prints the report and ends with exit code 1 where it is a refusal."""
    if as_json:
        command.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
    elif report.heading:  # without one nothing was read, and the refusal says all
        show_to_people(command, report, dry=dry)
    if report.refusal:
        raise CommandError(_refusal(report))


def _refusal(report: ImportReport | PeopleReport) -> str:
    """With the name of the file that is to blame, where one of several is."""
    blamed = next((issue.file for issue in report.issues if issue.code == "refused" and issue.file), "")
    return f"{blamed}: {report.refusal}" if blamed else report.refusal


def show_to_people(command: BaseCommand, report: ImportReport | PeopleReport, *, dry: bool) -> None:
    write = command.stdout.write
    if report.heading:
        write(report.heading)
    for name, counts in report.counts().items():
        shown = in_words(counts) if isinstance(counts, dict) else counts
        write(f"  {named(name) + ':':21} {shown}")
    for section in report.sections:
        write(f"\n{section.title}: {section.total}")
        for line in section.lines:
            write(f"  {line}")
        if section.total > len(section.lines):
            write("  " + _("and %(n)s more") % {"n": section.total - len(section.lines)})
    if isinstance(report, ImportReport) and report.dated:
        _show_dated(command, report)
    if report.issues:
        write("\n" + _("Lines to look at") + f": {len(report.issues)}")
    for issue in report.issues[:ISSUES_SHOWN]:
        where = place_in_file(issue.file, issue.line)
        write(f"  {where}: {issue.message}" if where else f"  {issue.message}")
    if len(report.issues) > ISSUES_SHOWN:
        write("  " + _("and %(n)s more (--json lists all)") % {"n": len(report.issues) - ISSUES_SHOWN})
    if not report.refusal:
        outcome = _("Dry run, nothing was written; add --apply.") if dry else _("Applied.")
        write("\n" + _("%(outcome)s Seconds: %(seconds)s") % {"outcome": outcome, "seconds": f"{report.seconds:.1f}"})


def _show_dated(command: BaseCommand, report: ImportReport) -> None:
    command.stdout.write("\n" + _("House numbers that a spreadsheet took for dates") + f": {len(report.dated)}")
    words = _("%(place)s: “%(typed)s”, likely %(likely)s; if so: %(option)s")
    for each in dated_as_json(report.dated)[:ISSUES_SHOWN]:
        option = f"--number {each['guid']}={each['likely']}"
        command.stdout.write("  " + words % {**each, "option": option})
    if len(report.dated) > ISSUES_SHOWN:
        command.stdout.write("  " + _("and %(n)s more (--json lists all)") % {"n": len(report.dated) - ISSUES_SHOWN})
