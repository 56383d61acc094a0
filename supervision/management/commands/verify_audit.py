"""`manage.py verify_audit`: the first broken seal of the record of events."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from supervision import seals
from supervision.models import Seal


class Command(BaseCommand):
    help = (
        "Checks the seals on the record of events from the first to the last and names the first that is broken. "
        "--against FILE also compares them with lines that export_audit wrote and another system kept."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--against", type=Path, metavar="FILE", help="lines of JSON, as export_audit writes them")

    def handle(self, *, against: Path | None, **options: Any) -> None:
        broken = seals.verify() or (seals.differing(_kept(against)) if against else None)
        if broken:
            raise CommandError(f"Seal {broken.seal}: {broken.why}.")
        self.stdout.write(f"{Seal.objects.count()} seals, none broken.")


def _kept(file: Path) -> dict[int, str]:
    """Digests by the number of the seal; the lines of single events are passed over."""
    kept: dict[int, str] = {}
    number = 0
    try:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                told = json.loads(line)
                if "digest" in told:
                    kept[told["seal"]] = told["digest"]
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}.") from error
    except (ValueError, TypeError, KeyError) as error:
        raise CommandError(f"{file}, line {number}: this is no line that export_audit wrote.") from error
    return kept
