"""Licence registers from the command line: loading one, and looking at what became of it."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

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
from tests.register_files import OLD, licences_file

DAY = date(2026, 11, 20)
FRT_DAY = "20260701"


def load_frt(folder: Path, rows: list[dict[str, object]]) -> None:
    companies = [company(501, OLD[1], OLD[2], OLD[3]), company(503, "ТСЖ «Дом»")]
    files = houses_file(folder, rows, day=FRT_DAY), organisations_file(folder, companies, day=FRT_DAY)
    call_command("import_registry", *map(str, files), "--apply", stdout=StringIO())
    SyncRequest.objects.all().delete()


def run(path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_registry", str(path), *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def load(folder: Path, *rows: dict[str, object], day: str = "20.11.2026") -> dict[str, Any]:
    return run(licences_file(folder, rows, day=day), "--apply")


def refused(path: Path, *options: str) -> tuple[str, dict[str, Any]]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_registry", str(path), "--apply", *options, "--json", stdout=out)
    return str(caught.value), json.loads(out.getvalue())


def tables() -> list[list[tuple[Any, ...]]]:
    models = (House, Organisation, Licence, ManagementPeriod, Chat, SyncRequest, ImportRun, ImportIssue, Event)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def periods(number: int) -> list[tuple[str, date, date | None]]:
    rows = ManagementPeriod.objects.filter(house__fias_guid=guid(number)).order_by("since")
    return list(rows.values_list("organisation__name", "since", "until"))


def codes(report: dict[str, Any]) -> list[tuple[int | None, str]]:
    return [(issue["line"], issue["code"]) for issue in report["issues"]]
