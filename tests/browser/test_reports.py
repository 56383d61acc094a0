"""Reports as an analyst reads them: from the country down to the houses behind a figure, as a file and on paper."""

import csv
import io
import re
import zipfile

import pytest
from playwright.sync_api import Locator
from portal import Portal
from screen import Screen

from conftest import Opens

REPORTS = (
    *("country", "region", "why_changed", "houses_of_day", "companies", "coverage", "without_admin", "changes"),
    *("joining", "ownership", "register_quality", "queue"),
)
PERSON, DEMO = re.compile(r"Инспектор \d|Представитель \d"), "Тульская область"


def open_report(screen: Screen, name: str, asked: str = "") -> Locator:
    """Gives the rows of its table."""
    screen.open(f"/admin/reports/{name}/{asked}")
    return screen.page.locator(".hc-report-table tbody tr")


def save(screen: Screen, form: str) -> bytes:
    with screen.page.expect_download() as download:
        screen.button(f"Сохранить как {form}").click()
    assert download.value.suggested_filename.endswith(f".{form.lower()}")
    return download.value.path().read_bytes()


def test_an_analyst_finds_every_report_in_the_menu(opens: Opens) -> None:
    screen = opens("analyst")
    screen.open("/admin/")
    screen.page.locator("#nav-sidebar a[href='/admin/reports/']").click()
    screen.page.wait_for_url("**/admin/reports/")
    links = screen.page.locator(".hc-reports a").evaluate_all("all => all.map(a => a.pathname)")
    assert links == [f"/admin/reports/{name}/" for name in REPORTS]
    screen.assert_sound("reports")


@pytest.mark.parametrize("name", REPORTS)
def test_an_analyst_reads_a_report_and_no_name_of_a_person(opens: Opens, name: str) -> None:
    screen = opens("analyst")
    asked = "" if name == "country" else "?region=71"
    rows = open_report(screen, name, asked)
    if name == "why_changed":  # of the demo's past only the figures are made up, not the houses behind them
        screen.says("ночные изменения хранятся с").wait_for()
    else:
        assert rows.count() > 1
    assert not PERSON.search(screen.page.locator("body").inner_text())
    screen.assert_sound(f"report-{name}")
    screen.assert_sound_in_the_dark(f"report-{name}")
    screen.open(f"/admin/reports/{name}/print/{asked}")
    screen.assert_sound(f"report-{name}-paper")


def test_from_the_map_of_the_country_down_to_the_houses_behind_a_figure(opens: Opens) -> None:
    screen = opens("analyst")
    open_report(screen, "country")
    screen.show("report-country")
    screen.page.locator("a.hc-tile", has_text="Тула").click()
    screen.page.wait_for_url("**/admin/reports/region/**")
    screen.says(DEMO).wait_for()
    screen.show("report-region")
    screen.page.locator(".hc-report-table a[href*='houses_of_day']").first.click()
    screen.page.wait_for_url("**/admin/reports/houses_of_day/**")
    assert screen.page.locator(".hc-report-table tbody tr").count()
    screen.assert_sound("houses-behind-a-figure")


def test_a_picture_is_read_as_a_table_by_the_keyboard_alone(opens: Opens) -> None:
    screen = opens("analyst")
    open_report(screen, "country")
    summary = screen.page.locator("summary", has_text="Показать таблицей").first
    summary.focus()
    screen.page.keyboard.press("Enter")
    screen.page.locator(".hc-behind[open] td", has_text=DEMO).first.wait_for()
    screen.assert_sound("report-country-as-a-table")


def test_a_report_is_narrowed_and_sent_as_a_link(opens: Opens) -> None:
    screen = opens("analyst")
    open_report(screen, "country")
    screen.page.locator("select[name=figure]").select_option("with_company_admin")
    screen.button("Показать").click()
    screen.page.wait_for_url("**figure=with_company_admin**")
    screen.page.locator(".hc-report-table thead a", has_text="Дома").first.click()
    screen.page.wait_for_url("**sort=**")
    shown = screen.page.locator(".hc-report-table").inner_text()
    colleague = opens("analyst")
    colleague.open(screen.page.url.removeprefix(screen.url))
    assert colleague.page.locator(".hc-report-table").inner_text() == shown


def test_a_report_is_taken_along_as_text_and_as_a_workbook(opens: Opens) -> None:
    screen = opens("analyst")
    rows = open_report(screen, "coverage", "?region=71").count()
    text = save(screen, "CSV").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert sum(len(line) > 2 for line in lines) >= rows
    assert any("Новомосковск" in cell for line in lines for cell in line)
    workbook = zipfile.ZipFile(io.BytesIO(save(screen, "XLSX")))
    sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    assert sheet.count("<row ") >= rows
    assert re.search(r"<v>\d+</v>", sheet)


def test_houses_without_an_administrator_are_named_with_their_days(opens: Opens) -> None:
    screen = opens("head")
    assert open_report(screen, "without_admin").count()
    screen.show("report-without-admin")
    screen.page.locator(".hc-report-table tbody a").first.click()
    screen.page.wait_for_url("**/admin/supervision/**")


def test_an_inspector_sees_the_own_region_only(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    rows = open_report(screen, "country")
    assert [row.split("\t")[1] for row in rows.all_inner_texts()] == [DEMO]
    assert screen.answer("/admin/reports/region/?region=62") == 400
    stranger = opens("stranger")
    stranger.open("/admin/reports/coverage/")
    assert portal.scene["managed"][0]["address"] not in stranger.page.content()
    assert DEMO not in stranger.page.locator("main, .hc-report").first.inner_text()


def test_a_target_is_entered_and_the_gap_to_it_is_shown(opens: Opens, portal: Portal) -> None:
    screen = opens("admin")
    screen.open("/admin/supervision/target/add/")
    screen.assert_sound("target-new")
    screen.page.locator("select[name=figure]").select_option("with_chat")
    screen.fill(day=portal.scene["figures_of"], percent="90", basis="Письмо министерства № 12")
    screen.page.locator("[name=_save]").click()
    screen.page.wait_for_url("**/target/")
    screen.says("Письмо министерства № 12").wait_for()
    screen.assert_sound("list-target")
    open_report(screen, "country")
    screen.says("цель 90").wait_for()
    headings = screen.page.locator(".hc-report-table thead th").all_inner_texts()
    place = 1 + next(number for number, words in enumerate(headings) if words.startswith("До цели"))
    gaps = screen.page.locator(f".hc-report-table tbody tr > :nth-child({place})").all_inner_texts()
    assert any(re.fullmatch(r"[-−+]?\d+,\d", gap) for gap in gaps), gaps
    screen.assert_sound("report-country-and-its-target")
