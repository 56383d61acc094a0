"""`manage.py import_people`: inspectors with their zones, or representatives of companies, from CSV or XLSX."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from supervision.errors import PortalError
from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.management.import_output import as_issue, show
from supervision.registry.report import PeopleReport, of_kind
from supervision.registry.sources.people import COLUMNS
from supervision.registry.sources.recognise import Sort


class Command(BaseCommand):
    help = (
        "Imports people of one region from CSV (; or ,) or XLSX. The header tells what the file holds. Inspectors: "
        "name, position, messenger id, municipalities (separated by ; or the word все / all). "
        "Representatives: ИНН of the organisation, name, messenger id. Captions understood: "
        + "; ".join(f"{name}: {', '.join(column.captions)}" for name, column in COLUMNS.items())
        + ". Whoever is not in the file is reported and stays. Without --apply nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="CSV or XLSX")
        parser.add_argument("--region", required=True, metavar="NN", help="region's code of two digits")
        parser.add_argument("--apply", action="store_true", help="write; without it this is a dry run")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        request = ImportRequest(options["file"], region=options["region"], sort=Sort.PEOPLE)
        try:
            told = importer.apply(request) if options["apply"] else importer.preview(request)
            report = of_kind(PeopleReport, told)
        except PortalError as error:
            report = PeopleReport(issues=(as_issue(error),), refusal=str(error))
        show(self, report, as_json=options["json"], dry=not options["apply"])
