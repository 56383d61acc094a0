"""A database that came back from a backup: noticed, and answered by looking before anything is written.

What the portal remembers is then older than the chats, and the journal lacks the last calls. So every observation is
forgotten, changes are numbered anew, and announcements are sought by their text (`sent_before`) from then on. What let
somebody in at the backup does not any more (`ways_in`). A copy that was restored elsewhere speaks for nobody: every
account is held until a person releases it. Why: docs/adr/0031, 0127.
"""

import logging
from contextlib import suppress
from datetime import datetime, timedelta

import redis
from django.db import connection, transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.models import Installation, MessengerAccount
from supervision.outgoing import gather
from supervision.queue import clock
from supervision.reconcile import account_troubles, execute, observe, restore_marker, sent_before, ways_in

logger = logging.getLogger(__name__)

MARK_EVERY = timedelta(seconds=10)
PLACE = """
    SELECT (SELECT system_identifier FROM pg_control_system())::text || '/' || oid::text,
        (SELECT timeline_id FROM pg_control_checkpoint())
    FROM pg_database WHERE datname = current_database()
"""


def watch() -> bool | None:
    """Whether the database was found to be a restored one; it is dealt with then. Otherwise it is marked as seen.

    None where Redis does not answer and nobody can tell: nothing is marked, so that what it knows stays to be seen.
    """
    here, timeline = _place()
    now = clock.now()
    installation = Installation.objects.first()
    if installation is None:
        _mark(Installation.objects.create(place=here, timeline=timeline, marked_at=now))
        return False
    try:
        if _has_gone_back(installation, here, timeline):
            return _answer_once(here, timeline)
    except redis.RedisError:
        return None
    if now - installation.marked_at >= MARK_EVERY and not _is_held():
        # Of several that read the same mark one goes on: a slow one that wrote its earlier moment over a later mark
        # would leave Redis ahead of the database, which is how a restore looks.
        unmarked = Installation.objects.filter(marked_at=installation.marked_at)
        if unmarked.update(marked_at=now):
            installation.marked_at = now
            _mark(installation)
    return False


def may_speak() -> bool:
    """Asked before anything leaves the portal, to the messenger, by letter or to another program: whether this is no
    restored database, and none that was restored elsewhere and speaks for nobody yet (`hold_all`)."""
    return watch() is False and not _is_held()


def _is_held() -> bool:
    """Whether it was restored and no account has been released since."""
    held = MessengerAccount.objects.waiting_for_a_person()
    was_restored = Installation.objects.filter(restored_at__isnull=False).exists()
    return was_restored and held.exists() and held.count() == MessengerAccount.objects.count()


@transaction.atomic
def _answer_once(here: str, timeline: int) -> bool:
    """Whichever worker is first."""
    if _has_gone_back(Installation.objects.select_for_update().get(), here, timeline):
        after_restore(cause="noticed by the portal")
    return True


def _has_gone_back(installation: Installation, here: str, timeline: int) -> bool:
    """Raises redis.RedisError where only Redis could tell, and does not answer."""
    if (installation.place, installation.timeline) != (here, timeline):
        return True
    marked_at = restore_marker.marked_at(installation)
    return marked_at is not None and marked_at > installation.marked_at


@transaction.atomic
def after_restore(*, cause: str, restored_to: datetime | None = None) -> int:
    """Everything that follows from a restore; may be repeated. `restored_to` (aware) is the backup's moment, else the
    last one that the portal marked. Gives how many changes were numbered anew.
    """
    here, timeline = _place()
    now = clock.now()
    first_mark = {"place": here, "timeline": timeline, "marked_at": now}
    installation = Installation.objects.select_for_update().first() or Installation.objects.create(**first_mark)
    hold = _is_elsewhere(installation, here, timeline)
    restored_to = restored_to or min(_sought_since(installation, now), installation.marked_at)
    details = {"restored_to": restored_to.isoformat(), "held": hold, "ended": ways_in.end_all()}
    with audit.event("installation.restored", cause=cause, details=details):
        observe.forget_all()
        execute.leave_pins()
        renumbered = gather.start_anew()
        if hold:
            account_troubles.hold_all(
                _("This database was restored elsewhere. Release the account if it is to speak for it.")
            )
        installation.place, installation.timeline, installation.marked_at = here, timeline, now
        installation.restored_at, installation.restored_to = now, restored_to
        installation.save()
    logger.warning("the database was restored: every chat is looked at before it is written to")
    if not hold:  # a copy marks once it was released
        transaction.on_commit(lambda: _mark(installation))
    return renumbered


def _is_elsewhere(installation: Installation, here: str, timeline: int) -> bool:
    """Whether it is a copy that the installation may go on beside. A base backup keeps the number of its cluster: on a
    new timeline it is the installation itself, gone back or promoted, only where the Redis that it is given knows it.
    """
    return installation.place != here or (installation.timeline != timeline and not _is_known_to_redis(installation))


def _sought_since(installation: Installation, now: datetime) -> datetime:
    """The moment of the restore before this one, while announcements since it are still sought; otherwise now."""
    lately = installation.restored_at and now - installation.restored_at < sent_before.SOUGHT_AFTER_RESTORE
    return (installation.restored_to if lately else None) or now


def _place() -> tuple[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(PLACE)
        row = cursor.fetchone()
    return str(row[0]), int(row[1])


def _is_known_to_redis(installation: Installation) -> bool:
    try:
        return restore_marker.is_known(installation)
    except redis.RedisError:
        return False


def _mark(installation: Installation) -> None:
    with suppress(redis.RedisError):
        restore_marker.mark(installation)
