"""What stands beside entries of the menu: orders that wait for the reader, and changes that wait for their approval.

On every page, so both are one statement that reads no more rows than are told; of more it says only that they are many.
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from supervision import access
from supervision.access import Login
from supervision.enums import Role
from supervision.models import MessengerAccount, WorkOrder

MOST_TOLD = 99
ORDERS, APPROVALS = "orders", "approvals"


@dataclass(frozen=True, slots=True)
class MenuCounts:
    """`orders` are open ones: an inspector's own, of whoever manages regions all of these. `approvals` are regions
    whose changes wait for the reader. Both up to MOST_TOLD + 1, which is "more"."""

    orders: int = 0
    approvals: int = 0


def of(user: Login) -> MenuCounts:
    """Nothing for whoever has no orders of their own: analysts only look."""
    roles = access.roles(user)
    if not roles & {Role.HEAD.value, Role.ADMINISTRATOR.value, Role.INSPECTOR.value}:
        return MenuCounts()
    held = MessengerAccount.objects.filter(region__in=access.managed(user)).exclude(held_reason="")
    found = Counter(_told(_orders(user, roles), ORDERS).union(_told(held, APPROVALS), all=True))
    return MenuCounts(found[(ORDERS,)], found[(APPROVALS,)])


def told(count: int) -> str:
    """As it stands in the menu; "" for none."""
    return f"{MOST_TOLD}+" if count > MOST_TOLD else str(count or "")


def _orders(user: Login, roles: frozenset[str]) -> QuerySet[WorkOrder]:
    waiting = access.work_orders(user).filter(closed_at=None)
    manages = roles & {Role.HEAD.value, Role.ADMINISTRATOR.value}
    return waiting if manages else waiting.filter(inspector__user=user.pk, inspector__dismissed_on=None)


def _told(rows: "QuerySet[WorkOrder] | QuerySet[MessengerAccount]", what: str) -> "QuerySet[WorkOrder, tuple[str]]":
    named: QuerySet[WorkOrder, tuple[str]] = rows.order_by().annotate(what=Value(what)).values_list("what")  # type: ignore[assignment]
    return named[: MOST_TOLD + 1]
