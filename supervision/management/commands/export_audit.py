"""`manage.py export_audit`: sealed events as lines of JSON, for a system that keeps them off this host."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from supervision import seals
from supervision.models import Seal


class Command(BaseCommand):
    help = (
        "Writes the sealed events to the standard output, a JSON object a line, each segment closed by its seal. Give "
        "--after the number of the last seal that was taken: what was shipped is not sent twice. Names of people are "
        "among it: send it encrypted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--after", type=int, default=0, metavar="SEAL", help="number of the last seal taken")

    def handle(self, *, after: int, **options: Any) -> None:
        for line in seals.as_lines(Seal.objects.filter(pk__gt=after)):
            self.stdout.write(line)
