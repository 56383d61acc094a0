"""Targets as a report needs them: which one a place is measured by on a day, and how far it is from it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from supervision.models import Target


@dataclass(frozen=True, slots=True)
class Goal:
    percent: float
    day: date


class Goals:
    """Targets of one figure, in one query; every reader may know them, they are of no single house."""

    def __init__(self, figure: str) -> None:
        rows = Target.objects.filter(figure=figure).order_by("day").values_list("day", "region", "percent")
        self._all = [(day, region, float(percent)) for day, region, percent in rows]

    def of(self, region: str | None, on: date) -> Goal | None:
        """The nearest target not yet due on the day, or the last one that was; None: nobody set any.

        Where a day has a target of everybody and one of the region, the region's own counts. `region` None asks for
        the country: only what is set for everybody.
        """
        by_day: dict[date, float] = {}
        for day, where, percent in self._all:
            if where is None:
                by_day.setdefault(day, percent)
            elif where == region:
                by_day[day] = percent
        if not by_day:
            return None
        ahead = [day for day in by_day if day >= on]
        chosen = min(ahead) if ahead else max(by_day)
        return Goal(by_day[chosen], chosen)

    def marks(self, region: str | None, since: date, until: date) -> list[tuple[date, float, Any]]:
        """Targets that fall within the days of a picture."""
        days = sorted({day for day, _where, _percent in self._all if since <= day <= until})
        found = [self.of(region, day) for day in days]
        return [(goal.day, goal.percent, f"{goal.percent:g} %") for goal in found if goal and goal.day in days]
