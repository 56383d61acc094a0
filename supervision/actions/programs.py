"""Programs of the interface: how they come to be, come in, and are shut out.

The login of a program (role "program", no password) says which rows it sees; its scopes only narrow that. Secrets are
kept as hashes and tokens as checksums: both are shown once and can only be replaced.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import get_access_token_model

from supervision import access, audit
from supervision.enums import ApiScope, RefusalKind, Role
from supervision.errors import Refused
from supervision.models import ApiClient, ApiRequest, Region, WebhookEndpoint
from supervision.outgoing import endpoints
from supervision.queue import clock

NOTED_EVERY = timedelta(minutes=1)  # a request costs no write of the program more often than this


@transaction.atomic
def create(
    *,
    name: str,
    regions: Sequence[Region],
    scopes: Sequence[ApiScope],
    requests_per_minute: int,
    by: User,
) -> tuple[ApiClient, str]:
    """The program and its secret, which nobody can read later."""
    if not regions or not scopes:
        raise Refused(
            _("Choose at least one region and one thing that the program may do."), kind=RefusalKind.PROGRAM_EMPTY
        )
    secret = generate_client_secret()
    client = ApiClient(
        name=name,
        scopes=[str(scope) for scope in scopes],
        requests_per_minute=requests_per_minute,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
        client_secret=secret,
    )
    client.user = User.objects.create_user(f"program-{client.client_id[:20]}")
    for region in regions:
        access.assign_role(client.user, Role.API_CLIENT, region)
    details = {"program": name, "scopes": client.scopes, "regions": [region.pk for region in regions]}
    with audit.event("program.created", by=by, details=details):
        client.save()
    return client, secret


def change(client: ApiClient, *, scopes: Sequence[ApiScope], requests_per_minute: int, by: User) -> None:
    """Narrower scopes count at the next request, also for tokens already given."""
    if client.is_revoked:
        raise Refused(_("The program is shut out. Create a new one."), kind=RefusalKind.PROGRAM_CLOSED)
    details = {"program": client.name, "scopes": [str(scope) for scope in scopes], "rate": requests_per_minute}
    with audit.event("program.changed", by=by, details=details):
        client.scopes = [str(scope) for scope in scopes]
        client.requests_per_minute = requests_per_minute
        client.save(update_fields=["scopes", "requests_per_minute", "updated"])


def new_secret(client: ApiClient, *, by: User) -> str:
    """The old secret and every token given for it end at once, and its webhooks rest until they are switched on again:
    whoever had the old secret may have added one."""
    if client.is_revoked:
        raise Refused(_("The program is shut out. Create a new one."), kind=RefusalKind.PROGRAM_CLOSED)
    secret: str = generate_client_secret()
    with audit.event("program.new_secret", by=by, details={"program": client.name}):
        client.client_secret = secret
        client.save(update_fields=["client_secret", "updated"])
        _delete_tokens(client)
        endpoints.suspend(client.user, by=by)
    return secret


def revoke(client: ApiClient, *, by: User) -> None:
    """Shut out at once and for ever; its row stays, for the record names it."""
    if client.is_revoked:
        raise Refused(_("The program is shut out already."), kind=RefusalKind.PROGRAM_CLOSED)
    with audit.event("program.revoked", by=by, details={"program": client.name}):
        client.revoked_at = clock.now()
        client.save(update_fields=["revoked_at", "updated"])
        User.objects.filter(pk=client.user_id).update(is_active=False)
        _delete_tokens(client)


def _delete_tokens(client: ApiClient) -> None:
    get_access_token_model().objects.filter(application=client).delete()


def live_token(raw: str) -> Any | None:
    """The token with its program and login; None if it is unknown or over, or if one of the two is shut out.

    Its `asked_at` is the database's time.
    """
    checksum = hashlib.sha256(raw.encode()).hexdigest()
    tokens = get_access_token_model().objects.select_related("application__user").annotate(asked_at=clock.Now())
    token = tokens.filter(token_checksum=checksum, expires__gt=clock.Now()).first()
    usable = token is not None and token.application is not None and token.application.is_usable(None)
    return token if usable else None


def note_use(client: ApiClient, now: datetime) -> None:
    """Somebody came at this moment of the database; remembered once a minute at most."""
    if client.last_used_at is None or now - client.last_used_at >= NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - NOTED_EVERY / 2)  # one of many that come together
        ApiClient.objects.filter(stale, pk=client.pk).update(last_used_at=now)


def known() -> QuerySet[ApiClient]:
    return ApiClient.objects.select_related("user")


def webhooks_of(client: ApiClient) -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.filter(user=client.user_id).order_by("pk")


def last_requests(client: ApiClient, most: int) -> QuerySet[ApiRequest]:
    return ApiRequest.objects.filter(client=client).order_by("-id")[:most]
