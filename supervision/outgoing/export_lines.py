"""Changes as lines of an export: every row that changed after a place, as it stands now, and the place to go on from.

Takes a login, a kind and a position (a cursor that this portal gave); gives JSON objects. Whoever reads from the
beginning to the end and then goes on from the last cursor has a whole copy: a row may come again, none is left out.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from supervision.access import Login
from supervision.enums import ChangeKind
from supervision.errors import BadCursor, StalePosition
from supervision.models import Change
from supervision.outgoing import change_feed as changes
from supervision.outgoing import payloads
from supervision.outgoing.change_feed import Position

SALT = "supervision.outgoing.export_lines"


@dataclass(frozen=True, slots=True)
class Batch:
    """Lines, and the place to go on from. `complete_until`: all that was committed before it has been told; None where
    there is more to read already.
    """

    lines: list[dict[str, Any]]
    position: Position
    complete_until: datetime | None

    @property
    def at_end(self) -> bool:
        return self.complete_until is not None


def lines(user: Login, kind: ChangeKind, position: Position, most: int, *, removed: bool = True) -> Batch:
    """At most `most` changes after the position as lines.

    A line is the row (`payloads`) with `updated_at`, or {"id": ..., "removed": true}, which is left out where not
    `removed`. Raises StalePosition.
    """
    until = changes.complete_until()  # before the rows are read: what ends meanwhile is not promised
    found = changes.since(user, kind, position, most)
    rows = payloads.shown(user, kind, [change.object_id for change in found if not change.is_removed])
    told = [_line(change, rows.get(change.object_id)) for change in found if removed or change.object_id in rows]
    following = changes.position_of(found[-1]) if found else position
    return Batch(told, following, until if len(found) < most else None)


def _line(change: Change, row: payloads.Row | None) -> dict[str, Any]:
    if row is None:
        return {"id": change.object_id, "removed": True}
    return {**row, "updated_at": payloads.plain(change.at)}


def write_cursor(kind: ChangeKind, position: Position) -> str:
    """Text for URLs that only this installation can read: of this kind, and of this database cluster."""
    return _signer().sign_object([kind.value, changes.cluster(), position.transaction, position.object_id])


def read_cursor(text: str, kind: ChangeKind) -> Position:
    """Raises BadCursor for what is no cursor or one of another kind, StalePosition for one of another database."""
    try:
        written, cluster, transaction, object_id = _signer().unsign_object(text)
    except (BadSignature, ValueError) as error:
        raise BadCursor(_("This is no cursor of this portal: give back unchanged what it gave.")) from error
    if written != kind.value:
        raise BadCursor(_("This cursor is of another list (%(kind)s).") % {"kind": written})
    if cluster != changes.cluster():
        raise StalePosition(_("This position is of another database: start anew, without a cursor."))
    position = Position(transaction, object_id)
    changes.refuse_stale(position)
    return position


def _signer() -> Signer:
    return Signer(salt=SALT)
