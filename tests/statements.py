"""How many statements something puts to the database. What is asserted is that it does not grow with the rows, and a
bound; an exact number would have to be counted anew with every harmless line.
"""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def statements(act: Callable[[], object]) -> list[str]:
    """What `act` asks, in its order."""
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


def assert_does_not_grow(few: list[str], many: list[str], *, at_most: int) -> None:
    """`many` are the statements for many rows, `few` those for few."""
    assert len(many) <= len(few) <= at_most
