"""Other connections to the test's database, and waiting until what was committed counts as complete."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from supervision.outgoing import change_feed as changes

PAUSE_SECONDS, MOST_PAUSES = 0.05, 12_000  # ten minutes: other tests of the same server hold transactions


@contextmanager
def other_connection() -> Iterator[psycopg.Connection]:
    """A transaction of somebody else, open until it commits or rolls back."""
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor}) as other:
        yield other


def complete() -> None:
    """Returns when everything committed so far is given to readers: no older transaction runs on the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        (mine,) = cursor.fetchone()
    until(lambda: changes.now().transaction >= mine)


def until(holds: Callable[[], bool]) -> None:
    """Real time: the tests' own clock stands still."""
    pause = threading.Event()
    for _attempt in range(MOST_PAUSES):
        if holds():
            return
        pause.wait(PAUSE_SECONDS)
    raise AssertionError("it never came to be")
