"""Notices of the portal in the messenger, to its own people whom the bot knows. Below every change: a few a minute.

Noted before they are sent; of an answer that was lost nothing is sent again. That a person has stopped the bot is a
fate of the notice and shown at the person, never trouble of the account.
"""

import logging
from datetime import datetime

from django.db.models import QuerySet

from supervision.conversation import scenes
from supervision.messenger.errors import AccountRejected, AnswerUnknown, MessengerError, NoRights, Temporary
from supervision.messenger.port import Messenger
from supervision.models import Correspondent, MessengerAccount, NoticeSending, Region
from supervision.notice_words import NoticeChannel, SendingState
from supervision.notices import sending, wishes
from supervision.notices.sending import Parcel
from supervision.queue import clock
from supervision.reconcile.account_troubles import weighing

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 20  # in a round of a minute: changes of chats come first


def regions_with_work(now: datetime) -> list[str]:
    """Where somebody is to be told, and the bot speaks."""
    speaking = MessengerAccount.objects.filter(is_enabled=True, trouble="")
    due = sending.due(NoticeChannel.MESSENGER, now).filter(notice__region__account__in=speaking)
    return sorted(set(due.values_list("notice__region", flat=True)))


def tell_some(account: MessengerAccount, messenger: Messenger) -> int:
    """One round; gives how many people were written to."""
    told = 0
    for _person in range(MOST_AT_ONCE):
        now = clock.now()
        parcel = sending.take(_due(account.region, now), now)
        if parcel is None:
            break
        told += _tell(account, messenger, parcel, now)
        if account.trouble:
            break
    return told


def _due(region: Region, now: datetime) -> QuerySet[NoticeSending]:
    return sending.due(NoticeChannel.MESSENGER, now).filter(notice__region=region)


def _tell(account: MessengerAccount, messenger: Messenger, parcel: Parcel, now: datetime) -> bool:
    region = account.region
    known = wishes.account_of(parcel.user)
    if not parcel.lines or known is None or known[0] != region.pk:
        sending.end(parcel, SendingState.REFUSED if parcel.lines else SendingState.SETTLED, now)
        return False
    who, _is_new = Correspondent.objects.get_or_create(region=region, account_id=known[1])
    if who.stopped_at is not None:
        sending.end(parcel, SendingState.REFUSED, now)
        return False
    scene = scenes.notices(region.name, [(line.words, line.url) for line in parcel.lines], sending.all_notices())
    try:
        with weighing(account, messenger):
            messenger.write_to(known[1], text=scene.text, keyboard=scene.keyboard)
    except NoRights:
        Correspondent.objects.filter(pk=who.pk).update(stopped_at=now, list_due_at=None)
        sending.end(parcel, SendingState.REFUSED, now)
    except AnswerUnknown:
        sending.end(parcel, SendingState.LOST, now)
    except Temporary as error:
        logger.warning("region %s: notices are told later: %s", region.pk, type(error).__name__)
        sending.put_off(parcel, now)
    except AccountRejected:
        sending.give_back(parcel)
    except MessengerError as error:
        logger.warning("region %s: notices were refused: %s", region.pk, type(error).__name__)
        sending.end(parcel, SendingState.REFUSED, now)
    else:
        sending.end(parcel, SendingState.TOLD, now)
        return True
    return False
