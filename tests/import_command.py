"""`manage.py import_registry` as the tests of every register run it."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def run(path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_registry", str(path), *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(path: Path, *options: str) -> tuple[str, dict[str, Any]]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_registry", str(path), "--apply", *options, "--json", stdout=out)
    return str(caught.value), json.loads(out.getvalue())


def codes(report: dict[str, Any]) -> list[tuple[int | None, str]]:
    return [(issue["line"], issue["code"]) for issue in report["issues"]]
