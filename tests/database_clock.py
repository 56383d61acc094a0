"""The database's clock follows the test's: `supervision_now()` says what Python's clock says, however that was moved.

Everybody asks the same function; only what it reads differs, by a setting of the session. A test of clocks that differ
lets the database go by its own (`own_time`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.signals import connection_created
from django.utils import timezone

FOLLOWING = """
    CREATE OR REPLACE FUNCTION supervision_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT coalesce(nullif(current_setting('housechats.now', true), '')::timestamptz, now()) $$
"""
SET = "SELECT set_config('housechats.now', %s, false)"
_is_own = False


def follow(sender: Any, connection: Any, **_signal: Any) -> None:
    if _tell_time not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tell_time)


def _tell_time(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if "supervision_now" in str(sql):
        now = "" if _is_own else timezone.now().isoformat()
        context["connection"].connection.execute(SET, [now])
    return execute(sql, params, many, context)


@contextmanager
def own_time() -> Iterator[None]:
    """The database goes by its own clock, whatever the test does to Python's."""
    global _is_own
    _is_own = True
    try:
        yield
    finally:
        _is_own = False


connection_created.connect(follow)
