"""What the desk adds for a role: an inspector's days away, a head's laggards, an analyst's regions, an administrator's
queues that stand. Rows with their counts; knows no address of any page. A constant number of queries a role.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import RequestState
from supervision.models import Absence, Inspector, Organisation, Region
from supervision.models.region_days import RegionDays
from supervision.models.spans import holds
from supervision.reports import snapshot, standings
from supervision.reports.milestones import milestones
from supervision.reports.standings import FIGURES

MOST_ROWS, WEEK = 5, timedelta(days=7)
STANDS_FOR = timedelta(hours=1)  # due for so long, a queue does not move


@dataclass(frozen=True, slots=True)
class Presence:
    """An inspector's absence that holds today, and for whom they stand in."""

    away: Absence | None
    stands_in: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class Laggard:
    inspector: Inspector
    orders: int  # open for a week and longer


@dataclass(frozen=True, slots=True)
class Moved:
    """A region, and by how many points it is behind its target, or has moved."""

    region: Region
    points: float


@dataclass(frozen=True, slots=True)
class OfCountry:
    """By the newest day of snapshots: regions behind their target, the widest gap first, and the one whose figure moved
    most within a week, in percentage points. `missing`: whose snapshot of today is not taken."""

    behind: tuple[Moved, ...]
    moved: Moved | None
    missing: tuple[Region, ...]
    figure: str


@dataclass(frozen=True, slots=True)
class Standstill:
    """A region whose chats are due for long. `since`: the one that waits longest."""

    region: Region
    chats: int
    since: datetime


def presence(me: Inspector) -> Presence:
    today = me.region.today()
    now = Absence.objects.filter(holds(today)).select_related("inspector", "substitute")
    others = now.filter(Q(substitute=me) | Q(houses__substitute=me)).distinct().order_by("since", "pk")
    return Presence(now.filter(inspector=me).first(), tuple(others))


def laggards(user: Login, now: datetime) -> list[Laggard]:
    """Inspectors with most orders that are open for a week and longer."""
    old = worklists.orders_of_age(access.work_orders(user), "older", now)
    counted = dict(old.order_by().values_list("inspector").annotate(Count("pk")))
    people = access.inspectors(user).filter(pk__in=[pk for pk in counted if pk])
    found = [Laggard(person, counted[person.pk]) for person in people]
    return sorted(found, key=lambda one: (-one.orders, one.inspector.full_name))[:MOST_ROWS]


def without_licence(user: Login, today: RegionDays) -> tuple[int, list[Organisation]]:
    """How many companies manage houses without a licence in force, and the first of them."""
    found = worklists.without_licence(access.organisations(user), today).order_by("name", "pk")
    return found.count(), list(found[:MOST_ROWS])


def of_country(user: Login, now: datetime) -> OfCountry:
    """From frozen figures only; of the first figure of the overview of the country."""
    regions, figure = list(access.regions(user)), next(iter(FIGURES))
    missing = [region.pk for region in snapshot.missing(now)]
    unseen = tuple(region for region in regions if region.pk in missing)
    day = standings.newest_day(user, regions, None)
    if day is None:
        return OfCountry((), None, unseen, figure)
    days = standings.month(access.snapshots(user).filter(municipality=None), "region", day)
    goals, here, then = milestones(user, figure, day), days[day], days[day - WEEK]
    behind, moved = [], []
    for region in (one for one in regions if one.pk in here):
        share = here[region.pk].share(figure)
        was = then[region.pk].share(figure) if region.pk in then else None
        gap = goals.measured(share, region.pk)["gap"]
        if isinstance(gap, float) and gap < 0:
            behind.append(Moved(region, gap))
        if share is not None and was is not None and share != was:
            moved.append(Moved(region, round(share - was, 2)))
    behind.sort(key=lambda one: (one.points, one.region.pk))
    most = max(moved, key=lambda one: (abs(one.points), one.region.pk), default=None)
    return OfCountry(tuple(behind), most, unseen, figure)


def standstills(user: Login, now: datetime) -> list[Standstill]:
    """Where pushing is on and chats are due for an hour and longer, the longest first."""
    due = access.requests(user).filter(state=RequestState.DUE, not_before__lte=now - STANDS_FOR, chat__frozen_reason="")
    works = Q(region__account__is_enabled=True)
    counted = due.filter(works).order_by().values_list("region").annotate(Count("pk"), since=Min("not_before"))
    found = {code: (chats, since) for code, chats, since in counted}
    regions = access.regions(user).filter(pk__in=found)
    return sorted((Standstill(one, *found[one.pk]) for one in regions), key=lambda one: one.since)
