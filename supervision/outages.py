"""Is a failure that of the house (503: come again) or of the disk (507), and not an error of the portal (500)?

Of what PostgreSQL says its SQLSTATE decides, not the class of the driver's error, which puts a standby that has just
taken over beside errors of the portal, and a statement that is too long for ever beside a deadlock.
"""

import errno

import redis
from django.db import DatabaseError, InterfaceError, OperationalError
from kombu.exceptions import OperationalError as BrokerAway

RETRY_AFTER_SECONDS = 10
AWAY = (InterfaceError, redis.ConnectionError, redis.TimeoutError, redis.ReadOnlyError, BrokerAway)
# SQLSTATEs, or their beginnings, after which the same may work by itself
PASSING = (
    "08",  # the connection failed
    "25006",  # read-only: a standby that is not the primary yet, or a primary no more
    "25P03",  # a transaction was ended because it waited too long,
    "25P04",  # or because it took too long
    "40",  # a deadlock or a conflict of two transactions
    "53",  # no memory, no disk or no connection left
    "55006",  # somebody uses it,
    "55P03",  # or holds it locked
    "57",  # shutting down, starting, restored anew, or a statement that took too long
    "58",  # the machine under it failed: a disk, a file
)
FULL = {errno.ENOSPC, errno.EDQUOT}
# The first word of a Redis that is there and refuses for now: full, without its replicas or its disk, changing places
NOT_NOW = {"OOM", "NOREPLICAS", "MISCONF", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY"}


def is_away(error: BaseException | None) -> bool:
    """PostgreSQL or Redis does not answer, not now or not in time; or it answers that it cannot for now."""
    if isinstance(error, DatabaseError):
        return _passes(error)
    return isinstance(error, AWAY) or (isinstance(error, redis.ResponseError) and _first_word(error) in NOT_NOW)


def _passes(error: DatabaseError) -> bool:
    """What PostgreSQL itself did not say is of the connection to it; Django wraps what the driver raised."""
    state: str | None = getattr(error.__cause__, "sqlstate", None)
    return state.startswith(PASSING) if state else isinstance(error, OperationalError)


def _first_word(error: redis.ResponseError) -> str:
    """Of words that the client knows it keeps the first one apart (`status_code`), of others it does not."""
    return error.status_code or str(error).partition(" ")[0]


def is_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in FULL
