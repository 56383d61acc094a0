"""Changes -> deliveries: what each endpoint is still to be told, in the order of the changes.

Deliveries and the endpoint's new position are one transaction under the endpoint's lock, so two workers at once, or one
killed at any moment, tell nothing twice and leave nothing out. What the login may see is looked up anew each time.
A message tells how a row stands, so an older one about the same row that is still due gives way to the newer one.
"""

import logging
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from supervision.enums import ApiScope, ChangeKind, DeliveryState, HeardEvent
from supervision.errors import StalePosition
from supervision.models import ApiClient, Change, WebhookDelivery, WebhookEndpoint
from supervision.outgoing import change_feed as changes
from supervision.outgoing import payloads, signing
from supervision.outgoing.change_feed import Position
from supervision.queue import clock

logger = logging.getLogger(__name__)

BATCH = 500
MOST_BATCHES = 20  # an endpoint a round: after an import the others are told meanwhile
READ = {ChangeKind.CHAT: "chats_read", ChangeKind.PERIOD: "periods_read"}
EVENTS = {
    (ChangeKind.CHAT, False): HeardEvent.CHAT_CHANGED,
    (ChangeKind.PERIOD, False): HeardEvent.PERIOD_CHANGED,
    (ChangeKind.PERIOD, True): HeardEvent.PERIOD_REMOVED,
}


def listening() -> QuerySet[WebhookEndpoint]:
    """Endpoints that are told: switched on, of a login that is let in; a program's only while it may keep webhooks and
    read what they tell."""
    programs = ApiClient.objects.filter(user=OuterRef("user"))
    usable = programs.filter(revoked_at=None, scopes__contains=[ApiScope.WEBHOOKS, ApiScope.READ])
    return WebhookEndpoint.objects.filter(~Exists(programs) | Q(Exists(usable)), is_enabled=True, user__is_active=True)


def gather() -> int:
    """One round over all endpoints; gives how many deliveries were added."""
    return sum(gather_for(number) for number in listening().values_list("pk", flat=True))


def gather_for(endpoint_id: int) -> int:
    added = 0
    for kind in READ:
        for _batch in range(MOST_BATCHES):
            try:
                read, made = _batch_of(endpoint_id, kind)
            except StalePosition:
                logger.error("webhook %s: its position is of another database: manage.py after_restore", endpoint_id)
                break
            added += made
            if read < BATCH:
                break
    return added


@transaction.atomic
def _batch_of(endpoint_id: int, kind: ChangeKind) -> tuple[int, int]:
    """How many changes were read and how many deliveries were made of them; none while another worker does the same."""
    rows = listening().filter(pk=endpoint_id).select_related("user")
    endpoint = rows.select_for_update(of=("self",), skip_locked=True).first()
    if endpoint is None or not _heard_of(endpoint, kind):
        return 0, 0
    position = Position(*getattr(endpoint, READ[kind]) or _place(changes.now()))
    found = changes.since(endpoint.user, kind, position, BATCH)
    told = _deliveries(endpoint, kind, found)
    if told:
        _supersede(endpoint, kind, [delivery.object_id for delivery in told])
        WebhookDelivery.objects.bulk_create(told)
    following = changes.position_of(found[-1]) if found else position
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**{READ[kind]: _place(following)})
    return len(found), len(told)


def _heard_of(endpoint: WebhookEndpoint, kind: ChangeKind) -> bool:
    return any(event in endpoint.events for (of, _gone), event in EVENTS.items() if of is kind)


def _deliveries(endpoint: WebhookEndpoint, kind: ChangeKind, found: Sequence[Change]) -> list[WebhookDelivery]:
    rows = payloads.shown(endpoint.user, kind, [change.object_id for change in found if not change.is_removed])
    told = []
    for change in found:
        data = rows.get(change.object_id)
        event = EVENTS.get((kind, data is None))
        if event in endpoint.events:
            told.append(_delivery(endpoint, change, HeardEvent(event), _told(change, data)))
    return told


def _told(change: Change, data: payloads.Row | None) -> payloads.Row:
    if data is None:
        return {"id": change.object_id, "region": change.region_id}
    return {**data, "updated_at": payloads.plain(change.at)}


def _delivery(endpoint: WebhookEndpoint, change: Change, event: HeardEvent, data: dict[str, Any]) -> WebhookDelivery:
    changed_at = change.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return WebhookDelivery(
        endpoint=endpoint,
        message_id=signing.new_message_id(),
        event=event,
        object_id=change.object_id,
        region_id=change.region_id,
        payload={"type": event.value, "timestamp": changed_at, "data": data},
        not_before=clock.now(),
    )


def _supersede(endpoint: WebhookEndpoint, kind: ChangeKind, numbers: Sequence[int]) -> None:
    events = [event for (of, _gone), event in EVENTS.items() if of is kind]
    older = WebhookDelivery.objects.filter(endpoint=endpoint, event__in=events, object_id__in=numbers)
    older.filter(state=DeliveryState.DUE).delete()


def _place(position: Position) -> list[int]:
    return [position.transaction, position.object_id]


@transaction.atomic
def start_anew() -> int:
    """After the changes were renumbered, every endpoint goes on from now. Gives how many changes were renumbered."""
    renumbered = changes.renumber()
    place = [changes.current_transaction(), changes.LAST_OBJECT]
    WebhookEndpoint.objects.update(chats_read=place, periods_read=place)
    return renumbered
