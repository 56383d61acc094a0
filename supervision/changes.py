"""What changed since somebody last asked, complete under concurrent writes: the reader's side of `models/change.py`.

Takes a user and a position; gives changes of rows that the user may see, oldest first, and the next position. A change
is given as soon as every transaction that began writing before it has ended; it may come late, it is never left out.
"""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Func, Q, TextField
from django.db.models.functions import Cast

from supervision import access
from supervision.access import Login
from supervision.enums import ChangeKind
from supervision.models import Change


@dataclass(frozen=True, slots=True)
class Position:
    """After this row of this transaction; the beginning is before all."""

    transaction: int = 0
    object_id: int = 0


class Horizon(Func):
    """The oldest transaction that still runs: what came before it is complete."""

    template = "pg_snapshot_xmin(pg_current_snapshot())"
    output_field = TextField()


def since(user: Login, kind: ChangeKind, position: Position, most: int) -> list[Change]:
    """At most `most` changes after the position. The same row may come again later, each time as it then stands."""
    after = Q(transaction__gt=position.transaction) | Q(
        transaction=position.transaction, object_id__gt=position.object_id
    )
    rows = access.changes(user).filter(
        after,
        kind=kind,
        transaction__gte=position.transaction,  # what the index can start from
        transaction__lt=Cast(Cast(Horizon(), TextField()), BigIntegerField()),
    )
    return list(rows.order_by("transaction", "object_id")[:most])


def position_of(change: Change) -> Position:
    return Position(change.transaction, change.object_id)
