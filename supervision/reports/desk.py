"""What needs a person now, and how the regions stand: the contents of the first page.

Takes a user and whether to show the own houses only; gives counts with their first rows, four figures with a month of
daily snapshots, the queue. A constant number of queries. Knows no address of any page.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum

from supervision import access, worklists
from supervision.access import Login
from supervision.models import Inspector
from supervision.models.region_days import RegionDays

FIRST_ROWS = 5
LINE_DAYS = 30
MOST_COUNTED_NOW = 100_000  # a whole region, not the whole country
MOST_OF_THE_COUNTRY = 10_000
FIGURES = ("in_scope", "with_chat", "with_company_admin", "out_of_step")
Line = list[tuple[date, int | None]]


@dataclass(frozen=True, slots=True)
class Need:
    """One kind of thing that waits for a person. `rows` are the first of `count`; `is_more`: of more than that."""

    kind: str
    count: int
    rows: list[Any]
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class DeskFigure:
    """A count of now, and one a day of the last month: None where the day's snapshot was missed."""

    name: str
    value: int
    line: Line
    as_of: date | None = None  # None: counted now


def needs(user: Login, today: RegionDays, mine: Inspector | None) -> list[Need]:
    """Every kind in the order of a working day, by the days of all regions that the reader sees; `mine` narrows to that
    inspector's houses and orders."""
    houses, chats, periods = access.houses(user), access.chats(user), access.periods(user)
    orders, found = access.work_orders(user), access.found_chats(user)
    if mine:
        own = worklists.houses_of(mine)
        houses, chats, periods = houses.filter(pk__in=own), chats.filter(house__in=own), periods.filter(house__in=own)
        orders = orders.filter(inspector=mine)
    chats = chats.select_related("house", "request", "region__account").order_by("pk")
    others = {"orders": orders, "changes": periods, "without_company": houses, "found": found}
    kinds = {kind: needed(others.get(kind, chats), today) for kind, needed in worklists.NEEDS.items()}
    most = MOST_OF_THE_COUNTRY if access.sees_everything(user) else MOST_COUNTED_NOW
    return [_need(kind, rows, most) for kind, rows in kinds.items()]


def _need(kind: str, rows: QuerySet[Any], most: int) -> Need:
    count = rows.order_by().values("pk")[: most + 1].count()
    return Need(kind, min(count, most), list(rows[:FIRST_ROWS]), is_more=count > most)


def figures(user: Login, today: RegionDays) -> list[DeskFigure]:
    """Of all regions seen. Who administers is as last seen, like the lists behind the figures."""
    chats = access.chats(user)
    lines = _lines(user, today.earliest)
    counted: dict[str, QuerySet[Any]] = {
        "in_scope": access.houses(user).in_scope(),
        "with_chat": worklists.of_houses_in_scope(chats),
        "with_company_admin": worklists.of_houses_in_scope(chats).filter(has_company_admin=True),
        "out_of_step": chats.out_of_step(),
    }
    return [_figure(name, counted[name], lines[name]) for name in FIGURES]


def _figure(name: str, rows: QuerySet[Any], line: Line) -> DeskFigure:
    """Counted now as far as nobody has to wait for it; of more than that the last snapshot says how many."""
    value = rows.order_by().values("pk")[:MOST_COUNTED_NOW].count()
    if value < MOST_COUNTED_NOW:
        return DeskFigure(name, value, line)
    known = [(day, was) for day, was in line if was is not None]
    if known:
        day, value = known[-1]
        return DeskFigure(name, value, line, day)
    return DeskFigure(name, rows.order_by().count(), line)


def _lines(user: Login, today: date) -> dict[str, Line]:
    """Up to the day that has begun in every region.

    A day on which a region's snapshot is missing has no value: the sum of the others would look like a fall.
    """
    since = today - timedelta(days=LINE_DAYS - 1)
    rows = access.snapshots(user).filter(municipality=None, day__gte=since, day__lte=today).order_by()
    by_day = rows.values_list("day").annotate(Count("pk"), *(Sum(name) for name in FIGURES))
    taken: list[tuple[Any, ...]] = list(by_day)
    most = max((regions for _day, regions, *_sums in taken), default=0)
    full = {day: dict(zip(FIGURES, sums, strict=True)) for day, regions, *sums in taken if regions == most}
    calendar = [since + timedelta(days=number) for number in range(LINE_DAYS)]
    return {name: [(day, full[day][name] if day in full else None) for day in calendar] for name in FIGURES}
