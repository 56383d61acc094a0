"""What changed since somebody last asked, complete under concurrent writes: the reader's side of `models/change.py`.

Takes a user and a position; gives changes of rows that the user may see, oldest first, and the next position. A change
is given as soon as every transaction that began writing before it has ended; it may come late, it is never left out.
A position holds within one database cluster: PostgreSQL restored into another counts transactions anew (`renumber`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BigIntegerField, BooleanField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.enums import ChangeKind
from supervision.errors import StalePosition
from supervision.models import Change

LAST_OBJECT = 2**63 - 1
OPEN_SINCE = """
    SELECT least(min(xact_start), clock_timestamp()) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Position:
    """After this row of this transaction; the beginning is before all."""

    transaction: int = 0
    object_id: int = 0


class Horizon(Func):
    """The oldest transaction that still runs: what came before it is complete."""

    template = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
    output_field = BigIntegerField()


class RowOf(Func):
    function = "ROW"


class Later(Func):
    """One row after another, compared whole: the index starts there. An OR would walk the transaction again."""

    template = "(%(expressions)s)"
    arg_joiner = " > "
    output_field = BooleanField()


def since(user: Login, kind: ChangeKind, position: Position, most: int) -> list[Change]:
    """At most `most` changes after the position. The same row may come again later, each time as it then stands.

    Raises StalePosition where the position was given by another database.
    """
    refuse_stale(position)
    return list(page(user, kind, position, most))


def page(user: Login, kind: ChangeKind, position: Position, most: int) -> QuerySet[Change]:
    place = RowOf(Value(position.transaction), Value(position.object_id))
    rows = access.changes(user).filter(
        Later(RowOf(F("transaction"), F("object_id")), place), kind=kind, transaction__lt=Horizon()
    )
    return rows.order_by("transaction", "object_id")[:most]


def changed_at(kind: ChangeKind) -> Subquery:
    """For rows of this kind: when what is shown of them last changed."""
    return Subquery(Change.objects.filter(kind=kind, object_id=OuterRef("pk")).values("at")[:1])


def changed_when(kind: ChangeKind, numbers: Collection[int]) -> dict[int, datetime]:
    """The same, by the rows' numbers."""
    return dict(Change.objects.filter(kind=kind, object_id__in=numbers).values_list("object_id", "at"))


def position_of(change: Change) -> Position:
    return Position(change.transaction, change.object_id)


def now() -> Position:
    """The end of what is complete: who starts here is told of everything that is still to be committed."""
    return Position(_number("pg_snapshot_xmin(pg_current_snapshot())") - 1, LAST_OBJECT)


def refuse_stale(position: Position) -> None:
    """Raises StalePosition for a transaction that has not happened yet in this database."""
    if position.transaction >= _number("pg_snapshot_xmax(pg_current_snapshot())"):
        raise StalePosition(_("This position is of another database: start anew, without a cursor."))


def cluster() -> int:
    """Number of the database cluster, within which transactions are counted."""
    return _number("(SELECT system_identifier FROM pg_control_system())")


@transaction.atomic
def renumber() -> int:
    """After a restore: every change becomes one of this transaction, so that readers get all rows once more.

    Gives how many. Whose position is kept here (webhooks) is moved by `outgoing.gather`, the others start anew.
    """
    return Change.objects.update(transaction=current_transaction())


def current_transaction() -> int:
    return _number("pg_current_xact_id()")


def complete_until() -> datetime:
    """Whatever was committed before this instant is given to whoever reads now: the beginning of the oldest
    transaction of the portal's own login that is still open, or now."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_SINCE)
        found: datetime = cursor.fetchone()[0]
    return found


def _number(expression: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {expression}::text::bigint")  # constants of this module
        return int(cursor.fetchone()[0])
