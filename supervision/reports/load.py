"""How much each inspector of a region has to do: a line an inspector, in a constant number of queries.

The chats wished are reckoned by the rules for every chat of the region, so the page shows one region at a time.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db.models import Count

from supervision import access
from supervision.desired.ownership import belongings
from supervision.models import Inspector, Region


@dataclass(frozen=True, slots=True)
class Load:
    """`houses` are given by hand; `wished` are chats by the rules today, `seen` in the messenger.

    `away` are chats that would be the inspector's, and are a substitute's today; `orders` are open work orders.
    """

    inspector: Inspector
    houses: int
    wished: int
    seen: int
    away: int
    orders: int


def loads(user: User, region: Region) -> list[Load]:
    """Everybody in office, and whoever left and still has something."""
    today = region.today()
    wished, away = _by_rules(user, region)
    of_region = access.chats(user).filter(region=region).order_by()
    seen = dict(of_region.values_list("observed_owner_id").annotate(Count("pk")))
    orders = access.work_orders(user).filter(chat__region=region, closed_at=None).order_by()
    open_orders = dict(orders.values_list("inspector").annotate(Count("pk")))
    given = access.houses(user).filter(region=region, inspector__isnull=False).order_by()
    houses = dict(given.values_list("inspector").annotate(Count("pk")))
    lines = [
        Load(
            inspector,
            houses=houses.get(inspector.pk, 0),
            wished=wished[inspector.messenger_id or 0],
            seen=seen.get(inspector.messenger_id, 0) if inspector.messenger_id else 0,
            away=away[inspector.pk],
            orders=open_orders.get(inspector.pk, 0),
        )
        for inspector in access.inspectors(user).filter(region=region).order_by("full_name", "pk")
    ]
    return [line for line in lines if _counts(line) or not _has_left(line.inspector, today)]


def _by_rules(user: User, region: Region) -> tuple[Counter[int], Counter[int]]:
    """Chats by owner (messenger id), and chats on substitutes by who would own them (id)."""
    wished: Counter[int] = Counter()
    away: Counter[int] = Counter()
    for one in belongings(region, access.chats(user), region.today()):
        wished[one.wished or 0] += 1
        if one.away:
            away[one.away] += 1
    return wished, away


def _has_left(inspector: Inspector, today: date) -> bool:
    return inspector.dismissed_on is not None and inspector.dismissed_on <= today


def _counts(line: Load) -> bool:
    return any((line.houses, line.wished, line.seen, line.away, line.orders))
