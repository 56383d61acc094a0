"""A house is corrected, and a company given to an inspector: the form, what would happen, and done."""

from portal import Portal
from wizard import CONFIRM, SHOW

from conftest import Opens


def test_a_house_is_corrected_after_its_preview(opens: Opens, portal: Portal) -> None:
    house = portal.scene["managed"][7]["house"]
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{house}/change/")
    screen.page.locator("a[href$='/correct/']").click()
    screen.page.wait_for_url("**/correct/")
    screen.assert_sound("correct-house-form")
    screen.fill(flats="77", reason="Технический паспорт")
    screen.page.locator(SHOW).click()
    screen.page.locator(CONFIRM).wait_for()
    screen.assert_sound("correct-house-preview")
    screen.page.locator(CONFIRM).click()
    screen.page.wait_for_url(f"**/house/{house}/change/")
    screen.says("77").wait_for()


def test_a_company_is_given_to_an_inspector_after_its_preview(opens: Opens, portal: Portal) -> None:
    screen = opens("head")
    company = portal.scene["organisations"]["ООО УК «Наш двор»"]
    screen.open(f"/admin/supervision/organisation/{company}/inspector/")
    screen.assert_sound("company-inspector-form")
    screen.page.locator("select[name=inspector]").select_option(str(portal.scene["inspectors"]["Инспектор 1"]))
    screen.fill(reason="Приказ")
    screen.page.locator(SHOW).click()
    screen.page.locator(CONFIRM).wait_for()
    screen.assert_sound("company-inspector-preview")
