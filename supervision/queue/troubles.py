"""Chats that cannot be served, and how many turn to the same trouble at once. Wakes them; leases.py records."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from supervision.enums import RequestState, Trouble
from supervision.models import Region, SyncRequest
from supervision.queue.clock import Now
from supervision.queue.outbox import take_by_chat


def is_restless(chat_id: int) -> bool:
    """Whether the last pass saw something else than what it had set."""
    return SyncRequest.objects.filter(chat=chat_id, trouble=Trouble.RESTLESS).exists()


def turned(region: Region, kind: Trouble, *, within: timedelta, up_to: int) -> int:
    """How many of the region's chats have turned to this trouble lately, counted no further than `up_to`."""
    lately = _in_trouble(region, kind).filter(troubled_at__gt=Now() - within)
    return len(lately.order_by().values_list("chat_id", flat=True)[:up_to])


def some_of(region: Region, kind: Trouble, *, most: int) -> list[int]:
    """Ids of a few chats in this trouble that may be worked on: others each time, for each time counts as an attempt.
    Of those that were tried as often, the ones that turned to it last."""
    free = _in_trouble(region, kind).filter(chat__frozen_reason="")
    by_turns = free.order_by("attempts", F("troubled_at").desc(nulls_last=True), "chat_id")
    return list(by_turns.values_list("chat_id", flat=True)[:most])


def still_in(region: Region, kind: Trouble, chat_ids: Sequence[int]) -> bool:
    """Whether any of these chats is in this trouble."""
    return _in_trouble(region, kind).filter(chat__in=chat_ids).exists()


def wake(region: Region, kind: Trouble) -> int:
    """Chats that waited or were parked because of this trouble are due now; gives how many.

    Which of them turn to it again counts anew: as many as before hold the account as before.
    """
    waiting = _in_trouble(region, kind)
    with transaction.atomic():
        take_by_chat(waiting)
        return waiting.update(not_before=Now(), state=RequestState.DUE, failures=0, troubled_at=None)


def _in_trouble(region: Region, kind: Trouble) -> QuerySet[SyncRequest]:
    return SyncRequest.objects.filter(region=region, trouble=kind)
