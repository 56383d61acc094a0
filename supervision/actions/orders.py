"""Work orders in the hands of people: said to be done, handed to a colleague, remarked upon.

Whether an order is done is seen by the portal alone (`reconcile/work_orders.py`): who says so asks for a look.
"""

from collections.abc import Sequence

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from supervision import access, audit
from supervision.actions import comments
from supervision.enums import Lane
from supervision.errors import Refused
from supervision.models import Inspector, Region, WorkOrder
from supervision.queue import outbox
from supervision.reconcile import observe, work_orders


def say_done(*, orders: Sequence[WorkOrder], by: User) -> int:
    """Has the chats looked at before all others: that look closes an order that is done. Gives how many."""
    region = _asked_region(orders, by)
    chats = {order.chat_id: order.chat for order in orders}
    with audit.event("order.said_done", by=by, region=region, details={"orders": _keys(orders), "chats": [*chats]}):
        observe.forget(*chats.values())
        return outbox.mark([*chats], lane=Lane.PERSON)


def hand(*, orders: Sequence[WorkOrder], inspector: Inspector, by: User, reason: str = "") -> int:
    """To a colleague of the region in office, who keeps them as long as that is so. Gives how many."""
    region = _asked_region(orders, by)
    if inspector.region_id != region.pk:
        raise Refused(_("%(name)s works in another region.") % {"name": inspector})
    if inspector.dismissed_on and inspector.dismissed_on <= region.today():
        raise Refused(_("%(name)s is dismissed.") % {"name": inspector})
    details = {"orders": _keys(orders), "inspector": inspector.pk}
    with audit.event("order.handed", by=by, region=region, reason=reason, details=details):
        return work_orders.hand(orders, inspector)


def remark(*, orders: Sequence[WorkOrder], text: str, by: User) -> int:
    """One comment under each of the orders. Gives how many."""
    _asked_region(orders, by)
    for order in orders:
        comments.write(house=order.chat.house, chat=order.chat, order=order, text=text, by=by)
    return len(orders)


def _asked_region(orders: Sequence[WorkOrder], by: User) -> Region:
    """The region of all these orders. Refuses closed ones; for more than one it asks for the right to many."""
    if not orders:
        raise Refused(_("No work orders are chosen."))
    closed = [order for order in orders if order.closed_at]
    if closed:
        words = ngettext(
            "%(n)s of the orders is closed already.", "%(n)s of the orders are closed already.", len(closed)
        )
        raise Refused(words % {"n": len(closed)}, tuple(str(order) for order in closed[:20]))
    if len({order.chat.region_id for order in orders}) > 1:
        raise Refused(_("Choose work orders of one region."))
    region = orders[0].chat.region
    access.ask_of_many(orders, by, region)
    return region


def _keys(orders: Sequence[WorkOrder]) -> list[int]:
    return [order.pk for order in orders]
