"""`manage.py undo_import RUN`: what an import changed becomes as it was, as far as nothing touched it since."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from supervision.errors import Refused
from supervision.imports.undoing import story
from supervision.imports.undoing.told import UndoOutlook
from supervision.models import ImportRun

CAUSE = "undo_import"


class Command(BaseCommand):
    help = (
        "Takes an applied import back as a whole: rows that it made go, rows that it changed or removed are as before. "
        "What somebody or something touched since stays and is listed with who did it and when. RUN is the number in "
        "the list of imports. With --dry-run nothing is written, and the output says what would be. Exit code 1: "
        "nothing was written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="number of the import")
        parser.add_argument("--reason", default="", help="why; goes into the record of events")
        parser.add_argument("--dry-run", action="store_true", help="say what would be taken back; write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        run = ImportRun.objects.select_related("region").filter(pk=options["run"]).first()
        if run is None:
            raise CommandError(_("There is no import № %(number)s.") % {"number": options["run"]})
        reason, dry = options["reason"].strip(), options["dry_run"]
        if not reason and not dry:
            raise CommandError(_("Say why with --reason: it goes into the record of events. Or look with --dry-run."))
        try:
            shown = story.foresee(run, cause=CAUSE)
            if not dry:
                story.undo(run, cause=CAUSE, reason=reason)
        except Refused as refusal:
            raise CommandError("\n".join((refusal.message, *refusal.blockers))) from refusal
        self.show(shown, as_json=options["json"], dry=dry)

    def show(self, shown: UndoOutlook, *, as_json: bool, dry: bool) -> None:
        if as_json:
            kinds = {each.table: {"removed": each.removed, "restored": each.restored, "remade": each.remade}
                     for each in shown.kinds}  # fmt: skip
            left = [{"what": each.what, "why": each.why, "event": each.event} for each in shown.left]
            values = {"taken_back": kinds, "left": left, "left_total": shown.left_total, "undone": not dry}
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        for each in shown.kinds:
            words = _("%(kind)s: %(removed)s are taken out, %(restored)s become as before, %(remade)s are put back")
            values = {"kind": each.kind, "removed": each.removed, "restored": each.restored, "remade": each.remade}
            self.stdout.write(words % values)
        if shown.left:
            self.stdout.write(_("Not taken back:") + f" {shown.left_total}")
        for stays in shown.left:
            self.stdout.write(f"  {stays.what}: {stays.why}")
        if shown.meaning and shown.meaning.limit:
            self.stdout.write(shown.meaning.limit)
        self.stdout.write(_("Dry run, nothing was written.") if dry else _("The import is taken back."))
