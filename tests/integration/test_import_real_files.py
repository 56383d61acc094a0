"""Whole regions of a real register, where somebody has laid them beside the project: ../shared/data/frt."""

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.models import Chat, House, ManagementPeriod
from tests.frt_files import zipped

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "data" / "frt"
MOST_MEGABYTES = 300

pytestmark = [
    pytest.mark.walk,
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real files in {FOLDER}"),
]


def order(region: str, day: str) -> ImportRequest:
    return ImportRequest(
        FOLDER / f"export-reestrmkd-{region}-{day}.zip", FOLDER / f"export-reestruo-{region}-{day}.zip"
    )


def test_a_region_is_imported_whole_and_once() -> None:
    first, second = importer.apply(order("25", "20161224")), importer.apply(order("25", "20161224"))
    assert (first.houses.added, first.periods.started, first.bad_rows) == (4051, 3244, 0)
    assert (second.houses.unchanged, second.chats_marked) == (4051, 0)
    assert House.objects.in_scope().count() == Chat.objects.count() == first.chats_marked


def test_a_month_later_exactly_the_changed_houses_pass_on(tmp_path: Path) -> None:
    importer.apply(order("25", "20161224"))
    later = with_other_company(tmp_path, order("25", "20161224").file, houses=300)
    report = importer.apply(ImportRequest(later))
    assert (report.periods.replaced, report.periods.started, report.houses.unchanged) == (300, 0, 4051)
    assert ManagementPeriod.objects.filter(until__isnull=False).count() == 300


def with_other_company(folder: Path, path: Path, *, houses: int) -> Path:
    """The next month's file, in which so many houses have the company of their neighbour."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    companies = sorted({row["management_organization_id"] for row in rows} - {""})
    for row in [row for row in rows if row["management_organization_id"]][:houses]:
        place = companies.index(row["management_organization_id"])
        row["management_organization_id"] = companies[place - 1]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return zipped(folder / "export-reestrmkd-25-20170124.zip", {"houses.csv": out.getvalue().encode("utf-8-sig")})


IMPORT_AND_TELL_PEAK = """
import re, sys
sys.argv[0] = "manage.py"
import manage
manage.main()
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process its own peak")
def test_a_region_of_30_000_houses_is_compared_within_its_memory() -> None:
    files = order("55", "20160701")
    # a process of its own, which tells its own peak: what the system tells of children begins with this one's size
    command = [sys.executable, "-c", IMPORT_AND_TELL_PEAK, "import_registry", files.file, files.organisations, "--json"]
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = os.environ | {"DATABASE_URL": url}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, check=True)
    report, peak = done.stdout.splitlines()
    assert json.loads(report)["houses"]["added"] == 31_825
    assert int(peak) < MOST_MEGABYTES * 1024
