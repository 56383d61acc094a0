"""The licence register from the command line to the tables."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from supervision.actions import management_periods
from supervision.enums import HouseState, ImportKind, LicenceStatus
from supervision.models import (
    House,
    HouseAlias,
    ImportRun,
    Licence,
    ManagementPeriod,
    Organisation,
    SyncRequest,
)
from tests.frt_files import guid, house, street
from tests.import_command import codes, refused, run
from tests.licence_registers import DAY, load, load_frt, periods, tables
from tests.register_files import NEW, OLD, licence, licences_file
from tests.world import World


@pytest.fixture(autouse=True)
def city(world: World, tmp_path: Path) -> World:
    """Six houses of region 55 from ФРТ on 1 July 2026, unmanaged, with chats and an empty queue; 20 November."""
    load_frt(tmp_path, street(6))
    return world


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
        "dated_numbers": [],
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
            houses=[House.objects.get(fias_guid=guid(1))],
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
    assert "1 из 6" in message
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


def test_a_line_about_a_demolished_house_is_taken_as_before(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"))
    House.objects.filter(fias_guid=guid(1)).update(state=HouseState.DEMOLISHED)
    report = load(tmp_path, licence(OLD, 1, "01.06.2019", until="31.08.2026"), licence(NEW, 1, "01.09.2026"))
    assert report["applied"]
    assert ManagementPeriod.objects.get(until=None).since == date(2026, 9, 1)


def test_a_court_returns_a_house_to_its_company(tmp_path: Path) -> None:
    """Three files: the house passes on, a court decides, the register names the first company again."""
    stays = licence(OLD, 2, "01.06.2019")
    load(tmp_path, licence(OLD, 1, "01.06.2019"), stays, day="01.11.2026")
    left = licence(OLD, 1, "01.06.2019", until="31.10.2026", excluded="30.10.2026")
    load(tmp_path, left, licence(NEW, 1, "01.11.2026"), stays, day="10.11.2026")
    returned = (licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.11.2026", excluded="18.11.2026"), stays)
    report = load(tmp_path, *returned, day="20.11.2026")
    assert report["periods"]["replaced"] == 1
    assert periods(1) == [
        (OLD[1], date(2019, 6, 1), date(2026, 11, 1)),
        (NEW[1], date(2026, 11, 1), date(2026, 11, 18)),
        (OLD[1], date(2026, 11, 18), None),
    ]
    again = load(tmp_path, *returned, day="20.11.2026")
    assert (again["chats_marked"], again["periods"]) == (0, {"started": 0, "replaced": 0, "ended": 0, "unknown": 0})


def test_a_plan_that_disappears_from_the_register_is_taken_back(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), licence(NEW, 1, "01.12.2026"), day="10.11.2026")
    assert [name for name, _since, _until in periods(1)] == [OLD[1], NEW[1]]
    load(tmp_path, licence(OLD, 1, "01.06.2019", until="31.12.9999"), day="20.11.2026")
    assert periods(1) == [(OLD[1], date(2019, 6, 1), None)]


@pytest.mark.parametrize("address", ["Мира", "д. 05.янв", "-", "г Омск, ул Мира, д. 05.янв"])
def test_a_line_with_a_good_guid_is_never_lost_for_its_address(tmp_path: Path, address: str) -> None:
    rows = [licence(OLD, 1, "01.06.2019", **{"Адрес многоквартирного дома": address}), licence(OLD, 2, "01.06.2019")]
    report = load(tmp_path, *rows)
    assert (report["periods"]["started"], report["bad_rows"], codes(report)) == (2, 0, [])
    assert periods(1) == periods(2) == [(OLD[1], date(2019, 6, 1), None)]


@pytest.mark.parametrize("last", ["31.10.2026", "31.12.2026"])
def test_an_end_that_the_register_takes_back_is_taken_back_though_it_is_past(tmp_path: Path, last: str) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019", until=last), day="10.11.2026")
    report = load(tmp_path, licence(OLD, 1, "01.06.2019"))
    assert (report["issues"], periods(1)) == ([], [(OLD[1], date(2019, 6, 1), None)])


def test_an_end_is_put_off(tmp_path: Path) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019", until="30.11.2026"), day="10.11.2026")
    load(tmp_path, licence(OLD, 1, "01.06.2019", until="31.12.2026"))
    assert periods(1) == [(OLD[1], date(2019, 6, 1), date(2027, 1, 1))]


@pytest.mark.parametrize("until", [date(2026, 11, 15), date(2026, 12, 1)])
def test_an_end_that_a_person_set_is_for_a_person_to_take_back(tmp_path: Path, city: World, until: date) -> None:
    load(tmp_path, licence(OLD, 1, "01.06.2019"), day="10.11.2026")
    management_periods.end(period=ManagementPeriod.objects.get(), until=until, by=city.by, reason="Суд")
    report = load(tmp_path, licence(OLD, 1, "01.06.2019"))
    assert codes(report) == [(3, "closed_by_hand")]
    assert periods(1) == [(OLD[1], date(2019, 6, 1), until)]


def test_a_plan_is_not_withdrawn_by_a_file_of_which_too_much_is_missing(tmp_path: Path) -> None:
    rows = [licence(OLD, number, "01.06.2019") for number in range(1, 6)]
    load(tmp_path, *rows, licence(NEW, 1, "01.12.2026"), day="10.11.2026")
    report = run(licences_file(tmp_path, rows[:3]), "--apply", "--approve", "Письмо 5")
    assert codes(report) == [(3, "powers_missing")]
    assert [name for name, _since, _until in periods(1)] == [OLD[1], NEW[1]]
