"""Publishes a day: a folder of its own, written beside its place and moved there whole, and never rewritten.

    FILES_DIR/open-data/2026-11-28/figures.csv ...     a version a day, the newest `keep` of them

A reader sees a version whole or not at all; what a killed worker left half written is removed by the next one.
"""

import json
import os
import re
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.utils import timezone

from supervision import local_time, locks
from supervision.open_data import published_rows
from supervision.open_data.publication_files import Publisher, files_of

VERSION = re.compile(r"\d{4}-\d{2}-\d{2}")
UNFINISHED = "unfinished-"
PATIENCE = timedelta(hours=12)  # a region whose snapshot has not come by then is left out


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "open-data"


def publisher() -> Publisher:
    address = f"{settings.PORTAL_URL}/open-data/"
    return Publisher(settings.OPEN_DATA_PUBLISHER, settings.OPEN_DATA_CONTACT, address)


def versions(root: Path | None = None) -> list[str]:
    """Days that are published, the newest first."""
    root = root or folder()
    found = [one.name for one in root.iterdir() if VERSION.fullmatch(one.name)] if root.is_dir() else []
    return sorted(found, reverse=True)


def publish_due(at: datetime) -> str | None:
    """The version that was written: of the day that it is in Moscow, once every region has its snapshot of that day,
    or without those that have none when half of the day is over. None where it is there, or not yet to be."""
    day = local_time.dated(at, None)
    start = datetime(day.year, day.month, day.day, tzinfo=local_time.PORTAL)
    if day.isoformat() in versions() or not (published_rows.is_complete(day) or at - start > PATIENCE):
        return None
    return publish(day)


def publish(day: date, root: Path | None = None) -> str | None:
    """None where the day is published already, has no snapshot, or another worker is at it."""
    root, version = root or folder(), day.isoformat()
    with locks.first_free("open data") as free:
        is_due = free is not None and version not in versions(root)
        rows = (
            list(published_rows.rows_of(day, _left_out_before(root, version), days=settings.OPEN_DATA_KEEP))
            if is_due
            else []
        )
        if not rows:
            return None
        root.mkdir(mode=0o755, parents=True, exist_ok=True)
        _write(root, version, files_of(rows, publisher(), version=version, at=timezone.now()))
        for old in versions(root)[settings.OPEN_DATA_KEEP :]:
            shutil.rmtree(root / old)
    return version


def _left_out_before(root: Path, version: str) -> dict[published_rows.Where, set[str]]:
    """What the newest version before this one does not say."""
    earlier = next((one for one in versions(root) if one < version), None)
    if earlier is None:
        return {}
    told = json.loads((root / earlier / "figures.json").read_bytes())["rows"]
    return {
        (row["region_code"], row["municipality"]): {name for name in published_rows.COLUMNS if row[name] is None}
        for row in told
    }


def _write(root: Path, version: str, files: dict[str, bytes]) -> None:
    for left in root.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left)
    beside = Path(mkdtemp(prefix=UNFINISHED, dir=root))
    try:
        for name, content in files.items():
            with (beside / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        beside.chmod(0o755)
        beside.rename(root / version)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
