"""Deliveries -> posts, and what becomes of each: taken, tried again later, or given up.

One runner at a time posts for the installation, many messages at once: PER_ENDPOINT to one address, only one while it
fails, so that a slow or dead receiver delays nobody else. A message that is taken is leased (`not_before` moves on), so
the message of a killed worker is posted again under the same id. Delivery is at least once: receivers know a repetition
by its id.
"""

import json
import logging
import random
import time
from concurrent.futures import FIRST_COMPLETED, Future, wait
from datetime import datetime, timedelta

from anyio.from_thread import BlockingPortal, start_blocking_portal
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from supervision import locks
from supervision.enums import DeliveryState
from supervision.models import WebhookDelivery, WebhookEndpoint
from supervision.outgoing import announcing, posting, signing
from supervision.outgoing import endpoints as webhooks
from supervision.outgoing.gather import listening
from supervision.outgoing.posting import LONGEST_ERROR, PostAnswer
from supervision.queue import clock

logger = logging.getLogger(__name__)

# Standard Webhooks: at once, then after these; ten attempts in three days
PAUSES = tuple(
    timedelta(**span)
    for span in (
        *({"seconds": 5}, {"minutes": 5}, {"minutes": 30}, {"hours": 2}, {"hours": 5}),
        *({"hours": 10}, {"hours": 14}, {"hours": 20}, {"hours": 24}),
    )
)
JITTER = 0.2  # up to so much longer, that receivers that fell together are not asked together
LEASE = timedelta(seconds=60)  # a post takes 10 s at most
PER_ENDPOINT, AT_ONCE = 4, 48
OFF_AFTER = timedelta(days=5)
LOOK_SECONDS = 0.2


def deliver(seconds: float) -> int:
    """Posts what is due for about so many seconds; gives how many messages were taken. Does nothing while another
    runner is at work."""
    with locks.first_free("outgoing webhooks") as place:
        if place is None:
            return 0
        with start_blocking_portal() as portal:
            return Run(portal, until=time.monotonic() + seconds).work()


class Run:
    """What is in flight, and who is left alone until the next run because a message failed."""

    def __init__(self, portal: BlockingPortal, *, until: float) -> None:
        self.portal = portal
        self.until = until
        self.flying: dict[Future[PostAnswer], WebhookDelivery] = {}
        self.resting: set[int] = set()
        self.taken = 0

    def work(self) -> int:
        while True:
            if time.monotonic() < self.until:
                self._take_off()
            if not self.flying:
                return self.taken
            done, _flying = wait(self.flying, timeout=LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for landed in done:
                self._land(self.flying.pop(landed), landed.result())

    def _take_off(self) -> None:
        for endpoint in _with_work():
            own = [each for each in self.flying.values() if each.endpoint_id == endpoint.pk]
            room = min((1 if endpoint.failing_since else PER_ENDPOINT) - len(own), AT_ONCE - len(self.flying))
            if endpoint.pk in self.resting or room <= 0:
                continue
            for delivery in take(endpoint, most=room, without=[each.object_id for each in own]):
                body = json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":")).encode()
                headers = signing.headers(endpoint.secret_salt, delivery.message_id, body, clock.now())
                self.flying[self.portal.start_task_soon(posting.post, endpoint.url, body, headers)] = delivery

    def _land(self, delivery: WebhookDelivery, answer: PostAnswer) -> None:
        record(delivery, answer)
        self.taken += answer.is_taken
        if not answer.is_taken:
            self.resting.add(delivery.endpoint_id)


def _with_work() -> list[WebhookEndpoint]:
    due = WebhookDelivery.objects.filter(endpoint=OuterRef("pk"), state=DeliveryState.DUE, not_before__lte=clock.Now())
    return list(listening().filter(Exists(due)).select_related("user"))


@transaction.atomic
def take(endpoint: WebhookEndpoint, *, most: int, without: list[int]) -> list[WebhookDelivery]:
    """Leases due messages, the oldest first, never two of one row at once. Drops what would not be told any more.

    `without` are numbers of rows of which a message is in flight: the newer one must not overtake it.
    """
    now = clock.now()
    rows = WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.DUE, not_before__lte=now)
    rows.exclude(pk__in=announcing.still_told(endpoint).values("pk")).delete()
    rows = rows.exclude(object_id__in=without)
    found = list(rows.order_by("not_before", "id").select_for_update(of=("self",), skip_locked=True)[:most])
    chosen = list({delivery.object_id: delivery for delivery in reversed(found)}.values())[::-1]
    WebhookDelivery.objects.filter(pk__in=[delivery.pk for delivery in chosen]).update(
        not_before=now + LEASE, attempts=F("attempts") + 1
    )
    for delivery in chosen:
        delivery.attempts += 1
    return chosen


@transaction.atomic
def record(delivery: WebhookDelivery, answer: PostAnswer) -> None:
    """What came of the attempt. Whoever was given up or superseded meanwhile stays so; what was taken is taken.

    The endpoint is locked before its messages, as where they are gathered: else two workers would wait for each other.
    """
    now = clock.now()
    endpoint = WebhookEndpoint.objects.select_for_update(no_key=True).filter(pk=delivery.endpoint_id).first()
    if endpoint is None:  # removed meanwhile, with its messages
        return
    told = WebhookDelivery.objects.filter(pk=delivery.pk, state=DeliveryState.DUE)
    seen = {"answered_at": now, "last_status": answer.status, "last_error": answer.error[:LONGEST_ERROR]}
    if answer.is_taken:
        told.update(state=DeliveryState.DONE, **seen)
        if endpoint.failing_since:
            WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=None)
        return
    # who wants nothing more is switched off below; the message waits with all others until somebody switches it on
    again = now if answer.is_gone else next_attempt(delivery.attempts, answer, now)
    state = {"not_before": again} if again else {"state": DeliveryState.DEAD}
    told.filter(attempts=delivery.attempts).update(**state, **seen)
    _note_failure(endpoint, answer, now)


def next_attempt(attempts: int, answer: PostAnswer, now: datetime) -> datetime | None:
    """When to try again after so many attempts; None when the last one failed."""
    if attempts > len(PAUSES):
        return None
    pause = PAUSES[attempts - 1] * (1 + random.uniform(0, JITTER))  # noqa: S311  # no secret
    return now + max(pause, answer.retry_after or timedelta(0))


def _note_failure(endpoint: WebhookEndpoint, answer: PostAnswer, now: datetime) -> None:
    if endpoint.failing_since is None:
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failing_since=now)
    if answer.is_gone:
        webhooks.give_up(endpoint, why=_("The receiver answered 410: it wants nothing more."))
    elif endpoint.failing_since and now - endpoint.failing_since >= OFF_AFTER:
        why = _("Nothing was taken for %(days)s days: %(error)s")
        webhooks.give_up(endpoint, why=why % {"days": OFF_AFTER.days, "error": answer.error})
