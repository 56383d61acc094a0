"""The change of company from the form to the end: for one house, and for all houses of a company."""

from portal import Portal

from conftest import Opens

SHOW = "form .hc-row > button:not([name])"


def test_one_house_is_passed_on_after_its_preview(opens: Opens, portal: Portal) -> None:
    house = portal.scene["managed"][5]["house"]
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{house}/change/")
    screen.page.locator("a[href$='/replace-company/']").click()
    screen.assert_sound("change-company-form")
    screen.choose("organisation", "Домоуправление")
    screen.fill(since=portal.scene["today"], basis="Протокол общего собрания", document_number="7", reason="Решение")
    screen.reach(screen.page.locator(SHOW))
    screen.page.keyboard.press("Enter")
    screen.page.locator("button[name=confirm]").wait_for()
    screen.assert_sound("change-company-of-one-preview")
    screen.page.locator("button[name=confirm]").click()
    screen.page.wait_for_url(lambda url: "replace-company" not in url)
    screen.open(f"/admin/supervision/house/{house}/change/")
    screen.says("МУП «Домоуправление»").wait_for()


def test_a_form_with_nothing_in_it_says_what_is_missing(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{portal.scene['managed'][6]['house']}/replace-company/")
    screen.page.locator("form:has([name=reason])").evaluate("form => form.noValidate = true")
    screen.page.locator(SHOW).click()
    screen.says("Обязательное поле").wait_for()
    screen.assert_sound("change-company-refused")


def test_all_houses_of_a_company_are_passed_on_and_watched_to_the_end(opens: Opens, portal: Portal) -> None:
    screen = opens("head")
    screen.open(f"/admin/supervision/organisation/{portal.scene['organisations']['ООО УК «Уют»']}/change/")
    screen.assert_sound("organisation")
    screen.page.locator("form[action$='/pass-houses/'] button").click()
    screen.choose("organisation", "Городской дом")
    screen.fill(since=portal.scene["today"], basis="Аннулирование лицензии", reason="Лицензия аннулирована")
    screen.page.locator(SHOW).click()
    screen.page.locator("button[name=leave_out], button[name=confirm]").first.wait_for()
    screen.assert_sound("change-company-preview")
    screen.show("change-company-preview")
    screen.page.locator("button[name=confirm]").click()
    screen.page.wait_for_url("**/operation/*/change/**")
    screen.assert_sound("change-company-progress")
    screen.show("change-company-progress")
    # the page asks for its figures by itself: nobody reloads it
    screen.page.locator("#operation-progress[data-over='1'], progress[value]:not([value='0'])").first.wait_for()
    with screen.page.expect_download() as download:
        screen.page.locator("form[action$='/export/csv/'] button").click()
    assert download.value.path().stat().st_size > 0
