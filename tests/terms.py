"""The portal's hourly round of what is kept how long, in a test."""

import json
from pathlib import Path

from django.utils import timezone

from supervision.retention import carrying_out
from supervision.retention.archive import Archived


def carry_out() -> dict[str, int]:
    """By the name of the term, how many rows left now."""
    return carrying_out.carry_out(timezone.now(), seconds=60)


def files(folder: Path, name: str = "") -> list[Path]:
    return sorted(folder.rglob(f"{name}*.gz"))


def description(file: Path) -> Archived:
    """What stands beside an archived file."""
    beside = file.name.removesuffix(".gz").rpartition(".")[0] + ".json"
    return Archived(**json.loads(file.with_name(beside).read_text(encoding="utf-8")))
