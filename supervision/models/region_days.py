"""Today in each of several regions, for questions about rows of all of them at once.

From Kaliningrad to Kamchatka there are two dates at most at one instant. A condition on the day is said once for each
of them, about the rows of the regions where it has begun: as constants, so that PostgreSQL uses its indexes and counts
well, and without a clock in the query.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db.models import Q
from django.utils import timezone

from supervision.models.territory import Region


@dataclass(frozen=True, slots=True)
class RegionDays:
    """The date of each region (its code) at the instant `at`."""

    at: datetime
    by_region: Mapping[str, date]

    @classmethod
    def of(cls, regions: Iterable[Region], at: datetime | None = None) -> Self:
        at = at or timezone.now()
        return cls(at, {region.pk: region.today(at) for region in regions})

    def __getitem__(self, region: str) -> date:
        return self.by_region[region]

    @property
    def earliest(self) -> date:
        """The newest day that has begun in every one of them; of no region at all, that of UTC."""
        return min(self.by_region.values(), default=self.at.date())

    @property
    def latest(self) -> date:
        """The newest day that has begun in one of them."""
        return max(self.by_region.values(), default=self.at.date())

    def where(self, day: date) -> list[str]:
        """Codes of the regions in which it is this day."""
        return [code for code, there in self.by_region.items() if there == day]


Day = date | RegionDays  # one day for all rows, or that of each row's region


def judged(on: Day, condition: Callable[[date], Q], region: str) -> Q:
    """The condition, of each row by the day of its region, which the row reaches by the path `region`."""
    if isinstance(on, date):
        return condition(on)
    days = sorted(set(on.by_region.values()))
    if len(days) < 2:
        return condition(on.latest)
    found = Q()
    for day in days:
        found |= condition(day) & Q(**{f"{region}__in": on.where(day)})
    return found
