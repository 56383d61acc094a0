"""The goal that counts for a place on a day, and how far it is to it: the same in every report.

The nearest goal that is still ahead or falls on the day itself counts, the last one where none does. A region with
goals of its own is measured by these only, every other one by the general goals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from supervision import access
from supervision.access import Login
from supervision.models import Target
from supervision.reports.frame import Column, Value, ValueKind


@dataclass(frozen=True, slots=True)
class Milestones:
    """Targets of one figure by day; `on` is the day asked about."""

    on: date
    general: tuple[Target, ...]
    own: dict[str, tuple[Target, ...]]

    def goal(self, region: str | None) -> Target | None:
        """The one that counts for the region (its code); None of `region`: for all of them together."""
        found = self._of(region)
        return next((each for each in found if each.day >= self.on), found[-1] if found else None)

    def measured(self, share: float | None, region: str | None) -> dict[str, Value]:
        """Goal, its day and the gap to it, by the keys of `target_columns`."""
        target = self.goal(region)
        if target is None:
            return {"target": None, "target_day": None, "gap": None}
        percent = float(target.percent)
        gap = None if share is None else round(share - percent, 2)
        return {"target": percent, "target_day": target.day, "gap": gap}

    def marks(self, region: str | None, calendar: Sequence[date]) -> list[tuple[date, float, str]]:
        """Goals whose day falls into the picture of these days."""
        shown = [target for target in self._of(region) if calendar[0] <= target.day <= calendar[-1]]
        return [(target.day, float(target.percent), f"{target.percent.normalize():f} %") for target in shown]

    def _of(self, region: str | None) -> tuple[Target, ...]:
        return self.own.get(region or "") or self.general


def target_columns() -> list[Column]:
    """By which goal a place is measured; `Milestones.measured` fills them."""
    rule = _(
        "The nearest target from that day on, or the last one where none lies ahead. A region with targets of its own "
        "is measured by these only."
    )
    return [
        Column("target", _("Target"), ValueKind.SHARE, rule),
        Column("target_day", _("Target by"), ValueKind.DAY),
        Column("gap", _("To the target"), ValueKind.POINTS, _("Figure chosen less the target, in percentage points.")),
    ]


def milestones(user: Login, figure: str, on: date) -> Milestones:
    """One query. Who sees a region sees its targets and the general ones."""
    mine = Q(region=None) | Q(region__in=access.regions(user))
    found = list(Target.objects.filter(mine, figure=figure).order_by("day"))
    codes = {each.region_id for each in found if each.region_id}
    own = {code: tuple(each for each in found if each.region_id == code) for code in codes}
    return Milestones(on, tuple(each for each in found if each.region_id is None), own)
