"""Whoever writes requests of several chats takes them by the chats' ids: two who want the same ones cannot wait for
each other, in whatever order the rows lie on the disk or fall due."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from supervision.enums import RequestState, Trouble
from supervision.models import Chat, House, Region, SyncRequest
from supervision.queue import leases, outbox, troubles
from tests.integration.test_two_at_one_house import somebody_waits
from tests.transactions import other_connection, until
from tests.world import World

MANY = 12
Writer = Callable[[Region, list[House], list[int]], object]
NEXT_DAY = timedelta(days=1)


def sweeps(region: Region, houses: list[House], chats: list[int]) -> object:
    return outbox.sweep(region, seen_before=timezone.now(), most=MANY)


WRITERS: dict[str, Writer] = {
    "marks chats": lambda region, houses, chats: outbox.mark(chats[::-1]),
    "marks houses": lambda region, houses, chats: outbox.mark_houses([house.pk for house in houses[::-1]]),
    "sweeps": sweeps,
    "expects nothing": lambda region, houses, chats: outbox.expect_nothing([house.pk for house in houses]),
    "approves": lambda region, houses, chats: outbox.approve(region),
    "approves what was decided": lambda region, houses, chats: outbox.approve_decided(
        [house.pk for house in houses], timezone.now()
    ),
    "wakes": lambda region, houses, chats: troubles.wake(region, Trouble.REFUSED),
    "keeps workers off": lambda region, houses, chats: leases.keep_off([house.pk for house in houses]),
}
IS_AHEAD = {"sweeps", "expects nothing"}  # what is due already is no matter of theirs


def carried_out(writer: Writer, region: Region, houses: list[House], chats: list[int]) -> None:
    try:
        with transaction.atomic():
            writer(region, houses, chats)
    finally:
        connections.close_all()


@pytest.mark.parametrize("name", WRITERS)
def test_the_first_chat_is_waited_for_while_no_other_is_held(committed_world: World, name: str) -> None:
    world = committed_world
    houses = world.houses(MANY)
    chats = list(Chat.objects.order_by("pk").values_list("pk", flat=True))
    for number, chat in enumerate(chats):  # the later a chat came, the earlier it lies on the disk and is looked at
        Chat.objects.filter(pk=chat).update(observed_at=timezone.now() - timedelta(seconds=10 * (number + 1)))
    SyncRequest.objects.update(
        not_before=timezone.now() + (NEXT_DAY if name in IS_AHEAD else -NEXT_DAY),
        state=RequestState.DUE,
        trouble=Trouble.REFUSED,
        is_approved=False,
    )
    for chat in chats[::-1]:
        SyncRequest.objects.filter(pk=chat).update(attempts=1)
    with ThreadPoolExecutor(1) as elsewhere, other_connection() as first, other_connection() as third:
        first.execute("SELECT FROM supervision_syncrequest WHERE chat_id = %s FOR UPDATE", [chats[0]])
        sent = elsewhere.submit(carried_out, WRITERS[name], world.region, houses, chats)
        until(lambda: sent.done() or somebody_waits())
        assert not sent.done()
        free = third.execute("SELECT chat_id FROM supervision_syncrequest ORDER BY chat_id FOR UPDATE SKIP LOCKED")
        assert [chat for (chat,) in free.fetchall()] == chats[1:]
        third.rollback()
        first.rollback()
        sent.result()
