"""The licence register from the command line to the tables."""

import json
import re
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.actions import management_periods
from supervision.enums import ImportKind, LicenceStatus
from supervision.models import (
    Chat,
    Event,
    House,
    HouseAlias,
    ImportIssue,
    ImportRun,
    Licence,
    ManagementPeriod,
    Organisation,
    SyncRequest,
)
from tests.frt_files import company, guid, house, houses_file, organisations_file, street, written, zipped
from tests.register_files import LICENCE_COLUMNS, NEW, OLD, licence, licences_file, workbook
from tests.world import World

DAY = date(2026, 11, 20)
FRT_DAY = "20260701"


@pytest.fixture(autouse=True)
def city(world: World, tmp_path: Path) -> World:
    """Six houses of region 55 from ФРТ on 1 July 2026, unmanaged, with chats and an empty queue; 20 November."""
    load_frt(tmp_path, street(6))
    return world


def load_frt(folder: Path, rows: list[dict[str, object]]) -> None:
    companies = [company(501, OLD[1], OLD[2], OLD[3]), company(503, "ТСЖ «Дом»")]
    files = houses_file(folder, rows, day=FRT_DAY), organisations_file(folder, companies, day=FRT_DAY)
    call_command("import_registry", *map(str, files), "--apply", stdout=StringIO())
    SyncRequest.objects.all().delete()


def run(path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_registry", str(path), *options, "--json", stdout=out)
    return json.loads(out.getvalue())


def load(folder: Path, *rows: dict[str, object], day: str = "20.11.2026") -> dict[str, Any]:
    return run(licences_file(folder, rows, day=day), "--apply")


def refused(path: Path, *options: str) -> tuple[str, dict[str, Any]]:
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_registry", str(path), "--apply", *options, "--json", stdout=out)
    return str(caught.value), json.loads(out.getvalue())


def tables() -> list[list[tuple[Any, ...]]]:
    models = (House, Organisation, Licence, ManagementPeriod, Chat, SyncRequest, ImportRun, ImportIssue, Event)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def periods(number: int) -> list[tuple[str, date, date | None]]:
    rows = ManagementPeriod.objects.filter(house__fias_guid=guid(number)).order_by("since")
    return list(rows.values_list("organisation__name", "since", "until"))


def codes(report: dict[str, Any]) -> list[tuple[int | None, str]]:
    return [(issue["line"], issue["code"]) for issue in report["issues"]]


def test_a_dry_run_prints_the_same_object_with_licences_and_writes_nothing(tmp_path: Path) -> None:
    before = tables()
    report = run(licences_file(tmp_path, [licence(OLD, 1, "01.06.2019")]))
    assert report.pop("seconds") >= 0
    assert report == {
        "houses": {"added": 0, "changed": 0, "unchanged": 1, "missing": 0},
        "organisations": {"added": 0, "changed": 0, "unchanged": 1, "missing": 0},
        "licences": {
            **{"added": 1, "changed": 0, "unchanged": 0, "missing": 0, "ended": 0},
            **{"houses_excluded": 0, "houses_unknown": 0},
        },
        "periods": {"started": 1, "replaced": 0, "ended": 0, "unknown": 0},
        "bad_rows": 0,
        "issues": [],
        "chats_marked": 1,
        "applied": False,
    }
    assert tables() == before


def test_lines_become_licences_and_periods_by_the_start_of_powers(tmp_path: Path) -> None:
    report = load(tmp_path, licence(OLD, 1, "01.06.2019", **{"Дата включения дома в реестр": "15.05.2019 12:00:00"}))
    assert (report["applied"], report["chats_marked"]) == (True, 1)
    period = ManagementPeriod.objects.get()
    assert (period.since, period.until, period.registered_at.isoformat()) == (
        *(date(2019, 6, 1), None),
        "2019-05-15T06:00:00+00:00",
    )
    assert (Licence.objects.get().number, Licence.objects.get().issued_on) == (OLD[0], date(2015, 4, 30))
    assert ImportRun.objects.first().kind == ImportKind.LICENCES


def test_the_same_file_again_changes_nothing_and_marks_no_chat(tmp_path: Path) -> None:
    rows = [
        *(licence(OLD, 1, "01.06.2019", until="31.08.2026", excluded="15.08.2026"), licence(NEW, 1, "01.09.2026")),
        *(licence(OLD, 2, "01.06.2019", excluded="15.08.2026"), licence(NEW, 3, "01.12.2026")),
        *(licence(OLD, 3, "01.01.2020"), licence(OLD, 4, "01.01.2020", until="31.12.2026")),
    ]
    load(tmp_path, *rows)
    before = tables()[:6]
    report = load(tmp_path, *rows)
    assert report["periods"] == {"started": 0, "replaced": 0, "ended": 0, "unknown": 0}
    assert (report["chats_marked"], report["licences"]["unchanged"]) == (0, 2)
    assert tables()[:6] == before


def test_new_powers_close_the_period_before_them_on_that_day(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    report = load(tmp_path, licence(OLD, 1, "01.06.2019", until="31.10.2026"), licence(NEW, 1, "01.11.2026"))
    assert report["periods"] == {"started": 0, "replaced": 1, "ended": 0, "unknown": 0}
    assert periods(1) == [
        (OLD[1], date(2019, 6, 1), date(2026, 11, 1)),
        (NEW[1], date(2026, 11, 1), None),
    ]


def test_powers_dated_ahead_are_a_planned_change(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    SyncRequest.objects.all().delete()
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.12.2026"))
    assert periods(1) == [(OLD[1], date(2019, 6, 1), date(2026, 12, 1)), (NEW[1], date(2026, 12, 1), None)]
    assert SyncRequest.objects.get().not_before.isoformat() == "2026-11-30T18:00:00+00:00"


def test_a_plan_is_put_off_and_brought_forward_by_the_next_file(tmp_path: Path) -> None:
    for start in ("01.12.2026", "01.02.2027", "15.12.2026"):
        load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, start))
    assert periods(1) == [(OLD[1], date(2019, 6, 1), date(2026, 12, 15)), (NEW[1], date(2026, 12, 15), None)]


def test_an_excluded_company_goes_on_until_its_successor_starts(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    SyncRequest.objects.all().delete()
    excluded = licence(OLD, 1, "01.06.2019", until="31.08.2026", excluded="15.08.2026")
    report = load(tmp_path, excluded)
    assert (report["licences"]["houses_excluded"], report["chats_marked"]) == (1, 0)
    assert periods(1) == [(OLD[1], date(2019, 6, 1), None)]
    assert ManagementPeriod.objects.get().excluded_on == date(2026, 8, 15)
    load(tmp_path, excluded, licence(NEW, 1, "01.10.2026"))
    assert periods(1) == [(OLD[1], date(2019, 6, 1), date(2026, 10, 1)), (NEW[1], date(2026, 10, 1), None)]


def test_an_end_of_powers_without_exclusion_ends_the_period(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    report = load(tmp_path, licence(OLD, 1, "01.06.2019", until="31.12.2026"))
    assert report["periods"]["ended"] == 1
    assert periods(1) == [(OLD[1], date(2019, 6, 1), date(2027, 1, 1))]
    assert load(tmp_path, licence(OLD, 1, "01.06.2019"))["applied"]
    assert periods(1) == [(OLD[1], date(2019, 6, 1), None)], "the planned end was taken back"


def test_the_past_is_filled_in_where_somebody_came_after(tmp_path: Path) -> None:
    load(
        tmp_path,
        licence(OLD, 1, "01.06.2015", until="31.05.2019", excluded="01.06.2019"),
        licence(NEW, 1, "01.06.2019"),
    )
    assert periods(1) == [(OLD[1], date(2015, 6, 1), date(2019, 6, 1)), (NEW[1], date(2019, 6, 1), None)]


def test_a_company_that_frt_saw_later_gets_its_true_start_of_powers(tmp_path: Path) -> None:
    load_frt(tmp_path, [house(1, 501), *street(6)[1:]])
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    assert periods(1) == [(OLD[1], date(2019, 6, 1), None)]


def test_a_company_that_frt_still_names_gives_way_on_the_day_of_the_file(tmp_path: Path) -> None:
    load_frt(tmp_path, [house(1, 501), *street(6)[1:]])
    load(tmp_path, licence(NEW, 1, "15.06.2026"))
    assert periods(1) == [(OLD[1], date(2026, 7, 1), DAY), (NEW[1], DAY, None)]


@pytest.mark.parametrize("company", [501, 503])
def test_an_association_and_a_persons_entry_are_left_to_a_person(tmp_path: Path, city: World, company: int) -> None:
    load_frt(tmp_path, [house(1, company), *street(6)[1:]])
    if company == 501:
        ManagementPeriod.objects.all().delete()
        management_periods.replace(
            house=House.objects.get(fias_guid=guid(1)),
            organisation=Organisation.objects.get(frt_id=501),
            since=date(2026, 7, 1),
            by=city.by,
        )
    before = periods(1)
    assert codes(load(tmp_path, licence(NEW, 1, "15.06.2026"))) == [(3, "period_conflict")]
    assert periods(1) == before


def test_a_house_is_found_by_its_other_guid_and_by_its_only_address(tmp_path: Path) -> None:
    HouseAlias.objects.create(house=House.objects.get(fias_guid=guid(1)), fias_guid=guid(77))
    rows = [licence(OLD, 1, "01.06.2019"), licence(OLD, 2, "01.06.2019")]
    rows[0]["Код дома по ФИАС"], rows[1]["Код дома по ФИАС"] = guid(77), ""
    assert load(tmp_path, *rows)["periods"]["started"] == 2
    assert periods(1) == periods(2) == [(OLD[1], date(2019, 6, 1), None)]


def test_a_house_that_is_not_known_is_reported_with_its_line_and_not_added(tmp_path: Path) -> None:
    report = load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(OLD, 99, "01.06.2019"))
    assert (report["licences"]["houses_unknown"], codes(report)) == (1, [(4, "unknown_house")])
    assert "ул Мира, д. 99" in report["issues"][0]["message"]
    assert House.objects.count() == 6


def test_a_line_that_is_gone_ends_nothing(tmp_path: Path) -> None:
    load(tmp_path, *(licence(OLD, number, "01.06.2019") for number in range(1, 7)))
    path = licences_file(tmp_path, [licence(OLD, number, "01.06.2019") for number in range(1, 6)])
    message, report = refused(path)
    assert "1 of 6 houses" in message
    assert report["houses"]["missing"] == 1
    assert run(path, "--apply", "--approve", "Письмо 5")["applied"]
    assert periods(6) == [(OLD[1], date(2019, 6, 1), None)]


def test_a_licence_that_ended_keeps_its_company_in_the_chats(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    SyncRequest.objects.all().delete()
    report = load(tmp_path, licence(OLD, 1, "01.06.2019", status="Аннулирована"))
    assert (report["licences"]["ended"], report["licences"]["changed"], report["chats_marked"]) == (1, 1, 0)
    ended = Licence.objects.get()
    assert (ended.status, ended.ended_on, periods(1)[0][2]) == (LicenceStatus.ENDED, DAY, None)


def test_a_status_that_nobody_knows_ends_no_licence(tmp_path: Path) -> None:
    report = load(tmp_path, licence(OLD, 1, "01.06.2019", status="Приостановлена"))
    assert codes(report) == [(3, "unknown_status")]
    assert Licence.objects.get().status == LicenceStatus.ACTIVE


def test_numbers_that_fail_their_check_digits_are_kept_and_flagged(tmp_path: Path) -> None:
    load(tmp_path, licence(("1", "ООО «Иная»", "7830002294", "1036102003619"), 1, "01.06.2019"))
    stored = Organisation.objects.get(name="ООО «Иная»")
    assert (stored.inn, stored.inn_is_wrong, stored.ogrn_is_wrong) == ("7830002294", True, True)


def test_the_number_of_statements_does_not_grow_with_the_lines(tmp_path: Path) -> None:
    load_frt(tmp_path, street(60))

    def statements(first: int, last: int, year: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            load(tmp_path, *(licence(OLD, number, f"{number % 28 + 1:02}.06.{year}") for number in range(first, last)))
        return len(queries)

    ManagementPeriod.objects.all().delete()
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    assert statements(1, 5, 2019) == statements(1, 60, 2019)


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"Дата начала полномочий по управлению домом": "31.02.2024"}, "начала полномочий.*'31.02.2024' is not a date"),
        ({"Дата начала полномочий по управлению домом": "01.01.1900"}, "'01.01.1900' is not a date"),
        ({"Дата начала полномочий по управлению домом": ""}, "начала полномочий.*is empty"),
        ({"until": "31.05.2019"}, "end on 31.05.2019 before they start on 01.06.2019"),
        ({"Код дома по ФИАС": "нет в ФИАС"}, "is not a ФИАС GUID"),
        ({"ИНН": "", "ОГРН/ ОГРНИП": "-"}, "neither ИНН nor ОГРН"),
        ({"Номер лицензии": ""}, "no number of a licence"),
        ({"excluded": "завтра"}, "исключения дома.*'завтра' is not a date"),
    ],
)
def test_a_line_that_cannot_be_is_left_out_with_its_reason(tmp_path: Path, cells: dict[str, str], words: str) -> None:
    good = [licence(OLD, number, "01.06.2019") for number in range(1, 6)]
    report = load(tmp_path, *good, licence(OLD, 6, "01.06.2019", **cells))
    assert (report["bad_rows"], codes(report)) == (1, [(8, "bad_line")])
    assert re.search(words, report["issues"][0]["message"])
    assert (report["periods"]["started"], periods(6)) == (5, [])


def test_dates_are_read_as_text_as_dates_and_as_excels_days(tmp_path: Path) -> None:
    rows = [licence(OLD, number, "01.06.2019") for number in (1, 2, 3)]
    rows[1]["Дата начала полномочий по управлению домом"] = 43617
    rows[2]["Дата начала полномочий по управлению домом"] = "2019-06-01"
    load(tmp_path, *rows)
    assert {periods(number)[0][1] for number in (1, 2, 3)} == {date(2019, 6, 1)}


def test_two_companies_with_powers_at_once_change_nothing_for_the_house(tmp_path: Path) -> None:
    rows = [licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.09.2026"), licence(OLD, 2, "01.06.2019")]
    before = tables()
    message, report = refused(licences_file(tmp_path, rows))
    assert "contradicts itself in 1 places" in message
    assert codes(report)[1:] == [(3, "two_companies"), (4, "two_companies")]
    assert tables() == before
    run(licences_file(tmp_path, rows), "--apply", "--approve", "Письмо 5")
    assert (periods(1), len(periods(2))) == ([], 1)


def test_one_licence_number_for_two_companies_is_used_for_neither(tmp_path: Path) -> None:
    rows = [licence(OLD, 1, "01.06.2019"), licence((OLD[0], *NEW[1:]), 2, "01.06.2019"), licence(NEW, 3, "01.06.2019")]
    message, report = refused(licences_file(tmp_path, rows))
    assert "2 of 3 lines cannot be used" in message
    assert (3, "licence_contradicts") in codes(report)
    assert OLD[0] in report["issues"][1]["message"]


CITY = [licence(OLD, number, "01.06.2019") for number in range(1, 7)]


def bad_files() -> dict[str, tuple[str, dict[str, bytes] | bytes, str]]:
    """Name, content (of a zip where it is a mapping) and what the message says."""
    few = [name for name in LICENCE_COLUMNS if name not in {"ИНН", "Код дома по ФИАС"}]
    sound = workbook(CITY)
    text = ";".join(LICENCE_COLUMNS) + "\n" + ";".join(str(CITY[0].get(name, "")) for name in LICENCE_COLUMNS) + "\n"
    return {
        "wrong columns": ("r 20.11.2026.xlsx", workbook(CITY, few), "no column ИНН, Код дома по ФИАС"),
        "another workbook": ("r 20.11.2026.xlsx", workbook([], ["a", "b"]), "no line begins with"),
        "another encoding": ("r 20.11.2026.csv", text.encode("koi8-r", "ignore"), "does not read as Russian"),
        "header only": ("r 20.11.2026.xlsx", workbook([]), "no rows"),
        "cut workbook": ("r 20.11.2026.xlsx", sound[:-60], "damaged"),
        "cut zip": ("r 20.11.2026.zip", zip_bytes({"r.xlsx": sound})[:5000], "damaged"),
        "two workbooks": ("r 20.11.2026.zip", {"a.xlsx": sound, "b.xlsx": sound}, "exactly one XLSX"),
        "formula": ("r 20.11.2026.xlsx", workbook(CITY, formula="M4"), "formula in cell M4"),
        "no date": ("r.xlsx", sound, "Add --as-of"),
        "date that is none": ("r 31.02.2026.xlsx", sound, "31.02.2026, which is no date"),
        "unknown houses only": (
            "r 20.11.2026.xlsx",
            workbook([licence(OLD, 99, "01.06.2019")]),
            "none of the 1 houses",
        ),
        "another region": ("r 20.11.2026.xlsx", workbook(other_region()), "Add --region"),
    }


def other_region() -> list[dict[str, object]]:
    return [row | {"Адрес многоквартирного дома": "Атлантида, ул Мира, д. 1"} for row in CITY]


def zip_bytes(members: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("case", bad_files())
def test_a_bad_file_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    before = tables()
    name, content, words = bad_files()[case]
    path = zipped(tmp_path / name, content) if isinstance(content, dict) else written(tmp_path / name, content)
    message, report = refused(path)
    assert words in message
    assert path.name in message
    assert report["applied"] is False
    assert tables() == before


def test_an_older_register_needs_an_approval(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    message, _ = refused(licences_file(tmp_path, [licence(OLD, 1, "01.06.2019")], day="19.11.2026"))
    assert "a file as of 2026-11-20 was imported already" in message
