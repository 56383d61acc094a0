"""3,000 houses pass from one company to another through the action that the admin's page calls.

Measured to the commit: facts, their history, the audit event and the marks of the chats. Beside it, in the same run,
the loop that one would write with the ORM: the same rows, history and marks, in one transaction.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks import files, judgement, portal
from benchmarks.judgement import Bar, say
from supervision import audit
from supervision.actions import management_periods
from supervision.models import Chat, House, ManagementPeriod, Organisation, SyncRequest

REGION = "55"
HOUSES, QUICK_HOUSES, FEW = 3_000, 90, 30
ROUNDS, QUICK_ROUNDS = 5, 1
MOST_SECONDS = 1.0


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    count, rounds = (QUICK_HOUSES, QUICK_ROUNDS) if quick else (HOUSES, ROUNDS)
    portal.import_houses(REGION, files.cut(files.register(REGION, data, folder), folder, chats=count))
    by = User.objects.create_user("benchmark")
    houses = list(House.objects.filter(chat__isnull=False).select_related("region").order_by("pk")[:count])
    companies = list(Organisation.objects.exclude(periods__house__in=houses).order_by("pk")[: 2 + 2 * rounds])
    day = max(ManagementPeriod.objects.filter(house__in=houses).values_list("since", flat=True)) + timedelta(days=1)
    management_periods.replace(houses=houses, organisation=companies[0], since=day, by=by)

    ours, loops = [], []
    for company, another in zip(companies[1::2], companies[2::2], strict=False):
        day += timedelta(days=1)
        ours.append(_seconds(lambda c=company, d=day: _replace(houses, c, d, by)))
        day += timedelta(days=1)
        loops.append(_seconds(lambda c=another, d=day: _row_by_row(houses, c, d, by)))
        say(f"{len(houses):,} houses: action {ours[-1]:.3f} s, row by row {loops[-1]:.2f} s")
    few = _statements(lambda: _replace(houses[:FEW], companies[0], day + timedelta(days=1), by))
    many = _statements(lambda: _replace(houses[FEW:], companies[0], day + timedelta(days=1), by))
    marked = SyncRequest.objects.filter(region=REGION, chat__house__in=houses).count()
    times = statistics.median(loops) / statistics.median(ours)
    say(f"statements: {few} for {FEW} houses, {many} for {len(houses) - FEW:,}; row by row {times:.0f} times slower")
    return [
        judgement.at_most(f"mark {len(houses):,} houses: slowest of {len(ours)}", max(ours), MOST_SECONDS, " s"),
        judgement.exactly(f"mark: statements for {len(houses) - FEW:,} houses as for {FEW}", many, few),
        judgement.exactly("mark: chats marked", marked, len(houses)),
    ]


def _replace(houses: Sequence[House], company: Organisation, since: date, by: User) -> None:
    management_periods.replace(houses=houses, organisation=company, since=since, by=by)


def _row_by_row(houses: Sequence[House], company: Organisation, since: date, by: User) -> None:
    with audit.event("period.replaced", by=by, region=houses[0].region):
        for house in houses:
            ManagementPeriod.objects.filter(house=house, until=None).update(until=since)
            ManagementPeriod.objects.create(house=house, organisation=company, since=since)
            chat = Chat.objects.select_for_update().get(house=house)
            chat.spec_version += 1
            chat.save(update_fields=["spec_version"])
            request = SyncRequest.objects.get(chat=chat)
            request.version += 1
            request.not_before = request.marked_at = timezone.now()
            request.save()


def _seconds(act: Callable[[], None]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _statements(act: Callable[[], None]) -> int:
    """Counted in a transaction that is taken back."""
    with (
        transaction.atomic(),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        act()
        transaction.set_rollback(True)
    return len(queries)
