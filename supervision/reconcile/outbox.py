"""STAGE 4, the queue: which chats may differ from their wish, and until when they wait.

A mark says nothing but "look at this chat"; ten changes of one house are one pass. Nobody else touches `SyncRequest`.
A claim is a lease: it ends by itself, so a killed worker's chat is taken up by another. Every answer to a claim names
lease and version, so a mark made during the pass leaves the chat in the queue.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from supervision.enums import Lane, RequestState
from supervision.models import Chat, Region, SyncRequest

LEASE_SECONDS = 45  # a request may take 25 s; the lease is renewed before every writing one


class LeaseLost(Exception):
    """Somebody else has taken the chat up; whoever holds the old lease must stop at once."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on one chat. `spec_version` is the wish's version when the claim was made."""

    chat_id: int
    version: int
    spec_version: int
    attempts: int
    owner: uuid.UUID


MARK = """
    WITH marked AS (
        SELECT id FROM supervision_chat WHERE {column} = ANY(%(ids)s) ORDER BY id FOR UPDATE
    ), bumped AS (
        UPDATE supervision_chat chat SET spec_version = spec_version + %(bump)s
        FROM marked WHERE chat.id = marked.id RETURNING chat.id, chat.region_id,
            CASE WHEN chat.messenger_id IS NULL THEN %(lane_of_new)s ELSE %(lane)s END AS lane
    )
    INSERT INTO supervision_syncrequest AS request
        (chat_id, region_id, version, lane, state, not_before, attempts, reason, is_approved, marked_at)
    SELECT id, region_id, 1, lane, 'due', %(not_before)s, 0, '', false, %(now)s FROM bumped
    ON CONFLICT (chat_id) DO UPDATE SET
        version = request.version + 1,
        lane = least(request.lane, excluded.lane),
        state = 'due',
        not_before = least(request.not_before, excluded.not_before),
        attempts = 0, reason = '', is_approved = false, marked_at = excluded.marked_at
"""

CLAIM = """
    WITH due AS (
        SELECT request.chat_id FROM supervision_syncrequest request
        JOIN supervision_chat chat ON chat.id = request.chat_id
        WHERE request.region_id = %(region)s AND request.not_before <= %(now)s
          AND (request.lease_until IS NULL OR request.lease_until < %(now)s) AND chat.frozen_reason = ''
          AND (%(lane)s IS NULL OR request.lane = %(lane)s)
          AND (%(within_limit)s OR request.is_approved OR chat.messenger_id IS NULL
               OR request.lane NOT IN ({limited}))
        ORDER BY request.lane, request.not_before LIMIT %(most)s FOR UPDATE OF request SKIP LOCKED
    )
    UPDATE supervision_syncrequest request
    SET lease_until = %(until)s, lease_owner = %(owner)s, attempts = request.attempts + 1, is_approved = true
    FROM due, supervision_chat chat WHERE request.chat_id = due.chat_id AND chat.id = due.chat_id
    RETURNING request.chat_id, request.version, chat.spec_version, request.attempts
"""

LIMITED_LANES = (Lane.CHANGE,)

# Nothing but a look: the wish keeps its version, and a chat that waits, is parked or due already is left as it is.
SWEEP = """
    INSERT INTO supervision_syncrequest AS request
        (chat_id, region_id, version, lane, state, not_before, attempts, reason, is_approved, marked_at)
    SELECT id, region_id, 1, %(lane)s, 'due', %(now)s, 0, '', true, %(now)s FROM supervision_chat chat
    WHERE region_id = %(region)s AND frozen_reason = '' AND messenger_id IS NOT NULL
      AND (observed_at IS NULL OR observed_at < %(seen_before)s)
      AND NOT EXISTS (SELECT FROM supervision_syncrequest other
                      WHERE other.chat_id = chat.id AND (other.state <> 'due' OR other.not_before <= %(now)s))
    ORDER BY observed_at NULLS FIRST LIMIT %(most)s
    ON CONFLICT (chat_id) DO UPDATE SET
        version = request.version + 1, lane = excluded.lane, not_before = excluded.not_before
"""


def mark(chat_ids: Sequence[int], *, lane: Lane = Lane.CHANGE, not_before: datetime | None = None) -> int:
    """Marks chats in one statement, in the caller's transaction; gives how many.

    A mark dated ahead (`not_before`, aware) leaves the wish's version alone: nothing is out of step until then.
    """
    return _mark("id", chat_ids, lane, not_before)


def mark_houses(house_ids: Sequence[int], *, lane: Lane = Lane.CHANGE, not_before: datetime | None = None) -> int:
    """Marks the chats of these houses; houses without a chat are passed over."""
    return _mark("house_id", house_ids, lane, not_before)


def _mark(column: str, ids: Sequence[int], lane: Lane, not_before: datetime | None) -> int:
    if not ids:
        return 0
    now = timezone.now()
    ahead = not_before is not None and not_before > now
    values: dict[str, Any] = {
        "ids": list(ids),
        "lane": lane.value,
        "lane_of_new": (Lane.CREATE if lane is Lane.CHANGE else lane).value,  # nobody loses anything by waiting for it
        "now": now,
        "not_before": not_before or now,
        "bump": 0 if ahead else 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(column=column), values)
        return cursor.rowcount


def sweep(region: Region, *, seen_before: datetime, most: int) -> int:
    """Queues a look at the chats not seen since `seen_before` (aware), the longest unseen first; gives how many."""
    values: dict[str, Any] = {
        "region": region.pk,
        "lane": Lane.SWEEP.value,
        "now": timezone.now(),
        "seen_before": seen_before,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, values)
        return cursor.rowcount


def due_everywhere() -> QuerySet[SyncRequest]:
    """Requests that a worker may take up now, but for limits."""
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    return SyncRequest.objects.filter(free, not_before__lte=now, chat__frozen_reason="")


def due(region: Region) -> QuerySet[SyncRequest]:
    return due_everywhere().filter(region=region)


def unapproved_changes(region: Region, *, up_to: int) -> int:
    """Existing chats due to change that nobody approved, counted no further than `up_to` + 1."""
    waiting = due(region).filter(is_approved=False, lane__in=LIMITED_LANES, chat__messenger_id__isnull=False)
    return len(waiting.order_by().values_list("chat_id", flat=True)[: up_to + 1])


def approve(region: Region) -> int:
    """Lets through what is due now; what is marked later is counted anew."""
    return due(region).filter(is_approved=False).update(is_approved=True)


def claim(region: Region, *, most: int, within_limit: bool, lane: Lane | None = None) -> list[Claim]:
    """Leases up to `most` due chats, by lane and age. Beyond the limit only what the limit does not hold back."""
    now, owner = timezone.now(), uuid.uuid4()
    values: dict[str, Any] = {
        "region": region.pk,
        "now": now,
        "until": now + timedelta(seconds=LEASE_SECONDS),
        "owner": owner,
        "most": most,
        "within_limit": within_limit,
        "lane": lane.value if lane else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM.format(limited=", ".join(str(lane.value) for lane in LIMITED_LANES)), values)
        return [Claim(chat, version, spec, attempts, owner) for chat, version, spec, attempts in cursor.fetchall()]


def renew(claim: Claim) -> None:
    """Prolongs the lease before a writing request; raises LeaseLost if it is no longer ours."""
    until = timezone.now() + timedelta(seconds=LEASE_SECONDS)
    if not _held(claim).update(lease_until=until):
        raise LeaseLost(f"chat {claim.chat_id}")


def settle(claim: Claim, *, next_look: datetime | None) -> bool:
    """The wish of this version was seen fulfilled. `next_look` (aware) is when the wish changes by itself.

    Gives False where the chat was marked meanwhile and stays in the queue. What comes on that day is a change of its
    own: it counts against the limit then, and no person waits for it any more.
    """
    with transaction.atomic():
        # a mark locks the chat first as well: the other order would let the two wait for each other
        chat = Chat.objects.select_for_update().filter(pk=claim.chat_id)
        chat.get()
        if not _end(claim, next_look):
            release(claim)
            return False
        chat.update(synced_version=claim.spec_version, settled_at=timezone.now())
    return True


def _end(claim: Claim, next_look: datetime | None) -> int:
    unmarked = _held(claim).filter(version=claim.version)
    if next_look is None:
        return unmarked.delete()[0]
    return unmarked.update(
        not_before=next_look,
        lane=Lane.CHANGE,
        is_approved=False,
        attempts=0,
        reason="",
        state=RequestState.DUE,
        **_no_lease(),
    )


def postpone(
    claim: Claim, *, until: datetime, reason: str, state: RequestState, wish_changes_then: bool = False
) -> None:
    """Waits (for somebody) or is tried again (after a failure) at `until`, unless it was marked meanwhile.

    Where the wish changes by itself at that time, that change counts against the limit anew.
    """
    unmarked = _held(claim).filter(version=claim.version)
    approved = not wish_changes_then
    if not unmarked.update(not_before=until, reason=reason, state=state, is_approved=approved, **_no_lease()):
        release(claim)


def park(claim: Claim, *, reason: str, until: datetime) -> None:
    """Leaves the chat to a person, visible with the reason; the next mark takes it up again.

    At `until` (aware) it is tried by itself: the cause may have been mended outside, or the wish has changed.
    """
    postpone(claim, until=until, reason=reason, state=RequestState.PARKED)


def release(claim: Claim) -> None:
    """Gives the chat back as it was."""
    _held(claim).update(**_no_lease())


def _held(claim: Claim) -> QuerySet[SyncRequest]:
    return SyncRequest.objects.filter(chat=claim.chat_id, lease_owner=claim.owner)


def _no_lease() -> dict[str, None]:
    return {"lease_until": None, "lease_owner": None}


def falls_due(region: Region, *, within_seconds: float) -> bool:
    """Whether something of the region is due now or in a moment, or is being worked on."""
    soon = timezone.now() + timedelta(seconds=within_seconds)
    return SyncRequest.objects.filter(region=region, not_before__lte=soon, chat__frozen_reason="").exists()


def waiting(region_codes: Sequence[str]) -> int:
    return SyncRequest.objects.filter(region__in=region_codes, state=RequestState.WAITING).count()


def parked(region_codes: Sequence[str]) -> int:
    return SyncRequest.objects.filter(region__in=region_codes, state=RequestState.PARKED).count()


def words_of_failure(region: Region) -> str:
    """Why chats of the region could not be served and will be tried again; "" where none could not."""
    failed = SyncRequest.objects.filter(region=region, state=RequestState.DUE, attempts__gt=0).exclude(reason="")
    return failed.values_list("reason", flat=True).order_by("-attempts").first() or ""
