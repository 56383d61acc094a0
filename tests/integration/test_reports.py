"""Reports as readers get them: the page, the files, what an address may ask for, and who sees which region."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from python_calamine import CalamineWorkbook

from supervision.enums import HouseState, Role
from supervision.models import Chat, DailySnapshot, Event, House, Region, Target
from supervision.reports import snapshot
from supervision.reports.catalogue import REPORTS
from tests.browsing import entered, sign_in
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

COUNTRY = "/admin/reports/country/"


def frozen(code: str, day: date, **counts: int) -> None:
    region = Region.objects.get(pk=code)
    DailySnapshot.objects.create(region=region, day=day, taken_at=region.midnight(day), **counts)


def shown(client: Client, url: str = COUNTRY, **given: str) -> list[list[str]]:
    """The cells of the table."""
    lines = client.get(url, given).context["lines"]
    return [[cell.words for cell in line.cells] for line in lines]


def column(client: Client, key: str, url: str = COUNTRY, **given: str) -> dict[str, str]:
    """The cells of one column by the region."""
    context = client.get(url, given).context
    keys = [head["column"].key for head in context["heads"]]
    return {line.cells[keys.index("region")].words: line.cells[keys.index(key)].words for line in context["lines"]}


def test_the_country_ranks_its_regions_by_the_figure_chosen(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5, with_company_admin=5)
    frozen("25", world.today, in_scope=10, with_chat=8, with_company_admin=2)
    analyst = entered("analyst", Role.ANALYST)
    assert list(column(analyst, "place").items()) == [("Приморский край", "1"), ("Омская область", "2")]
    by_admins = column(analyst, "place", figure="with_company_admin")
    assert list(by_admins.items()) == [("Омская область", "1"), ("Приморский край", "2")]


def test_the_page_shows_rounded_figures_that_lead_to_their_lists(world: World) -> None:
    frozen("55", world.today, in_scope=600, with_chat=401)
    page = entered("analyst", Role.ANALYST).get(COUNTRY).content.decode()
    scope = "/admin/supervision/house/?region=55&amp;scope=in"
    assert f'<td class="hc-number"><a class="hc-link" href="{scope}">600</a></td>' in page
    assert ">66,8</text>" in page and ">66,8</a></td>" in page  # 401 of 600 is 66.83


def test_a_share_is_foreseen_at_its_pace(world: World) -> None:
    day = world.today
    for ago, chats in ((30, 50), (14, 58), (0, 65)):
        frozen("55", day - timedelta(days=ago), in_scope=100, with_chat=chats)
    Target.objects.create(figure="with_chat", day=day + timedelta(days=60), percent=80, entered_by=world.by)
    analyst = entered("analyst", Role.ANALYST)
    told = {key: column(analyst, key)["Омская область"] for key in ("pace_14", "pace_30", "reached_on", "pace_needed")}
    assert told == {"pace_14": "+15,0", "pace_30": "+15,0", "reached_on": "20.12.2026", "pace_needed": "+7,5"}
    total = analyst.get(REGION, {"region": "55"}).context["total"]
    assert set(told.values()) <= {cell.words for cell in total.cells}
    assert set(column(analyst, "pace_30", figure="participants").values()) == {"—"}


def test_an_inspector_sees_the_own_region_only(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    frozen("25", world.today, in_scope=10, with_chat=8)
    assert list(column(entered("inspector", Role.INSPECTOR, "55"), "in_scope")) == ["Омская область"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"figure": "beauty"}, "figure"),
        ({"day": "yesterday"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"colour": "red"}, "colour"),
        ({"region": "55"}, "region"),
        ({"sort": "-beauty"}, "sort"),
    ],
)
def test_what_an_address_may_not_ask_is_named(world: World, given: dict[str, str], named: str) -> None:
    answer: Any = entered("analyst", Role.ANALYST).get(COUNTRY, given)
    assert answer.status_code == 400
    assert named in answer.context["refusal"]


def test_a_report_leaves_the_portal_on_record(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    analyst = entered("analyst", Role.ANALYST)
    file: Any = analyst.post(f"{COUNTRY}export/csv/?figure=with_chat")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert [line.split(";")[1] for line in lines[1:]] == ["Омская область", "Всего"]
    event = Event.objects.get(name="report.exported")
    assert event.details == {"report": "country", "asked": {"figure": "with_chat"}, "rows": 1}


@pytest.mark.parametrize("name", ["country", "region", "companies", "coverage"])
def test_the_total_of_the_page_is_the_last_row_of_the_book(world: World, name: str) -> None:
    """Below the rows that the sheet filters, and not counted among them."""
    world.inspector("Инспектор 1")
    world.houses(2, world.company("ООО «УК»"))
    world.push()
    snapshot.take(world.region)
    head, url = entered("head1", Role.HEAD, "55"), f"/admin/reports/{name}/"
    file: Any = head.post(f"{url}export/xlsx/")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(file.streaming_content)))
    *rows, last = book.get_sheet_by_index(0).to_python()
    page = head.get(url).context
    assert len(rows) == 1 + len(page["lines"]) == 1 + Event.objects.get(name="report.exported").details["rows"]
    named = next(cell for cell in last if isinstance(cell, str) and cell)
    assert named.startswith(("Итого", "Всего")) and named in [cell.words for cell in page["total"].cells]
    assert 2.0 in last


def test_a_number_of_a_file_is_written_as_russian_tables_write_it(world: World) -> None:
    frozen("55", world.today, with_chat=3, participants=8)
    assert "2,67" in lines_of(entered("analyst", Role.ANALYST), f"{COUNTRY}export/csv/")[1].split(";")


@pytest.mark.parametrize("name", REPORTS)
def test_a_caption_names_its_unit_once(world: World, name: str) -> None:
    world.houses(1)
    page = entered("analyst", Role.ANALYST).get(f"/admin/reports/{name}/")
    captions = [head["caption"].split(", ") for head in page.context["heads"]]
    assert [caption for caption in captions if len(caption) > 1 and caption[-1] == caption[-2]] == []


def test_before_the_first_snapshot_the_page_says_so(world: World) -> None:
    page = entered("analyst", Role.ANALYST).get(COUNTRY)
    assert (page.status_code, page.context["lines"]) == (200, [])
    assert len(page.context["notes"]) == 1


def test_the_snapshot_taken_today_is_what_is_shown(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(3)
    world.push()
    snapshot.take(world.region)
    assert column(entered("analyst", Role.ANALYST), "with_chat") == {"Омская область": "3"}


def test_a_snapshot_taken_late_names_its_instant(world: World) -> None:
    frozen("25", world.today, in_scope=10, with_chat=5)
    world.go_to(world.today, hour=8)
    world.wait(minutes=20)
    world.houses(1)
    snapshot.take(world.region)
    analyst = entered("analyst", Role.ANALYST)
    country = analyst.get(COUNTRY).context["notes"][0]
    assert "Омская область 20.11 08:20" in country and "Приморский край" not in country
    assert "20.11.2026 08:20" in analyst.get(REGION, {"region": "55"}).context["notes"][0]
    assert not re.search(r"\d:\d", analyst.get(REGION, {"region": "25"}).context["notes"][0])


def test_a_day_without_any_snapshot_is_not_said_to_be_frozen(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    analyst = entered("analyst", Role.ANALYST)
    for day, words in (("2026-01-01", "Нет снимка за 01.01.2026."), ("2030-01-01", "День 01.01.2030 ещё не начался.")):
        context = analyst.get(COUNTRY, {"day": day}).context
        assert (context["lines"], context["total"]) == ([], None)
        assert list(context["notes"]) == [words]


def test_the_newest_day_has_a_link_that_stays(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    analyst, asked = entered("analyst", Role.ANALYST), {"figure": "with_chat", "sort": "-houses"}
    page = analyst.get(COUNTRY, asked)
    link = page.context["day_url"]
    assert link == f"{COUNTRY}?figure=with_chat&sort=-houses&day=2026-11-20"
    assert link.replace("&", "&amp;") in page.content.decode()
    world.wait(days=1)
    sign_in(analyst, User.objects.get(username="analyst"))  # the session is over
    frozen("55", world.today, in_scope=10, with_chat=6)
    assert analyst.get(link).context["day_url"] == ""
    assert column(analyst, "with_chat", link) == {"Омская область": "5"}
    assert column(analyst, "with_chat") == {"Омская область": "6"}


def test_totals_and_shares_lead_to_their_lists(world: World) -> None:
    """Two chats, one owned by somebody else than by the rules; a third house has no chat yet."""
    world.inspector("Инспектор 1")
    houses = world.houses(2)
    world.push()
    Chat.objects.filter(house=houses[0]).update(observed_owner_id=777)
    world.house("г. Омск, ул. Мира, д. 9")
    snapshot.take(world.region)
    analyst = entered("analyst", Role.ANALYST)
    page = analyst.get(COUNTRY).context
    keys = [head["column"].key for head in page["heads"]]
    lists = {
        key: rows_behind(analyst, cell.url)
        for line in (page["total"], page["lines"][0])
        for key, cell in zip(keys, line.cells, strict=True)
        if cell.url and key != "region"
    }
    assert {key: lists[key] for key in ("houses", "in_scope", "with_chat")} == {
        "houses": 3, "in_scope": 3, "with_chat": 2
    }  # fmt: skip
    assert (lists["with_right_owner_share"], lists["participants_share"]) == (1, 2)
    assert [cell.url != "" for cell in page["total"].cells[2:5]] == [True, True, True]


def rows_behind(client: Client, url: str) -> int:
    """Of a list of the admin, or of the report that lists the houses of a frozen figure."""
    context = client.get(url).context
    return len(context["lines"]) if "/reports/" in url else int(context["cl"].result_count)


# --- lists as files ---


def lines_of(client: Client, url: str) -> list[str]:
    answer: Any = client.post(url)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()


def test_houses_leave_with_the_company_that_manages_them_today(world: World) -> None:
    company = world.company("ООО «УК»")
    world.house("г. Омск, ул. Мира, д. 1", company)
    world.house("г. Омск, ул. Мира, д. 2")
    lines = lines_of(entered("analyst", Role.ANALYST), "/admin/supervision/house/export/csv/?region=55")
    assert [line.split(";")[2] for line in lines[1:]] == ["г. Омск, ул. Мира, д. 1", "г. Омск, ул. Мира, д. 2"]
    assert [line.split(";")[9] for line in lines[1:]] == ["ООО «УК»", ""]
    assert Event.objects.get(name="list.exported").details["rows"] == 2


def test_a_list_without_columns_of_its_own_leaves_as_it_is_shown(world: World) -> None:
    world.inspector("Инспектор 1")
    world.house("г. Омск, ул. Мира, д. 1", world.company("ООО «УК»"))
    world.push()
    (line,) = lines_of(entered("head1", Role.HEAD, "55"), "/admin/supervision/managementperiod/export/csv/")[1:]
    assert line.startswith("г. Омск, ул. Мира, д. 1;")
    assert "<" not in line


def test_a_file_of_a_list_holds_the_own_region_only(world: World) -> None:
    world.house("г. Омск, ул. Мира, д. 1")
    stranger = entered("stranger", Role.INSPECTOR, "25")
    assert len(lines_of(stranger, "/admin/supervision/house/export/csv/?region=55")) == 1


# --- the region ---

REGION = "/admin/reports/region/"


def test_the_rows_of_a_region_together_are_the_region(world: World) -> None:
    city = world.city()
    frozen("55", world.today, houses=5, in_scope=5, with_chat=3)
    DailySnapshot.objects.create(
        region=world.region, municipality=city, day=world.today, taken_at=world.region.midnight(world.today), houses=4
    )
    rows = shown(entered("inspector", Role.INSPECTOR, "55"), REGION)
    assert [row[1] for row in rows] == ["4", "1"]


def test_a_strangers_region_does_not_exist(world: World) -> None:
    stranger = entered("stranger", Role.INSPECTOR, "25")
    for region in ("55", "00"):
        answer: Any = stranger.get(REGION, {"region": region})
        assert (answer.status_code, "region" in answer.context["refusal"]) == (400, True)


def test_every_figure_of_the_companies_leads_to_so_many_rows(world: World) -> None:
    company = world.company("ООО «УК»")
    world.houses(3, company)
    world.house("г. Омск, ул. Мира, д. 9")
    client = entered("inspector", Role.INSPECTOR, "55")
    (line,) = client.get("/admin/reports/companies/", {"region": "55"}).context["lines"]
    assert [cell.words for cell in line.cells] == ["ООО «УК»", "", "3", "0", "0", "—", "0"]
    assert client.get(line.cells[2].url).context["cl"].result_count == 3


def test_demolished_houses_and_their_chats_are_no_houses_of_a_company(world: World) -> None:
    """Three houses with chats, an administrator in none; one is demolished and its last period never ended."""
    world.inspector("Инспектор 1")
    company = world.company("ООО «УК»")
    houses = world.houses(3, company)
    world.push()
    House.objects.filter(pk=houses[0].pk).update(state=HouseState.DEMOLISHED)
    client = entered("inspector", Role.INSPECTOR, "55")
    (line,) = client.get("/admin/reports/companies/").context["lines"]
    assert [cell.words for cell in line.cells[2:5]] == ["2", "2", "0"]
    assert [client.get(cell.url).context["cl"].result_count for cell in line.cells[2:5]] == [2, 2, 0]
    bare = client.get("/admin/reports/without_admin/").context["total"]
    assert bare.cells[1].words == "2"
    assert client.get(bare.cells[1].url).context["cl"].result_count == 2


def test_a_missed_day_is_said(world: World) -> None:
    for day in (18, 20):
        frozen("55", date(2026, 11, day), in_scope=10, with_chat=5)
    notes = entered("inspector", Role.INSPECTOR, "55").get(REGION).context["notes"]
    assert any("19.11" in note for note in notes)


# --- targets ---


def test_an_administrator_sets_a_target_and_the_gap_to_it_is_shown(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    admin = entered("administrator", Role.ADMINISTRATOR)
    goal = {"figure": "with_chat", "day": "2026-12-31", "region": "", "percent": "90", "basis": "Письмо 1"}
    assert admin.post("/admin/supervision/target/add/", goal).status_code == 302
    assert Event.objects.get(name="target.set").reason == "Письмо 1"
    assert column(entered("analyst", Role.ANALYST), "gap") == {"Омская область": "-40,0"}


def test_a_day_has_one_target_of_a_figure(world: World) -> None:
    admin = entered("administrator", Role.ADMINISTRATOR)
    goal = {"figure": "with_chat", "day": "2026-12-31", "region": "", "percent": "90", "basis": "Письмо 1"}
    admin.post("/admin/supervision/target/add/", goal)
    assert admin.post("/admin/supervision/target/add/", goal).status_code == 200
    assert Event.objects.filter(name="target.set").count() == 1
