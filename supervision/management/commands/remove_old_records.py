"""`manage.py remove_old_records`: the owner's part of what is kept how long, and a look at the files of the archive."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from supervision import seals
from supervision.retention import archive, erasing, record


class Command(BaseCommand):
    help = (
        "Removes segments of the record and versions of rows whose term is over (KEEP_DAYS_RECORD, "
        "KEEP_DAYS_HISTORIES) once they stand in files of ARCHIVE_DIR, and takes the names of forgotten people out of "
        "the versions that stay. Only the owner of the tables may do this: run it with the owner's DATABASE_URL. "
        "Without --apply it is a dry run: it counts. --verify-archive reads every file of the archive and compares "
        "the checksums."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--apply", action="store_true", help="archive and remove; without it only counts")
        parser.add_argument("--verify-archive", action="store_true", help="compare the archive's files, nothing else")

    def handle(self, *, apply: bool, verify_archive: bool, **options: Any) -> None:
        if verify_archive:
            self._verify(Path(settings.ARCHIVE_DIR))
            return
        if not apply:
            self._count()
            return
        if broken := seals.verify():
            words = "Nothing is removed from a record that does not hold."
            raise CommandError(f"Seal {broken.seal}: {broken.why}. {words}")
        try:
            self._remove(f"remove_old_records by {getpass.getuser()}")
        except DatabaseError as error:
            raise CommandError(f"The database refuses: {error}") from error
        except OSError as error:
            raise CommandError(f"{settings.ARCHIVE_DIR} cannot be written: {error.strerror}") from error

    def _count(self) -> None:
        for due in record.due(timezone.now()):
            if due.rows:
                table, days = due.term.model._meta.db_table, due.term.kept_days
                self.stdout.write(f"{table}: {due.rows} rows, kept for {days} days")
        self.stdout.write("Nothing was removed: add --apply.")

    def _remove(self, cause: str) -> None:
        now = timezone.now()
        self.stdout.write(f"{erasing.erase(cause=cause)} events and versions name forgotten people no more.")
        self.stdout.write(f"{record.remove_segments(now, cause=cause)} events removed; their seals stay.")
        for term, removed in record.remove_versions(now):
            if removed.rows:
                self.stdout.write(f"{term.model._meta.db_table}: {removed.rows} versions, {removed.files} files")
        self.stdout.write(f"{record.forget_names()} versions name nobody any more.")

    def _verify(self, folder: Path) -> None:
        broken = archive.broken(folder)
        if broken:
            raise CommandError("\n".join(broken))
        self.stdout.write(f"{len(list(folder.rglob('*.json')))} files, none broken.")
