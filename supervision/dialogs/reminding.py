"""Reminders to join: the bot writes by itself while chats are left; seldom, by day, and not to who wants none.

Everybody is looked at once a morning. What is new (houses that a company got, on the day before and on the first day)
is told at once, what is left every three days; five times in all, and not anew before three days are over. Whoever
waits for an inspector's word is looked at every ten minutes, so that the list comes soon after it. Between 9 and 21 on
the region's own clock. That a person refuses a reminder is their fate, never trouble of the account.
"""

import logging
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from supervision.actions import invited
from supervision.conversation import scenes
from supervision.conversation.scenes import OwnChats
from supervision.dialogs import account_people, answering
from supervision.dialogs.reachable import is_reachable
from supervision.messenger.errors import AccountRejected, ForeignAnswer, MessengerError
from supervision.messenger.port import DialogView, Messenger
from supervision.models import Correspondent, MessengerAccount, Region
from supervision.queue import clock

logger = logging.getLogger(__name__)

MORNING, EVENING = 9, 21
EVERY, SOON = timedelta(days=3), timedelta(minutes=10)
MOST_REMINDERS, MOST_AT_ONCE = 5, 20  # the latter in a round of a minute: changes of chats come first


def regions_with_work(now: datetime) -> list[str]:
    """Where it is day, the bot speaks, and somebody is to be looked at."""
    speaking = MessengerAccount.objects.filter(is_enabled=True, trouble="").values("pk")
    due = Region.objects.filter(pk__in=_due(now).filter(region__in=speaking).values("region"))
    return [region.pk for region in due.order_by("pk") if _is_day(region, now)]


def remind_some(account: MessengerAccount, messenger: Messenger) -> int:
    """One round; gives how many people were written to."""
    region, now = account.region, clock.now()
    if not _is_day(region, now):
        return 0
    due = _due(now).filter(region=region).order_by(F("look_at").asc(nulls_first=True), "pk")
    if not due.exists() or not is_reachable(account, messenger):
        return 0
    return sum(_look_at(account, one, messenger, now) for one in due[:MOST_AT_ONCE] if not account.trouble)


def _due(now: datetime) -> QuerySet[Correspondent]:
    return Correspondent.objects.filter(Q(look_at=None) | Q(look_at__lte=now), stopped_at=None, wants_reminders=True)


def _is_day(region: Region, now: datetime) -> bool:
    return MORNING <= now.astimezone(ZoneInfo(region.time_zone)).hour < EVENING


def _look_at(account: MessengerAccount, one: Correspondent, messenger: Messenger, now: datetime) -> bool:
    """Noted before it is sent: what breaks off in between is said tomorrow, and never twice."""
    region = account.region
    tomorrow = region.today(now) + timedelta(days=1)
    who = account_people.people(region, one.account_id)
    found = account_people.chat_list(region, one.account_id, who)
    soon = account_people.chat_list(region, one.account_id, who, on=tomorrow)
    coming = len(set(soon.to_join) - set(found.to_join))
    number = _number(one, found, coming, now)
    noted = Correspondent.objects.filter(pk=one.pk)
    is_awaited = not who and invited.answered_by(region, one.account_id).exists()
    noted.update(look_at=now + SOON if is_awaited else region.midnight(tomorrow) + timedelta(hours=MORNING))
    if number is None:
        if not found.to_join and not coming:
            noted.update(reminders=0, left_to_join=0)
        return False
    noted.update(reminders=number)
    try:
        answering.say(
            account, messenger, DialogView("", one.account_id, ""), scenes.reminder(region.name, soon, coming), 0
        )
    except (AccountRejected, ForeignAnswer) as error:  # surely not sent
        again = one.look_at if isinstance(error, AccountRejected) else now + SOON
        noted.update(look_at=again, reminders=one.reminders)
        return False
    except MessengerError as error:
        logger.warning("region %s: a reminder was not sent: %s", region.pk, type(error).__name__)
        return False
    noted.update(left_to_join=len(found.to_join))  # what comes tomorrow is new tomorrow
    return True


def _number(one: Correspondent, found: OwnChats, coming: int, now: datetime) -> int | None:
    """Which reminder in the row this is; None where none is due."""
    if not found.to_join and not coming:
        return None
    is_new = len(found.to_join) > one.left_to_join or coming > 0
    has_waited = one.reminded_at is None or now >= one.reminded_at + EVERY
    if one.reminders < MOST_REMINDERS:
        return one.reminders + 1 if is_new or has_waited else None
    return 1 if is_new and has_waited else None
