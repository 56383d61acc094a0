"""STAGE 5, what no API can do: opens orders for people and closes those that a look has seen done."""

from django.db import transaction
from django.utils import timezone

from supervision.models import Chat, WorkOrder
from supervision.reconcile.steps import AskPerson


def open_work_orders(chat: Chat, asks: tuple[AskPerson, ...]) -> None:
    """One open order of a kind a chat; its words follow the wish. Orders no longer asked for are closed."""
    kinds = [ask.kind for ask in asks if ask.kind]
    with transaction.atomic():
        WorkOrder.objects.filter(chat=chat, closed_at__isnull=True).exclude(kind__in=kinds).update(
            closed_at=timezone.now()
        )
        for ask in asks:
            if ask.kind:
                WorkOrder.objects.update_or_create(
                    chat=chat, kind=ask.kind, closed_at=None, defaults={"instruction": ask.instruction}
                )
