"""Takes the daily snapshot of a region: how it stands at the start of a day, a row for it and one a municipality.

A day is taken once and never rewritten; a day that was missed cannot be taken later and stays missing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import BigIntegerField, Count, Exists, F, Min, OuterRef, QuerySet, Sum
from django.db.models.functions import Cast, TruncDate
from django.utils import timezone

from supervision.enums import CallOutcome, HouseState
from supervision.models import Chat, DailySnapshot, House, ManagementPeriod, Region, WorkOrder
from supervision.ownership import owners_on

OLDEST_CHANGE_DAYS = 60  # a change done later than that is no longer one of this chat's first administrators
IN_TIME_HOURS = 24.0
PLACE = "house__municipality"


@dataclass(slots=True)
class Tally:
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
    """The region's today, in a constant number of queries; gives the rows written, 0 where the day is taken already."""
    now = timezone.now()
    day = region.today(now)
    if DailySnapshot.objects.filter(region=region, day=day).exists():
        return 0
    places: dict[int | None, Tally] = defaultdict(Tally)
    _count_houses(places, region)
    _count_chats(places, region, day)
    _count_changes(places, region, day - timedelta(days=1))
    total = Tally()
    for tally in places.values():
        total.counts.update(tally.counts)
        total.hours.extend(tally.hours)
    places.pop(None, None)  # houses without a municipality have no row of their own
    rows = [_row(region, day, now, place, tally) for place, tally in [(None, total), *sorted(places.items())]]
    # another worker may have been quicker; its rows stand
    return len(DailySnapshot.objects.bulk_create(rows, ignore_conflicts=True))


def _row(region: Region, day: date, at: datetime, place: int | None, tally: Tally) -> DailySnapshot:
    hours = round(median(tally.hours), 2) if tally.hours else None
    return DailySnapshot(region=region, day=day, municipality_id=place, taken_at=at, change_hours=hours, **tally.counts)


def _add(places: dict[int | None, Tally], rows: Iterable[Any], place: str) -> None:
    for row in rows:
        where = row.pop(place)
        places[where].counts.update({name: count or 0 for name, count in row.items()})


def _count_houses(places: dict[int | None, Tally], region: Region) -> None:
    houses = House.objects.filter(region=region).order_by()
    standing = houses.filter(state=HouseState.STANDING).values("municipality")
    _add(places, standing.annotate(houses=Count("pk")), "municipality")
    _add(places, houses.in_scope().values("municipality").annotate(in_scope=Count("pk")), "municipality")
    orders = WorkOrder.objects.filter(chat__region=region, closed_at=None).order_by()
    by_place = orders.values("chat__house__municipality").annotate(work_orders=Count("pk"))
    _add(places, by_place, "chat__house__municipality")


def _count_chats(places: dict[int | None, Tally], region: Region, day: date) -> None:
    chats = Chat.objects.filter(region=region).order_by()
    linked = chats.linked().values(PLACE)
    _add(places, linked.annotate(with_chat=Count("pk"), participants=Sum("participants_count")), PLACE)
    _add(places, chats.out_of_step().values(PLACE).annotate(out_of_step=Count("pk")), PLACE)
    with_admin = chats.with_company_admin(day).values(PLACE)
    _add(places, with_admin.annotate(with_company_admin=Count("pk")), PLACE)
    seen = {pk: (where, owner) for pk, where, owner in chats.linked().values_list("pk", PLACE, "observed_owner_id")}
    for pk, tenure in owners_on(region, list(seen), day).items():
        where, owner = seen[pk]
        places[where].counts["with_right_owner"] += tenure.owner_id is not None and tenure.owner_id == owner


def _count_changes(places: dict[int | None, Tally], region: Region, day: date) -> None:
    """Changes of company on the day: those that fell due, and those that got their first administrator."""
    changes = _changes(region)
    due = changes.filter(since=day).values(PLACE)
    _add(places, due.annotate(changes_due=Count("pk")), PLACE)
    for where, since, first in _first_appointments(changes, region, day):
        if region.midnight(day) <= first < region.midnight(day + timedelta(days=1)):
            hours = (first - region.midnight(since)).total_seconds() / 3600
            places[where].counts["changes_in_time" if hours <= IN_TIME_HOURS else "changes_late"] += 1
            places[where].hours.append(hours)


def _changes(region: Region) -> QuerySet[ManagementPeriod]:
    """Periods of another company than before, of houses with a chat: only there somebody new is to be appointed."""
    same_before = ManagementPeriod.objects.filter(
        house=OuterRef("house"), organisation=OuterRef("organisation"), until=OuterRef("since")
    )
    with_chat = ManagementPeriod.objects.filter(house__region=region, house__chat__messenger_id__isnull=False)
    return with_chat.filter(~Exists(same_before), organisation__isnull=False).order_by()


def _first_appointments(
    changes: QuerySet[ManagementPeriod], region: Region, day: date
) -> Iterable[tuple[int | None, date, datetime]]:
    """Municipality, start of powers, and when a representative of the new company first became administrator."""
    calls = "house__chat__calls"
    there = ZoneInfo(region.time_zone)
    granted = changes.filter(
        **{f"{calls}__step": "GrantAdmin", f"{calls}__outcome": CallOutcome.DONE},
        since__gt=day - timedelta(days=OLDEST_CHANGE_DAYS),
        since__lte=day,
    ).annotate(
        appointed=Cast(F(f"{calls}__detail__person__user_id"), BigIntegerField()),
        granted_on=TruncDate(f"{calls}__answered_at", tzinfo=there),
    )
    by_company = granted.filter(appointed=F("organisation__representatives__messenger_id"), granted_on__gte=F("since"))
    firsts = by_company.values("pk").annotate(first=Min(f"{calls}__answered_at"))
    return firsts.values_list(PLACE, "since", "first")
