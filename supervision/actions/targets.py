"""Targets of the ministry: set, changed and taken back by an administrator of the portal.

Analysts read them and bring the letter; entering is one person's click, so no right of its own is kept for it. A target
without a region is for every region that has none of its own.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from supervision import audit
from supervision.errors import Refused
from supervision.models import Region, Target

FIRST_YEAR = 2025  # before it there were no official chats


@dataclass(frozen=True, slots=True)
class Goal:
    """`percent` from 0 to 100 is to be reached at the start of `day`; `basis` names the letter or protocol."""

    figure: str
    day: date
    region: Region | None
    percent: Decimal
    basis: str


def set_target(goal: Goal, *, by: User) -> Target:
    """Raises Refused for what cannot be a target, and where the day has one already."""
    check(goal, by)
    with audit.event("target.set", by=by, region=goal.region, reason=goal.basis, details=_told(goal)):
        return Target.objects.create(**_values(goal), entered_by=by)


def change_target(target: Target, goal: Goal, *, by: User) -> None:
    """The event keeps what stood there before."""
    check(goal, by, but=target)
    details = {"target": target.pk, "before": _told(_goal_of(target)), "now": _told(goal)}
    with audit.event("target.changed", by=by, region=goal.region, reason=goal.basis, details=details):
        Target.objects.filter(pk=target.pk).update(**_values(goal), entered_by=by)


def remove_target(target: Target, *, by: User) -> None:
    _refuse_others(by)
    with audit.event("target.removed", by=by, region=target.region, details=_told(_goal_of(target))):
        Target.objects.filter(pk=target.pk).delete()


def check(goal: Goal, by: User, *, but: Target | None = None) -> None:
    """Raises Refused for what `set_target` or, of the target `but`, `change_target` would refuse."""
    _refuse_others(by)
    if not 0 <= goal.percent <= 100:
        raise Refused(_("A target is a share from 0 to 100 per cent."))
    if goal.day.year < FIRST_YEAR:
        raise Refused(_("A target lies in %(year)s or later.") % {"year": FIRST_YEAR})
    if not goal.basis.strip():
        raise Refused(_("Name the letter or protocol by which the target was set."))
    same_day = Target.objects.filter(figure=goal.figure, day=goal.day, region=goal.region)
    if any(other != but for other in same_day):
        raise Refused(_("This day has such a target already. Change that one."))


def _refuse_others(by: User) -> None:
    if not (by.is_active and by.is_superuser):
        raise Refused(_("Targets are entered by administrators of the portal."))


def _values(goal: Goal) -> dict[str, Any]:
    return {
        "figure": goal.figure,
        "day": goal.day,
        "region": goal.region,
        "percent": goal.percent,
        "basis": goal.basis.strip(),
    }


def _goal_of(target: Target) -> Goal:
    return Goal(target.figure, target.day, target.region, target.percent, target.basis)


def _told(goal: Goal) -> dict[str, str]:
    region = goal.region.pk if goal.region else ""
    return {"figure": goal.figure, "day": goal.day.isoformat(), "region": region, "percent": str(goal.percent)}
