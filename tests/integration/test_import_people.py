"""Files of inspectors and representatives, from the command line to the tables."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from supervision.enums import ImportKind
from supervision.models import (
    Chat,
    House,
    ImportRun,
    Inspector,
    ManagementPeriod,
    Municipality,
    Organisation,
    Region,
    Representative,
    SyncRequest,
    Zone,
)
from tests.frt_files import company, guid, house, houses_file, organisations_file, written, zipped

pytestmark = pytest.mark.django_db

INN, OTHER_INN = "7830002293", "7707083893"
INSPECTORS = "ФИО;Должность;ID в MAX;Муниципальные образования\n"
REPRESENTATIVES = "ИНН,ФИО,ID в MAX\n"


@pytest.fixture
def city(tmp_path: Path) -> Region:
    """Two houses of a company in Омск and one of another in Тара, with their chats and an empty queue."""
    tara = house(3, 502, formalname_city="Тара", shortname_area="р-н.", formalname_area="Тарский")
    companies = [company(501, "ООО «Одна»", INN), company(502, "ООО «Другая»", OTHER_INN)]
    files = houses_file(tmp_path, [house(1, 501), house(2, 501), tara]), organisations_file(tmp_path, companies)
    call_command("import_registry", *map(str, files), "--apply", stdout=StringIO())
    SyncRequest.objects.all().delete()
    return Region.objects.get(pk="55")


def run(path: Path, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_people", str(path), "--region", "55", "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def inspectors(folder: Path, *lines: str) -> Path:
    return written(folder / "inspectors.csv", INSPECTORS + "\n".join(lines))


def representatives(folder: Path, *lines: str) -> Path:
    return written(folder / "representatives.csv", REPRESENTATIVES + "\n".join(lines))


def codes(report: dict[str, Any]) -> list[tuple[int | None, str]]:
    return [(issue["line"], issue["code"]) for issue in report["issues"]]


def test_a_dry_run_tells_what_would_be_and_writes_nothing(tmp_path: Path, city: Region) -> None:
    report = run(inspectors(tmp_path, "Инспектор 1;старший;1001;Омск"))
    assert report.pop("seconds") >= 0
    assert report == {
        "people": {"added": 1, "changed": 0, "unchanged": 0, "missing": 0},
        "kind": "inspectors",
        "bad_rows": 0,
        "issues": [],
        "chats_marked": 2,
        "applied": False,
    }
    assert not Inspector.objects.exists()


def test_inspectors_get_a_zone_per_set_of_municipalities(tmp_path: Path, city: Region) -> None:
    lines = ("Инспектор 1;;1001;г. Омск", "Инспектор 2;;1002;Омск", '"Инспектор 3";;1003;"Тарский район; Омск"')
    report = run(inspectors(tmp_path, *lines, "Инспектор 4;;1004;все"), "--apply")
    assert (report["people"]["added"], report["chats_marked"]) == (4, 3)
    zones = {zone.name: [person.full_name for person in zone.inspectors.all()] for zone in Zone.objects.all()}
    assert zones == {
        "Весь регион": ["Инспектор 4"],
        "г. Омск": ["Инспектор 1", "Инспектор 2"],
        "г. Омск, р-н Тарский": ["Инспектор 3"],
    }


def test_a_zone_that_people_named_otherwise_is_used(tmp_path: Path, city: Region) -> None:
    zone = Zone.objects.create(region=city, name="Левый берег")
    zone.municipalities.add(Municipality.objects.get(name="г. Омск"))
    run(inspectors(tmp_path, "Инспектор 1;;1001;Омск"), "--apply")
    assert zone.inspectors.get().full_name == "Инспектор 1"


def test_the_same_file_again_changes_nothing(tmp_path: Path, city: Region) -> None:
    path = inspectors(tmp_path, "Инспектор 1;;1001;Омск", "Инспектор 2;;1002;все")
    run(path, "--apply")
    SyncRequest.objects.all().delete()
    report = run(path, "--apply")
    assert (report["people"]["unchanged"], report["chats_marked"], report["applied"]) == (2, 0, True)
    assert not SyncRequest.objects.exists()


def test_an_inspector_who_moves_marks_the_chats_left_and_taken(tmp_path: Path, city: Region) -> None:
    run(inspectors(tmp_path, "Инспектор 1;;1001;Омск"), "--apply")
    SyncRequest.objects.all().delete()
    report = run(inspectors(tmp_path, "Инспектор 1;;1001;Тарский"), "--apply")
    assert (report["people"]["changed"], report["chats_marked"]) == (1, 3)
    assert Inspector.objects.get().zones.get().name == "р-н Тарский"


def test_a_new_position_touches_no_chat(tmp_path: Path, city: Region) -> None:
    run(inspectors(tmp_path, "Инспектор 1;;1001;Омск"), "--apply")
    report = run(inspectors(tmp_path, "Инспектор 1;старший;1001;Омск"), "--apply")
    assert (report["people"]["changed"], report["chats_marked"]) == (1, 0)
    assert Inspector.objects.get().position == "старший"


def test_an_unknown_municipality_is_reported_with_a_near_one(tmp_path: Path, city: Region) -> None:
    report = run(inspectors(tmp_path, "Инспектор 1;;1001;Омс", "Инспектор 2;;1002;Омск"), "--apply")
    assert (codes(report), report["bad_rows"]) == ([(2, "unknown_municipality")], 1)
    assert "Возможно: г. Омск" in report["issues"][0]["message"]
    assert Inspector.objects.get().messenger_id == 1002


def test_who_waits_for_an_invitation_does_not_become_a_second_person(tmp_path: Path, city: Region) -> None:
    of_company = Organisation.objects.get(inn=INN)
    Inspector.objects.create(region=city, full_name="Семёнова Анна")
    Representative.objects.create(organisation=of_company, full_name="Петров Пётр", since=city.today())
    report = run(inspectors(tmp_path, "семенова  анна;;7001;Омск", "Другая Анна;;7002;Омск"), "--apply")
    assert codes(report) == [(2, "known_by_name")]
    report = run(representatives(tmp_path, f"{INN},Петров Пётр,7003", f"{OTHER_INN},Петров Пётр,7003"), "--apply")
    assert codes(report) == [(2, "known_by_name")]
    assert set(Inspector.objects.values_list("full_name", "messenger_id")) == {
        ("Семёнова Анна", None),
        ("Другая Анна", 7002),
    }
    assert set(Representative.objects.values_list("organisation__inn", "messenger_id")) == {
        (INN, None),
        (OTHER_INN, 7003),
    }


def test_who_left_the_file_is_reported_and_stays(tmp_path: Path, city: Region) -> None:
    run(inspectors(tmp_path, "Инспектор 1;;1001;Омск", "Инспектор 2;;1002;Омск"), "--apply")
    report = run(inspectors(tmp_path, "Инспектор 1;;1001;Омск"), "--apply")
    assert (report["people"]["missing"], codes(report)) == (1, [(None, "person_missing")])
    assert Inspector.objects.filter(dismissed_on=None).count() == 2


def test_representatives_mark_the_chats_of_their_companys_houses(tmp_path: Path, city: Region) -> None:
    path = representatives(tmp_path, f"{INN},Представитель 1,2001", "5585711431,Представитель 2,2002")
    report = run(path, "--apply")
    assert (report["kind"], report["people"]["added"], report["chats_marked"]) == ("representatives", 1, 2)
    assert codes(report) == [(3, "unknown_inn")]
    person = Representative.objects.get()
    assert (person.organisation.name, person.since, person.until) == ("ООО «Одна»", city.today(), None)
    assert run(path, "--apply")["people"] == {"added": 0, "changed": 0, "unchanged": 1, "missing": 0}


def test_a_workbook_is_read_with_its_numbers_as_typed(tmp_path: Path, city: Region) -> None:
    path = tmp_path / "representatives.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Список представителей"])
        sheet.write_row(2, 0, ["ИНН организации", "ФИО", "ID в MAX"])
        sheet.write_row(3, 0, [int(INN), "Представитель 1", 2001])
        sheet.write_row(4, 0, [int(INN), "Представитель 2", "нет"])
    report = run(path, "--apply")
    assert (report["people"]["added"], codes(report)) == (1, [(5, "bad_line")])
    assert Representative.objects.get().messenger_id == 2001


def test_a_message_never_holds_the_name_of_a_person(tmp_path: Path, city: Region) -> None:
    lines = ("Инспектор Тайный;;нет;Омск", "Инспектор Тайный;;1000;Нигде", "Инспектор Тайный;;1001;Омск")
    report = run(inspectors(tmp_path, *lines, "Инспектор Тайный;;1001;Омск"))
    assert len(report["issues"]) == 3
    assert "Тайный" not in json.dumps(report, ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("people.csv", b"", "empty"),
        ("people.csv", INSPECTORS.encode(), "no_rows"),
        ("people.csv", "ФИО;Должность\nИнспектор 1;старший\n".encode(), "missing_column"),
        ("people.csv", "ФИО;ИНН;ID в MAX;Должность\nА;1;2;3\n".encode(), "mixed_columns"),
        ("people.xlsx", b"no workbook", "format"),
        ("people.xls", b"\xd0\xcf\x11\xe0", "format"),
        ("people.xlsx", {"xl/workbook.xml": b"<x/>"}, "damaged_zip"),
        ("people.xlsx", {"xl/worksheets/sheet1.xml": bytes(9_000_000)}, "zip_bomb"),
    ],
)
def test_a_bad_file_is_refused_with_exit_code_1(tmp_path: Path, name: str, content: Any, code: str) -> None:
    path = zipped(tmp_path / name, content) if isinstance(content, dict) else written(tmp_path / name, content)
    out = StringIO()
    with pytest.raises(CommandError, match=name) as caught:
        call_command("import_people", str(path), "--region", "55", "--apply", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert (caught.value.returncode, report["applied"], codes(report)[0][1]) == (1, False, code)


def test_an_unknown_region_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="региона «99» нет"):
        call_command("import_people", str(inspectors(tmp_path, "И;;1;все")), "--region", "99", stdout=StringIO())


# --- the demo region --------------------------------------------------------------------------------------------------


def test_the_demo_region_comes_through_the_importers_and_only_once(settings, django_user_model, tmp_path) -> None:
    settings.LOCAL, settings.LOCAL_DIR = True, tmp_path
    first, second = StringIO(), StringIO()
    call_command("load_demo", stdout=first)
    call_command("load_demo", stdout=second)
    assert House.objects.filter(region="71").count() == 240
    assert House.objects.filter(region="54").count() == 40
    assert (Inspector.objects.count(), Representative.objects.count(), Organisation.objects.count()) == (6, 20, 20)
    assert 230 < ManagementPeriod.objects.count() < 280
    assert Chat.objects.count() == SyncRequest.objects.count() > 230
    assert "loaded already" in second.getvalue()
    assert all(name in first.getvalue() for name in ("admin", "inspector", "head", "analyst"))
    joined = {login.username: login.inspector for login in django_user_model.objects.exclude(inspector=None)}
    assert {name: (one.region_id, one.full_name) for name, one in joined.items()} == {
        "inspector": ("71", "Инспектор 1"),
        "inspector54": ("54", "Инспектор 1"),
    }


def test_the_demo_region_is_for_ones_own_machine_only(settings) -> None:
    settings.LOCAL = False
    with pytest.raises(CommandError, match="own machine"):
        call_command("load_demo", stdout=StringIO())
    assert not House.objects.filter(fias_guid=guid(1)).exists()


def test_of_two_persons_with_one_messenger_id_neither_is_taken(city: Region, tmp_path: Path) -> None:
    lines = "Первый;;5001;все", "Второй;;5001;все", "Третий;;5003;все", "Третий;;5003;все"
    report = run(inspectors(tmp_path, *lines), "--apply")
    assert codes(report)[:3] == [(2, "duplicate_person"), (3, "duplicate_person"), (5, "duplicate_person")]
    assert [inspector.full_name for inspector in Inspector.objects.all()] == ["Третий"]


def test_a_file_without_one_usable_line_is_refused(city: Region, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"\.csv: Ни одна строка файла не пригодна"):
        run(representatives(tmp_path, "0000000000,Некто,6001", f"{INN},,6002"), "--apply")
    assert not Representative.objects.exists()
    assert not ImportRun.objects.exclude(kind=ImportKind.FRT).exists()
