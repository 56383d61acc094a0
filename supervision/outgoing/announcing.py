"""What happened to a representative -> deliveries, in the transaction in which it happened.

These tell an event and not how a row stands, so they are not gathered from changes: each is told once, in the order in
which they were made. They are about people: told to those who may read people of the region, and name nobody.
"""

from datetime import UTC

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from supervision import access
from supervision.enums import ApiScope, HeardEvent
from supervision.models import ApiClient, Representative, WebhookDelivery, WebhookEndpoint
from supervision.outgoing import signing
from supervision.queue import clock

OF_PEOPLE = frozenset({HeardEvent.REPRESENTATIVE_KNOWN, HeardEvent.REPRESENTATIVE_JOINED})


def tell(event: HeardEvent, person: Representative, **more: int) -> None:
    """`more` are numbers of further rows, as `house`. An endpoint that is off is told when it is on again."""
    told = [_delivery(endpoint, event, person, more) for endpoint in _listening(event) if _sees(endpoint.user, person)]
    WebhookDelivery.objects.bulk_create(told)


def may_hear(login: User) -> bool:
    """Whether people are named to the login at all; a program needs the scope."""
    scopes = access.scopes_of(login)
    return access.sees_any_people(login) and (scopes is None or ApiScope.PEOPLE in scopes)


def still_told(endpoint: WebhookEndpoint) -> QuerySet[WebhookDelivery]:
    """Those of the endpoint's messages that would be made for its login now as well. Asked whenever they are posted, or
    posted again: a region, a role or a scope may have been taken away since they were made."""
    login = endpoint.user
    rows = WebhookDelivery.objects.filter(endpoint=endpoint, region__in=access.regions(login))
    scopes = access.scopes_of(login)
    if scopes is not None and not {ApiScope.WEBHOOKS, ApiScope.READ} <= scopes:
        return rows.none()
    if not may_hear(login):
        return rows.exclude(event__in=OF_PEOPLE)
    named = access.representatives(login).filter(pk=OuterRef("object_id"))
    return rows.exclude(Q(event__in=OF_PEOPLE) & ~Exists(named))


def _listening(event: HeardEvent) -> QuerySet[WebhookEndpoint]:
    programs = ApiClient.objects.filter(user=OuterRef("user"))
    needed = [ApiScope.WEBHOOKS, ApiScope.READ, ApiScope.PEOPLE]
    usable = programs.filter(revoked_at=None, scopes__contains=needed)
    rows = WebhookEndpoint.objects.filter(~Exists(programs) | Q(Exists(usable)), user__is_active=True)
    return rows.filter(events__contains=[event]).select_related("user")


def _sees(login: User, person: Representative) -> bool:
    return access.representatives(login).filter(pk=person.pk).exists()


def _delivery(
    endpoint: WebhookEndpoint, event: HeardEvent, person: Representative, more: dict[str, int]
) -> WebhookDelivery:
    now = clock.now()
    region = person.organisation.region_id
    at = now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    data = {"id": person.pk, "region": region, "organisation": person.organisation_id, **more}
    return WebhookDelivery(
        endpoint=endpoint,
        message_id=signing.new_message_id(),
        event=event,
        object_id=person.pk,
        region_id=region,
        payload={"type": event.value, "timestamp": at, "data": data},
        not_before=now,
    )
