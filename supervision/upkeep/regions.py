"""What keeps single regions, receivers and files from their work, each with what to do: for `doctor`."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from supervision.enums import RequestState, UploadState
from supervision.models import House, MessengerAccount, SyncRequest, Upload, WebhookEndpoint
from supervision.queue import clock
from supervision.upkeep.condition import Condition

LONGEST_WAIT = timedelta(minutes=10)
MANY_ATTEMPTS = 9  # with pauses that double from two seconds about as long


def parts() -> list[Condition]:
    """Only what is wrong; the database answers. Regions in the order of their codes."""
    now = clock.now()
    return [*_accounts(), *_queues(now), *_tried_again(now), *_uploads(now), *_receivers()]


def _accounts() -> Iterator[Condition]:
    with_houses = House.objects.order_by().values("region").distinct()
    for account in MessengerAccount.objects.filter(pk__in=with_houses).order_by("pk"):
        name = f"region {account.pk}"
        if account.trouble:
            yield Condition(
                name, account.trouble, _("When it is mended, press “try again” on the page of the account.")
            )
        elif account.bot_id is None:
            yield Condition(name, _("No bot is known."), _("Enter its token on the page “Set-up” of the region."))
        if account.held_reason:
            yield Condition(name, account.held_reason, _("Read the plan and approve it on the page of the account."))
        if account.webhook_trouble:
            yield Condition(name, account.webhook_trouble, _("The runbook, section 9."))


def _queues(now: datetime) -> Iterator[Condition]:
    """Chats that are due and in nobody's hands, where the account may work."""
    due = _due().filter(lease_until=None, not_before__lte=now)
    oldest = due.order_by("region").values_list("region").annotate(Min("not_before"))
    for region, since in oldest:
        if now - since > LONGEST_WAIT:
            words = _("A due chat has waited for %(minutes)s minutes.") % {"minutes": _minutes(now - since)}
            yield Condition(
                f"region {region}", words, _("After a mass change this is its length; else see to the workers.")
            )


def _tried_again(now: datetime) -> Iterator[Condition]:
    """Chats that are put off for longer and longer: none of them is ever due for long, so no queue grows."""
    put_off = _due().filter(attempts__gte=MANY_ATTEMPTS, not_before__gt=now).exclude(reason="")
    for region, chats, reason in put_off.order_by("region").values_list("region").annotate(Count("pk"), Max("reason")):
        words = _("Chats tried again for minutes in vain: %(chats)s. Of one: %(reason)s")
        yield Condition(
            f"region {region}",
            words % {"chats": chats, "reason": reason},
            _("The runbook, 7.1: the messenger is away."),
        )


def _due() -> QuerySet[SyncRequest]:
    acting = MessengerAccount.objects.filter(is_enabled=True, trouble="", held_reason="").values("region")
    return SyncRequest.objects.filter(state=RequestState.DUE, region__in=acting)


def _uploads(now: datetime) -> Iterator[Condition]:
    oldest = Upload.objects.filter(state=UploadState.WAITING).aggregate(at=Min("at"))["at"]
    if oldest is not None and now - oldest > LONGEST_WAIT:
        words = _("A file has waited for %(minutes)s minutes.") % {"minutes": _minutes(now - oldest)}
        yield Condition("uploads", words, _("Look whether housechats-uploads runs, and what it reads."))


def _receivers() -> Iterator[Condition]:
    for endpoint in WebhookEndpoint.objects.filter(is_enabled=True, failing_since__isnull=False).order_by("pk"):
        words = _("%(url)s takes no messages.") % {"url": endpoint.url}
        yield Condition(f"webhook {endpoint.pk}", words, _("Tell its owner; nothing is lost while it is tried again."))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
