"""Registers whose numbers went through a spreadsheet: nobody comes to manage a house by a number that is none."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from supervision.errors import BadFile
from supervision.imports import importer
from supervision.models import Licence, ManagementPeriod, Organisation, Representative
from supervision.registry.sources.recognise import Sort
from tests.frt_files import company, house, houses_file, organisations_file, text, written
from tests.register_files import LICENCE_COLUMNS, NEW, OLD, licence, licences_file, premises, stock_file

pytestmark = pytest.mark.django_db

WAYS: dict[str, Callable[[str], str]] = {
    "as it is": lambda number: number,
    "float": lambda number: f"{number}.0",
    "decimal comma": lambda number: f"{number},00",
    "apostrophe": lambda number: f"'{number}",
    "formula": lambda number: f'="{number}"',
    "spaces": lambda number: f" {number[:3]}\xa0{number[3:]} ",
    "exponent": lambda number: f"{number[0]},{number[1:4]}E+{len(number) - 1:02}",
    "short exponent": lambda number: f"{number[0]}E+{len(number) - 1:02}",
    "lost digit": lambda number: number[:-1],
    "another digit": lambda number: f"{number}1",
    "zeros": lambda number: "0" * len(number),
    "word": lambda number: "отсутствует",
    "not a number": lambda number: "nan",
    "error of a formula": lambda number: "#Н/Д",
    "nothing": lambda number: "",
}
HARMLESS = {"as it is", "float", "decimal comma", "apostrophe", "formula", "spaces"}
LICENCE_FIELDS = {"ИНН": 2, "ОГРН/ ОГРНИП": 3, "Номер лицензии": 0}
FRT_FIELDS = {"inn": 2, "orn": 3}


def who_manages() -> list[tuple[str, str | None, date | None]]:
    rows = ManagementPeriod.objects.order_by("house__address", "since")
    return list(rows.values_list("house__address", "organisation__name", "until"))


@pytest.fixture
def base(tmp_path: Path) -> list[Any]:
    houses = houses_file(tmp_path, [house(1, 501), house(2, 502)])
    companies = organisations_file(tmp_path, [company(501, *OLD[1:]), company(502, *NEW[1:])])
    importer.apply(importer.ImportRequest(houses, companies))
    importer.apply(importer.ImportRequest(licences_file(tmp_path, lines(), day="01.08.2026"), approval="Первый"))
    return who_manages()


def lines() -> list[dict[str, object]]:
    return [licence(OLD, 1, "01.06.2019"), licence(NEW, 2, "01.06.2019")]


def apply(path: Path, companies: Path | None = None) -> Any:
    return importer.apply(importer.ImportRequest(path, companies, approval="Проверено"))


@pytest.mark.parametrize("field", LICENCE_FIELDS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.walk
def test_spoilt_in_the_licence_register(way: str, field: str, base: list[Any], tmp_path: Path) -> None:
    spoilt = [{**row, field: WAYS[way](str(row[field]))} for row in lines()]
    path = written(tmp_path / "Реестр лицензий 20.11.2026.csv", text(spoilt, LICENCE_COLUMNS))
    try:
        report = apply(path)
    except BadFile as error:
        assert field == "Номер лицензии" and way not in HARMLESS, error  # no line of it can be used
        return
    finally:
        assert who_manages() == base
        assert Organisation.objects.count() == 2
    if way not in HARMLESS | {"nothing"} and field != "Номер лицензии":
        assert [issue for issue in report.issues if issue.code == "number_spoilt" and field in issue.message]


@pytest.mark.parametrize("field", FRT_FIELDS)
@pytest.mark.parametrize("way", WAYS)
def test_spoilt_in_the_file_of_organisations(way: str, field: str, base: list[Any], tmp_path: Path) -> None:
    rows = [company(501, *OLD[1:]), company(502, *NEW[1:])]
    spoilt = [{**row, field: WAYS[way](str(row[field]))} for row in rows]
    houses = houses_file(tmp_path, [house(1, 501), house(2, 502)], day="20261120")
    report = apply(houses, organisations_file(tmp_path, spoilt, day="20261120"))
    assert who_manages() == base
    assert set(Organisation.objects.values_list("inn", "ogrn")) == {OLD[2:], NEW[2:]}
    if way not in HARMLESS | {"nothing"}:
        assert len([issue for issue in report.issues if issue.code == "number_spoilt"]) == 2


@pytest.mark.parametrize("way", WAYS)
def test_spoilt_in_the_file_of_houses(way: str, base: list[Any], tmp_path: Path) -> None:
    houses = houses_file(tmp_path, [house(1, WAYS[way]("501")), house(2, WAYS[way]("502"))], day="20261120")
    apply(houses)
    assert who_manages() == base


@pytest.mark.parametrize("way", WAYS)
def test_spoilt_in_the_housing_stock(way: str, base: list[Any], tmp_path: Path) -> None:
    rows = [premises(1, "", (*OLD[:3], WAYS[way](OLD[3]))), premises(2, "", (*NEW[:3], WAYS[way](NEW[3])))]
    report = apply(stock_file(tmp_path, rows))
    assert who_manages() == base
    assert Organisation.objects.count() == 2
    if way not in HARMLESS | {"nothing"}:
        assert [issue for issue in report.issues if issue.code == "number_spoilt"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("field", ["inn", "messenger_id"])
@pytest.mark.walk
def test_spoilt_in_a_list_of_representatives(way: str, field: str, base: list[Any], tmp_path: Path) -> None:
    inn = WAYS[way](OLD[2]) if field == "inn" else OLD[2]
    messenger_id = WAYS[way]("40012345") if field == "messenger_id" else "40012345"
    path = written(tmp_path / "people.csv", f"ИНН;ФИО;ID в MAX\n{quoted(inn)};Представитель 1;{quoted(messenger_id)}\n")
    report = importer.apply(importer.ImportRequest(path, region="55", sort=Sort.PEOPLE))
    added = list(Representative.objects.values_list("organisation__name", "messenger_id"))
    if way in HARMLESS:
        assert added == [(OLD[1], 40012345)]
    elif field == "inn" or way not in {"lost digit", "another digit"}:  # an id has no check: fewer digits are an id too
        assert added == []
        assert report.issues


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def test_two_companies_with_one_exponent_stay_two(tmp_path: Path) -> None:
    houses = houses_file(tmp_path, [house(1, 501), house(2, 502)])
    rows = [company(501, "ООО «Альфа»", OLD[2], "1,0361E+12"), company(502, "ТСЖ «Бета»", NEW[2], "1,0361E+12")]
    report = apply(houses, organisations_file(tmp_path, rows))
    assert [(name, until) for _address, name, until in who_manages()] == [("ООО «Альфа»", None), ("ТСЖ «Бета»", None)]
    told = [(issue.line, issue.message) for issue in report.issues if issue.code == "number_spoilt"]
    assert [line for line, _message in told] == [2, 3]
    assert all("ОГРН" in message and "1,0361E+12" in message for _line, message in told)
    assert set(Organisation.objects.values_list("ogrn", flat=True)) == {""}


def test_lines_without_a_readable_number_are_not_joined_with_one_another(base: list[Any], tmp_path: Path) -> None:
    gamma, delta = (("055000003", "ООО «Гамма»", "5,0032E+09", "1,03500E+12"),
                    ("055000004", "ООО «Дельта»", "5,0032E+09", "1,03500E+12"))  # fmt: skip
    unreadable = [licence(gamma, 1, "01.11.2026"), licence(delta, 2, "01.11.2026")]
    report = apply(licences_file(tmp_path, [*unreadable, *lines()]))
    assert report.refusal
    assert {issue.line for issue in report.issues if issue.code == "number_spoilt"} == {3, 4}
    assert who_manages() == base
    assert Organisation.objects.count() == 2


def test_numbers_with_a_tail_are_those_of_the_known_company(base: list[Any], tmp_path: Path) -> None:
    tailed = (OLD[0], OLD[1], f"{OLD[2]}.0", f"{OLD[3]}.0")
    report = apply(licences_file(tmp_path, [licence(tailed, 1, "01.06.2019"), licence(NEW, 2, "01.06.2019")]))
    assert (report.organisations.added, report.chats_marked, report.periods.replaced) == (0, 0, 0)
    assert who_manages() == base


@pytest.mark.parametrize("number", [OLD[0].lstrip("0"), f"{OLD[0].lstrip('0')}.0", f"'{OLD[0]}"])
def test_a_licence_whose_number_went_through_a_spreadsheet_is_the_known_one(
    base: list[Any], tmp_path: Path, number: str
) -> None:
    known = list(Licence.objects.order_by("pk").values_list())
    report = apply(licences_file(tmp_path, [licence((number, *OLD[1:]), 1, "01.06.2019"), lines()[1]]))
    assert (report.licences.added, report.licences.changed, report.licences.missing) == (0, 0, 0)
    assert list(Licence.objects.order_by("pk").values_list()) == known
    assert who_manages() == base
