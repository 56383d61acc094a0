"""`manage.py remove_audit_segments`: old segments of the record leave the tables once they are archived."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from supervision import seals
from supervision.models import Seal


class Command(BaseCommand):
    help = (
        "Writes the segments up to a seal into a file and deletes their events; the seals stay, so that the chain "
        "still holds, and an event says what was removed. Only the owner of the tables may do this: run it with the "
        "owner's DATABASE_URL. Without --apply nothing is deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--up-to", type=int, required=True, metavar="SEAL", help="number of the last seal to remove"
        )
        parser.add_argument("--archive", type=Path, required=True, metavar="FILE", help="a new file for the segments")
        parser.add_argument("--apply", action="store_true", help="delete; without it only the file is written")

    def handle(self, *, up_to: int, archive: Path, apply: bool, **options: Any) -> None:
        if broken := seals.verify():
            raise CommandError(
                f"Seal {broken.seal}: {broken.why}. Nothing is removed from a record that does not hold."
            )
        chosen = Seal.objects.filter(pk__lte=up_to)
        try:
            with archive.open("x", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in seals.as_lines(chosen))
        except OSError as error:
            raise CommandError(f"{archive}: {error.strerror}. Name a file that does not exist yet.") from error
        if not apply:
            self.stdout.write(f"{chosen.count()} segments written to {archive}; add --apply to delete their events.")
            return
        try:
            cause = f"remove_audit_segments by {getpass.getuser()}"
            removed = seals.remove(up_to, cause=cause)
        except DatabaseError as error:
            raise CommandError(f"The database refuses: {error}") from error
        self.stdout.write(f"{removed} events removed; they stand in {archive}.")
