"""Absences and substitutes: begun, changed, ended early, taken back. The way out for good is in `dismissals`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from supervision import audit
from supervision.actions import last_ones, operations
from supervision.actions.owners import ids, marks_new_owners, may_own
from supervision.errors import Refused
from supervision.models import Absence, House, HouseSubstitute, Inspector, Operation, Region
from supervision.models.spans import lasts


@dataclass(frozen=True, slots=True)
class Leave:
    """Who owns the chats meanwhile: `substitute` (None: whom the rules find), and `houses`, house by house.

    `ends_in_dismissal` asks for a dismissal as soon as no chat is left (`dismissals`).
    """

    substitute: Inspector | None = None
    houses: Mapping[int, Inspector] = field(default_factory=dict)
    reason: str = ""
    ends_in_dismissal: bool = False
    closes_login: bool = False


def substitute(
    *,
    inspector: Inspector,
    substitute: Inspector | None = None,
    since: date,
    until: date | None,
    by: User,
    leave: Leave | None = None,
) -> Absence:
    """From `since` up to but not including `until`, the substitute owns what the inspector would.

    Giving back needs no mark: settling a chat on `since` queues the look at `until`.
    """
    leave = leave or Leave(substitute)
    refuse_impossible(inspector, leave, since, until)
    region = inspector.region
    details = {"inspector": inspector.pk, "since": str(since), **told_of(leave, until)}
    with (
        audit.event("inspector.absent", by=by, reason=leave.reason, region=region, details=details),
        marks_new_owners(region, ids(may_own(inspector)), since=since),
    ):
        absence = Absence.objects.create(
            inspector=inspector,
            substitute=leave.substitute,
            since=since,
            until=until,
            reason=leave.reason,
            ends_in_dismissal=leave.ends_in_dismissal,
            closes_login=leave.closes_login,
        )
        give_houses(absence, leave.houses)
    return absence


def told_of(leave: Leave, until: date | None) -> dict[str, Any]:
    """What the record of events keeps of who owns the chats meanwhile, and until when."""
    return {
        "until": until and str(until),
        "substitute": leave.substitute and leave.substitute.pk,
        "house_count": len(leave.houses),
        "ends_in_dismissal": leave.ends_in_dismissal,
        "closes_login": leave.closes_login,
    }


def give_houses(absence: Absence, houses: Mapping[int, Inspector]) -> None:
    """The houses that fall to others than the substitute; replaces those given before."""
    HouseSubstitute.objects.filter(absence=absence).delete()
    HouseSubstitute.objects.bulk_create(
        HouseSubstitute(absence=absence, house_id=house, substitute=to) for house, to in houses.items()
    )


def refuse_impossible(
    inspector: Inspector, leave: Leave, since: date, until: date | None, *, but: Absence | None = None
) -> None:
    """`but` is the absence that is being changed: it does not overlap itself."""
    for other in {one for one in (leave.substitute, *leave.houses.values()) if one}:
        _refuse_owner(inspector, other, since)
    if until and until <= since:
        raise Refused(_("The absence must end after it starts."))
    if House.objects.filter(pk__in=leave.houses).exclude(region=inspector.region_id).exists():
        raise Refused(_("Choose houses of the inspector's own region."))
    others = inspector.absences.exclude(pk=but.pk) if but else inspector.absences
    overlapping = others.filter(lasts(since)).filter(since__lt=until or date.max).first()
    if overlapping:
        words = _("%(name)s has a substitute for these days already.") % {"name": inspector}
        end = f"{overlapping.until:%d.%m.%Y}" if overlapping.until else _("without end")
        raise Refused(words, (f"{overlapping.since:%d.%m.%Y} – {end}",))


def refuse_closing(inspector: Inspector, leave: Leave, *, is_own: bool) -> None:
    """Raises Refused where the leave would close the own login, or that of the last head who stays."""
    if not leave.closes_login or inspector.user is None:
        return
    if is_own:
        raise Refused(_("Nobody closes their own login: ask another head."))
    last_ones.refuse_leaving(inspector.user, inspector.region)


def _refuse_owner(inspector: Inspector, other: Inspector, on: date) -> None:
    if other.pk == inspector.pk:
        raise Refused(_("Nobody can be their own substitute."))
    if other.region_id != inspector.region_id:
        raise Refused(_("%(name)s works in another region.") % {"name": other})
    if other.messenger_id is None:
        raise Refused(_("%(name)s has no messenger account and cannot own chats.") % {"name": other})
    if other.dismissed_on and other.dismissed_on <= on:
        raise Refused(_("%(name)s is dismissed by then and cannot own chats.") % {"name": other})


@transaction.atomic
def change(*, absence: Absence, leave: Leave, until: date | None, by: User) -> None:
    """Another substitute, other houses, another day of return. What is past stays as it was."""
    region = absence.inspector.region
    _refuse_over(absence, region)
    refuse_impossible(absence.inspector, leave, absence.since, until, but=absence)
    if not absence.closes_login:
        refuse_closing(absence.inspector, leave, is_own=absence.inspector.user_id == by.pk)
    if until and until <= region.today():
        raise Refused(_("The day of return lies ahead. To end the absence today, use “End the absence”."))
    details = {"absence": absence.pk, "inspector": absence.inspector_id, **told_of(leave, until)}
    with (
        audit.event("absence.changed", by=by, reason=leave.reason, region=region, details=details),
        marks_new_owners(region, ids(may_own(absence.inspector)), since=absence.since),
    ):
        Absence.objects.filter(pk=absence.pk).update(
            substitute=leave.substitute,
            until=until,
            reason=leave.reason,
            ends_in_dismissal=leave.ends_in_dismissal,
            closes_login=leave.closes_login,
        )
        give_houses(absence, leave.houses)


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
        marks_new_owners(region, ids(may_own(absence.inspector)), since=absence.since),
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
        "closes_login": absence.closes_login,
    }


def _refuse_over(absence: Absence, region: Region) -> None:
    if absence.until and absence.until <= region.today():
        raise Refused(_("The absence is over."))
