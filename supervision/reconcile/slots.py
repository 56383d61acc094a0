"""Which process drains an account: session locks in PostgreSQL, released by the database when a worker dies.

An account has a main slot and a spare one. The spare costs nothing, because both take their calls from one schedule,
and it keeps the account moving in the seconds after a worker was killed (docs/adr/0007).
"""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from django.db import connection


class Slot(IntEnum):
    MAIN = 0
    SPARE = 1


@contextmanager
def account_slot(region_code: str) -> Iterator[Slot | None]:
    """Holds the account's first free slot for the block; gives None where both are taken."""
    taken = next((slot for slot in Slot if _lock("pg_try_advisory_lock", region_code, slot)), None)
    try:
        yield taken
    finally:
        if taken is not None:
            _lock("pg_advisory_unlock", region_code, taken)


def _lock(function: str, region_code: str, slot: Slot) -> bool:
    key = zlib.crc32(f"push:{region_code}".encode()) & 0x7FFFFFFF
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s, %s)", [key, slot.value])
        return bool(cursor.fetchone()[0])
