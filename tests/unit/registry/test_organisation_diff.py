"""Which number of the register means which organisation."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from supervision.registry.file_rows import OrganisationFacts, OrganisationKey, OrganisationRow
from supervision.registry.known_rows import Correction, KnownOrganisation
from supervision.registry.organisation_diff import OrganisationDiff, compare

FILED = date(2026, 8, 1)


def key(number: int) -> OrganisationKey:
    return OrganisationKey("ФРТ", number)


def known(id: int, number: int | None, name: str = "Дом", ogrn: str = "", inn: str = "") -> KnownOrganisation:
    return KnownOrganisation(id, OrganisationFacts(number, name, ogrn=ogrn, inn=inn))


def row(number: int, name: str = "Дом", ogrn: str = "", line: int = 2, inn: str = "") -> OrganisationRow:
    return OrganisationRow(line, key(number), "uk", OrganisationFacts(number, name, ogrn=ogrn, inn=inn))


def diff(before: list[KnownOrganisation], *rows: OrganisationRow) -> OrganisationDiff:
    return compare(before, rows, "organisations.csv", as_of=FILED)


def test_without_a_file_the_organisations_of_earlier_imports_are_used() -> None:
    found = compare([known(1, 10)], None, "", as_of=FILED)
    assert (found.refs[key(10)].id, found.missing, found.unchanged) == (1, 0, 0)


def test_a_new_name_is_a_change_and_an_empty_inn_is_not() -> None:
    found = diff([known(1, 10, inn="7830002293"), known(2, 20, inn="7707083893")], row(10, "Новый дом"), row(20))
    assert [(item.id, item.after.name, item.after.inn) for item in found.changed] == [(1, "Новый дом", "7830002293")]
    assert found.unchanged == 1


def test_an_organisation_is_found_by_its_ogrn_where_its_number_is_not_known() -> None:
    found = diff([known(1, None, ogrn="1036102003618")], row(10, ogrn="1036102003618"))
    assert (found.added, found.refs[key(10)].id) == ([], 1)


def test_two_numbers_with_one_ogrn_are_one_organisation() -> None:
    found = diff([], row(10, ogrn="1036102003618"), row(20, ogrn="1036102003618", line=3))
    assert [item.key for item in found.added] == [key(10)]
    assert found.refs[key(20)] == found.refs[key(10)]
    assert [(issue.line, issue.code) for issue in found.issues] == [(3, "same_ogrn")]


def test_the_known_one_of_two_numbers_stays_the_organisation_wherever_it_stands() -> None:
    found = diff([known(1, 20, ogrn="1036102003618")], row(10, ogrn="1036102003618"), row(20, ogrn="1036102003618"))
    assert (found.added, found.refs[key(10)].id) == ([], 1)


def test_an_ogrn_that_another_organisation_holds_is_not_taken_over() -> None:
    before = [known(1, 10, ogrn="1036102003618"), known(2, 20, ogrn="1146181000460")]
    found = diff(before, row(10, ogrn="1146181000460"), row(20, ogrn="1036102003618"))
    assert (found.changed, found.unchanged) == ([], 2)
    assert [issue.code for issue in found.issues] == ["ogrn_taken", "ogrn_taken"]


def test_a_number_in_two_lines_that_differ_means_neither() -> None:
    found = diff([], row(10, "Один"), row(10, "Другой", line=3), row(20))
    assert (list(found.refs), found.bad_rows) == ([key(20)], 1)


def test_an_organisation_that_left_the_file_is_counted() -> None:
    assert diff([known(1, 10), known(2, 20)], row(10)).missing == 1


@pytest.mark.parametrize("days", [-30, 0, 30])
def test_a_file_that_says_what_it_said_before_undoes_no_correction(days: int) -> None:
    correction = Correction(FILED + timedelta(days), before="7707083893")
    corrected = replace(known(1, 10, inn="7830002293"), corrected={"inn": correction})
    found = diff([corrected], row(10, inn="7707083893"))
    assert (found.changed, found.unchanged, found.issues) == ([], 1, [])


@pytest.mark.parametrize(("days", "inn"), [(-1, "3664069397"), (0, "7830002293"), (1, "7830002293")])
def test_news_of_a_file_are_taken_where_it_is_younger_than_the_correction(days: int, inn: str) -> None:
    correction = Correction(FILED + timedelta(days), before="7707083893")
    corrected = replace(known(1, 10, inn="7830002293"), corrected={"inn": correction})
    found = diff([corrected], row(10, "Новый дом", inn="3664069397"))
    assert [(change.after.name, change.after.inn) for change in found.changed] == [("Новый дом", inn)]
    assert [issue.code for issue in found.issues] == (["corrected_by_hand"] if days >= 0 else [])
