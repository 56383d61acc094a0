"""STAGE 5, what no API can do: opens orders for people and closes those that a look has seen done."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from supervision.desired.state import DesiredChat, ObservedChat, Person
from supervision.enums import BotState, WorkOrderKind
from supervision.models import Chat, Inspector, WorkOrder
from supervision.notice_kinds import NoticeKind
from supervision.notices import addressees, marking
from supervision.planning.asks import account
from supervision.planning.steps import AskPerson
from supervision.queue import clock

# What cannot be seen without the bot's rights was not seen done either.
UNSEEN = {
    BotState.REMOVED: (WorkOrderKind.HAND_OVER, WorkOrderKind.MAKE_BOT_ADMIN),
    BotState.NO_ADMIN: (WorkOrderKind.HAND_OVER,),
}


def open_work_orders(chat: Chat, asks: Sequence[AskPerson], desired: DesiredChat, observed: ObservedChat) -> None:
    """One open order of a kind a chat, its words following the wish. Orders no longer asked for were seen done."""
    ordered = {ask.kind: ask for ask in asks if ask.kind}
    now = clock.Now()
    with transaction.atomic():
        open_orders = WorkOrder.objects.filter(chat=chat, closed_at__isnull=True)
        open_orders.exclude(kind__in=[*ordered, *UNSEEN.get(observed.bot, ())]).update(
            closed_at=now, looked_at=now, remark=""
        )
        known = {order.kind: order for order in open_orders.filter(kind__in=ordered)}
        for kind, ask in ordered.items():
            order = known.get(kind) or WorkOrder(chat=chat, kind=kind, owner_seen=ask.owner_seen)
            was_for = order.inspector_id
            order.inspector, order.addressed_because = _handed(order) or _addressed(chat, ask, desired, observed)
            order.instruction, order.account = ask.instruction, ask.account
            order.title, order.link = ask.title, ask.link
            if order.pk:
                order.looked_at, order.remark = now, _remark(order, ask, desired, observed)
            order.save()
            if order.inspector_id not in (None, was_for):
                told = addressees.of_inspectors([order.inspector])
                marking.tell(NoticeKind.ORDER, chat.region, order.pk, order.inspector_id, told)


def hand(orders: Sequence[WorkOrder], inspector: Inspector) -> int:
    """From now on they are the inspector's, whoever the owner of the moment is."""
    given = {"handed_to": inspector, "inspector": inspector, "addressed_because": _because_handed(inspector)}
    return WorkOrder.objects.filter(pk__in=[order.pk for order in orders], closed_at=None).update(**given)


def _handed(order: WorkOrder) -> tuple[Inspector, str] | None:
    """A colleague to whom a person gave the order, as long as in office."""
    person = order.handed_to
    if person is None or person.dismissed_on is not None:
        return None
    return person, _because_handed(person)


def _because_handed(person: Inspector) -> str:
    return _("A colleague handed it to %(name)s.") % {"name": person.full_name}


def _addressed(
    chat: Chat, ask: AskPerson, desired: DesiredChat, observed: ObservedChat
) -> tuple[Inspector | None, str]:
    """Who can do it in the messenger now, and why them; else who is to own the chat and has to reach them.

    Asked anew at every look: an order follows the owner of the moment.
    """
    wanted = [user for user in (ask.assignee, desired.owner.user_id if desired.owner else None) if user]
    found = Inspector.objects.filter(region=chat.region_id, messenger_id__in=wanted, dismissed_on=None)
    in_office = {person.messenger_id: person for person in found}
    person = next((in_office[user] for user in wanted if user in in_office), None)
    if ask.kind == WorkOrderKind.CREATE_CHAT:
        words = _("Whoever creates a chat owns it, and %(name)s is to own this one.")
    elif person is not None and person.messenger_id == ask.assignee:
        words = _("%(name)s owns the chat in the messenger now and can do it.")
    elif person is not None:
        words = _("The owner, %(owner)s, is no inspector in office here. %(name)s is to own the chat and reaches them.")
    else:
        words = _("The owner, %(owner)s, is no inspector in office here, and the chat has no other one.")
    return person, words % {"name": person.full_name if person else "", "owner": _owner(ask.assignee, observed)}


def _owner(user_id: int | None, observed: ObservedChat) -> str:
    if user_id is None:
        return _("not seen yet")
    seen = observed.administrators.get(user_id)
    return account(Person(user_id, seen.name if seen else _("somebody unknown here")))


def _remark(order: WorkOrder, ask: AskPerson, desired: DesiredChat, observed: ObservedChat) -> str:
    """The chat was handed over, and to the wrong person."""
    if not ask.is_about_owner or desired.owner is None or ask.owner_seen in (None, order.owner_seen):
        return ""
    words = _("The chat was handed over to %(now)s, and should belong to %(wanted)s.")
    return words % {"now": _owner(ask.owner_seen, observed), "wanted": account(desired.owner)}
