"""A house passes from one company to another: the same is read of it, whether the file is of the day before, of, after.

Every way in which registers write one handover, seen from every day around it, alone and by files that follow one
another.
"""

from datetime import date, timedelta
from itertools import combinations

import pytest

from supervision.registry.drafts import Timeline
from supervision.registry.known_rows import KnownPeriod
from supervision.registry.powers import PowersClaim
from supervision.registry.timelines import timeline
from tests.unit.registry.test_timelines import NAMES, as_known, claim

DAY, OLD = date(2026, 11, 15), date(2019, 6, 1)
ONE = timedelta(days=1)
OFFSETS = (-30, -2, -1, 0, 1, 2, 30)
# how the line of the company that leaves is written; the other one starts on DAY
WAYS: dict[str, PowersClaim] = {
    "its last day is the day before": claim(3, 1, OLD, DAY),
    "its last day is the first one of the other": claim(3, 1, OLD, DAY + ONE),
    "excluded on that day": claim(3, 1, OLD, None, DAY),
    "excluded on that day, last day the day before": claim(3, 1, OLD, DAY, DAY),
    "excluded on that day, which is its last": claim(3, 1, OLD, DAY + ONE, DAY),
    "excluded a week before": claim(3, 1, OLD, None, DAY - 7 * ONE),
    "excluded a week before, last day the day before": claim(3, 1, OLD, DAY, DAY - 7 * ONE),
}
KNOWN: dict[str, list[KnownPeriod]] = {
    "nothing is known": [],
    "it is known": [KnownPeriod(7, 1, OLD, None, True, 1)],
    "it is known with its end": [KnownPeriod(7, 1, OLD, DAY, True, 1)],
}
COMES = claim(4, 2, DAY)


def read(known: list[KnownPeriod], lines: tuple[PowersClaim, ...], as_of: date) -> Timeline:
    return timeline(7, "ул. Мира, д. 1", known, lines, names=NAMES, as_of=as_of, file="r.xlsx")


def managers(found: Timeline) -> list[str]:
    days = (OLD, DAY - 8 * ONE, DAY - 7 * ONE, DAY - ONE, DAY, DAY + ONE, DAY + 30 * ONE)
    return ["".join(each.company for each in found.drafts if each.covers(day)) for day in days]


@pytest.mark.parametrize("offset", OFFSETS)
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("way", WAYS)
def test_one_file_is_read_the_same_on_every_day(way: str, known: str, offset: int) -> None:
    found = read(KNOWN[known], (WAYS[way], COMES), DAY + offset * ONE)
    assert managers(found) == ["1", "1", "1", "1", "2", "2", "2"]
    assert (found.is_doubtful, found.issues) == (False, [])


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("way", WAYS)
def test_files_that_follow_one_another_change_nothing_more(way: str, known: str) -> None:
    for first, second in combinations(OFFSETS, 2):
        found = read(KNOWN[known], (WAYS[way], COMES), DAY + first * ONE)
        again = read(as_known(found.drafts), (WAYS[way], COMES), DAY + second * ONE)
        assert managers(again) == ["1", "1", "1", "1", "2", "2", "2"], (first, second)
        assert (again.changed, again.added, again.withdrawn) == ([], [], []), (first, second)


@pytest.mark.parametrize("offset", [offset for offset in OFFSETS if offset >= 0])
@pytest.mark.parametrize("way", WAYS)
def test_a_register_that_learns_of_it_on_the_day_or_later_says_the_same(way: str, offset: int) -> None:
    """Until then its files named the first company alone, with open powers."""
    known: list[KnownPeriod] = []
    for before in (-30, -1):
        known = as_known(read(known, (claim(3, 1, OLD),), DAY + before * ONE).drafts)
    found = read(known, (WAYS[way], COMES), DAY + offset * ONE)
    assert managers(found) == ["1", "1", "1", "1", "2", "2", "2"]
    assert found.issues == []
