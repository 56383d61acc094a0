"""Absences that have begun or are planned: changed, ended early, taken back, and completed as dismissals.

A dismissal is two steps. `people.substitute` with a `Leave` that ends in dismissal is the first: from its day on, the
chats go to others. `complete_dismissals` is the second: it dismisses when the messenger was seen to have followed.
"""

from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import operations, people, roles
from supervision.actions.new_owners import marks_new_owners
from supervision.actions.people import Leave
from supervision.errors import Refused
from supervision.models import Absence, Chat, Inspector, Operation, Region

CAUSE = "dismissal.completed"


def leave_for_good(*, inspector: Inspector, since: date, leave: Leave, by: User) -> Absence | None:
    """The first step of a dismissal; None where it could be completed at once.

    Absences that would last beyond it end on its day: nobody comes back from them.
    """
    if leave.closes_login and inspector.user_id == by.pk:
        raise Refused(_("Nobody closes their own login: ask another head."))
    region = inspector.region
    if leave.closes_login and inspector.user is not None:
        roles.keep_last(inspector.user, region)
    if not people.owned_chats(inspector, max(since, region.today())).exists() and since <= region.today():
        people.dismiss(inspector=inspector, on=since, by=by, reason=leave.reason, closes_login=leave.closes_login)
        return None
    details = {"inspector": inspector.pk, "since": str(since), **people.told_of(leave, None)}
    lasting = inspector.absences.filter(Q(until__isnull=True) | Q(until__gt=since))
    with (
        audit.event("inspector.leaves", by=by, reason=leave.reason, region=region, details=details),
        marks_new_owners(region, people.ids(people.may_own(inspector)) if lasting else (), since=since),
    ):
        never_was = lasting.filter(since__gte=since)
        operations.note_undone(Operation.objects.filter(absence__in=never_was), by=by, reason=leave.reason)
        never_was.delete()
        lasting.update(until=since)
        return people.substitute(inspector=inspector, since=since, until=None, by=by, leave=leave)


def change(*, absence: Absence, leave: Leave, until: date | None, by: User) -> None:
    """Another substitute, other houses, another day of return. What is past stays as it was."""
    region = absence.inspector.region
    _refuse_over(absence, region)
    people.refuse_impossible(absence.inspector, leave, absence.since, until, but=absence)
    if until and until <= region.today():
        raise Refused(_("The day of return lies ahead. To end the absence today, use “End the absence”."))
    details = {"absence": absence.pk, "inspector": absence.inspector_id, **people.told_of(leave, until)}
    with (
        audit.event("absence.changed", by=by, reason=leave.reason, region=region, details=details),
        marks_new_owners(region, people.ids(people.may_own(absence.inspector)), since=absence.since),
    ):
        Absence.objects.filter(pk=absence.pk).update(
            substitute=leave.substitute,
            until=until,
            reason=leave.reason,
            ends_in_dismissal=leave.ends_in_dismissal,
            closes_login=leave.closes_login,
        )
        people.give_houses(absence, leave.houses)


def end(*, absence: Absence, by: User, reason: str) -> bool:
    """Back in office from today; an absence that has not lasted a day yet never was. Says whether it had begun."""
    region = absence.inspector.region
    today = region.today()
    _refuse_over(absence, region)
    if not reason.strip():
        raise Refused(_("Say why the absence ends: the chats go back."))
    if absence.inspector.dismissed_on:
        raise Refused(_("%(name)s is dismissed and does not come back.") % {"name": absence.inspector})
    has_begun = absence.since <= today
    name = "absence.ended" if has_begun else "absence.cancelled"
    with (
        audit.event(name, by=by, reason=reason, region=region, details=_told(absence)),
        marks_new_owners(region, people.ids(people.may_own(absence.inspector)), since=absence.since),
    ):
        if absence.since >= today or absence.ends_in_dismissal:
            operations.note_undone(Operation.objects.filter(absence=absence), by=by, reason=reason)
        if absence.since >= today:
            Absence.objects.filter(pk=absence.pk).delete()
        else:
            Absence.objects.filter(pk=absence.pk).update(until=today, ends_in_dismissal=False)
    return has_begun


def _told(absence: Absence) -> dict[str, Any]:
    """The row itself may be gone when the record is read."""
    return {
        "absence": absence.pk,
        "inspector": absence.inspector_id,
        "substitute": absence.substitute_id,
        "since": str(absence.since),
        "until": absence.until and str(absence.until),
        "ends_in_dismissal": absence.ends_in_dismissal,
    }


def complete_dismissals() -> int:
    """Dismisses those whose last chat has gone over; gives how many. Who still owns one waits for the next round."""
    dismissed = 0
    begun = Absence.objects.filter(ends_in_dismissal=True, inspector__dismissed_on=None)
    for absence in begun.select_related("inspector__region").order_by("pk"):
        today = absence.inspector.region.today()
        if absence.since > today or _is_seen_owning(absence.inspector):
            continue
        if people.owned_chats(absence.inspector, today).exists():
            continue
        people.dismiss(
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


def _refuse_over(absence: Absence, region: Region) -> None:
    if absence.until and absence.until <= region.today():
        raise Refused(_("The absence is over."))
