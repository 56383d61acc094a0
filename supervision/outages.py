"""Is a failure that of the house (503: come again) or of the disk (507), and not an error of the portal (500)?

Django wraps what the driver says; a deadlock or a statement that took too long is of the first kind too.
"""

import errno

import redis
from django.db import InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerAway

RETRY_AFTER_SECONDS = 10
AWAY = (OperationalError, InterfaceError, redis.ConnectionError, redis.TimeoutError, redis.ReadOnlyError, BrokerAway)
FULL = {errno.ENOSPC, errno.EDQUOT}
# The first word of a Redis that is there and refuses for now: full, without its replicas or its disk, changing places
NOT_NOW = {"OOM", "NOREPLICAS", "MISCONF", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY"}


def is_away(error: BaseException | None) -> bool:
    """PostgreSQL or Redis does not answer, not now or not in time; or Redis answers that it cannot for now."""
    return isinstance(error, AWAY) or (isinstance(error, redis.ResponseError) and _first_word(error) in NOT_NOW)


def _first_word(error: redis.ResponseError) -> str:
    """Of words that the client knows it keeps the first one apart (`status_code`), of others it does not."""
    return error.status_code or str(error).partition(" ")[0]


def is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in FULL
