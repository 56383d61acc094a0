"""Troubles of an account: what stops it, and when it is tried again by itself (trials.py: whether it is over).

One chat that cannot be served is a matter of that chat. Many that turn to the same trouble within minutes are a matter
of the account: a bot taken out everywhere, a balancer that answers for the messenger. Holding it costs one sentence,
going on would cost an order or a parked chat each.
"""

from datetime import timedelta

from django.conf import settings

from supervision.enums import Trouble
from supervision.messenger.errors import AccountRejected
from supervision.messenger.port import Reader
from supervision.models import MessengerAccount
from supervision.planning import limits
from supervision.queue import clock, troubles

# What many chats can turn to at once without it being their own. That the messenger changes what it is sent holds
# nothing: every other change is still needed, and the desk counts such chats.
SPREADS = frozenset({Trouble.BOT_REMOVED, Trouble.BOT_NO_ADMIN, Trouble.UNREADABLE, Trouble.REFUSED})
TRY_AGAIN = timedelta(minutes=10)


def stop(account: MessengerAccount, kind: Trouble, words: str) -> None:
    """No chat of the account is tried until a person clears it, or the account is found well by itself."""
    MessengerAccount.objects.filter(pk=account.pk, trouble="").update(
        trouble=words, trouble_kind=kind, try_again_at=clock.now() + TRY_AGAIN
    )


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


def to_try_again() -> list[str]:
    """Codes of the regions whose account was in trouble for long enough to be tried again."""
    stopped = MessengerAccount.objects.filter(is_enabled=True, try_again_at__lte=clock.now()).exclude(trouble="")
    return list(stopped.order_by("pk").values_list("pk", flat=True))


def put_off(account: MessengerAccount) -> None:
    """The trouble stays: the next try comes later."""
    MessengerAccount.objects.filter(pk=account.pk).update(try_again_at=clock.now() + TRY_AGAIN)


def is_rejected(reader: Reader) -> bool:
    """Whether the messenger does not take the account's token: the word of one answer may be a proxy's.

    Raises the messenger's error where it cannot be asked.
    """
    try:
        reader.me()
    except AccountRejected:
        return True
    return False
