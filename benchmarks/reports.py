"""Reports and files with a million houses: a quarter of daily snapshots of every region and municipality behind them.

Overviews are measured through Django's own stack, beside a bare statement for the same rows. The list of all houses is
written as CSV through its page; memory is the most that the whole process ever held.
"""

import resource
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from benchmarks import country, judgement
from benchmarks.country import LARGEST
from benchmarks.judgement import Bar, say
from benchmarks.rounds import median_ms
from supervision import access
from supervision.enums import Role
from supervision.models import Region

HOUSES, QUICK_HOUSES = 1_000_000, 5_000
DAYS = 90
ROUNDS, QUICK_ROUNDS = 7, 2
PAGE_MS, FILE_SECONDS, FILE_MB = 200.0, 60.0, 200.0
FILE = "/admin/supervision/house/export/csv/"
# a row a region and one a municipality, for each day; shares grow with the days, each place at its own pace
SNAPSHOTS = """
    INSERT INTO supervision_dailysnapshot (day, region_id, municipality_id, taken_at, houses, in_scope, with_chat,
        with_right_owner, with_company_admin, out_of_step, participants, work_orders, changes_due, changes_in_time,
        changes_late, change_hours)
    SELECT day, region_id, municipality_id, day, houses, houses, chats, chats * 97 / 100, chats * 8 / 10, chats / 50,
        chats * 40, chats / 200, houses / 500, houses / 600, houses / 3000, 9.5
    FROM (SELECT region_id, municipality_id, count(*)::int AS houses, region_id::int * 7 AS start
          FROM supervision_house GROUP BY GROUPING SETS ((region_id), (region_id, municipality_id))) places
    CROSS JOIN generate_series(0, %(days)s - 1) AS n
    CROSS JOIN LATERAL
        (SELECT %(last)s::date - %(days)s + 1 + n AS day, houses * (40 + start %% 30 + n / 6) / 100 AS chats) made
"""
COLUMNS = "region_id, municipality_id, day, taken_at, houses, in_scope, with_chat, with_right_owner, with_company_admin"
BARE = {
    "country": f"SELECT {COLUMNS} FROM supervision_dailysnapshot WHERE municipality_id IS NULL AND day > %(since)s",
    "region": f"SELECT {COLUMNS} FROM supervision_dailysnapshot WHERE region_id = %(region)s AND day = %(last)s"
    f" UNION ALL SELECT {COLUMNS} FROM supervision_dailysnapshot"
    " WHERE region_id = %(region)s AND municipality_id IS NULL AND day > %(since)s",
}


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    houses = QUICK_HOUSES if quick else HOUSES
    say(f"{houses:,} houses over all regions, {DAYS} days")
    say(f"  houses written in {country.fill(houses):.0f} s, {snapshots():,} snapshots")
    client = _analyst()
    return [*_file(client, houses), *_pages(client, QUICK_ROUNDS if quick else ROUNDS)]


def snapshots() -> int:
    """Writes them for DAYS days up to today; gives their number."""
    last = min(region.today() for region in Region.objects.all())
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE supervision_dailysnapshot")  # the country brings a month of its own
        cursor.execute(SNAPSHOTS, {"days": DAYS, "last": last})
        written = cursor.rowcount
        cursor.execute("VACUUM ANALYZE supervision_dailysnapshot")
    return written


def _analyst() -> Client:
    user = User.objects.get_or_create(username="benchmark-reports")[0]
    access.assign_role(user, Role.ANALYST)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _file(client: Client, houses: int) -> list[Bar]:
    """First of all: what other measurements held in memory would be counted too."""
    started = time.monotonic()
    answer: Any = client.post(FILE)
    lines = sum(part.count(b"\n") for part in answer.streaming_content)
    seconds = time.monotonic() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"  {lines - 1:,} houses as CSV: {seconds:.1f} s, {megabytes:.0f} MB")
    return [
        judgement.exactly("CSV of the houses: rows", lines - 1, houses),
        judgement.at_most("CSV of the houses", seconds, FILE_SECONDS, " s"),
        judgement.at_most("CSV of the houses: memory of the process", megabytes, FILE_MB, " MB"),
    ]


def _pages(client: Client, rounds: int) -> list[Bar]:
    last = min(region.today() for region in Region.objects.all())
    given = {"region": LARGEST, "last": last, "since": last - timedelta(days=31)}
    bars = []
    for name, url in {
        "country": "/admin/reports/country/",
        "region": f"/admin/reports/region/?region={LARGEST}",
    }.items():
        page = median_ms(lambda url=url: _get(client, url), rounds)  # type: ignore[misc]
        bare = median_ms(lambda name=name: _bare(BARE[name], given), rounds)  # type: ignore[misc]
        say(f"  {name}: {page:.0f} ms, the bare statement {bare:.1f} ms, {page / bare:.0f} times")
        bars.append(judgement.at_most(f"report {name}: median", page, PAGE_MS, " ms"))
    return bars


def _bare(statement: str, given: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        cursor.fetchall()


def _get(client: Client, url: str) -> None:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"the report answered {answer.status_code}")
