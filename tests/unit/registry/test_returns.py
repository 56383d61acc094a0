"""A house that the register gives back: what a court, a mistake or a withdrawn plan makes of its periods."""

from datetime import date, time, timedelta

import pytest

from supervision.registry.drafts import Timeline
from supervision.registry.known_rows import KnownPeriod
from supervision.registry.timelines import timeline
from tests.unit.registry.test_timelines import NAMES, as_known, claim

START, TAKEN, COURT, TODAY = date(2019, 6, 1), date(2026, 11, 1), date(2026, 11, 18), date(2026, 11, 20)


def told(known: list[KnownPeriod], *claims: object, as_of: date = TODAY, is_complete: bool = True) -> Timeline:
    found = timeline(
        7, "ул. Мира, д. 1", known, claims, names=NAMES, as_of=as_of, file="r.xlsx", is_complete=is_complete
    )
    return found


def acts(found: Timeline, on: date) -> list[str]:
    return [each.company for each in found.drafts if each.covers(on)]


def taken_away(is_from_register: bool = True, registered: bool = True) -> list[KnownPeriod]:
    """The first company closed on the day on which the second one took over."""
    at = (TAKEN, time(12)) if registered else None
    return [KnownPeriod(7, 1, START, TAKEN, True, 1), KnownPeriod(7, 2, TAKEN, None, is_from_register, 2, at)]


def test_a_court_returns_a_house() -> None:
    lines = claim(3, 1, START), claim(4, 2, TAKEN, excluded_on=COURT)
    found = told(taken_away(), *lines)
    days = (TAKEN - timedelta(days=1), TAKEN, COURT - timedelta(days=1), COURT, TODAY)
    assert [acts(found, day) for day in days] == [["1"], ["2"], ["2"], ["1"], ["1"]]
    again = told(as_known(found.drafts), *lines)
    assert (again.changed, again.added) == ([], [])


def test_what_is_said_later_of_a_returned_house_is_of_the_new_period() -> None:
    found = told(taken_away(), claim(3, 1, START), claim(4, 2, TAKEN, excluded_on=COURT))
    end = TODAY + timedelta(days=30)
    later = told(as_known(found.drafts), claim(3, 1, START, end), claim(4, 2, TAKEN, excluded_on=COURT))
    assert [acts(later, day) for day in (COURT, end - timedelta(days=1), end)] == [["1"], ["1"], []]


@pytest.mark.parametrize(("is_complete", "acting"), [(True, "1"), (False, "2")])
def test_a_mistaken_entry_that_disappeared_is_taken_back_by_a_whole_file(is_complete: bool, acting: str) -> None:
    found = told(taken_away(), claim(3, 1, START), is_complete=is_complete)
    assert acts(found, TODAY) == [acting]
    assert [issue.code for issue in found.issues] == ([] if is_complete else ["powers_again"])


def test_what_another_register_brought_is_asked_about() -> None:
    found = told(taken_away(registered=False), claim(3, 1, START))
    assert acts(found, TODAY) == ["2"]
    assert [issue.code for issue in found.issues] == ["powers_again"]


def test_what_a_person_entered_stays() -> None:
    found = told(taken_away(is_from_register=False), claim(3, 1, START))
    assert (acts(found, TODAY), found.issues) == (["2"], [])


@pytest.mark.parametrize("is_complete", [True, False])
def test_a_plan_that_disappears_is_withdrawn_by_a_file_that_is_whole(is_complete: bool) -> None:
    day = TODAY - timedelta(days=30)
    found = told(taken_away(), claim(3, 1, START), as_of=day, is_complete=is_complete)
    assert acts(found, TODAY) == (["1"] if is_complete else ["2"])
    assert bool(found.withdrawn) == is_complete
    assert [issue.code for issue in found.issues] == ([] if is_complete else ["powers_missing"])


@pytest.mark.parametrize("offset", [-1, 0, 1])
@pytest.mark.parametrize("known", [[], [KnownPeriod(7, 1, START, None, True, 1)]])
def test_an_end_and_a_start_on_one_day_are_read_the_same_whenever(offset: int, known: list[KnownPeriod]) -> None:
    """The last day of one company is the first one of the other, which acts from that day."""
    lines = claim(3, 1, START, TAKEN + timedelta(days=1)), claim(4, 2, TAKEN)
    found = told(known, *lines, as_of=TAKEN + timedelta(days=offset))
    assert [acts(found, day) for day in (TAKEN - timedelta(days=1), TAKEN)] == [["1"], ["2"]]
    assert (found.is_doubtful, found.issues) == (False, [])


def test_an_entry_taken_back_on_its_first_day_never_was() -> None:
    found = told(taken_away(), claim(3, 1, START), as_of=TAKEN)
    assert [acts(found, day) for day in (TAKEN - timedelta(days=1), TAKEN, TODAY)] == [["1"], ["1"], ["1"]]
    assert [each.id for each in found.withdrawn] == [2]


def test_what_may_stand_in_a_line_of_no_known_house_is_not_missing() -> None:
    lines = [claim(3, 1, START)]
    found = timeline(
        7, "ул. Мира, д. 1", taken_away(), lines, names=NAMES, as_of=TODAY, file="r.xlsx", unplaced={("2", TAKEN)}
    )
    assert acts(found, TODAY) == ["2"]
    assert [issue.code for issue in found.issues] == ["powers_again"]


@pytest.mark.parametrize("end", [TODAY - timedelta(days=2), TODAY, TODAY + timedelta(days=5)])
def test_who_has_the_house_again_has_it_at_the_latest_from_the_known_end_of_the_other_one(end: date) -> None:
    """The other one's entry is missing in a file of which not all could be read: nobody would have the house."""
    known = [taken_away()[0], KnownPeriod(7, 2, TAKEN, end, True, 2, (TAKEN, time(12)))]
    found = told(known, claim(3, 1, START), is_complete=False)
    assert [acts(found, day) for day in (TAKEN, end - timedelta(days=1), end)] == [["2"], ["2"], ["1"]]
    assert [issue.code for issue in found.issues] == (["powers_again"] if end > TODAY else [])
    again = told(as_known(found.drafts), claim(3, 1, START), is_complete=False)
    assert (again.changed, again.added) == ([], [])
