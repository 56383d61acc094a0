"""What people and programs corrected in a company, and the register files that come after."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from supervision.actions import companies
from supervision.imports import importer
from supervision.models import Organisation
from supervision.registry.report import ImportReport
from tests.frt_files import company, houses_file, organisations_file, street
from tests.world import World

WRONG, RIGHT, NEWS = "7707083893", "7830002293", "3664069397"
OGRN = "1036102003618"  # by which it stays the same company
BEFORE, AFTER = "20261101", "20261201"  # of files; the tests' clock stands at 20 November
Load = Callable[..., ImportReport]


@pytest.fixture
def load(world: World, tmp_path: Path) -> Load:
    def of(name: str, inn: str, day: str) -> ImportReport:
        houses = houses_file(tmp_path, street(1, 501), day=day)
        listed = organisations_file(tmp_path, [company(501, name, inn, OGRN)], day=day)
        return importer.apply(importer.ImportRequest(houses, organisations=listed, approval="Проверено"), by=world.by)

    return of


def correct(world: World, **facts: str) -> None:
    companies.change(organisation=Organisation.objects.get(), facts=facts, by=world.by)


def known() -> tuple[str, str, str]:
    return Organisation.objects.values_list("name", "full_name", "inn").get()


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_the_file_as_it_was_undoes_no_correction(world: World, load: Load, day: str) -> None:
    load("ООО «Дом»", WRONG, BEFORE)
    correct(world, inn=NEWS)
    correct(world, inn=RIGHT, full_name="Общество «Дом»")
    report = load("ООО «Дом»", WRONG, day)
    assert (report.applied, report.counts()["organisations"]["changed"]) == (True, 0)
    assert known() == ("ООО «Дом»", "Общество «Дом»", RIGHT)


def test_a_file_older_than_the_correction_is_not_believed_and_that_is_told(world: World, load: Load) -> None:
    load("ООО «Дом»", WRONG, BEFORE)
    correct(world, inn=RIGHT)
    report = load("ООО «Новый дом»", NEWS, "20261102")
    assert known() == ("ООО «Новый дом»", "ООО «Новый дом»", RIGHT)
    (issue,) = [issue for issue in report.issues if issue.code == "corrected_by_hand"]
    assert all(said in issue.message for said in ("ООО «Дом»", NEWS, RIGHT, "20.11.2026"))


def test_news_of_a_later_file_are_taken_and_stay_the_files(world: World, load: Load) -> None:
    load("ООО «Дом»", WRONG, BEFORE)
    correct(world, inn=RIGHT)
    load("ООО «Дом»", NEWS, AFTER)
    assert known()[2] == NEWS
    load("ООО «Дом»", WRONG, AFTER)
    assert known()[2] == WRONG


def test_what_is_kept_is_shown_before_it_is_applied(world: World, load: Load, tmp_path: Path) -> None:
    load("ООО «Дом»", WRONG, BEFORE)
    correct(world, name="ООО «Наш дом»")
    houses, listed = houses_file(tmp_path, street(1, 501)), organisations_file(tmp_path, [company(501, "ООО «Дом»")])
    report = importer.preview(importer.ImportRequest(houses, organisations=listed, as_of=date(2026, 12, 1)))
    assert report.counts()["organisations"] == {"added": 0, "changed": 0, "unchanged": 1, "missing": 0}
