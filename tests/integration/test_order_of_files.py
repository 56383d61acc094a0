"""Files in another order than they were made: an older one takes back nothing, and one that lags brings nobody back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from supervision.actions import management_periods
from supervision.imports import importer
from supervision.imports.importer import ImportRequest
from supervision.models import Chat, House, Licence, ManagementPeriod, Organisation, SyncRequest
from tests.frt_files import company, guid, house, houses_file, organisations_file
from tests.register_files import NEW, OLD, licence, licences_file, premises, stock_file
from tests.world import World

pytestmark = pytest.mark.usefixtures("world")
THIRD = ("055000003", "ООО «Третья»", "6102017830", "1037601007531")
COMPANIES = [company(501, *OLD[1:]), company(502, *NEW[1:]), company(503, *THIRD[1:])]
NUMBER = {OLD: 501, NEW: 502, THIRD: 503, None: ""}
Company = tuple[str, str, str, str] | None


def frt(folder: Path, day: date, *managers: Company, renamed: str = "", **facts: object) -> ImportRequest:
    rows = [house(number, NUMBER[each], **facts) for number, each in enumerate(managers, start=1)]
    companies = [{**each, "name_short": each["name_short"] + renamed} for each in COMPANIES]
    on = f"{day:%Y%m%d}"
    return ImportRequest(houses_file(folder, rows, day=on), organisations_file(folder, companies, day=on))


def stock(folder: Path, day: date, *managers: Company, **cells: object) -> ImportRequest:
    rows = [premises(number, "", each, **cells) for number, each in enumerate(managers, start=1)]
    return ImportRequest(stock_file(folder, rows, day=f"{day:%d-%m-%Y}"))


def licences(folder: Path, day: date, *rows: dict[str, object]) -> ImportRequest:
    return ImportRequest(licences_file(folder, rows, day=f"{day:%d.%m.%Y}"))


def apply(request: ImportRequest, approval: str = "") -> Any:
    report = importer.apply(ImportRequest(request.file, request.organisations, approval=approval))
    assert report.applied, report.refusal
    return report


def facts() -> list[list[tuple[Any, ...]]]:
    models = (House, Organisation, Licence, ManagementPeriod, Chat, SyncRequest)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def periods(number: int = 1) -> list[tuple[str, date, date | None]]:
    rows = ManagementPeriod.objects.filter(house__fias_guid=guid(number)).order_by("since")
    return list(rows.values_list("organisation__name", "since", "until"))


EARLIER, LATER = date(2026, 11, 10), date(2026, 11, 20)
SINCE, TAKEN = "01.06.2019", "15.11.2026"
Two = tuple[ImportRequest, ImportRequest]
# by what differs: a file, and a later one of the same kind
PAIRS: dict[str, Callable[[Path], Two]] = {
    "ФРТ, another company": lambda to: (frt(to, EARLIER, OLD, NEW), frt(to, LATER, NEW, NEW)),
    "ФРТ, a company where there was none": lambda to: (frt(to, EARLIER, None, NEW), frt(to, LATER, OLD, NEW)),
    "ФРТ, the company's name": lambda to: (frt(to, EARLIER, OLD, renamed=" ранее"), frt(to, LATER, OLD)),
    "ФРТ, flats and floors": lambda to: (frt(to, EARLIER, OLD, floor_count_max=4, living_quarters_count=9),
                                         frt(to, LATER, OLD)),
    "ФРТ, the street": lambda to: (frt(to, EARLIER, OLD, formalname_street="Ленина"), frt(to, LATER, OLD)),
    "ОЖФ, another company": lambda to: (stock(to, EARLIER, OLD, OLD), stock(to, LATER, NEW, OLD)),
    "ОЖФ, the state": lambda to: (stock(to, EARLIER, OLD, Состояние="Аварийный"), stock(to, LATER, OLD)),
    "licences, an open line for a closed one": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE)),
        licences(to, LATER, licence(OLD, 1, SINCE, until="14.11.2026"), licence(NEW, 1, TAKEN)),
    ),
    "licences, an end that was taken back": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE, until="30.11.2026")),
        licences(to, LATER, licence(OLD, 1, SINCE)),
    ),
    "licences, an end that was set": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE)),
        licences(to, LATER, licence(OLD, 1, SINCE, until="15.11.2026")),
    ),
    "licences, a plan that was given up": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE), licence(NEW, 1, "01.12.2026"), licence(NEW, 2, SINCE)),
        licences(to, LATER, licence(OLD, 1, SINCE), licence(NEW, 2, SINCE)),
    ),
    "licences, an exclusion that was taken back": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE, excluded="05.11.2026")),
        licences(to, LATER, licence(OLD, 1, SINCE)),
    ),
    "licences, a status": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE, status="Аннулирована")),
        licences(to, LATER, licence(OLD, 1, SINCE)),
    ),
    "licences, a house that a court returned": lambda to: (
        licences(to, EARLIER, licence(OLD, 1, SINCE, until="31.10.2026", excluded="30.10.2026"),
                 licence(NEW, 1, "01.11.2026")),
        licences(to, LATER, licence(OLD, 1, SINCE), licence(NEW, 1, "01.11.2026", excluded="18.11.2026")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("is_known_before", [False, True], ids=["the later one first", "after both"])
def test_an_older_file_takes_back_nothing(tmp_path: Path, name: str, is_known_before: bool) -> None:
    """Let in with a reason; what it alone knows (a house, a first company, an empty fact) it may tell."""
    if name.startswith("licences"):
        apply(frt(tmp_path, date(2026, 7, 1), None, None))
    earlier, later = PAIRS[name](tmp_path)
    if is_known_before:
        apply(earlier)
    apply(later)
    SyncRequest.objects.all().delete()
    before = facts()
    apply(earlier, "Прислали не по порядку")
    assert facts() == before


def test_what_only_the_older_file_knows_is_taken_from_it(tmp_path: Path) -> None:
    apply(frt(tmp_path, LATER, None, None, floor_count_max=""))
    apply(frt(tmp_path, EARLIER, OLD, None, NEW), "Прислали не по порядку")
    assert list(House.objects.order_by("fias_guid").values_list("floors", flat=True)) == [5, 5, 5]
    assert periods(1) == [(OLD[1], EARLIER, None)] and periods(3) == [(NEW[1], EARLIER, None)]


def test_an_older_file_that_says_otherwise_says_so(tmp_path: Path) -> None:
    apply(frt(tmp_path, LATER, NEW))
    report = apply(frt(tmp_path, EARLIER, OLD), "Прислали не по порядку")
    assert [(issue.line, issue.code) for issue in report.issues] == [(2, "older_file")]
    apply(licences(tmp_path, LATER, licence(NEW, 1, SINCE)))
    report = apply(licences(tmp_path, EARLIER, licence(OLD, 1, SINCE)), "Прислали не по порядку")
    assert [issue.code for issue in report.issues] == ["older_file"]


Between = Callable[..., ImportRequest]


@pytest.mark.parametrize("undated", [frt, stock], ids=["ФРТ", "ОЖФ"])
@pytest.mark.parametrize("last", [THIRD, OLD], ids=["a third company", "the first one again, by a court"])
def test_a_register_that_lags_between_two_changes_brings_nobody_back(
    tmp_path: Path, undated: Between, last: Company
) -> None:
    """The licence register is two changes ahead, and the register without dates has heard of the first one."""
    apply(undated(tmp_path, date(2026, 10, 1), OLD))
    first, second = licence(OLD, 1, SINCE, until="31.10.2026"), licence(NEW, 1, "01.11.2026", until="15.11.2026")
    apply(licences(tmp_path, date(2026, 11, 5), first, licence(NEW, 1, "01.11.2026")))
    third = licence(last, 1, "16.11.2026")
    apply(licences(tmp_path, date(2026, 11, 18), first, second, third))
    before = periods()
    assert before[-1] == (last[1], date(2026, 11, 16), None)
    report = apply(undated(tmp_path, LATER, NEW))
    assert (periods(), report.chats_marked) == (before, 0)
    assert "manager_late" in {issue.code for issue in report.issues}
    apply(undated(tmp_path, date(2026, 12, 20), last))
    assert periods() == before


def test_a_register_that_lags_does_not_undo_what_a_person_entered_twice(tmp_path: Path, world: World) -> None:
    apply(frt(tmp_path, date(2026, 10, 1), OLD))
    third = Organisation.objects.get(name=THIRD[1])
    for name, since in ((NEW[1], date(2026, 11, 1)), (THIRD[1], date(2026, 11, 16))):
        management_periods.replace(
            houses=[House.objects.get()], organisation=Organisation.objects.get(name=name), since=since, by=world.by
        )
    before = periods()
    report = apply(frt(tmp_path, date(2026, 12, 1), NEW))
    assert periods() == before and before[-1][0] == third.name
    assert [issue.code for issue in report.issues] == ["manager_late"]


def test_who_returns_after_the_register_had_heard_of_the_other_one_is_news(tmp_path: Path) -> None:
    for month, manager in ((9, OLD), (10, NEW), (11, OLD)):
        apply(frt(tmp_path, date(2026, month, 1), manager))
    assert [(name, since.month) for name, since, _until in periods()] == [(OLD[1], 9), (NEW[1], 10), (OLD[1], 11)]


@pytest.mark.parametrize("undated", [frt, stock], ids=["ФРТ", "ОЖФ"])
def test_a_line_without_dates_acts_from_the_day_of_its_file(tmp_path: Path, undated: Between) -> None:
    apply(undated(tmp_path, EARLIER, OLD))
    apply(undated(tmp_path, LATER, NEW))
    assert periods() == [(OLD[1], EARLIER, LATER), (NEW[1], LATER, None)]
