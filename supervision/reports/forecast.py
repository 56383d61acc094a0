"""When a share reaches its target at the pace that it has, and which pace it needs: from frozen figures, pure.

A pace is the change in percentage points a month of 30 days between two snapshots. It says how things went, and
foresees nothing else: no season, no plan.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.translation import gettext as _

from supervision.models import Target
from supervision.reports.frame import Column, Value, ValueKind

SHORT_DAYS, LONG_DAYS = 14, 30
MONTH_DAYS = 30
FURTHEST_DAYS = 3_650  # a day beyond ten years says no more than that it will not be
Line = Iterable[tuple[date, float | None]]


@dataclass(frozen=True, slots=True)
class Forecast:
    """Paces in points a month; None where it cannot be told. `reached_on` is the day at the pace of LONG_DAYS."""

    pace_14: float | None
    pace_30: float | None
    reached_on: date | None
    pace_needed: float | None

    def values(self) -> dict[str, Value]:
        """By the keys of `forecast_columns`."""
        return {
            "pace_14": self.pace_14,
            "pace_30": self.pace_30,
            "reached_on": self.reached_on,
            "pace_needed": self.pace_needed,
        }


def foresee(line: Line, on: date, target: Target | None) -> Forecast:
    """Of a share day by day, in per cent, as of `on`."""
    shares = {day: share for day, share in line if share is not None and day <= on}
    short, long = _pace(shares, on, SHORT_DAYS), _pace(shares, on, LONG_DAYS)
    gap = float(target.percent) - shares[on] if target and on in shares else 0.0
    if target is None or gap <= 0:
        return Forecast(_rounded(short), _rounded(long), None, None)
    left = (target.day - on).days
    needed = gap / left * MONTH_DAYS if left > 0 else None
    return Forecast(_rounded(short), _rounded(long), _reached(gap, long, on), _rounded(needed))


def _pace(shares: dict[date, float], on: date, days: int) -> float | None:
    """From the first snapshot of the span on, if that is at least half as old: less says nothing of so many days."""
    if on not in shares:
        return None
    span = [day for day in shares if on - timedelta(days=days) <= day <= on - timedelta(days=days // 2)]
    if not span:
        return None
    first = min(span)
    return (shares[on] - shares[first]) / (on - first).days * MONTH_DAYS


def _reached(gap: float, pace: float | None, on: date) -> date | None:
    if pace is None or pace <= 0:
        return None
    days = ceil(round(gap / pace * MONTH_DAYS, 6))
    return on + timedelta(days=days) if days <= FURTHEST_DAYS else None


def _rounded(pace: float | None) -> float | None:
    return None if pace is None else round(pace, 2)


def forecast_columns() -> list[Column]:
    """`Forecast.values` fills them."""
    rule = _(
        "Figure chosen, percentage points in 30 days, from the first snapshot of these days to this one; not told "
        "where that is less than half of them."
    )
    needed = _("Points in 30 days, so that the target is reached by its day.")
    reached = _("At the pace of 30 days; not told where it does not lead there within ten years.")
    return [
        Column("pace_14", _("Pace of 14 days"), ValueKind.POINTS, rule),
        Column("pace_30", _("Pace of 30 days"), ValueKind.POINTS, rule),
        Column("reached_on", _("Target reached"), ValueKind.DAY, reached),
        Column("pace_needed", _("Pace needed"), ValueKind.POINTS, needed),
    ]
