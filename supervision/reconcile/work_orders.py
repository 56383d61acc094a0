"""STAGE 5, what no API can do: opens orders for people and closes those that a look has seen done."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from supervision.desired.state import DesiredChat, ObservedChat, Person
from supervision.enums import BotState, WorkOrderKind
from supervision.models import Chat, Inspector, WorkOrder
from supervision.planning.asks import account
from supervision.planning.steps import AskPerson

# What cannot be seen without the bot's rights was not seen done either.
UNSEEN = {
    BotState.REMOVED: (WorkOrderKind.HAND_OVER, WorkOrderKind.MAKE_BOT_ADMIN),
    BotState.NO_ADMIN: (WorkOrderKind.HAND_OVER,),
}


def open_work_orders(chat: Chat, asks: Sequence[AskPerson], desired: DesiredChat, observed: ObservedChat) -> None:
    """One open order of a kind a chat, its words following the wish. Orders no longer asked for were seen done."""
    ordered = {ask.kind: ask for ask in asks if ask.kind}
    now = timezone.now()
    with transaction.atomic():
        open_orders = WorkOrder.objects.filter(chat=chat, closed_at__isnull=True)
        open_orders.exclude(kind__in=[*ordered, *UNSEEN.get(observed.bot, ())]).update(
            closed_at=now, looked_at=now, remark=""
        )
        known = {order.kind: order for order in open_orders.filter(kind__in=ordered).select_related("inspector")}
        for kind, ask in ordered.items():
            order = known.get(kind) or WorkOrder(chat=chat, kind=kind, owner_seen=ask.owner_seen)
            if order.inspector is None or order.inspector.dismissed_on:
                order.inspector = _assignee(chat, ask, desired)
            order.instruction, order.account = ask.instruction, ask.account
            order.title, order.link = ask.title, ask.link
            if order.pk:
                order.looked_at, order.remark = now, _remark(order, ask, desired, observed)
            order.save()


def _assignee(chat: Chat, ask: AskPerson, desired: DesiredChat) -> Inspector | None:
    """Who can do it in the messenger; else the inspector who is to own the chat."""
    wanted = [ask.assignee, desired.owner.user_id if desired.owner else None]
    found = Inspector.objects.filter(region=chat.region_id, messenger_id__in=[one for one in wanted if one])
    in_office = {person.messenger_id: person for person in found if person.dismissed_on is None}
    return next((in_office[one] for one in wanted if one in in_office), None)


def _remark(order: WorkOrder, ask: AskPerson, desired: DesiredChat, observed: ObservedChat) -> str:
    """The chat was handed over, and to the wrong person."""
    if not ask.is_about_owner or desired.owner is None or ask.owner_seen in (None, order.owner_seen):
        return ""
    owner = observed.administrators.get(ask.owner_seen or 0)
    now = Person(ask.owner_seen or 0, owner.name if owner else _("somebody unknown here"))
    words = _("The chat was handed over to %(now)s, and should belong to %(wanted)s.")
    return words % {"now": account(now), "wanted": account(desired.owner)}
