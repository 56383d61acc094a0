"""Finding a house: the field on the desk, the list of houses with its search and filters."""

import re

from portal import Portal

from conftest import Opens


def test_words_of_an_address_in_any_order_find_the_house(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open("/admin/")
    field = screen.page.get_by_role("combobox").first  # as its suggestions make it
    screen.reach(field)
    screen.page.keyboard.type("3 тула мира")
    screen.page.keyboard.press("Enter")
    screen.says("г. Тула, ул. Мира, д. 3").wait_for()
    screen.assert_sound("find")
    screen.show("find")


def test_a_company_is_found_by_its_name(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/find/?q=Уют")
    screen.says("ООО УК «Уют»").click()
    screen.page.wait_for_url("**/organisation/*/change/")


def test_nothing_found_says_what_to_try(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/find/?q=Атлантида")
    screen.says(re.compile("Ничего не найдено|не нашлось")).wait_for()
    screen.assert_sound("find-nothing")


def test_a_stranger_finds_nothing_of_another_region(opens: Opens) -> None:
    screen = opens("stranger")
    screen.open("/find/?q=тула мира")
    assert not screen.page.get_by_text("г. Тула").count()


def test_the_list_of_houses_is_searched_and_filtered(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/supervision/house/?q=садовая")
    rows = screen.page.locator("#result_list tbody tr")
    assert rows.count() and all("Садовая" in text for text in rows.all_inner_texts())
    screen.open("/admin/supervision/house/?q=ул. Новая")
    assert rows.count() and all("Новая" in text for text in rows.all_inner_texts())
