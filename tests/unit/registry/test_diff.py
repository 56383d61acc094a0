"""What a register file changes, and what it may not change."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from supervision.enums import HouseKind
from supervision.registry import diff, doubts, touched_chats
from supervision.registry.diff import RegisterDiff
from supervision.registry.file_rows import HouseFacts, HouseRow, OrganisationKey
from supervision.registry.known_rows import KnownHouse, KnownPeriod, KnownRegister, Policy
from supervision.registry.organisation_diff import OrganisationDiff, OrganisationRef
from supervision.registry.undated import PeriodVerdict, acting_on, decide

AUGUST = date(2026, 8, 1)
JULY = date(2026, 7, 1)
OLD, NEW, OTHER = 1, 2, 3
REFS = {
    OrganisationKey("ФРТ", number): OrganisationRef(id, OrganisationKey("ФРТ", number), name)
    for id, number, name in ((OLD, 10, "Старая"), (NEW, 20, "Новая"))
}
FACTS = HouseFacts(frt_id=5, address="г. Омск, ул. Мира, д. 1", kind=HouseKind.APARTMENT.value, flats=60, floors=5)
POLICY = Policy(frozenset({HouseKind.APARTMENT.value}), min_flats=0, missing_limit_percent=10)


def guid(number: int) -> UUID:
    return UUID(int=number)


def known_house(number: int, organisation: int | None = None, **other: object) -> KnownHouse:
    return KnownHouse(id=number, fias_guid=guid(number), facts=FACTS, organisation_id=organisation, **other)


def known(*houses: KnownHouse, **other: object) -> KnownRegister:
    return KnownRegister(houses={house.fias_guid: house for house in houses}, **other)


def row(number: int, organisation: int | None = None, line: int = 2, facts: HouseFacts = FACTS) -> HouseRow:
    company = OrganisationKey("ФРТ", organisation) if organisation else None
    return HouseRow(line=line, fias_guid=guid(number), organisation=company, facts=facts)


def compare(before: KnownRegister, *rows: HouseRow) -> RegisterDiff:
    return diff.compare(before, rows, REFS, as_of=AUGUST, file="houses.csv")


def codes(found: RegisterDiff) -> list[tuple[int | None, str]]:
    return [(issue.line, issue.code) for issue in found.issues]


def period(organisation: int | None, since: date = JULY, *, until: date | None = None, by_person: bool = False):
    return KnownPeriod(1, organisation, since, until, is_from_register=not by_person)


@pytest.mark.parametrize(
    ("remembered", "filed", "periods", "verdict"),
    [
        pytest.param(OLD, OLD, [period(OLD)], PeriodVerdict.NOTHING, id="the file repeats itself"),
        pytest.param(OLD, OLD, [period(OTHER, by_person=True)], PeriodVerdict.NOTHING, id="a person knows better"),
        pytest.param(OLD, NEW, [period(NEW, by_person=True)], PeriodVerdict.REMEMBER, id="a person knew before"),
        pytest.param(OLD, NEW, [period(OLD)], PeriodVerdict.REPLACE, id="the company changed"),
        pytest.param(OLD, None, [period(OLD)], PeriodVerdict.REPLACE, id="to a company new with this file"),
        pytest.param(None, NEW, [], PeriodVerdict.START, id="a first company"),
        pytest.param(OLD, NEW, [period(OLD, until=AUGUST)], PeriodVerdict.START, id="the old one ended that day"),
        pytest.param(None, NEW, [period(None)], PeriodVerdict.REPLACE, id="direct management gives way"),
        pytest.param(OLD, NEW, [period(OLD), period(OTHER, date(2026, 9, 1))], PeriodVerdict.CONFLICT, id="planned"),
        pytest.param(
            OLD, NEW, [period(OLD), period(NEW, date(2026, 9, 1))], PeriodVerdict.REMEMBER, id="planned alike"
        ),
        pytest.param(OLD, NEW, [period(OTHER, AUGUST, by_person=True)], PeriodVerdict.CONFLICT, id="entered that day"),
        pytest.param(OLD, NEW, [period(OTHER, AUGUST)], PeriodVerdict.REPLACE, id="a second file of that day"),
    ],
)
def test_a_company_changes_only_where_the_file_has_news(remembered, filed, periods, verdict) -> None:
    assert decide(remembered, filed, periods, AUGUST) is verdict


def test_a_file_that_says_what_is_known_changes_nothing() -> None:
    found = compare(known(known_house(1, OLD), periods={1: [period(OLD)]}), row(1, 10))
    assert (found.added, found.changed, found.missing, found.handovers, found.remembered) == ([], [], [], [], {})
    assert found.unchanged == 1


def test_a_new_house_is_added_with_its_first_company() -> None:
    found = compare(known(), row(7, 20))
    assert [house.fias_guid for house in found.added] == [guid(7)]
    assert [(item.organisation.id, item.replaces) for item in found.handovers] == [(NEW, False)]


def test_a_change_of_company_replaces_the_acting_period_and_is_remembered() -> None:
    found = compare(known(known_house(1, OLD), periods={1: [period(OLD)]}), row(1, 20))
    assert [(item.former_id, item.organisation.id, item.replaces) for item in found.handovers] == [(OLD, NEW, True)]
    assert found.remembered == {1: REFS[OrganisationKey("ФРТ", 20)]}


def test_an_empty_organisation_ends_nothing_and_is_reported() -> None:
    found = compare(known(known_house(1, OLD), periods={1: [period(OLD)]}), row(1, None))
    assert (found.handovers, found.remembered, found.unknown) == ([], {}, 1)
    assert codes(found) == [(2, "manager_unknown")]


def test_a_persons_change_of_that_day_stands_against_the_file() -> None:
    found = compare(known(known_house(1, OLD), periods={1: [period(OTHER, AUGUST, by_person=True)]}), row(1, 20))
    assert (found.handovers, found.remembered) == ([], {})
    assert codes(found) == [(2, "period_conflict")]


def test_an_unknown_organisation_leaves_the_company_but_not_the_house() -> None:
    found = compare(known(known_house(1, OLD)), row(1, 99, facts=HouseFacts(address="г. Омск, ул. Мира, д. 1а")))
    assert (len(found.changed), found.handovers, found.bad_rows) == (1, [], 1)
    assert codes(found) == [(2, "unknown_organisation")]


def test_an_empty_cell_erases_nothing() -> None:
    found = compare(known(known_house(1)), row(1, facts=HouseFacts(address=FACTS.address)))
    assert (found.changed, found.unchanged) == ([], 1)


def test_a_changed_fact_is_told_before_and_after() -> None:
    found = compare(known(known_house(1)), row(1, facts=HouseFacts(address=FACTS.address, flats=61)))
    assert [(item.before.flats, item.after.flats, item.fields) for item in found.changed] == [(60, 61, {"flats"})]


def test_one_guid_in_two_lines_that_differ_uses_neither_and_misses_nothing() -> None:
    found = compare(known(known_house(1, OLD)), row(1, 10, line=2), row(1, 20, line=3))
    assert (found.handovers, found.missing, found.bad_rows, found.doubtful) == ([], [], 2, 1)
    assert codes(found) == [(2, "duplicate_guid"), (3, "duplicate_guid")]


def test_a_repeated_line_is_used_once() -> None:
    found = compare(known(), row(1, 10, line=2), row(1, 10, line=3))
    assert (len(found.added), found.bad_rows, codes(found)) == (1, 1, [(3, "duplicate_guid")])


def test_an_absent_house_is_reported_and_a_demolished_one_is_not() -> None:
    found = compare(known(known_house(1), known_house(2), known_house(3, is_standing=False)), row(1))
    assert [house.id for house in found.missing] == [2]
    assert codes(found) == [(None, "house_missing")]


def test_many_absent_houses_are_counted_in_one_line_after_the_first() -> None:
    found = compare(known(*(known_house(number) for number in range(1, 31))))
    assert len(found.missing) == 30
    assert found.issues[-1].message == "ещё домов, которых нет в файле: 10"


def test_a_line_under_another_guid_of_a_house_tells_its_company_only() -> None:
    before = known(known_house(1, OLD), aliases={guid(100): guid(1)}, periods={1: [period(OLD)]})
    found = compare(before, row(100, 20, facts=HouseFacts(address="г. Омск, ул. Садовая, д. 2")))
    assert (found.added, found.changed, found.missing) == ([], [], [])
    assert [item.replaces for item in found.handovers] == [True]


def test_a_guid_of_another_region_is_left_out() -> None:
    found = compare(known(elsewhere=frozenset({guid(5)})), row(5))
    assert (found.added, codes(found)) == ([], [(2, "other_region")])


def test_every_chat_is_counted_once_and_only_where_residents_would_see_a_difference() -> None:
    houses = [known_house(number, OLD, has_chat=True) for number in (1, 2, 3)]
    before = known(*houses, periods={1: [period(OLD)]})
    renamed = HouseFacts(address="г. Омск, ул. Мира, д. 1а", flats=60)
    found = compare(before, row(1, 20, facts=renamed), row(2, 10, facts=renamed), row(3, 10, facts=higher()), row(4))
    touched = touched_chats.touched(found, OrganisationDiff(), before, POLICY, as_of=AUGUST)
    assert (touched.house_ids, touched.opens_chats, touched.chats) == ((2,), True, 3)


def higher() -> HouseFacts:
    return HouseFacts(address=FACTS.address, floors=6)


def test_more_missing_houses_than_the_limit_wait_for_an_approval() -> None:
    before = known(*(known_house(number) for number in range(1, 11)))
    most, fewer = compare(before, *(row(n) for n in range(2, 11))), compare(before, *(row(n) for n in range(3, 11)))
    assert doubts.doubts(most, before, POLICY) == ""
    assert "известных домов: 2 из 10" in doubts.doubts(fewer, before, POLICY)


def test_a_house_without_a_number_of_flats_is_in_scope_only_where_none_is_asked() -> None:
    strict = Policy(POLICY.scope_kinds, min_flats=16, missing_limit_percent=10)
    unknown = HouseFacts(kind=HouseKind.APARTMENT.value)
    assert POLICY.covers(unknown)
    assert not strict.covers(unknown)
    assert strict.covers(FACTS)


def test_the_day_before_its_end_a_period_still_acts() -> None:
    periods = [period(OLD, until=AUGUST)]
    assert acting_on(periods, AUGUST - timedelta(days=1)) is periods[0]
    assert acting_on(periods, AUGUST) is None
