"""Licence registers from the command line: loading one, and looking at what became of it."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from supervision.models import (
    Chat,
    Event,
    House,
    ImportIssue,
    ImportRun,
    Licence,
    ManagementPeriod,
    Organisation,
    SyncRequest,
)
from tests.frt_files import company, guid, houses_file, organisations_file
from tests.import_command import run
from tests.register_files import OLD, licences_file

DAY = date(2026, 11, 20)
FRT_DAY = "20260701"


def load_frt(folder: Path, rows: list[dict[str, object]]) -> None:
    companies = [company(501, OLD[1], OLD[2], OLD[3]), company(503, "ТСЖ «Дом»")]
    files = houses_file(folder, rows, day=FRT_DAY), organisations_file(folder, companies, day=FRT_DAY)
    call_command("import_registry", *map(str, files), "--apply", stdout=StringIO())
    SyncRequest.objects.all().delete()


def load(folder: Path, *rows: dict[str, object], day: str = "20.11.2026") -> dict[str, Any]:
    return run(licences_file(folder, rows, day=day), "--apply")


def tables() -> list[list[tuple[Any, ...]]]:
    models = (House, Organisation, Licence, ManagementPeriod, Chat, SyncRequest, ImportRun, ImportIssue, Event)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def periods(number: int) -> list[tuple[str, date, date | None]]:
    rows = ManagementPeriod.objects.filter(house__fias_guid=guid(number)).order_by("since")
    return list(rows.values_list("organisation__name", "since", "until"))
