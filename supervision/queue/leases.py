"""Leases: the right to work on a chat for a while, and what becomes of its request.

A lease ends by itself, so a killed worker's chat is taken up by another. Whatever ends it names its owner and version,
so a mark made during the pass leaves the chat in the queue.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, F, QuerySet, When
from django.db.models.functions import Coalesce

from supervision.enums import Lane, RequestState, Trouble
from supervision.models import Chat, Region, SyncRequest
from supervision.queue.clock import Now
from supervision.queue.outbox import LIMITED_LANES, take_by_chat

# A step may take 55 s: two turns of 15 s (messenger/throttle.py) and a request of 25 s (endings.py). It is renewed
# before every writing one.
LEASE_SECONDS = 60


class LeaseLost(Exception):
    """Somebody else has taken the chat up; whoever holds the old lease must stop at once."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one chat. `spec_version` is the wish's version when it was taken.

    `attempts` counts the leases since the last mark, `failures` the answers in a row that said nothing.
    """

    chat_id: int
    version: int
    spec_version: int
    attempts: int
    owner: uuid.UUID
    failures: int = 0


def keep_off(house_ids: Sequence[int]) -> set[int]:
    """Until the end of the transaction no worker takes up the chats of these houses. Gives those houses whose chat a
    worker holds already: what it does meanwhile cannot be known."""
    chats = Chat.objects.filter(house__in=list(house_ids)).order_by("pk")
    len(chats.select_for_update().values_list("pk"))
    requests = SyncRequest.objects.filter(chat__house__in=list(house_ids))
    take_by_chat(requests)
    return set(requests.filter(lease_until__gt=Now()).values_list("chat__house", flat=True))


IS_DUE, IS_THIS = "request.not_before <= supervision_now()", "request.chat_id = %(chat)s"
TAKE = """
    WITH due AS (
        SELECT request.chat_id FROM supervision_syncrequest request
        JOIN supervision_chat chat ON chat.id = request.chat_id
        WHERE request.region_id = %(region)s AND {which}
          AND (request.lease_until IS NULL OR request.lease_until < supervision_now()) AND chat.frozen_reason = ''
          AND (%(lane)s IS NULL OR request.lane = %(lane)s)
          AND (%(within_limit)s OR request.is_approved OR chat.messenger_id IS NULL
               OR request.lane NOT IN ({limited}))
        ORDER BY request.lane, request.not_before LIMIT %(most)s FOR UPDATE OF request SKIP LOCKED
    )
    UPDATE supervision_syncrequest request
    SET lease_until = supervision_now() + %(lease)s, lease_owner = %(owner)s,
        attempts = request.attempts + 1, is_approved = true
    FROM due, supervision_chat chat WHERE request.chat_id = due.chat_id AND chat.id = due.chat_id
    RETURNING request.chat_id, request.version, chat.spec_version, request.attempts, request.failures
"""


def take(region: Region, *, most: int, within_limit: bool, lane: Lane | None = None) -> list[Lease]:
    """Leases up to `most` due chats, by lane and age. Beyond the limit, only chats that it does not hold back."""
    return _take(region, IS_DUE, most=most, within_limit=within_limit, lane=lane.value if lane else None)


def take_this(region: Region, chat_id: int, *, within_limit: bool) -> list[Lease]:
    """Leases this chat, due or not; none where somebody has it in hand, it is frozen, or the limit holds it back."""
    return _take(region, IS_THIS, most=1, within_limit=within_limit, lane=None, chat=chat_id)


def _take(region: Region, which: str, **how: Any) -> list[Lease]:
    owner = uuid.uuid4()
    values: dict[str, Any] = {
        "region": region.pk,
        "lease": timedelta(seconds=LEASE_SECONDS),
        "owner": owner,
        **how,
    }
    limited = ", ".join(str(lane.value) for lane in LIMITED_LANES)
    with connection.cursor() as cursor:
        cursor.execute(TAKE.format(which=which, limited=limited), values)
        return [
            Lease(chat, version, spec, attempts, owner, failures)
            for chat, version, spec, attempts, failures in cursor.fetchall()
        ]


def renew(lease: Lease) -> None:
    """Prolongs the lease before a writing request; raises LeaseLost if it is no longer ours."""
    if not _held(lease).update(lease_until=Now() + timedelta(seconds=LEASE_SECONDS)):
        raise LeaseLost(f"chat {lease.chat_id}")


def settle(lease: Lease, *, next_look: datetime | None, wish: str) -> bool:
    """The wish of this version, with this digest, was seen fulfilled. `next_look` (aware): when it changes by itself.

    Gives False where the chat was marked meanwhile and stays in the queue. What comes on that day is a change of its
    own: it counts against the limit then, unless it was approved when it was decided, and no person waits for it any
    more.
    """
    with transaction.atomic():
        # a mark locks the chat first as well: the other order would let the two wait for each other
        chat = Chat.objects.select_for_update().filter(pk=lease.chat_id)
        chat.get()
        if not _end(lease, next_look):
            release(lease)
            return False
        chat.update(synced_version=lease.spec_version, settled_at=Now(), settled_wish=wish)
    return True


def _end(lease: Lease, next_look: datetime | None) -> int:
    unmarked = _held(lease).filter(version=lease.version)
    if next_look is None:
        return unmarked.delete()[0]
    return unmarked.update(
        not_before=next_look,
        lane=Lane.CHANGE,
        is_approved=_decided_for(next_look),
        attempts=0,
        reason="",
        state=RequestState.DUE,
        failures=0,
        **_in_trouble(Trouble.NONE),
        **_no_lease(),
    )


def postpone(
    lease: Lease,
    *,
    until: datetime,
    reason: str,
    state: RequestState,
    wish_changes_then: bool = False,
    trouble: Trouble | None = Trouble.NONE,
    failures: int | None = 0,
) -> None:
    """Waits (for somebody) or is tried again (after a failure) at `until`, unless it was marked meanwhile.

    Where the wish changes by itself at that time, that change counts against the limit anew, unless it was approved
    when it was decided. `trouble` is what was found and `failures` how often in a row an answer said nothing; None
    leaves them as they were. A parked chat of which an answer still says nothing stays with its person meanwhile.
    """
    known = {} if failures is None else {"failures": failures}
    _held(lease).update(**known, **({} if trouble is None else _in_trouble(trouble)))
    state = RequestState.PARKED if failures and _is_parked(lease) else state
    unmarked = _held(lease).filter(version=lease.version)
    values = {"is_approved": _decided_for(until), "lane": Lane.CHANGE} if wish_changes_then else {"is_approved": True}
    if not unmarked.update(not_before=until, reason=reason, state=state, **values, **_no_lease()):
        release(lease)


def park(lease: Lease, *, reason: str, until: datetime, trouble: Trouble | None = Trouble.NONE) -> bool:
    """Leaves the chat to a person, visible with the reason; the next mark takes it up again.

    At `until` (aware) it is tried by itself: the cause may have been mended outside, or the wish has changed. Says
    whether that is news: the chat was not parked before, and is now.
    """
    was_parked = _is_parked(lease)
    postpone(lease, until=until, reason=reason, state=RequestState.PARKED, trouble=trouble)
    return not was_parked and SyncRequest.objects.filter(chat=lease.chat_id, state=RequestState.PARKED).exists()


def release(lease: Lease) -> None:
    """Gives the chat back as it was."""
    _held(lease).update(**_no_lease())


def _held(lease: Lease) -> QuerySet[SyncRequest]:
    return SyncRequest.objects.filter(chat=lease.chat_id, lease_owner=lease.owner)


def _is_parked(lease: Lease) -> bool:
    return _held(lease).filter(state=RequestState.PARKED).exists()


def _decided_for(at: datetime) -> Any:
    """Whether the change due at that instant was approved when it was decided."""
    return Case(When(approved_from=at, then=True), default=False)


def _in_trouble(kind: Trouble) -> dict[str, Any]:
    """What is found again stands since it was found first, or since the account was tried again (`troubles.wake`)."""
    if kind is Trouble.NONE:
        return {"trouble": kind, "troubled_at": None}
    return {
        "trouble": kind,
        "troubled_at": Case(When(trouble=kind, then=Coalesce(F("troubled_at"), Now())), default=Now()),
    }


def _no_lease() -> dict[str, None]:
    return {"lease_until": None, "lease_owner": None}
