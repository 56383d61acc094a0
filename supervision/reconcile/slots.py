"""Which process drains an account: session locks in PostgreSQL, released by the database when a worker dies.

An account has a main slot and a spare one. The spare costs nothing, because both take their calls from one schedule,
and it keeps the account moving in the seconds after a worker was killed (docs/adr/0007).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from supervision import locks


class Slot(IntEnum):
    MAIN = 0
    SPARE = 1


@contextmanager
def account_slot(region_code: str) -> Iterator[Slot | None]:
    """Holds the account's first free slot for the block; gives None where both are taken."""
    with locks.first_free(f"push {region_code}", tuple(Slot)) as taken:
        yield None if taken is None else Slot(taken)
