"""Dismissals, in two steps, because a chat goes over only when the messenger was seen to have followed.

`leave_for_good` is the first: an absence that ends in dismissal, from whose day on the chats go to others. `complete`
is the second: it dismisses whoever owns no chat any more.
"""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from supervision import audit
from supervision.actions import inspectors, operations
from supervision.actions.absences import Leave, refuse_closing, substitute, told_of
from supervision.actions.locked import locked
from supervision.actions.owners import ids, marks_new_owners, may_own, owned_chats
from supervision.models import Absence, Chat, Inspector, Operation
from supervision.models.spans import lasts
from supervision.queue import clock

CAUSE = "dismissal.completed"


@transaction.atomic
def leave_for_good(*, inspector: Inspector, since: date, leave: Leave, by: User) -> Absence | None:
    """The first step of a dismissal; None where it could be completed at once.

    Absences that would last beyond it end on its day: nobody comes back from them.
    """
    inspector = locked(inspector)
    refuse_closing(inspector, leave, is_own=inspector.user_id == by.pk)
    region = inspector.region
    if not owned_chats(inspector, max(since, region.today())).exists() and since <= region.today():
        inspectors.dismiss(inspector=inspector, on=since, by=by, reason=leave.reason, closes_login=leave.closes_login)
        return None
    details = {"inspector": inspector.pk, "since": str(since), **told_of(leave, None)}
    lasting = inspector.absences.filter(lasts(since))
    with (
        audit.event("inspector.leaves", by=by, reason=leave.reason, region=region, details=details),
        marks_new_owners(region, ids(may_own(inspector)) if lasting else (), since=since),
    ):
        never_was = lasting.filter(since__gte=since)
        operations.note_undone(Operation.objects.filter(absence__in=never_was), by=by, reason=leave.reason)
        never_was.delete()
        lasting.update(until=since)
        return substitute(inspector=inspector, since=since, until=None, by=by, leave=leave)


def complete() -> int:
    """Dismisses those whose last chat has gone over; gives how many. Who still owns one waits for the next round."""
    dismissed = 0
    begun = Absence.objects.filter(ends_in_dismissal=True, inspector__dismissed_on=None)
    for absence in begun.select_related("inspector__region").order_by("pk"):
        today = clock.today(absence.inspector.region)
        if absence.since > today or _is_seen_owning(absence.inspector):
            continue
        if owned_chats(absence.inspector, today).exists():
            continue
        inspectors.dismiss(
            inspector=absence.inspector,
            on=absence.since,
            cause=CAUSE,
            reason=absence.reason,
            closes_login=absence.closes_login,
        )
        dismissed += 1
    return dismissed


def _is_seen_owning(inspector: Inspector) -> bool:
    """Asked first: the rules of a whole region are dearer, and while chats go over this says enough."""
    return Chat.objects.filter(region=inspector.region_id, observed_owner_id=inspector.messenger_id or 0).exists()
