"""The change of company from the form to the end: for one house, and for all houses of a company."""

import re

from portal import Portal
from wizard import CONFIRM, SHOW, ask_for, choose_houses

from conftest import Opens


def test_one_house_is_passed_on_after_its_preview(opens: Opens, portal: Portal) -> None:
    house = portal.scene["managed"][5]["house"]
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{house}/change/")
    screen.page.locator("a[href$='/replace-company/']").click()
    screen.page.wait_for_url("**/replace-company/")
    screen.assert_sound("change-company-form")
    screen.choose("organisation", "Домоуправление")
    screen.fill(since=portal.scene["today"], basis="Протокол общего собрания", document_number="7", reason="Решение")
    screen.reach(screen.page.locator(SHOW))
    screen.page.keyboard.press("Enter")
    screen.page.locator(CONFIRM).wait_for()
    screen.assert_sound("change-company-of-one-preview")
    screen.page.locator(CONFIRM).click()
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
    screen.page.locator(CONFIRM).click()
    screen.page.wait_for_url("**/operation/*/change/**")
    screen.assert_sound("change-company-progress")
    screen.show("change-company-progress")
    # the page asks for its figures by itself: nobody reloads it
    screen.page.locator("#operation-progress[data-over='1'], progress[value]:not([value='0'])").first.wait_for()
    with screen.page.expect_download() as download:
        screen.page.locator("form[action$='/export/csv/'] button").click()
    assert download.value.path().stat().st_size > 0


def test_houses_ticked_in_the_list_are_passed_on_and_taken_back_before_it_acts(opens: Opens) -> None:
    screen = opens("inspector")
    choose_houses(screen, "Дубовка Мира")
    screen.assert_sound("change-company-of-ticked-form")
    ask_for(screen, "Заря")
    screen.page.locator(CONFIRM).click()
    screen.page.wait_for_url("**/operation/*/change/**")
    screen.assert_sound("change-company-planned")
    screen.page.locator("form[action$='/undo/'] input[name=reason]").fill("Протокол признан недействительным")
    screen.page.locator("form[action$='/undo/'] button").click()
    screen.says(re.compile("^Отменено")).wait_for()
    assert not screen.page.locator("form[action$='/undo/']").count()
    screen.assert_sound("change-company-taken-back")


def test_all_houses_that_a_search_finds_are_shown_before_anything_happens(opens: Opens) -> None:
    screen = opens("head")
    choose_houses(screen, "Тула", all_pages=True)
    ask_for(screen, "Городской дом")
    screen.page.locator(f"button[name=leave_out], {CONFIRM}").first.wait_for()
    screen.assert_sound("change-company-of-found-preview")
