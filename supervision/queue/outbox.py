"""Marks: which chats may differ from their wish, and until when they wait.

A mark says nothing but "look at this chat"; ten changes of one house are one pass. Only this folder writes
`SyncRequest`: `leases.py`, by which workers take chats up, and `troubles.py`, which wakes them; others read it.

Whoever writes requests of several chats takes them by the chats' ids, and who needs the chats as well takes these
first: any other order would let two of them wait for each other.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from supervision import audit
from supervision.enums import WAITS, Lane, RequestState
from supervision.models import Region, SyncRequest
from supervision.queue.clock import Now, now

MARK = """
    WITH marked AS (
        SELECT id FROM supervision_chat WHERE {column} = ANY(%(ids)s) ORDER BY id FOR UPDATE
    ), bumped AS (
        UPDATE supervision_chat chat SET spec_version = spec_version
            + CASE WHEN %(not_before)s::timestamptz > supervision_now() THEN 0 ELSE 1 END
        FROM marked WHERE chat.id = marked.id RETURNING chat.id, chat.region_id,
            CASE WHEN chat.messenger_id IS NULL THEN %(lane_of_new)s ELSE %(lane)s END AS lane
    )
    INSERT INTO supervision_syncrequest AS request
        (chat_id, region_id, version, lane, state, not_before, attempts, reason, is_approved, marked_at,
         failures, trouble)
    SELECT id, region_id, 1, lane, 'due', greatest(%(not_before)s::timestamptz, supervision_now()), 0, '', false,
        supervision_now(), 0, '' FROM bumped ORDER BY id
    ON CONFLICT (chat_id) DO UPDATE SET
        version = request.version + 1,
        lane = least(request.lane, excluded.lane),
        state = 'due',
        not_before = least(request.not_before, excluded.not_before),
        attempts = 0, failures = 0, reason = '', is_approved = false, marked_at = excluded.marked_at,
        approved_from = nullif(request.approved_from, excluded.not_before)
    RETURNING chat_id
"""


LIMITED_LANES = (Lane.CHANGE,)

# Nothing but a look: the wish keeps its version, and a chat that waits, is parked or due already is left as it is.
# A chat that does not exist yet is looked for only where its wish is open: then the mark that asked for it was lost.
SWEEP = """
    WITH unseen AS (
        SELECT id, region_id FROM supervision_chat chat
        WHERE region_id = %(region)s AND frozen_reason = ''
          AND (messenger_id IS NOT NULL OR synced_version <> spec_version)
          AND (observed_at IS NULL OR observed_at < %(seen_before)s)
          AND NOT EXISTS (
              SELECT FROM supervision_syncrequest other
              WHERE other.chat_id = chat.id AND (other.state <> 'due' OR other.not_before <= supervision_now()))
        ORDER BY observed_at NULLS FIRST LIMIT %(most)s
    )
    INSERT INTO supervision_syncrequest AS request
        (chat_id, region_id, version, lane, state, not_before, attempts, reason, is_approved, marked_at,
         failures, trouble)
    SELECT id, region_id, 1, %(lane)s, 'due', supervision_now(), 0, '', true, supervision_now(), 0, ''
    FROM unseen ORDER BY id
    ON CONFLICT (chat_id) DO UPDATE SET
        version = request.version + 1, lane = excluded.lane, not_before = excluded.not_before
"""


def mark(chat_ids: Sequence[int], *, lane: Lane = Lane.CHANGE, not_before: datetime | None = None) -> int:
    """Marks chats in one statement, in the caller's transaction; gives how many.

    A mark dated ahead (`not_before`, aware) leaves the wish's version alone: nothing is out of step until then.
    """
    return _mark("id", chat_ids, lane, not_before)


def mark_houses(house_ids: Sequence[int], *, lane: Lane = Lane.CHANGE, not_before: datetime | None = None) -> int:
    """Marks the chats of these houses; houses without a chat are skipped."""
    return _mark("house_id", house_ids, lane, not_before)


def _mark(column: str, ids: Sequence[int], lane: Lane, not_before: datetime | None) -> int:
    if not ids:
        return 0
    values: dict[str, Any] = {
        "ids": list(ids),
        "lane": lane.value,
        "lane_of_new": (Lane.CREATE if lane is Lane.CHANGE else lane).value,  # nobody loses anything by waiting for it
        "not_before": not_before,  # a day that is past is no reason to overtake what has waited longer
    }
    with connection.cursor() as cursor:
        cursor.execute(MARK.format(column=column), values)
        marked = [chat for (chat,) in cursor.fetchall()]
    audit.concerns(marked)
    return len(marked)


def sweep(region: Region, *, seen_before: datetime, most: int) -> int:
    """Queues a look at the chats not seen since `seen_before` (aware), the longest unseen first; gives how many."""
    values: dict[str, Any] = {
        "region": region.pk,
        "lane": Lane.SWEEP.value,
        "seen_before": seen_before,
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(SWEEP, values)
        return cursor.rowcount


def expect_nothing(house_ids: Sequence[int]) -> int:
    """What was planned for these houses was taken back: the look on that day stays, and counts against no limit.

    A chat that is out of step already, or is marked anew, is counted as ever.
    """
    planned = SyncRequest.objects.filter(chat__house__in=list(house_ids), not_before__gt=Now())
    with transaction.atomic():
        take_by_chat(planned)
        planned.update(approved_from=None)
        return planned.filter(chat__synced_version=F("chat__spec_version")).update(is_approved=True)


def looks_waiting(region: Region) -> int:
    """Looks of the sweep that are queued and not done yet."""
    return SyncRequest.objects.filter(region=region, lane=Lane.SWEEP, not_before__lte=Now()).count()


def due_everywhere() -> QuerySet[SyncRequest]:
    """Requests that a worker may take up now, except for limits."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
    return SyncRequest.objects.filter(free, not_before__lte=Now(), chat__frozen_reason="")


def due(region: Region) -> QuerySet[SyncRequest]:
    return due_everywhere().filter(region=region)


def unapproved_changes(region: Region, *, up_to: int) -> int:
    """Existing chats due to change that nobody approved, counted no further than `up_to` + 1."""
    return len(unapproved(region).order_by().values_list("chat_id", flat=True)[: up_to + 1])


def unapproved(region: Region) -> QuerySet[SyncRequest]:
    """Existing chats due to change, as far as nobody approved it: held once they are more than the limit allows."""
    return due(region).filter(is_approved=False, lane__in=LIMITED_LANES, chat__messenger_id__isnull=False)


def approve(region: Region) -> int:
    """Lets through what is due now; what is marked later is counted anew."""
    held = due(region).filter(is_approved=False)
    with transaction.atomic():
        take_by_chat(held)
        return held.update(is_approved=True)


def approve_decided(house_ids: Sequence[int], acts_at: datetime) -> int:
    """The change of these houses that acts at the instant (aware) was approved by whoever decided it: marked a moment
    ago in the same transaction, it is not counted when it is due. What is marked for them later is."""
    marked = SyncRequest.objects.filter(chat__house__in=list(house_ids))
    with transaction.atomic():
        take_by_chat(marked)
        if acts_at <= now():
            return marked.filter(not_before__lte=Now()).update(is_approved=True)
        marked.filter(not_before=acts_at).update(is_approved=True)
        return marked.update(approved_from=acts_at)


def take_by_chat(requests: QuerySet[SyncRequest]) -> None:
    """Locks them to the end of the transaction, in the order in which everybody does."""
    len(requests.order_by("chat_id").select_for_update(of=("self",)).values_list("chat_id"))


def falls_due(region: Region, *, within_seconds: float) -> bool:
    """Whether something of the region is due now or in a moment, or is being worked on."""
    soon = Now() + timedelta(seconds=within_seconds)
    return SyncRequest.objects.filter(region=region, not_before__lte=soon, chat__frozen_reason="").exists()


def waiting(region_codes: Sequence[str]) -> int:
    return SyncRequest.objects.filter(region__in=region_codes, state__in=WAITS).count()


def parked(region_codes: Sequence[str]) -> int:
    return SyncRequest.objects.filter(region__in=region_codes, state=RequestState.PARKED).count()


def words_of_failure(region: Region) -> str:
    """Why chats of the region could not be served and will be tried again; "" where none could not."""
    failed = SyncRequest.objects.filter(region=region, state=RequestState.DUE, attempts__gt=0).exclude(reason="")
    return failed.values_list("reason", flat=True).order_by("-attempts").first() or ""
