"""What only one process does at a time: advisory locks of PostgreSQL, which the database gives back when it dies.

A lock has a name and, where there are several of the name, a number. Nobody ever waits for one: whoever finds it taken
is told so.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection


@contextmanager
def first_free(name: str, numbers: Sequence[int] = (0,)) -> Iterator[int | None]:
    """Holds the first free one of the numbers for the block; gives None where all are taken."""
    taken = next((number for number in numbers if _ask("pg_try_advisory_lock", name, number)), None)
    try:
        yield taken
    finally:
        if taken is not None:
            _ask("pg_advisory_unlock", name, taken)


def until_commit(name: str, number: int = 0) -> bool:
    """Holds the lock until the transaction ends; False where somebody else holds it."""
    return _ask("pg_try_advisory_xact_lock", name, number)


def _ask(function: str, name: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, %s))", [name, number])
        return bool(cursor.fetchone()[0])
