"""Who owns the chat of a house on a date. Unsaved rows are enough: once read, nothing here asks the database."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from supervision.desired.ownership import Owners, OwnershipFacts, ranked
from supervision.models import Absence, House, Inspector, ManagementPeriod, Municipality, Organisation, Region

TODAY = date(2026, 11, 20)
OWN, COMPANY, ZONE, DEFAULT, DEPUTY, WHOLE = 1, 2, 3, 4, 5, 6
CITY = 100


def inspector(number: int, *, messenger_id: int | None = 0, dismissed_on: date | None = None) -> Inspector:
    address = 1000 + number if messenger_id == 0 else messenger_id
    return Inspector(pk=number, full_name=f"Инспектор {number}", messenger_id=address, dismissed_on=dismissed_on)


def absent(who: int, substitute: int | None, since: date = TODAY, until: date | None = None) -> Absence:
    return Absence(inspector_id=who, substitute_id=substitute, since=since, until=until)


def owners(*changed: Inspector, absences: tuple[Absence, ...] = ()) -> Owners:
    people = {number: inspector(number) for number in (OWN, COMPANY, ZONE, DEFAULT, DEPUTY, WHOLE)}
    people |= {each.pk: each for each in changed}
    away: dict[int, list[Absence]] = {}
    for absence in absences:
        away.setdefault(absence.inspector_id, []).append(absence)
    region = Region(code="55", time_zone="Asia/Omsk", default_inspector_id=DEFAULT)
    return Owners(region, people, away, by_municipality={CITY: (ZONE,)}, whole_region=(WHOLE,))


def house(*, own: bool = True, city: int | None = CITY) -> House:
    municipality = Municipality(pk=city) if city else None
    return House(fias_guid=UUID(int=7), inspector_id=OWN if own else None, municipality=municipality)


PERIOD = ManagementPeriod(organisation=Organisation(pk=1, inspector_id=COMPANY), since=TODAY)
WITHOUT_INSPECTOR = ManagementPeriod(organisation=Organisation(pk=1), since=TODAY)


def owner(asked: Owners, which: House, period: ManagementPeriod | None = PERIOD, on: date = TODAY) -> int | None:
    person, reason, _days = asked.find(OwnershipFacts.of(which, period), on)
    assert bool(reason) == (person is None)
    return person.user_id - 1000 if person else None


@pytest.mark.parametrize(
    ("which", "period", "expected"),
    [
        (house(), PERIOD, OWN),
        (house(own=False), PERIOD, COMPANY),
        (house(own=False), WITHOUT_INSPECTOR, ZONE),
        (house(own=False), None, ZONE),
        (house(own=False, city=101), None, WHOLE),
        (house(own=False, city=None), None, WHOLE),
    ],
)
def test_house_then_company_then_zone_then_whole_region(
    which: House, period: ManagementPeriod | None, expected: int
) -> None:
    assert owner(owners(), which, period) == expected


def test_where_no_zone_has_anybody_the_default_owns() -> None:
    asked = owners()
    asked.by_municipality, asked.whole_region = {}, []
    assert owner(asked, house(own=False), None) == DEFAULT


def test_where_nobody_of_the_municipalitys_zone_is_in_office_the_whole_regions_zone_owns() -> None:
    asked = owners(inspector(ZONE, dismissed_on=TODAY))
    assert owner(asked, house(own=False), None) == WHOLE


def test_who_is_dismissed_is_passed_over_from_that_day() -> None:
    asked = owners(inspector(OWN, dismissed_on=TODAY))
    assert owner(asked, house(), on=date(2026, 11, 19)) == OWN
    assert owner(asked, house()) == COMPANY


def test_who_has_no_messenger_account_is_passed_over() -> None:
    assert owner(owners(inspector(OWN, messenger_id=None)), house()) == COMPANY


def test_who_works_in_another_region_is_passed_over() -> None:
    asked = owners()
    del asked.inspectors[OWN]
    assert owner(asked, house()) == COMPANY


def test_a_substitute_owns_while_the_inspector_is_absent() -> None:
    asked = owners(absences=(absent(OWN, DEPUTY, date(2026, 11, 20), date(2026, 11, 25)),))
    days = {day: owner(asked, house(), on=date(2026, 11, day)) for day in (19, 20, 24, 25)}
    assert days == {19: OWN, 20: DEPUTY, 24: DEPUTY, 25: OWN}


def test_an_absent_substitute_is_replaced_in_turn() -> None:
    assert owner(owners(absences=(absent(OWN, DEPUTY), absent(DEPUTY, DEFAULT))), house()) == DEFAULT


def test_substitutes_in_a_circle_end_at_the_next_candidate() -> None:
    assert owner(owners(absences=(absent(OWN, DEPUTY), absent(DEPUTY, OWN))), house()) == COMPANY


def test_a_dismissed_substitute_is_passed_over() -> None:
    asked = owners(inspector(DEPUTY, dismissed_on=TODAY), absences=(absent(OWN, DEPUTY),))
    assert owner(asked, house()) == COMPANY


def test_without_a_substitute_the_rules_find_the_next() -> None:
    assert owner(owners(absences=(absent(OWN, None),)), house()) == COMPANY


def test_a_house_may_have_a_substitute_of_its_own() -> None:
    absence, own = absent(OWN, DEPUTY), house()
    absence.pk, own.pk = 1, 7
    asked = owners(absences=(absence,))
    asked.for_houses = {(1, 7): WHOLE}
    assert (owner(asked, own), owner(asked, house())) == (WHOLE, DEPUTY)


def test_who_took_over_keeps_the_chats_after_the_dismissal() -> None:
    asked = owners(inspector(OWN, dismissed_on=TODAY), absences=(absent(OWN, DEPUTY),))
    assert owner(asked, house()) == DEPUTY


def test_where_nobody_can_own_the_reason_says_what_to_do() -> None:
    person, reason, _days = Owners(Region(code="55"), {}, {}, {}, ()).find(
        OwnershipFacts.of(house(own=False), None), TODAY
    )
    assert person is None
    assert "инспектор" in reason


def test_the_days_on_which_the_answer_may_change_are_told() -> None:
    later, back = date(2026, 12, 1), date(2026, 12, 15)
    asked = owners(inspector(OWN, dismissed_on=date(2027, 1, 1)), absences=(absent(OWN, DEPUTY, later, back),))
    assert set(asked.find(OwnershipFacts.of(house(), PERIOD), TODAY)[2]) == {later, back, date(2027, 1, 1)}


class TestSharing:
    """The houses of a zone among its inspectors."""

    houses = tuple(UUID(int=number) for number in range(3000))

    def shares(self, inspectors: list[int]) -> dict[UUID, int]:
        return {house: next(ranked(house, tuple(inspectors))) for house in self.houses}

    def test_each_gets_about_the_same(self) -> None:
        counts = Counter(self.shares([1, 2, 3, 4, 5]).values())
        assert all(abs(count - 600) < 90 for count in counts.values())

    def test_another_inspector_takes_a_share_and_moves_nothing_else(self) -> None:
        before, after = self.shares([1, 2, 3, 4, 5]), self.shares([1, 2, 3, 4, 5, 6])
        moved = [house for house in self.houses if before[house] != after[house]]
        assert {after[house] for house in moved} == {6}
        assert abs(len(moved) - 500) < 90

    def test_one_inspector_less_moves_that_share_only(self) -> None:
        before, after = self.shares([1, 2, 3]), self.shares([1, 3])
        assert all(after[house] == before[house] for house in self.houses if before[house] != 2)

    def test_the_order_in_which_they_are_listed_means_nothing(self) -> None:
        assert self.shares([1, 2, 3]) == self.shares([3, 1, 2, 2])
