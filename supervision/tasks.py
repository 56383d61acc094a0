"""Face: what Celery runs. Ids in, one call out; what is to be done stands in PostgreSQL, never in a message."""

import logging
import time
from contextlib import closing

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from supervision.actions import absences
from supervision.errors import PortalError
from supervision.messenger.errors import MessengerError
from supervision.models import Region
from supervision.reconcile import dispatch, inbox, linking, subscriptions
from supervision.reconcile.accounts import open_messenger
from supervision.reconcile.slots import Slot, account_slot
from supervision.reports import snapshot

logger = logging.getLogger(__name__)

# Short enough for a worker to stop within its grace; the spare slot's are shorter still, so that an account that
# waits finds a free worker soon.
SLICE_SECONDS = {Slot.MAIN: 15.0, Slot.SPARE: 5.0}
EXPIRES_SECONDS = 5
SUBSCRIPTION_EXPIRES_SECONDS = SNAPSHOT_EXPIRES_SECONDS = 500  # the next round comes after 600


@shared_task(name="supervision.wake_accounts")
def wake_accounts() -> None:
    """Every second: a slice for each account with work. A superfluous one finds its slots taken and ends at once."""
    for region_code in dispatch.regions_with_work():
        push_account.apply_async([region_code], expires=EXPIRES_SECONDS)


@shared_task(name="supervision.push_account")
def push_account(region_code: str) -> None:
    """One slice of an account's work, handed on while work is left."""
    with account_slot(region_code) as slot:
        if slot is None:
            return
        account = dispatch.account_of(region_code)
        deadline = time.monotonic() + SLICE_SECONDS[slot]
        with closing(open_messenger(account)) as messenger:
            run = dispatch.Drain(account, messenger, deadline=deadline)
            run.run(parallel=settings.MESSENGER_PARALLEL_CHATS)
    if time.monotonic() >= deadline:
        push_account.apply_async([region_code], expires=EXPIRES_SECONDS)


@shared_task(name="supervision.sweep")
def sweep() -> None:
    """Every minute: queues looks at chats that nobody has looked at for long."""
    dispatch.sweep()


@shared_task(name="supervision.keep_subscriptions")
def keep_subscriptions(only_new: bool = False) -> None:
    """Every ten minutes the webhook of each account that has something to hear of, every minute the first ones."""
    for region_code in subscriptions.to_keep(only_new=only_new):
        keep_subscription.apply_async([region_code], expires=SUBSCRIPTION_EXPIRES_SECONDS)


@shared_task(name="supervision.keep_subscription")
def keep_subscription(region_code: str) -> None:
    account = dispatch.account_of(region_code)
    with closing(open_messenger(account)) as messenger:
        subscriptions.keep_subscription(account, messenger)


@shared_task(name="supervision.forget_old_updates")
def forget_old_updates() -> None:
    """Every hour: what the messenger told long ago."""
    inbox.forget_old()


@shared_task(name="supervision.complete_dismissals")
def complete_dismissals() -> None:
    """Every minute: who leaves is dismissed when the last chat was seen with another owner."""
    absences.complete_dismissals()


@shared_task(name="supervision.take_snapshots")
def take_snapshots() -> None:
    """Every ten minutes: the daily snapshot of each region where a new day has started."""
    for region in snapshot.missing(timezone.now()):
        take_snapshot.apply_async([region.pk], expires=SNAPSHOT_EXPIRES_SECONDS)


@shared_task(name="supervision.take_snapshot")
def take_snapshot(region_code: str) -> None:
    snapshot.take(Region.objects.get(pk=region_code))


@shared_task(name="supervision.match_found_chats")
def match_found_chats() -> None:
    """Every few seconds: looks at the chats to which a bot was added and links those whose order is certain.

    A messenger that cannot be reached is no fault of a chat: those unread are tried again next time.
    """
    for region_code in linking.regions_with_unread():
        account = dispatch.account_of(region_code)
        try:
            with closing(open_messenger(account)) as messenger:
                linking.match_found(account, messenger)
        except (MessengerError, PortalError) as error:
            logger.warning("account %s: chats found could not be read: %s", region_code, error)
