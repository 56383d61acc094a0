"""Face: `manage.py after_restore`, once after PostgreSQL came back from a backup, before the workers start."""

import getpass
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision.reconcile import restore


class Command(BaseCommand):
    help = (
        "After PostgreSQL was restored from a backup: forgets what was seen of the chats, so that each is looked at "
        "before it is written to; announcements are looked for before they are sent; changes are numbered anew; "
        "sessions, tokens of programs, open links and invitations end."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", metavar="MOMENT", help='of the backup, with its zone: "2026-11-27 03:00+03:00"')

    def handle(self, **options: Any) -> None:
        moment = _moment(options["to"]) if options["to"] else None
        renumbered = restore.after_restore(cause=f"after_restore by {getpass.getuser()}", restored_to=moment)
        self.stdout.write(f"{renumbered} changes numbered anew; every chat is looked at before it is written to.")
        self.stdout.write("Everybody signs in anew. Enter again what was decided since the backup: docs/runbook.md, 6.")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f'--to {text}: a moment such as "2026-11-27 03:00+03:00" is expected.') from error
    if moment.tzinfo is None:
        raise CommandError(f"--to {text}: say the zone too, +03:00 for Moscow.")
    return moment
