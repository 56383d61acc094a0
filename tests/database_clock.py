"""The database's clock follows the test's: `supervision_now()` says what Python's clock says, however that was moved.

Put into the text of the statement on its way, so that no statement of a test's own is added. Other processes, and a
test of clocks that differ (`own_time`), go by the database's clock.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

ASKED, MADE = "supervision_now()", "FUNCTION supervision_now()"
_is_own = False


def follow(sender: Any, connection: Any, **_signal: Any) -> None:
    if _tell_time not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tell_time)


def _tell_time(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    if ASKED in sql and MADE not in sql and not _is_own:
        sql = sql.replace(ASKED, f"'{timezone.now().isoformat()}'::timestamptz")
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
