"""Changes as lines of an export: every row that changed after a place, as it stands now, and the place to go on from.

Takes a login, a kind and a position (a cursor that this portal gave); gives JSON objects. Whoever reads from the
beginning to the end and then goes on from the last cursor has a whole copy: a row may come again, none is left out.
"""

from typing import Any

from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _

from supervision.access import Login
from supervision.enums import ChangeKind
from supervision.errors import BadCursor, StalePosition
from supervision.outgoing import change_feed as changes
from supervision.outgoing import payloads
from supervision.outgoing.change_feed import Position

SALT = "supervision.outgoing.feed"


def lines(user: Login, kind: ChangeKind, position: Position, most: int) -> tuple[list[dict[str, Any]], Position, bool]:
    """At most `most` lines after the position, the next position, and whether this was the end for now.

    A line is the row (`payloads`), or {"id": ..., "removed": true}. Raises StalePosition.
    """
    found = changes.since(user, kind, position, most)
    rows = payloads.shown(user, kind, [change.object_id for change in found if not change.is_removed])
    told = [rows.get(change.object_id) or {"id": change.object_id, "removed": True} for change in found]
    following = changes.position_of(found[-1]) if found else position
    return told, following, len(found) < most


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
