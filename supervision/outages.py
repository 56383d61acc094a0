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


def is_away(error: BaseException | None) -> bool:
    """PostgreSQL or Redis does not answer, not now or not in time; a Redis that is full refuses likewise."""
    return isinstance(error, AWAY) or (isinstance(error, redis.ResponseError) and str(error).startswith("OOM "))


def is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in FULL
