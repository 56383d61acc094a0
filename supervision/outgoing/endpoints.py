"""What people and programs decide about outgoing webhooks: who is told, what, and what is told once more.

The secret is shown when it is made and when it is renewed, never in between: it could be derived again at any time, but
a page that shows it lies open on screens. Who lost it renews it; for a day messages are signed with both.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Value
from django.db.models.functions import Left, StrIndex
from django.utils.translation import gettext as _

from supervision import access, audit
from supervision.enums import DeliveryState, HeardEvent, RefusalKind
from supervision.errors import Refused
from supervision.models import WebhookDelivery, WebhookEndpoint
from supervision.outgoing import announcing, destinations, signing
from supervision.outgoing import change_feed as changes
from supervision.outgoing.payloads import plain
from supervision.queue import clock

MOST_ENDPOINTS = 20  # a login
LONGEST_REASON = 300
MAY_BE_HEARD = tuple(event for event in HeardEvent if event is not HeardEvent.TEST)
READ = {"chat": "chats_read", "management_period": "periods_read"}  # up to where, by what the event is about


def add(*, user: User, url: str, events: Sequence[str], by: User) -> tuple[WebhookEndpoint, str]:
    """A new address of the login, told of everything from now on; gives it with its secret, which is shown this once.

    Raises Refused: an address that may not be posted to (BadAddress), unknown events, an address that is there already.
    """
    destinations.check(url)
    _refuse_unknown(events, user)
    if WebhookEndpoint.objects.filter(user=user).count() >= MOST_ENDPOINTS:
        raise Refused(
            _("A login has at most %(most)s webhooks: remove one first.") % {"most": MOST_ENDPOINTS},
            kind=RefusalKind.WEBHOOKS_TOO_MANY,
        )
    now = changes.now()
    place = [now.transaction, now.object_id]
    try:
        details = audit.of_login(user) | {"url": url, "events": list(events)}
        with audit.event("webhook.added", by=by, details=details):
            endpoint = WebhookEndpoint.objects.create(
                user=user,
                url=url,
                events=sorted(set(events)),
                secret_salt=signing.new_salt(),
                chats_read=place,
                periods_read=place,
            )
    except IntegrityError as error:
        raise Refused(
            _("This login has a webhook with this address already."), kind=RefusalKind.WEBHOOK_KNOWN
        ) from error
    return endpoint, signing.secret(endpoint.secret_salt)


def change_events(endpoint: WebhookEndpoint, *, events: Sequence[str], by: User) -> None:
    """What it hears of from now on. A kind that it did not hear of is told from now on as well, not what was before."""
    _refuse_unknown(events, endpoint.user)
    now = changes.now()
    place = [now.transaction, now.object_id]
    with audit.event("webhook.changed", by=by, details={**_named(endpoint), "events": list(events)}):
        heard = {event.split(".")[0] for event in _locked(endpoint).events}
        new = {event.split(".")[0] for event in events} - heard
        read = {READ[about]: place for about in new if about in READ}
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(events=sorted(set(events)), **read)


def _refuse_unknown(events: Sequence[str], user: User) -> None:
    unknown = sorted(set(events) - set(MAY_BE_HEARD))
    if unknown or not events:
        words = _("Name some of these events: %(known)s.") % {"known": ", ".join(MAY_BE_HEARD)}
        raise Refused(words, tuple(unknown), kind=RefusalKind.WEBHOOK_EVENTS)
    of_people = sorted(set(events) & announcing.OF_PEOPLE)
    if of_people and not announcing.may_hear(user):
        words = _("Events about people are told to those to whom people are named; a program needs the scope “people”.")
        raise Refused(words, tuple(of_people), kind=RefusalKind.WEBHOOK_EVENTS)


def renew_secret(endpoint: WebhookEndpoint, *, by: User) -> str:
    """Gives the new secret, which is shown this once; the former one goes on signing as well for a day."""
    with audit.event("webhook.secret_renewed", by=by, details=_named(endpoint)):
        salt = signing.renewed(_locked(endpoint).secret_salt, clock.now())
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(secret_salt=salt)
    return signing.secret(salt)


def switch(endpoint: WebhookEndpoint, *, on: bool, by: User) -> None:
    """Off: nothing is posted, nothing is lost. On again it is told what changed meanwhile, every row once."""
    with audit.event("webhook.switched", by=by, details={**_named(endpoint), "on": on}):
        off: dict[str, Any] = {"off_at": None, "off_reason": ""} if on else {"off_at": clock.now()}
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(is_enabled=on, failing_since=None, **off)


def suspend(user: User, *, by: User) -> int:
    """Switches off every endpoint of the login, each on record: whoever had its secret may have added them. Gives how
    many were on."""
    found = list(WebhookEndpoint.objects.filter(user=user, is_enabled=True).select_related("user"))
    for endpoint in found:
        switch(endpoint, on=False, by=by)
    return len(found)


def give_up(endpoint: WebhookEndpoint, *, why: str) -> None:
    """The portal itself switches the endpoint off. What is still to be told waits until it is on again; the endpoint
    says why."""
    with audit.event("webhook.given_up", cause="webhooks", reason=why, details=_named(endpoint)):
        off = {"is_enabled": False, "off_at": clock.now(), "off_reason": why[:LONGEST_REASON]}
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**off)


def remove(endpoint: WebhookEndpoint, *, by: User) -> None:
    """Removes the endpoint with everything that was still to be told to it."""
    with audit.event("webhook.removed", by=by, details=_named(endpoint)):
        WebhookEndpoint.objects.filter(pk=endpoint.pk).delete()


def redeliver(delivery: WebhookDelivery, *, by: User) -> None:
    """Posts the same message once more, under the same id, whether it was given up or taken.

    Raises Refused where a newer message about the same row was made since: the older state must not come after it.
    """
    if not _again(WebhookDelivery.objects.filter(pk=delivery.pk), delivery.endpoint, by=by):
        raise Refused(
            _("It is in the queue already, or a newer message tells how the row stands now."),
            kind=RefusalKind.DELIVERY_PASSED,
        )


def redeliver_dead(endpoint: WebhookEndpoint, *, by: User) -> int:
    """Posts all messages again that were given up; gives how many."""
    return _again(WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.DEAD), endpoint, by=by)


def redeliver_span(endpoint: WebhookEndpoint, *, since: datetime, until: datetime, by: User) -> int:
    """All that were made from `since` up to but not including `until`, taken or given up; gives how many are posted
    again. Left out is what a newer message about the same row tells better."""
    span = WebhookDelivery.objects.filter(endpoint=endpoint, created_at__gte=since, created_at__lt=until)
    return _again(span, endpoint, by=by)


def send_test(endpoint: WebhookEndpoint, *, by: User) -> WebhookDelivery:
    """A message that says nothing, signed and told as all others are. Raises Refused while the endpoint is off."""
    if not endpoint.is_enabled:
        words = _("The webhook is switched off: nothing is posted there. Switch it on first.")
        raise Refused(words, kind=RefusalKind.WEBHOOK_OFF, members={"webhook": endpoint.pk})
    region = access.regions(endpoint.user).order_by("pk").first()
    if region is None:
        raise Refused(
            _("The login of the webhook sees no region."),
            kind=RefusalKind.WEBHOOK_OFF,
            members={"webhook": endpoint.pk},
        )
    now = clock.now()
    told = {"type": HeardEvent.TEST.value, "timestamp": plain(now), "data": {"webhook": endpoint.pk}}
    with audit.event("webhook.tested", by=by, details=_named(endpoint)):
        return WebhookDelivery.objects.create(
            endpoint=endpoint,
            message_id=signing.new_message_id(),
            event=HeardEvent.TEST,
            object_id=endpoint.pk,
            region=region,
            payload=told,
            not_before=now,
        )


@transaction.atomic
def _again(deliveries: Any, endpoint: WebhookEndpoint, *, by: User) -> int:
    """The event cannot be written again, so it is counted first: the endpoint's lock keeps the count true."""
    _locked(endpoint)
    rows = deliveries.exclude(state=DeliveryState.DUE).filter(pk__in=announcing.still_told(endpoint).values("pk"))
    chosen = list(rows.exclude(Exists(_newer())).values_list("pk", flat=True))
    if chosen:
        with audit.event("webhook.redelivered", by=by, details={**_named(endpoint), "messages": len(chosen)}):
            again = WebhookDelivery.objects.filter(pk__in=chosen)
            again.update(state=DeliveryState.DUE, attempts=0, not_before=clock.now() - timedelta(seconds=1))
    return len(chosen)


def _newer() -> Any:
    """Later deliveries to the same address about the same row, whatever their event says of it."""
    same = WebhookDelivery.objects.filter(endpoint=OuterRef("endpoint"), object_id=OuterRef("object_id"))
    about = StrIndex(F("event"), Value("."))
    own = Left(OuterRef("event"), StrIndex(OuterRef("event"), Value(".")))
    return same.filter(pk__gt=OuterRef("pk")).annotate(about=Left("event", about)).filter(about=own)


def _locked(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)


def _named(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return audit.of_login(endpoint.user) | {"webhook": endpoint.pk, "url": endpoint.url}
