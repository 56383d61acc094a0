"""Face: what Celery runs. Ids in, one call out; what is to be done stands in PostgreSQL, never in a message."""

import logging
import time
from contextlib import closing
from datetime import timedelta

from celery import shared_task
from django.conf import settings

from supervision import locks, seals
from supervision.actions import accounts, dismissals, forgetting
from supervision.dialogs import answering, news, reminding, turns
from supervision.errors import PortalError
from supervision.imports import background, upload_progress
from supervision.linking import found_chats, subscriptions
from supervision.messenger.errors import MessengerError
from supervision.models import Region
from supervision.notices import keeping, mail, of_the_day, sending
from supervision.open_data import publishing
from supervision.outgoing import deliver, gather
from supervision.queue import clock
from supervision.reconcile import account_troubles, dispatch, restore, sweeping, trials
from supervision.reconcile.accounts import account_of, open_messenger
from supervision.reconcile.slots import Slot, account_slot
from supervision.reports import snapshot
from supervision.retention import carrying_out
from supervision.upkeep import signs_of_life

logger = logging.getLogger(__name__)

# Short enough for a worker to stop within its grace; the spare slot's are shorter still, so that an account that
# waits finds a free worker soon.
SLICE_SECONDS = {Slot.MAIN: 15.0, Slot.SPARE: 5.0}
EXPIRES_SECONDS = 5
REMINDERS_EXPIRE_SECONDS = 50
DELIVERY_SECONDS = LETTERS_SECONDS = 15.0
LETTERS_SOFT_LIMIT, LETTERS_LIMIT = 40, 45  # the last letter begins within the time and may hang on its server
UPLOAD_SOFT_SECONDS, UPLOAD_SECONDS = 3600, 3660  # the largest region's premises, or ten thousand chats looked at
TERMS_SECONDS = 40.0
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
        if slot is None or restore.watch() is None:
            return
        account = account_of(region_code)
        if account.trouble:
            return
        deadline = time.monotonic() + SLICE_SECONDS[slot]
        with closing(open_messenger(account)) as messenger:
            run = dispatch.Drain(account, messenger, deadline=deadline)
            run.run(parallel=settings.MESSENGER_PARALLEL_CHATS)
    if time.monotonic() >= deadline:
        push_account.apply_async([region_code], expires=EXPIRES_SECONDS)


@shared_task(name="supervision.wake_dialogs")
def wake_dialogs() -> None:
    """Every second: a round for each region whose people wait for an answer of its bot."""
    for region_code in turns.regions_with_work(clock.now()):
        answer_dialogs.apply_async([region_code], expires=EXPIRES_SECONDS)


@shared_task(name="supervision.answer_dialogs")
def answer_dialogs(region_code: str) -> None:
    """A round of answers."""
    _in_dialogs(region_code, answering.answer_some)


@shared_task(name="supervision.wake_reminders")
def wake_reminders() -> None:
    """Every minute: a round for each region where it is day and somebody may have chats left to join."""
    for region_code in reminding.regions_with_work(clock.now()):
        remind.apply_async([region_code], expires=REMINDERS_EXPIRE_SECONDS)


@shared_task(name="supervision.remind")
def remind(region_code: str) -> None:
    """A round of reminders."""
    _in_dialogs(region_code, reminding.remind_some)


@shared_task(name="supervision.wake_news")
def wake_news() -> None:
    """Every minute: a round for each region whose people are to be told of something in the messenger."""
    for region_code in news.regions_with_work(clock.now()):
        tell_news.apply_async([region_code], expires=REMINDERS_EXPIRE_SECONDS)


@shared_task(name="supervision.tell_news")
def tell_news(region_code: str) -> None:
    """A round of notices."""
    _in_dialogs(region_code, news.tell_some)


@shared_task(name="supervision.send_letters", soft_time_limit=LETTERS_SOFT_LIMIT, time_limit=LETTERS_LIMIT)
def send_letters() -> None:
    """Every ten seconds: notices by e-mail. While one worker sends, the others find it taken and end at once."""
    with locks.first_free("letters") as free:
        if free is not None and restore.may_speak():
            mail.send_due(LETTERS_SECONDS)


@shared_task(name="supervision.keep_notices")
def keep_notices() -> None:
    """Every minute: what the day brings, what is settled, what nobody answered for."""
    now = clock.now()
    of_the_day.tell_all(now)
    keeping.read_settled(now)
    sending.lose_silent(now)


def _in_dialogs(region_code: str, work: answering.Round) -> None:
    """One worker a region, answers and reminders alike: what a person is told comes in its order."""
    with locks.first_free(f"dialogs:{region_code}") as free:
        if free is None or not restore.may_speak():
            return
        account = account_of(region_code)
        if account.trouble:
            return
        with closing(open_messenger(account)) as messenger:
            work(account, messenger)


@shared_task(name="supervision.watch_for_restore")
def watch_for_restore() -> None:
    """Every ten seconds: marks the database, and notices one that came back from a backup."""
    restore.watch()


@shared_task(name="supervision.retry_troubled")
def retry_troubled() -> None:
    """Every minute: whether an account that was stopped for some time works again."""
    for region_code in account_troubles.to_try_again() if restore.may_speak() else ():
        account = account_of(region_code)
        try:
            with closing(open_messenger(account)) as messenger:
                if trials.is_over(account, messenger):
                    accounts.retry(account, cause="found well again")
        except PortalError as error:
            logger.warning("account %s: cannot be tried again: %s", region_code, type(error).__name__)


@shared_task(name="supervision.sweep")
def sweep() -> None:
    """Every minute: queues looks at chats that nobody has looked at for long."""
    sweeping.sweep()


@shared_task(name="supervision.keep_subscriptions")
def keep_subscriptions(only_new: bool = False) -> None:
    """Every ten minutes the webhook of each account that has something to hear of, every minute the first ones."""
    for region_code in subscriptions.to_keep(only_new=only_new):
        keep_subscription.apply_async([region_code], expires=SUBSCRIPTION_EXPIRES_SECONDS)


@shared_task(name="supervision.keep_subscription")
def keep_subscription(region_code: str) -> None:
    account = account_of(region_code)
    if account.trouble or not restore.may_speak():
        return
    with closing(open_messenger(account)) as messenger:
        subscriptions.keep_subscription(account, messenger)


@shared_task(name="supervision.keep_terms")
def keep_terms() -> None:
    """Every hour: what is old leaves, archived first where it has to be, as far as the time allows; people who left
    office long ago are made unrecognisable. While one worker does this, the others find the lock taken and stop."""
    with locks.first_free("terms") as free:
        if free is not None:
            carrying_out.carry_out(clock.now(), seconds=TERMS_SECONDS)
            forgetting.forget_people(clock.now())


@shared_task(name="supervision.complete_dismissals")
def complete_dismissals() -> None:
    """Every minute: who leaves is dismissed when the last chat was seen with another owner."""
    dismissals.complete()


@shared_task(name="supervision.take_snapshots")
def take_snapshots() -> None:
    """Every ten minutes: the daily snapshot of each region where a new day has started."""
    for region in snapshot.missing(clock.now()):
        take_snapshot.apply_async([region.pk], expires=SNAPSHOT_EXPIRES_SECONDS)


@shared_task(name="supervision.take_snapshot")
def take_snapshot(region_code: str) -> None:
    snapshot.take(Region.objects.get(pk=region_code))


@shared_task(name="supervision.publish_open_data")
def publish_open_data() -> None:
    """Every ten minutes, where it is switched on: the version of the day, once its snapshots are there."""
    if settings.OPEN_DATA:
        publishing.publish_due(clock.now())


@shared_task(name="supervision.match_found_chats")
def match_found_chats() -> None:
    """Every few seconds: looks at the chats to which a bot was added and links those whose order is certain.

    A messenger that cannot be reached is no fault of a chat: those unread are tried again next time.
    """
    for region_code in found_chats.regions_with_unread() if restore.may_speak() else ():
        account = account_of(region_code)
        try:
            with closing(open_messenger(account)) as messenger:
                found_chats.match_found(account, messenger)
        except (MessengerError, PortalError) as error:
            logger.warning("account %s: chats found could not be read: %s", region_code, type(error).__name__)


@shared_task(name="supervision.wake_uploads")
def wake_uploads() -> None:
    """Every two seconds: uploaded files that wait to be read or applied, and those whose worker fell silent."""
    for region_code in background.waiting_regions():
        work_on_upload.apply_async([region_code], expires=EXPIRES_SECONDS)


# Acknowledged at once: Redis would hand out again what takes longer than its patience, and beat wakes it anyway.
@shared_task(
    name="supervision.work_on_upload",
    acks_late=False,
    soft_time_limit=UPLOAD_SOFT_SECONDS,
    time_limit=UPLOAD_SECONDS,
)
def work_on_upload(region_code: str) -> None:
    background.work_on(region_code)


@shared_task(name="supervision.delete_old_uploads")
def delete_old_uploads() -> None:
    """Every hour: the files of uploads that are old; what they changed stays on record."""
    upload_progress.delete_files(older_than=timedelta(days=settings.UPLOAD_KEEP_DAYS))


@shared_task(name="supervision.gather_webhooks")
def gather_webhooks() -> None:
    """Every two seconds: turns changes into messages for those who want to hear of them."""
    gather.gather()


@shared_task(name="supervision.deliver_webhooks")
def deliver_webhooks() -> None:
    """Every two seconds: posts what is due. While one worker does, the others find it taken and end at once."""
    if restore.may_speak():
        deliver.deliver(DELIVERY_SECONDS)


@shared_task(name="supervision.seal_events")
def seal_events() -> None:
    """Every minute: events that were committed come under a seal, as many segments as it takes."""
    while seals.seal_some() == seals.MOST_EVENTS:
        continue


@shared_task(name="supervision.show_life")
def show_life(queue: str) -> None:
    """Every quarter of a minute, in each queue: beat and a worker of it live."""
    signs_of_life.show(queue)
