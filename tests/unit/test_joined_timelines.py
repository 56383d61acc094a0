"""Two records of one building: on every day the one that stays has the first word, and no day is lost."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from supervision.registry.joined_timelines import Joined, KeptPeriod, join

FIRST = date(2026, 1, 1)
DAYS = 12
Timeline = list[KeptPeriod]


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


@st.composite
def timelines(draw: st.DrawFn, first_id: int = 1) -> Timeline:
    """Periods that do not overlap, of few companies; the last one may be open."""
    bounds = sorted(draw(st.sets(st.integers(0, DAYS - 1), max_size=8)))
    found = [
        KeptPeriod(first_id + place, draw(st.sampled_from([1, 2, None])), day(since), day(until))
        for place, (since, until) in enumerate(pairwise(bounds))
        if draw(st.booleans())
    ]
    if bounds and draw(st.booleans()):
        found.append(KeptPeriod(first_id + 50, 1, day(bounds[-1]), None))
    return found


def manager(periods: Timeline, on: date) -> str:
    acting = [each for each in periods if each.since <= on and (each.until is None or on < each.until)]
    assert len(acting) <= 1, "two manage it at once"
    return f"company {acting[0].organisation}" if acting else ""


def after(own: Timeline, joined: Joined) -> Timeline:
    kept = [joined.widened.get(period.id, period) for period in own]
    return [*kept, *joined.moved.values(), *joined.copied]


@settings(deadline=None)
@given(own=timelines(), others=timelines(first_id=100))
def test_every_day_has_the_manager_of_the_record_that_stays_or_else_of_the_other(
    own: Timeline, others: Timeline
) -> None:
    joined = join(own, others)
    for number in range(DAYS + 2):
        on = day(number)
        assert manager(after(own, joined), on) == (manager(own, on) or manager(others, on)), on


@settings(deadline=None)
@given(own=timelines(), others=timelines(first_id=100))
def test_every_period_of_the_other_is_accounted_for_once(own: Timeline, others: Timeline) -> None:
    joined = join(own, others)
    assert sorted([*joined.moved, *(period.id for period in joined.left)]) == [period.id for period in others]
    assert {period.id for period in joined.copied} <= joined.moved.keys()
    assert joined.widened.keys() <= {period.id for period in own}


def test_the_same_company_goes_on_in_one_period() -> None:
    own, earlier = KeptPeriod(1, 7, day(5), None), KeptPeriod(100, 7, day(0), None)
    joined = join([own], [earlier])
    assert (joined.widened, joined.moved) == ({1: KeptPeriod(1, 7, day(0), None)}, {})
    assert joined.left == [earlier]
