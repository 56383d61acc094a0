"""Every page on a desk and on a phone: fits, is accessible, asks nobody outside."""

import pytest
from portal import Portal

from conftest import Opens

LISTS = (
    *("chat", "workorder", "foundchat", "syncrequest", "messengercall", "adoption", "house", "organisation"),
    *(
        "managementperiod",
        "operation",
        "upload",
        "importrun",
        "inspector",
        "absence",
        "zone",
        "representative",
        "region",
    ),
    *("messengeraccount", "event"),
)


def test_the_page_to_sign_in(opens: Opens) -> None:
    screen = opens(None)
    screen.open("/admin/")
    screen.assert_sound("sign-in")
    screen.reach(screen.page.locator("form button[type=submit]"))


@pytest.mark.parametrize("name", ["admin", "head", "inspector", "analyst", "stranger"])
def test_the_desk(opens: Opens, name: str) -> None:
    screen = opens(name)
    screen.open("/admin/")
    screen.assert_sound(f"desk-of-{name}")
    if name == "head":
        screen.show("desk")


@pytest.mark.parametrize("model", LISTS)
def test_a_list_and_its_first_object(opens: Opens, model: str) -> None:
    screen = opens("head")
    screen.open(f"/admin/supervision/{model}/")
    screen.assert_sound(f"list-{model}")
    rows = screen.page.locator(f"#result_list tbody a[href*='/{model}/'][href*='/change/']")
    if rows.count():
        screen.open(rows.first.get_attribute("href") or "")
        screen.assert_sound(f"page-{model}")


@pytest.mark.parametrize("chapter", ["", "first-hour/", "red-states/"])
def test_the_guide(opens: Opens, chapter: str) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/help/{chapter}")
    screen.assert_sound(f"guide-{chapter}".strip("-/"))
    screen.assert_sound_in_the_dark(f"guide-{chapter}".strip("-/"))


def test_the_question_mark_leads_to_the_chapter_of_the_page(opens: Opens) -> None:
    screen = opens("head")
    screen.open("/admin/supervision/upload/")
    screen.page.locator(".hc-help").click()
    screen.page.wait_for_url("**/admin/help/imports/")


def test_notices_and_what_one_is_told_of(opens: Opens) -> None:
    screen = opens("inspector")
    screen.open("/admin/")
    screen.page.locator(".hc-bell").click()
    screen.page.wait_for_url("**/admin/notices/")
    screen.assert_sound("notices")
    screen.open("/admin/notices/settings/")
    screen.assert_sound("notice-settings")
    screen.assert_sound_in_the_dark("notice-settings")
    screen.page.locator("select[name='order.portal']").select_option("never")
    screen.page.locator(".hc form button").click()
    screen.page.wait_for_url("**/admin/notices/settings/")
    assert screen.page.locator("select[name='order.portal']").input_value() == "never"


@pytest.mark.parametrize("path", ["/admin/auth/user/", "/admin/auth/user/1/change/"])
def test_pages_of_logins(opens: Opens, path: str) -> None:
    screen = opens("admin")
    screen.open(path)
    screen.assert_sound("logins" + path.removeprefix("/admin/auth/user").replace("/", "-").rstrip("-"))


@pytest.mark.parametrize("path", ["password/change", "2fa", "2fa/totp/activate"])
def test_pages_of_ones_own_account(opens: Opens, path: str) -> None:
    screen = opens("inspector")
    screen.open(f"/accounts/{path}/")
    screen.assert_sound("account-" + path.replace("/", "-"))


def test_the_page_of_a_house(opens: Opens, portal: Portal) -> None:
    screen = opens("inspector")
    screen.open(f"/admin/supervision/house/{portal.scene['managed'][0]['house']}/change/")
    screen.assert_sound("house")
    screen.show("house")
