"""The nightly changes behind figures, over any houses on any nights: what they start from and they themselves give what
is counted at the end, for the region and for each municipality, and every earlier day can be told from the last."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from supervision.enums import HouseKind, HouseState
from supervision.figures import DeltaCause, HouseFigure
from supervision.reports.deltas import Delta, between
from supervision.reports.house_figures import HouseThen

HOUSES, PLACES = range(1, 5), (None, 1, 2)
Night = Mapping[int, HouseThen]
Counted = dict[tuple[int | None, HouseFigure], set[int]]
looks = st.builds(
    HouseThen,
    municipality=st.sampled_from(PLACES),
    figures=st.integers(0, sum(HouseFigure)),
    kind=st.sampled_from(HouseKind),
    flats=st.sampled_from((None, 4)),
    organisation=st.sampled_from((None, 7, 8)),
    owner_wished=st.sampled_from((None, 77)),
    state=st.sampled_from(HouseState),
    chat=st.sampled_from((None, 31, 32)),
)
nights = st.lists(st.dictionaries(st.sampled_from(HOUSES), looks), min_size=2, max_size=6)


def counted(houses: Night) -> Counted:
    """Houses by place and figure, as they stand in themselves."""
    found: Counted = defaultdict(set)
    for house, then in houses.items():
        for figure in HouseFigure:
            if then.figures & figure:
                found[then.municipality, figure].add(house)
    return {key: houses for key, houses in found.items() if houses}


def of_region(found: Counted) -> Counter[HouseFigure]:
    return Counter(figure for (_place, figure), houses in found.items() for _house in houses)


def told(days: list[Night]) -> list[list[Delta]]:
    return [list(between(old, new, (7,))) for old, new in pairwise(days)]


@given(nights)
def test_the_start_and_what_is_told_of_every_night_are_the_end(days: list[Night]) -> None:
    places: Counted = defaultdict(set, {key: set(houses) for key, houses in counted(days[0]).items()})
    region = of_region(counted(days[0]))
    for day, changes in zip(days[1:], told(days), strict=True):
        for one in changes:
            here = places[one.municipality, one.figure]
            assert (one.house in here) != one.entered  # nothing enters where it is, or leaves where it is not
            (here.add if one.entered else here.remove)(one.house)
            if one.cause != DeltaCause.MOVED:
                region[one.figure] += 1 if one.entered else -1
        assert {key: houses for key, houses in places.items() if houses} == counted(day)
        assert +region == of_region(counted(day))


@given(nights)
def test_nothing_is_told_twice_and_a_night_without_change_tells_nothing(days: list[Night]) -> None:
    for changes in told(days):
        lines = Counter((one.house, one.municipality, one.figure) for one in changes)
        assert set(lines.values()) <= {1}
    assert all(list(between(day, day, (7,))) == [] for day in days)


def masks(found: Counted, place: int | None, everywhere: bool) -> dict[int, int]:
    bits: dict[int, int] = defaultdict(int)
    for (where, figure), houses in found.items():
        for house in houses if everywhere or where == place else ():
            bits[house] |= figure
    return dict(bits)


def turned(start: Mapping[int, int], changes: Iterable[Delta]) -> dict[int, int]:
    bits = defaultdict(int, start)
    for one in changes:
        bits[one.house] ^= one.figure
    return {house: mask for house, mask in bits.items() if mask}


@given(nights)
def test_every_earlier_day_is_the_last_with_the_nights_since_taken_back(days: list[Night]) -> None:
    nightly, last = told(days), counted(days[-1])
    for number, day in enumerate(days):
        since = [one for changes in nightly[number:] for one in changes]
        stayed = [one for one in since if one.cause != DeltaCause.MOVED]
        assert turned(masks(last, None, True), stayed) == masks(counted(day), None, True)
        for place in PLACES:
            here = [one for one in since if one.municipality == place]
            assert turned(masks(last, place, False), here) == masks(counted(day), place, False)
