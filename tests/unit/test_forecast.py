"""When a share reaches its target at its pace, and which pace it needs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.models import Target
from supervision.reports.forecast import Forecast, foresee

ON = date(2026, 11, 30)


def goal(percent: int, days: int = 60) -> Target:
    return Target(day=ON + timedelta(days=days), percent=Decimal(percent))


def line(*shares: tuple[int, float]) -> list[tuple[date, float | None]]:
    """By days before the one asked about."""
    return [(ON - timedelta(days=ago), share) for ago, share in shares]


STEADY = line((30, 50.0), (14, 58.0), (0, 65.0))
TOLD = {
    "paces are points in 30 days": (STEADY, None, Forecast(15.0, 15.0, None, None)),
    "the day at the pace of 30 days": (STEADY, goal(80), Forecast(15.0, 15.0, date(2026, 12, 30), 7.5)),
    "the day is the first on which the gap is closed": (
        line((30, 0.0), (0, 10.0)), goal(25), Forecast(None, 10.0, date(2027, 1, 14), 7.5)
    ),
    "a target that is reached asks for nothing": (STEADY, goal(65), Forecast(15.0, 15.0, None, None)),
    "a target whose day is past asks for no pace": (
        STEADY, goal(80, -1), Forecast(15.0, 15.0, date(2026, 12, 30), None)
    ),
    "what falls reaches nothing": (line((30, 70.0), (0, 65.0)), goal(80), Forecast(None, -5.0, None, 7.5)),
    "what stands reaches nothing": (line((30, 65.0), (0, 65.0)), goal(80), Forecast(None, 0.0, None, 7.5)),
    "a crawl has no day": (line((30, 64.9), (0, 65.0)), goal(80), Forecast(None, 0.1, None, 7.5)),
    "less than half of the days says nothing": (line((6, 60.0), (0, 65.0)), None, Forecast(None, None, None, None)),
    "half of the days says something": (line((7, 58.0), (0, 65.0)), None, Forecast(30.0, None, None, None)),
    "a day without a snapshot is passed over": (
        [*line((30, 50.0), (0, 65.0)), (ON - timedelta(days=14), None)], None, Forecast(None, 15.0, None, None)
    ),
    "without the day itself nothing is told": (line((30, 50.0), (1, 65.0)), goal(80), Forecast(None, None, None, None)),
}  # fmt: skip


@pytest.mark.parametrize("said", TOLD)
def test_what_is_foreseen(said: str) -> None:
    shares, target, expected = TOLD[said]
    assert foresee(shares, ON, target) == expected


@given(st.floats(0, 99), st.floats(0.5, 50), st.integers(1, 100))
def test_on_the_day_foreseen_the_target_is_reached_and_on_the_day_before_it_is_not(
    share: float, gained: float, percent: int
) -> None:
    target = goal(percent)
    found = foresee(line((30, share - gained), (0, share)), ON, target)
    if share >= percent:
        assert found.reached_on is None
    elif found.reached_on is not None:
        days = (found.reached_on - ON).days
        assert share + gained / 30 * days >= percent - 1e-4
        assert share + gained / 30 * (days - 1) < percent + 1e-4
