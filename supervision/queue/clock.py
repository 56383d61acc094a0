"""One clock for leases, due times and the days on which workers act: the database's. A worker whose own is wrong takes
nothing too early or too late, and acts on the right day; one that is far ahead still drops Celery's messages as
outdated, which only the checks can tell (docs/adr/0029).

`supervision_now()` is now() of PostgreSQL under a name of its own (migrations), so that a test may set it.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import DateTimeField, Func
from django.utils import timezone

if TYPE_CHECKING:  # the checks of the settings ask for the time before there are models
    from supervision.models import Region

MOST_SKEW_SECONDS = 1.0


class Now(Func):
    """The database's time in a query."""

    function = "supervision_now"
    template = "%(function)s()"
    arity = 0
    output_field = DateTimeField()


def now(database: str = DEFAULT_DB_ALIAS) -> datetime:
    """The database's time, aware; one statement."""
    with connections[database].cursor() as cursor:
        cursor.execute("SELECT supervision_now()")
        instant: datetime = cursor.fetchone()[0]
    return instant


def today(region: "Region") -> date:
    """The region's day by the database's time, for whatever happens without anybody looking."""
    return region.today(now())


def skew_seconds(database: str = DEFAULT_DB_ALIAS) -> float:
    """How far this machine's clock is ahead of the database's (negative: behind), less the time that asking takes."""
    with connections[database].cursor() as cursor:
        asked = timezone.now()
        cursor.execute("SELECT clock_timestamp()")
        answered = timezone.now()
        theirs: datetime = cursor.fetchone()[0]
    if asked <= theirs <= answered:
        return 0.0
    nearest = answered if theirs > answered else asked
    return (nearest - theirs).total_seconds()
