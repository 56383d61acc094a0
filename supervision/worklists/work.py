"""What the portal and its people have to do: the queue, calls to the messenger, work orders by their age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from supervision.enums import WAITS, RequestState
from supervision.models import MessengerCall, WorkOrder
from supervision.worklists.worklist import Worklist

RECENT = timedelta(hours=24)


QUEUE: Mapping[str, Worklist] = {
    "due": Worklist(
        gettext_lazy("Due now"), lambda requests, at: requests.filter(state=RequestState.DUE, not_before__lte=at)
    ),
    "planned": Worklist(
        gettext_lazy("Planned for later"),
        lambda requests, at: requests.filter(state=RequestState.DUE, not_before__gt=at),
    ),
    "waiting": Worklist(gettext_lazy("Waiting"), lambda requests, at: requests.filter(state__in=WAITS)),
    "parked": Worklist(gettext_lazy("Needs a person"), lambda requests, at: requests.filter(state=RequestState.PARKED)),
}


@dataclass(frozen=True, slots=True)
class OrderAge:
    """Work orders open for at least so long, and for less than that."""

    label: Any
    least: timedelta
    most: timedelta


ORDER_AGES: Mapping[str, OrderAge] = {
    "day": OrderAge(gettext_lazy("Less than a day"), timedelta(0), timedelta(days=1)),
    "week": OrderAge(gettext_lazy("1 to 7 days"), timedelta(days=1), timedelta(days=7)),
    "older": OrderAge(gettext_lazy("A week and longer"), timedelta(days=7), timedelta(days=36500)),
}


def orders_of_age(orders: QuerySet[WorkOrder], age: str, at: datetime) -> QuerySet[WorkOrder]:
    """Open orders that wait for so long at the instant."""
    wanted = ORDER_AGES[age]
    return orders.filter(closed_at=None, opened_at__gt=at - wanted.most, opened_at__lte=at - wanted.least)


def recent_calls(calls: QuerySet[MessengerCall], at: datetime) -> QuerySet[MessengerCall]:
    """Calls sent within RECENT before the instant."""
    return calls.filter(started_at__gt=at - RECENT, started_at__lte=at)
