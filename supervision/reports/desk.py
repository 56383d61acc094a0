"""What needs a person now, and how the regions stand: the contents of the first page.

Takes a user and whether to show the own houses only; gives counts with their first rows, four figures with a month of
daily snapshots, the queue. A constant number of queries. Knows no address of any page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Sum

from supervision import access, worklists
from supervision.access import Login
from supervision.enums import BotState, RequestState
from supervision.models import Inspector, Region

FIRST_ROWS = 5
LINE_DAYS = 30
MOST_COUNTED_NOW = 10_000
FIGURES = ("in_scope", "with_chat", "with_company_admin", "out_of_step")
Line = list[tuple[date, int | None]]


@dataclass(frozen=True, slots=True)
class Need:
    """One kind of thing that waits for a person. `rows` are the first of `count`."""

    kind: str
    count: int
    rows: list[Any]


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of now, and one a day of the last month: None where the day's snapshot was missed."""

    name: str
    value: int
    line: Line
    as_of: date | None = None  # None: counted now


def needs(user: Login, regions: Sequence[Region], mine: Inspector | None) -> list[Need]:
    """Every kind in the order of a working day; `mine` narrows to that inspector's houses and orders."""
    today = worklists.today_of(regions)
    houses, chats, periods = access.houses(user), access.chats(user), access.periods(user)
    orders = access.work_orders(user).filter(closed_at=None)
    if mine:
        own = worklists.houses_of(mine)
        houses, chats, periods = houses.filter(pk__in=own), chats.filter(house__in=own), periods.filter(house__in=own)
        orders = orders.filter(inspector=mine)
    chats = chats.select_related("house", "request", "region").order_by("pk")
    kinds: dict[str, QuerySet[Any]] = {
        "orders": orders.select_related("chat__house").order_by("opened_at"),
        "parked": chats.filter(request__state=RequestState.PARKED),
        "without_bot": chats.exclude(bot_state=BotState.IN_PLACE),
        "by_hand": chats.filter(differs_since__isnull=False),
        "awaiting": chats.awaiting_members(),
        "changes": worklists.changes_due(periods, today).select_related("house", "organisation").order_by("since"),
        "without_company": worklists.without_company(houses, today).order_by("pk"),
        "found": access.found_chats(user).filter(chat=None).order_by("-found_at"),
    }
    return [_need(kind, rows) for kind, rows in kinds.items()]


def _need(kind: str, rows: QuerySet[Any]) -> Need:
    return Need(kind, rows.order_by().count(), list(rows[:FIRST_ROWS]))


def figures(user: Login, regions: Sequence[Region]) -> list[Figure]:
    """Of all regions seen. Who administers very many chats is too slow to count anew: the last snapshot's."""
    today = worklists.today_of(regions)
    chats = access.chats(user).order_by()
    lines = _lines(user, today)
    now = {
        "in_scope": access.houses(user).in_scope().count(),
        "with_chat": chats.linked().count(),
        "out_of_step": chats.out_of_step().count(),
    }
    found = {name: Figure(name, value, lines[name]) for name, value in now.items()}
    known = [(day, value) for day, value in lines["with_company_admin"] if value is not None]
    if now["with_chat"] > MOST_COUNTED_NOW and known:
        day, value = known[-1]
        found["with_company_admin"] = Figure("with_company_admin", value, lines["with_company_admin"], day)
    else:
        counted = chats.with_company_admin(today).count()
        found["with_company_admin"] = Figure("with_company_admin", counted, lines["with_company_admin"])
    return [found[name] for name in FIGURES]


def _lines(user: Login, today: date) -> dict[str, Line]:
    """A day on which a region's snapshot is missing has no value: the sum of the others would look like a fall."""
    since = today - timedelta(days=LINE_DAYS - 1)
    rows = access.snapshots(user).filter(municipality=None, day__gte=since, day__lte=today).order_by()
    by_day = rows.values_list("day").annotate(Count("pk"), *(Sum(name) for name in FIGURES))
    taken: list[tuple[Any, ...]] = list(by_day)
    most = max((regions for _day, regions, *_sums in taken), default=0)
    full = {day: dict(zip(FIGURES, sums, strict=True)) for day, regions, *sums in taken if regions == most}
    calendar = [since + timedelta(days=number) for number in range(LINE_DAYS)]
    return {name: [(day, full[day][name] if day in full else None) for day in calendar] for name in FIGURES}
