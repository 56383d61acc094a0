"""`manage.py verify_audit`: the first broken seal of the record of events."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision import seals, shortenings
from supervision.models import Seal
from supervision.retention import kept_lines


class Command(BaseCommand):
    help = (
        "Checks the seals on the record of events from the first to the last and names the first that is broken, and "
        "every event which says that others were removed or lost words: compare these with what you ordered. "
        "--against FILE also compares every event and seal with lines that export_audit wrote and another system kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="lines of JSON, as export_audit writes them")

    def handle(self, *, against: Path | None = None, **options: Any) -> None:
        try:
            self._verify(against)
        except seals.UNREADABLE as error:
            raise CommandError(f"An event cannot be read any more, which the portal never wrote so: {error}") from error

    def _verify(self, against: Path | None) -> None:
        for told in shortenings.all_told():
            did = "took words out of" if told.left else f"removed the events up to seal {told.removed}:"
            who = f"Event {told.event} ({told.cause}, {told.at:%Y-%m-%d})"
            self.stdout.write(f"{who} {did} {told.events()} events.")
        broken = seals.verify() or (kept_lines.differing(_kept(against)) if against else None)
        if broken:
            raise CommandError(f"Seal {broken.seal}: {broken.why}.")
        self.stdout.write(f"{Seal.objects.count()} seals, none broken.")


def _kept(file: Path) -> Iterator[Mapping[str, Any]]:
    number = 0
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                told = json.loads(line)
                if not kept_lines.is_line(told):
                    raise ValueError("of something else")
                yield told
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(f"{file}, line {number}: this is no line that export_audit wrote.") from error
