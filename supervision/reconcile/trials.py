"""Whether the trouble of a stopped account is over, found out by what it is a trouble with.

A refused token is shown to the messenger once more. A trouble of many chats is over when the work on a few of them does
not end in it any more: whatever was refused (a look, a pin, a title) is tried in earnest, and nothing else shows it.
"""

from supervision.enums import Trouble
from supervision.messenger.errors import MessengerError
from supervision.messenger.port import Messenger
from supervision.models import MessengerAccount
from supervision.queue import troubles
from supervision.reconcile.account_troubles import SPREADS, is_rejected, put_off
from supervision.reconcile.dispatch import Drain

TRIED = 3  # chats that tell whether a trouble of many is over


def is_over(account: MessengerAccount, messenger: Messenger) -> bool:
    """Asks the messenger; where the trouble stays, the next try is put off."""
    try:
        over = _is_well(account, messenger)
    except MessengerError:
        over = False
    if not over:
        put_off(account)
    return over


def _is_well(account: MessengerAccount, messenger: Messenger) -> bool:
    if account.trouble_kind not in SPREADS:
        return not is_rejected(messenger)
    region, kind = account.region, Trouble(account.trouble_kind)
    chosen = troubles.some_of(region, kind, most=TRIED)
    Drain(account, messenger).try_out(chosen)
    return not troubles.still_in(region, kind, chosen)
