"""`manage.py publish_open_data`: the open data of a day, at once."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from supervision import local_time
from supervision.open_data import publishing


class Command(BaseCommand):
    help = (
        "Writes the open data of a day as a version of its own: figures of regions and municipalities as CSV and JSON, "
        "schema, passport and checksums. A version that is there is never rewritten."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=date.fromisoformat, help="of its snapshots; Moscow's today if left out")
        parser.add_argument("--folder", type=Path, help="where to; FILES_DIR/open-data if left out")

    def handle(self, *, day: date | None, folder: Path | None, **options: Any) -> None:
        day, root = day or local_time.dated(timezone.now(), None), folder or publishing.folder()
        version = publishing.publish(day, root)
        if version is None:
            why = "it is published already" if day.isoformat() in publishing.versions(root) else "it has no snapshot"
            raise CommandError(f"The day {day} was not published: {why}.")
        self.stdout.write(f"{root / version}")
