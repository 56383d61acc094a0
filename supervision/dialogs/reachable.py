"""Whether the messenger itself answers: asked before people are told what is sent once and never again."""

import logging

from supervision.messenger.errors import MessengerError
from supervision.messenger.port import Reader
from supervision.models import MessengerAccount
from supervision.reconcile.account_troubles import weighing

logger = logging.getLogger(__name__)


def is_reachable(account: MessengerAccount, reader: Reader) -> bool:
    """A message whose answer is nobody's word may have arrived, so it is not sent again: while a balancer answers for
    the messenger, each one would be lost. What is not begun stays due."""
    try:
        with weighing(account, reader):
            reader.me()
    except MessengerError as error:
        logger.warning("region %s: nobody is told for now: %s", account.pk, type(error).__name__)
        return False
    return True
