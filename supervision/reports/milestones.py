"""Which target holds for a region on a day, and which comes next.

A region's own target beats the general one, however old it is; among its own, or among the general ones, the newest
whose day has come holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from supervision import access
from supervision.access import Login
from supervision.models import Target


@dataclass(frozen=True, slots=True)
class Milestones:
    """Targets of one figure by day; `on` is the day asked about."""

    on: date
    general: tuple[Target, ...]
    own: dict[str, tuple[Target, ...]]

    def holding(self, region: str | None) -> Target | None:
        """None of `region`: the general one."""
        return next((each for found in self._of(region) for each in reversed(found) if each.day <= self.on), None)

    def next(self, region: str | None) -> Target | None:
        return next((each for found in self._of(region) for each in found if each.day > self.on), None)

    def _of(self, region: str | None) -> Iterable[tuple[Target, ...]]:
        return self.own.get(region or "", ()), self.general


def milestones(user: Login, figure: str, on: date) -> Milestones:
    """One query. Who sees a region sees its targets and the general ones."""
    mine = Q(region=None) | Q(region__in=access.regions(user))
    found = list(Target.objects.filter(mine, figure=figure).order_by("day"))
    codes = {each.region_id for each in found if each.region_id}
    own = {code: tuple(each for each in found if each.region_id == code) for code in codes}
    return Milestones(on, tuple(each for each in found if each.region_id is None), own)
