"""Troubles of an account: what stops it, and when it is tried again by itself (trials.py: whether it is over).

One chat that cannot be served is a matter of that chat. Many that turn to the same trouble within minutes are a matter
of the account: a bot taken out everywhere, a balancer that answers for the messenger. Holding it costs one sentence,
going on would cost an order or a parked chat each.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings

from supervision.enums import Trouble
from supervision.messenger.errors import (
    AccountRejected,
    AnotherChat,
    ForeignAnswer,
    MessengerError,
    Rejected,
    TokenRejected,
)
from supervision.messenger.port import Reader
from supervision.models import MessengerAccount
from supervision.planning import limits
from supervision.queue import clock, troubles
from supervision.reconcile.reconciler import DoesNotRest
from supervision.reconcile.sentences import MayHaveBeenTold, NotThisChat, words_for

logger = logging.getLogger(__name__)

# What many chats can turn to at once without it being their own. That the messenger changes what it is sent holds
# nothing: every other change is still needed, and the desk counts such chats.
SPREADS = frozenset(
    {Trouble.BOT_REMOVED, Trouble.BOT_NO_ADMIN, Trouble.UNREADABLE, Trouble.REFUSED, Trouble.ANOTHER_CHAT}
)
TRY_AGAIN = timedelta(minutes=10)
DOUBT_SECONDS = 1.0


def turned_to(error: Exception) -> Trouble:
    """The trouble of a chat that was parked with this error; NONE where it is the portal's own."""
    match error:
        case DoesNotRest():
            return Trouble.RESTLESS
        case AnotherChat() | NotThisChat():
            return Trouble.ANOTHER_CHAT
        case Rejected() if not isinstance(error, AccountRejected):
            return Trouble.REFUSED
        case MessengerError() | MayHaveBeenTold():  # whatever was answered says nothing of the chat
            return Trouble.UNREADABLE
        case _:
            return Trouble.NONE


def stop(account: MessengerAccount, kind: Trouble, words: str) -> None:
    """No chat of the account is tried until a person clears it, or the account is found well by itself."""
    MessengerAccount.objects.filter(pk=account.pk, trouble="").update(
        trouble=words, trouble_kind=kind, try_again_at=clock.now() + TRY_AGAIN
    )
    account.trouble = account.trouble or words
    logger.error("account %s: nothing is done for it: %s", account.pk, kind)


def spread(account: MessengerAccount, kind: Trouble | None, linked: int) -> str:
    """Why the account has to be held after one more chat turned to this trouble; "" where it need not."""
    if kind not in SPREADS:
        return ""
    allowed_until = account.spread_allowed_until
    if allowed_until and allowed_until > clock.now():
        return ""
    most = limits.too_many_at_once(
        linked, at_least=settings.MESSENGER_HOLD_CHATS, percent=settings.MESSENGER_HOLD_PERCENT
    )
    minutes = settings.MESSENGER_HOLD_MINUTES
    turned = troubles.turned(account.region, kind, within=timedelta(minutes=minutes), up_to=most)
    return limits.spread(turned, linked, minutes, str(kind.label)) if turned >= most else ""


def hold_all(words: str) -> None:
    """No account speaks until a person has released it (`actions.accounts.retry`); none is tried again by itself."""
    MessengerAccount.objects.update(trouble=words, trouble_kind=Trouble.NONE, try_again_at=None)


def to_try_again() -> list[str]:
    """Codes of the regions whose account was in trouble for long enough to be tried again."""
    stopped = MessengerAccount.objects.filter(is_enabled=True, try_again_at__lte=clock.now()).exclude(trouble="")
    return list(stopped.order_by("pk").values_list("pk", flat=True))


def put_off(account: MessengerAccount) -> None:
    """The trouble stays: the next try comes later."""
    MessengerAccount.objects.filter(pk=account.pk).update(try_again_at=clock.now() + TRY_AGAIN)


def is_refused(
    account: MessengerAccount, reader: Reader, error: AccountRejected, *, pause: Callable[[float], object] = time.sleep
) -> bool:
    """Whether the messenger refuses the account, as `error` has it: then the account is stopped.

    Of a 401 the bot itself is asked after a moment: a proxy may have said it. Raises the messenger's error where it
    cannot be asked.
    """
    if isinstance(error, TokenRejected):
        pause(DOUBT_SECONDS)
        if not is_rejected(reader):
            return False
    stop(account, Trouble.TOKEN, words_for(error))
    return True


@contextmanager
def weighing(account: MessengerAccount, reader: Reader) -> Iterator[None]:
    """Around every call that is no pass over a chat: an AccountRejected that gets out of it has stopped the account.

    One that the bot itself does not get is an answer that says nothing (ForeignAnswer): nothing was carried out.
    """
    try:
        yield
    except AccountRejected as error:
        if is_refused(account, reader, error):
            raise
        raise ForeignAnswer(error.message, operation=error.operation, status=error.status, code=error.code) from error


def is_rejected(reader: Reader) -> bool:
    """Whether the messenger does not take the account's token: the word of one answer may be a proxy's.

    Raises the messenger's error where it cannot be asked.
    """
    try:
        reader.me()
    except AccountRejected:
        return True
    return False
