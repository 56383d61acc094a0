"""`manage.py adopt_chats`: house chats that existed before the portal, from a CSV or XLSX list."""

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count
from django.utils.translation import gettext as _

from supervision.enums import AdoptionVerdict
from supervision.errors import PortalError, place_in_file
from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.linking import adoption as adoptions
from supervision.messenger.errors import MessengerError
from supervision.models import Adoption, Region
from supervision.reconcile.sentences import words_for
from supervision.registry.report import ChatsReport, of_kind
from supervision.registry.sources.chat_lists import CAPTIONS
from supervision.registry.sources.recognise import Sort

LINES_SHOWN = 50


class Command(BaseCommand):
    help = (
        "Takes over chats that exist already. The list names each house by its ФИАС GUID and its chat by id or invite "
        "link; captions understood: "
        + "; ".join(f"{name}: {', '.join(captions)}" for name, captions in CAPTIONS.items())
        + ". Every chat is read and its plan printed; nothing is written in the messenger. With --apply the lines "
        "that fit are linked, and the workers then carry the plans out. A list is the wrong one, and nothing is "
        f"linked, where more than {adoptions.MOST_PROBLEMS_PERCENT} % of its lines ({adoptions.ALWAYS_ALLOWED} are "
        "always allowed) cannot be. A broken-off run goes on where it ended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument("--region", required=True, metavar="NN", help="region's code of two digits")
        parser.add_argument("--apply", action="store_true", help="link what fits; without it this is a dry run")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        region = Region.objects.filter(pk=options["region"], account__isnull=False).first()
        if region is None:
            words = _("there is no region “%(code)s”; codes are two digits, for example 55.")
            raise CommandError(words % {"code": options["region"]})
        request = ImportRequest(options["file"], region=region.pk, sort=Sort.CHATS)
        try:
            found = of_kind(ChatsReport, importer.preview(request))
            adoption = Adoption.objects.get(pk=found.adoption or 0)
        except PortalError as error:
            raise CommandError(str(error)) from error
        except MessengerError as error:
            advice = _("%(words)s Run the command again: it goes on where it ended.")
            raise CommandError(advice % {"words": words_for(error)}) from error
        refusal = _apply(replace(request, adoption=adoption)) if options["apply"] else ""
        adoption.refresh_from_db()
        report = {**_report(adoption), "seconds": round(time.perf_counter() - started, 3)}
        self.stdout.write(json.dumps(report, ensure_ascii=False) if options["json"] else _words(adoption, report))
        if refusal:
            raise CommandError(refusal)


def _apply(request: ImportRequest) -> str:
    """Links what fits; gives why not, "" where nothing stood in the way. Nothing new to link is no failure."""
    if request.adoption is None or not _counts(request.adoption)[AdoptionVerdict.FITS]:
        return adoptions.doubts(request.adoption) if request.adoption else ""
    try:
        return importer.apply(request).refusal
    except PortalError as error:
        return str(error)


def _counts(adoption: Adoption) -> dict[str, int]:
    found = dict(adoption.lines.order_by().values_list("verdict").annotate(Count("pk")))
    return {verdict.value: found.get(verdict.value, 0) for verdict in AdoptionVerdict}


def _report(adoption: Adoption) -> dict[str, Any]:
    lines = adoption.lines.order_by("line")
    problems = lines.filter(verdict=AdoptionVerdict.PROBLEM).values("line", "code", "message")
    plans = lines.filter(verdict__in=(AdoptionVerdict.FITS, AdoptionVerdict.LINKED)).exclude(plan="")
    return {
        **_counts(adoption),
        "problems": list(problems),
        "plans": list(plans.values("line", "chat__house__address", "title", "plan")),
        "adoption": adoption.pk,
        "applied": adoption.applied_at is not None,
    }


def _words(adoption: Adoption, report: dict[str, Any]) -> str:
    lines = [_("Region %(region)s: %(file)s") % {"region": adoption.region, "file": adoption.file_name}]
    lines += [f"  {verdict.label}: {report[verdict.value]}" for verdict in AdoptionVerdict if report[verdict.value]]
    if plans := report["plans"]:
        lines += ["", _("Plans") + f": {len(plans)}"]
        for plan in plans[:LINES_SHOWN]:
            values = {"line": plan["line"], "house": plan["chat__house__address"], "title": plan["title"]}
            lines.append("  " + _("line %(line)s, %(house)s (now “%(title)s”):") % values)
            lines += [f"    {step}" for step in plan["plan"].splitlines()]
        lines += _more(plans)
    if problems := report["problems"]:
        lines += ["", _("Lines to look at") + f": {len(problems)}"]
        lines += [f"  {place_in_file('', each['line'])}: {each['message']}" for each in problems[:LINES_SHOWN]]
        lines += _more(problems)
    dry = _("Nothing was linked; add --apply, or apply the list on its page.")
    outcome = _("Applied.") if report["applied"] else dry
    seconds = _("%(outcome)s Seconds: %(seconds)s") % {"outcome": outcome, "seconds": f"{report['seconds']:.1f}"}
    return "\n".join([*lines, "", seconds])


def _more(rows: list[Any]) -> list[str]:
    more = len(rows) - LINES_SHOWN
    return ["  " + _("and %(n)s more (--json lists all)") % {"n": more}] if more > 0 else []
