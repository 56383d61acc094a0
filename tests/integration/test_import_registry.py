"""A register file from the command line to the tables: what is written, and when nothing is."""

import json
import uuid
from contextlib import closing
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from supervision.actions import management_periods
from supervision.enums import HouseState
from supervision.imports import import_record
from supervision.models import (
    Chat,
    Event,
    House,
    HouseAlias,
    ImportIssue,
    ImportRun,
    ManagementPeriod,
    Organisation,
    Region,
    SyncRequest,
)
from tests import frt_files
from tests.frt_files import AUGUST, company, guid, house, houses_file, organisations_file, street, text, written, zipped

pytestmark = pytest.mark.django_db

OLD, NEW = 501, 502
COMPANIES = [company(OLD, "ООО «Старая»"), company(NEW, "ООО «Новая»")]


def run(*arguments: object) -> dict[str, Any]:
    out = StringIO()
    call_command("import_registry", *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def refused(*arguments: object) -> tuple[str, dict[str, Any]]:
    """The message on stderr and the object on stdout of a command that ended with exit code 1."""
    out = StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("import_registry", *map(str, arguments), "--json", stdout=out)
    assert caught.value.returncode == 1
    return str(caught.value), json.loads(out.getvalue())


def load(folder: Path, rows: list[frt_files.Row], *, day: str = frt_files.JULY) -> dict[str, Any]:
    return run(houses_file(folder, rows, day=day), organisations_file(folder, COMPANIES, day=day), "--apply")


def tables() -> list[list[tuple[Any, ...]]]:
    models = (House, Organisation, ManagementPeriod, Chat, SyncRequest, ImportRun, ImportIssue, Event)
    return [sorted(model.objects.values_list(), key=str) for model in models]


def acting(number: int, on: date = date(2026, 8, 15)) -> str:
    return ManagementPeriod.objects.acting(on).get(house__fias_guid=guid(number)).organisation.name


def test_a_dry_run_says_what_would_be_and_writes_nothing(tmp_path: Path) -> None:
    before = tables()
    report = run(houses_file(tmp_path, street(3, OLD)), organisations_file(tmp_path, COMPANIES))
    assert report.pop("seconds") >= 0
    assert report == {
        "houses": {"added": 3, "changed": 0, "unchanged": 0, "missing": 0},
        "organisations": {"added": 2, "changed": 0, "unchanged": 0, "missing": 0},
        "periods": {"started": 3, "replaced": 0, "ended": 0, "unknown": 0},
        "bad_rows": 0,
        "issues": [],
        "chats_marked": 3,
        "dated_numbers": [],
        "applied": False,
    }
    assert tables() == before


def test_a_first_import_brings_houses_companies_periods_and_chats(tmp_path: Path) -> None:
    report = load(tmp_path, [*street(3, OLD), house(4, house_type="Жилой дом блокированной застройки")])
    assert (report["applied"], report["chats_marked"]) == (True, 3)
    assert (House.objects.count(), Chat.objects.count(), SyncRequest.objects.count()) == (4, 3, 3)
    first = House.objects.get(fias_guid=guid(1))
    assert (first.address, first.municipality.name) == ("г. Омск, ул. Мира, д. 1", "г. Омск")
    assert first.periods.get().since == date(2026, 7, 1)


def test_the_same_file_again_changes_nothing_and_marks_no_chat(tmp_path: Path) -> None:
    load(tmp_path, street(3, OLD))
    before = tables()[:5]
    report = load(tmp_path, street(3, OLD))
    assert (report["applied"], report["houses"]["unchanged"], report["chats_marked"]) == (True, 3, 0)
    assert tables()[:5] == before
    assert ImportRun.objects.count() == 2


def test_a_month_later_exactly_the_houses_with_another_company_change(tmp_path: Path) -> None:
    load(tmp_path, street(4, OLD))
    SyncRequest.objects.all().delete()
    report = load(tmp_path, [*street(3, OLD), house(4, NEW)], day=AUGUST)
    assert report["periods"] == {"started": 0, "replaced": 1, "ended": 0, "unknown": 0}
    assert list(SyncRequest.objects.values_list("chat__house__fias_guid", flat=True)) == [
        House.objects.last().fias_guid
    ]
    assert (acting(3), acting(4), acting(4, date(2026, 7, 31))) == ("ООО «Старая»", "ООО «Новая»", "ООО «Старая»")


def test_what_the_dry_run_foretells_is_what_happens(tmp_path: Path) -> None:
    load(tmp_path, street(4, OLD))
    SyncRequest.objects.all().delete()
    rows = [house(1, NEW, house_number="1а"), house(2, OLD, house_number="2а"), house(3, OLD), house(4, OLD), house(5)]
    files = houses_file(tmp_path, rows, day=AUGUST), organisations_file(tmp_path, COMPANIES, day=AUGUST)
    foretold, done = run(*files), run(*files, "--apply")
    assert {**foretold, "applied": True, "seconds": 0} == {**done, "seconds": 0}
    assert done["chats_marked"] == SyncRequest.objects.count() == 3


def test_what_a_person_entered_since_is_not_taken_back_by_the_old_company(tmp_path: Path, django_user_model) -> None:
    load(tmp_path, street(1, OLD))
    new = Organisation.objects.get(frt_id=NEW)
    by = django_user_model.objects.create_superuser("head")
    management_periods.replace(houses=[House.objects.get()], organisation=new, since=date(2026, 7, 20), by=by)
    assert load(tmp_path, street(1, OLD), day=AUGUST)["periods"]["replaced"] == 0
    assert acting(1) == "ООО «Новая»"


def test_a_file_that_still_names_a_demolished_house_is_taken_as_before(tmp_path: Path) -> None:
    load(tmp_path, street(2, OLD))
    House.objects.filter(fias_guid=guid(1)).update(state=HouseState.DEMOLISHED)
    assert load(tmp_path, street(2, NEW), day=AUGUST)["periods"]["replaced"] == 2
    assert (acting(1), acting(2)) == ("ООО «Новая»", "ООО «Новая»")
    assert House.objects.get(fias_guid=guid(1)).state == HouseState.DEMOLISHED


def test_a_renamed_company_is_shown_in_the_chats_of_its_houses(tmp_path: Path) -> None:
    load(tmp_path, [house(1, OLD), house(2, NEW)])
    SyncRequest.objects.all().delete()
    renamed = [company(OLD, "ООО «Иная»"), COMPANIES[1]]
    rows = [house(1, OLD), house(2, NEW)]
    report = run(houses_file(tmp_path, rows, day=AUGUST), organisations_file(tmp_path, renamed, day=AUGUST), "--apply")
    assert (report["organisations"]["changed"], report["chats_marked"]) == (1, 1)
    assert SyncRequest.objects.get().chat.house.fias_guid == House.objects.first().fias_guid


def test_a_file_corrected_on_the_same_day_corrects_the_period(tmp_path: Path) -> None:
    load(tmp_path, street(1, OLD))
    assert load(tmp_path, street(1, NEW))["periods"]["replaced"] == 1
    assert ManagementPeriod.objects.get().organisation.name == "ООО «Новая»"


def test_an_empty_organisation_ends_nothing(tmp_path: Path) -> None:
    load(tmp_path, street(2, OLD))
    report = load(tmp_path, [house(1, OLD), house(2)], day=AUGUST)
    assert report["periods"]["unknown"] == 1
    assert [(issue["line"], issue["code"]) for issue in report["issues"]] == [(3, "manager_unknown")]
    assert acting(2) == "ООО «Старая»"


def test_a_house_known_under_another_guid_is_not_added_twice(tmp_path: Path) -> None:
    load(tmp_path, street(1, OLD))
    HouseAlias.objects.create(house=House.objects.get(), fias_guid=guid(77))
    report = load(tmp_path, [house(77, NEW)], day=AUGUST)
    assert (report["houses"]["added"], report["houses"]["missing"], acting(1)) == (0, 0, "ООО «Новая»")


def test_an_import_leaves_its_record_its_event_and_its_history(tmp_path: Path) -> None:
    load(tmp_path, [*street(9, OLD), house(99, houseguid="нет")])
    run_ = ImportRun.objects.get()
    event = Event.objects.get(name="register.imported")
    assert (run_.counts["houses"]["added"], run_.issues.get().line, run_.as_of) == (9, 11, date(2026, 7, 1))
    assert (event.cause, event.details["sha256"]) == ("import_registry", run_.sha256)
    assert House.objects.first().history.get().pgh_context["event"] == event.pk


def test_two_imports_of_one_region_do_not_run_at_once(tmp_path: Path) -> None:
    region = Region.objects.get(pk="55")
    with closing(connection.copy()) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, %s))", [import_record.IMPORT_LOCK, int(region.pk)])
        message, _ = refused(houses_file(tmp_path, street(1)), "--apply")
    assert "Идёт другая загрузка" in message


def test_the_number_of_statements_does_not_grow_with_the_houses(tmp_path: Path) -> None:
    def statements(houses: int, day: str) -> int:
        files = houses_file(tmp_path, street(houses, OLD), day=day), organisations_file(tmp_path, COMPANIES, day=day)
        with CaptureQueriesContext(connection) as queries:
            run(*files, "--apply")
        return len(queries)

    statements(2, "20260701")
    assert statements(10, "20260801") == statements(100, "20260901")


def test_people_read_what_would_change_in_plain_words(tmp_path: Path) -> None:
    load(tmp_path, street(2, OLD))
    rows = [house(1, NEW), house(2, OLD, house_number="2а"), house(3, houseguid="?", formalname_street="Садовая")]
    rows += street(9)[3:]
    out = StringIO()
    organisations = organisations_file(tmp_path, COMPANIES, day=AUGUST)
    files = houses_file(tmp_path, rows, day=AUGUST), organisations
    call_command("import_registry", *map(str, files), stdout=out)
    shown = out.getvalue()
    assert "г. Омск, ул. Мира, д. 1: ООО «Старая» -> ООО «Новая»" in shown
    assert "номер дома 2 -> 2а" in shown
    assert "export-reestrmkd-55-20260801.csv, строка 4: «?» — не ФИАС GUID" in shown
    assert "Пробный запуск, ничего не записано" in shown


# --- bad input: a clear message, exit code 1, nothing written ---------------------------------------------------------

NAME = "export-reestrmkd-55-20260801"
CITY = text(street(20, OLD))


def bad_files() -> dict[str, tuple[str, dict[str, bytes] | bytes, str]]:
    """Name of the file, content (of a zip where it is a mapping), and what the message says."""
    columns = [name for name in frt_files.HOUSE_COLUMNS if name != "houseguid"]
    return {
        "empty file": (f"{NAME}.csv", b"", "файл пуст"),
        "header only": (f"{NAME}.csv", text([]).encode(), "строк нет"),
        "commas": (f"{NAME}.csv", text(street(3), delimiter=",").encode(), "разделяют запятые"),
        "missing column": (f"{NAME}.csv", text(street(3), columns).encode(), "не хватает столбцов: houseguid"),
        "another encoding": (f"{NAME}.csv", CITY.encode("utf-32"), "не читается как русский текст"),
        "letters spoilt": (f"{NAME}.csv", CITY.encode("cp1251").decode("latin-1").encode(), "не читается как русский"),
        "zip bomb": (f"{NAME}.zip", {"houses.csv": bytes(5_000_000)}, "больше чем в 100 раз"),
        "no zip": (f"{NAME}.zip", b"<html>", "не архив zip"),
        "no date": ("houses-55.csv", CITY.encode(), "--as-of"),
        "no such region": ("export-reestrmkd-99-20260801.csv", CITY.encode(), "— 99, содержимое — 55"),
        "another region": ("export-reestrmkd-25-20260801.csv", CITY.encode(), "содержимое — 55"),
        "older than known": ("export-reestrmkd-55-20260601.csv", CITY.encode(), "01.06.2026"),
        "a third unreadable": (f"{NAME}.csv", (CITY + "x;y\r\n" * 10).encode(), "10 из 30"),
        "most houses missing": (f"{NAME}.csv", text(street(8, OLD)).encode(), "известных домов: 12 из 20"),
        "duplicate GUID": (f"{NAME}.csv", text([*street(20, OLD), house(5, NEW)]).encode(), "противоречит сам себе"),
        "repeated line": (f"{NAME}.csv", text([*street(20, OLD), house(5, OLD)]).encode(), "противоречит сам себе"),
        "unknown organisation": (
            f"{NAME}.csv",
            text([*street(20, OLD), house(21, 777)]).encode(),
            "реестру организаций",
        ),
        "unknown organisations only": (f"{NAME}.csv", text(street(20, 777)).encode(), "export-reestruo"),
    }


@pytest.mark.parametrize("case", bad_files())
def test_a_bad_file_is_refused_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    load(tmp_path, street(20, OLD))
    before = tables()
    name, content, words = bad_files()[case]
    path = zipped(tmp_path / name, content) if isinstance(content, dict) else written(tmp_path / name, content)
    message, report = refused(path, "--apply")
    assert words in message
    assert path.name in message or "из 20" in message or "противоречит" in message
    assert report["applied"] is False
    assert any(words in issue["message"] for issue in report["issues"])
    assert tables() == before


def test_a_cut_off_zip_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / f"{NAME}.zip", {f"{NAME}.csv": CITY.encode()})
    path.write_bytes(path.read_bytes()[:-30])
    message, report = refused(path, "--apply")
    assert "обрезан или повреждён" in message
    assert report["houses"] == {"added": 0, "changed": 0, "unchanged": 0, "missing": 0}


def test_the_lines_of_a_contradiction_are_named(tmp_path: Path) -> None:
    load(tmp_path, street(20, OLD))
    path = houses_file(tmp_path, [*street(20, OLD), house(5, NEW), house(21, 777)], day=AUGUST)
    _, report = refused(path, "--apply")
    lines = [(issue["line"], issue["code"]) for issue in report["issues"] if issue["line"]]
    assert sorted(lines) == [(6, "duplicate_guid"), (22, "duplicate_guid"), (23, "unknown_organisation")]


def test_a_named_reason_imports_the_rest_and_is_kept(tmp_path: Path) -> None:
    load(tmp_path, street(20, OLD))
    rows = [*street(14, OLD), house(5, NEW), house(21, 777)]
    report = run(houses_file(tmp_path, rows, day=AUGUST), "--apply", "--approve", "Область передана")
    assert (report["applied"], report["bad_rows"], report["houses"]["missing"]) == (True, 3, 6)
    assert Event.objects.get(details__as_of="2026-08-01").reason == "Область передана"
    assert (House.objects.count(), acting(5)) == (21, "ООО «Старая»")


def test_an_older_file_needs_a_named_reason(tmp_path: Path) -> None:
    load(tmp_path, street(2, OLD), day=AUGUST)
    older = houses_file(tmp_path, street(2, OLD), day=frt_files.JULY)
    message, report = refused(older, "--apply")
    assert "--approve ПРИЧИНА" in message
    assert report["issues"][0]["code"] == "older_file"
    assert run(older, "--apply", "--approve", "Прошлая дата была опиской")["applied"]


def test_a_slip_in_the_year_does_not_lock_out_the_files_of_the_next_months(tmp_path: Path) -> None:
    load(tmp_path, street(2, OLD))
    _, report = refused(houses_file(tmp_path, street(2, OLD), day="20990801"), "--apply")
    assert report["issues"][0]["code"] == "far_ahead"
    assert run(houses_file(tmp_path, street(2, OLD), day=AUGUST), "--apply")["applied"]


def test_without_an_approval_a_dry_run_warns_with_exit_code_1_too(tmp_path: Path) -> None:
    load(tmp_path, street(20, OLD))
    message, report = refused(houses_file(tmp_path, street(8, OLD), day=AUGUST))
    assert "--approve ПРИЧИНА" in message
    assert report["houses"]["missing"] == 12


def test_cp1251_is_read_rightly(tmp_path: Path) -> None:
    path = written(tmp_path / f"{NAME}.csv", text(street(20)).encode("cp1251"))
    run(path, "--apply")
    assert House.objects.first().address == "г. Омск, ул. Мира, д. 1"


def test_what_fails_on_the_way_leaves_nothing_behind(tmp_path: Path) -> None:
    load(tmp_path, street(2, OLD))
    before = tables()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE supervision_managementperiod ADD CONSTRAINT no_more CHECK (since < '2026-08-01')")
    with pytest.raises(IntegrityError, match="no_more"):
        load(tmp_path, street(2, NEW), day=AUGUST)
    assert tables() == before


def test_a_date_in_place_of_a_house_number_is_flagged_and_renames_nothing(tmp_path: Path) -> None:
    load(tmp_path, street(7, OLD))
    dates = house(1, NEW, house_number="05.янв"), house(8, OLD, house_number="янв.05")
    report = load(tmp_path, [*dates, *street(7, OLD)[1:]], day=AUGUST)
    told = [(issue["line"], issue["code"]) for issue in report["issues"]]
    assert told == [(2, "bad_address"), (3, "bad_address"), (3, "no_address")]
    assert "05.янв" in report["issues"][0]["message"]
    assert (report["houses"]["changed"], report["houses"]["added"], report["periods"]["replaced"]) == (0, 0, 1)
    assert House.objects.get(fias_guid=guid(1)).address == "г. Омск, ул. Мира, д. 1"


def test_a_house_whose_guid_was_replaced_keeps_its_chat_and_its_company(tmp_path: Path) -> None:
    load(tmp_path, street(3, OLD))
    rows = [house(1, OLD, houseguid=guid(71)), *street(3, OLD)[1:]]
    for day in (AUGUST, "20260901"):
        report = load(tmp_path, rows, day=day)
        assert (report["houses"]["added"], report["houses"]["missing"], report["periods"]["started"]) == (0, 0, 0)
    assert (House.objects.count(), Chat.objects.count()) == (3, 3)
    assert HouseAlias.objects.get(fias_guid=guid(71)).house.fias_guid == uuid.UUID(guid(1))
