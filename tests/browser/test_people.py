"""An inspector leaves, is absent, and who carries how much."""

from portal import Portal
from wizard import CONFIRM, SHOW

from conftest import Opens


def test_a_dismissal_shows_where_the_chats_go_before_it_is_confirmed(opens: Opens, portal: Portal) -> None:
    inspector = portal.scene["inspectors"]["Инспектор 2"]
    screen = opens("head")
    screen.open(f"/admin/supervision/inspector/{inspector}/dismiss/")
    screen.assert_sound("dismissal-form")
    screen.fill(since=portal.scene["today"], reason="Уволен по собственному желанию")
    screen.page.locator(SHOW).click()
    screen.says("Инспектор 4").wait_for()
    screen.assert_sound("dismissal")
    screen.show("dismissal")
    screen.reach(screen.page.locator(CONFIRM))
    screen.page.keyboard.press("Enter")
    screen.page.wait_for_url("**/operation/*/change/**")
    screen.assert_sound("dismissal-under-way")


def test_an_absence_is_previewed_and_left(opens: Opens, portal: Portal) -> None:
    screen = opens("head")
    screen.open(f"/admin/supervision/inspector/{portal.scene['inspectors']['Инспектор 3']}/absence/")
    screen.fill(since=portal.scene["today"], reason="Отпуск")
    screen.page.locator(SHOW).click()
    screen.page.locator(CONFIRM).wait_for()
    screen.assert_sound("absence-preview")


def test_the_load_of_each_inspector(opens: Opens) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/inspector/load/")
    screen.says("Инспектор 1").wait_for()
    screen.assert_sound("load")


def test_the_grid_of_zones(opens: Opens) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/zone/grid/71/")
    screen.assert_sound("zone-grid")


def test_people_of_a_company(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/supervision/organisation/{portal.scene['organisations']['ООО УК «Наш двор»']}/people/")
    screen.says("Представитель 2").wait_for()
    screen.assert_sound("company-people")
