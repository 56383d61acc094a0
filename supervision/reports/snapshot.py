"""Takes the daily snapshot of a region: how it stands at the start of a day, a row for it and one a municipality.

A day is taken once and never rewritten; a day that was missed cannot be taken later and stays missing. With it goes
which houses its figures count: those that entered and left since the snapshot before, and why (docs/adr/0080).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count, Sum

from supervision import locks, worklists
from supervision.models import Chat, DailySnapshot, House, ManagementPeriod, Region, WorkOrder
from supervision.queue import clock
from supervision.reports import changeovers, frozen_houses, house_figures, register_counts
from supervision.reports.changeovers import PLACE
from supervision.reports.house_figures import HouseThen

OLDEST_CHANGE_DAYS = 60  # a change done later than that is no longer one of this chat's first administrators


@dataclass(slots=True)
class SnapshotTally:
    """Counts of one place: a region or a municipality."""

    counts: Counter[str] = field(default_factory=Counter)
    hours: list[float] = field(default_factory=list)


def missing(at: datetime) -> list[Region]:
    """Regions with houses whose snapshot of their own today is not taken yet."""
    regions = Region.objects.filter(pk__in=House.objects.order_by().values("region").distinct())
    recent = DailySnapshot.objects.filter(municipality=None, day__gte=at.date() - timedelta(days=1))
    taken = set(recent.values_list("region", "day"))
    return [region for region in regions if (region.pk, region.today(at)) not in taken]


def take(region: Region) -> int:
    """The region's today, in a constant number of queries; gives the rows written, 0 where the day is taken already, or
    a later one: nights are told in their order."""
    now = clock.now()
    day = region.today(now)
    taken = DailySnapshot.objects.filter(region=region, day__gte=day)
    if taken.exists():
        return 0
    places: dict[int | None, SnapshotTally] = defaultdict(SnapshotTally)
    houses = house_figures.read(region, day)
    _count_houses(places, houses.values())
    _count_sums(places, region)
    _count_changes(places, region, day - timedelta(days=1))
    total = SnapshotTally()
    for tally in places.values():
        total.counts.update(tally.counts)
        total.hours.extend(tally.hours)
    places.pop(None, None)  # houses without a municipality have no row of their own
    lacks = _register(region, day)
    rows = [
        _row(region, day, now, place, tally, lacks.get(place, {}))
        for place, tally in [(None, total), *sorted(places.items())]
    ]
    try:
        with transaction.atomic():
            if not locks.until_commit(f"snapshot {region.pk}") or taken.exists():
                return 0  # another worker was quicker: its rows stand, and none of ours beside them
            DailySnapshot.objects.bulk_create(rows)
            frozen_houses.keep(region, day, houses)
        return len(rows)
    except IntegrityError:
        if not taken.exists():
            raise
        return 0  # the other one holds no lock: it is of the portal's version before


def _register(region: Region, day: date) -> dict[int | None, dict[str, int]]:
    """What the register lacks, by municipality; None: in the whole region, companies among it."""
    counted, companies = register_counts.of_region(region, day)
    places = {place for found in counted.values() for place in found if place is not None}
    whole = {name: sum(found.values()) for name, found in counted.items()}
    return {None: whole | companies, **{place: register_counts.of_place(counted, place) for place in places}}


def _row(
    region: Region, day: date, at: datetime, place: int | None, tally: SnapshotTally, lacks: dict[str, int]
) -> DailySnapshot:
    hours = round(median(tally.hours), 2) if tally.hours else None
    return DailySnapshot(
        region=region,
        day=day,
        municipality_id=place,
        taken_at=at,
        change_hours=hours,
        rows_kept=True,
        register=lacks,
        **tally.counts,
    )


def _add(places: dict[int | None, SnapshotTally], rows: Iterable[Any], place: str) -> None:
    for row in rows:
        where = row.pop(place)
        places[where].counts.update({name: count or 0 for name, count in row.items()})


def _count_houses(places: dict[int | None, SnapshotTally], houses: Iterable[HouseThen]) -> None:
    """Of the houses themselves, so that the rows behind a figure are as many as it says."""
    for house in houses:
        counts = places[house.municipality].counts
        for figure, column in house_figures.COLUMNS.items():
            counts[column] += bool(house.figures & figure)


def _count_sums(places: dict[int | None, SnapshotTally], region: Region) -> None:
    """What is no set of houses: participants of chats of houses in scope, and open work orders."""
    counted = worklists.of_houses_in_scope(Chat.objects.filter(region=region).order_by())
    _add(places, counted.values(PLACE).annotate(participants=Sum("participants_count")), PLACE)
    known = counted.filter(house__flats__gt=0, participants_count__isnull=False).values(PLACE)
    _add(places, known.annotate(people_of_flats=Sum("participants_count"), flats=Sum("house__flats")), PLACE)
    orders = WorkOrder.objects.filter(chat__region=region, closed_at=None).order_by()
    by_place = orders.values("chat__house__municipality").annotate(work_orders=Count("pk"))
    _add(places, by_place, "chat__house__municipality")


def _count_changes(places: dict[int | None, SnapshotTally], region: Region, day: date) -> None:
    """Changes of company on the day: those that fell due, and those that got their first administrator."""
    changes = changeovers.changes(ManagementPeriod.objects.filter(house__region=region))
    due = changes.filter(since=day).values(PLACE)
    _add(places, due.annotate(changes_due=Count("pk")), PLACE)
    recent = changes.filter(since__gt=day - timedelta(days=OLDEST_CHANGE_DAYS), since__lte=day)
    for first in changeovers.first_appointments(recent, region):
        if region.midnight(day) <= first.at < region.midnight(day + timedelta(days=1)):
            hours = first.hours(region)
            places[first.place].counts["changes_in_time" if changeovers.is_in_time(hours) else "changes_late"] += 1
            places[first.place].hours.append(hours)
