"""Posters for the entrance: one from the page of a chat, many from the list."""

from portal import Portal

from conftest import Opens


def test_the_poster_of_one_chat(opens: Opens, portal: Portal) -> None:
    house = portal.scene["managed"][7]
    screen = opens("inspector")
    screen.open(f"/admin/supervision/chat/{house['chat']}/change/")
    screen.page.locator("form[action$='/poster/']").evaluate("form => form.removeAttribute('target')")
    screen.page.locator("form[action$='/poster/'] button").click()
    screen.says(house["address"]).wait_for()
    screen.assert_sound("poster")
    screen.show("poster")


def test_posters_of_a_list(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/supervision/chat/?q=садовая")
    screen.page.locator("#action-toggle").first.check()
    screen.page.locator("select[name=action]").select_option("print_posters")
    screen.page.locator("#changelist-form button[type=submit], #changelist-form button[name=index]").first.click()
    screen.page.locator("svg").nth(1).wait_for()
    screen.assert_sound("posters")
