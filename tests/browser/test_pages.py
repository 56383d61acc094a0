"""Every page on a desk and on a phone: fits, is accessible, asks nobody outside."""

import pytest
from portal import Portal

from conftest import Opens

LISTS = (
    *("chat", "workorder", "foundchat", "syncrequest", "messengercall", "adoption", "house", "organisation"),
    *("managementperiod", "importrun", "inspector", "absence", "zone", "representative", "region"),
    *("messengeraccount", "event"),
)


def test_the_page_to_sign_in(opens: Opens, phone: bool) -> None:
    screen = opens(None, phone=phone)
    screen.open("/admin/")
    screen.assert_sound("sign-in")


@pytest.mark.parametrize("name", ["admin", "head", "inspector", "analyst", "stranger"])
def test_the_desk(opens: Opens, phone: bool, name: str) -> None:
    screen = opens(name, phone=phone)
    screen.open("/admin/")
    screen.assert_sound(f"desk-of-{name}")


@pytest.mark.parametrize("model", LISTS)
def test_a_list(opens: Opens, phone: bool, model: str) -> None:
    screen = opens("head", phone=phone)
    screen.open(f"/admin/supervision/{model}/")
    screen.assert_sound(f"list-{model}")


@pytest.mark.parametrize("model", LISTS)
def test_the_first_object_of_a_list(opens: Opens, phone: bool, model: str) -> None:
    screen = opens("head", phone=phone)
    screen.open(f"/admin/supervision/{model}/")
    rows = screen.page.locator("#result_list tbody a[href*='/change/']")
    if not rows.count():
        pytest.skip("the scene has none")
    screen.open(rows.first.get_attribute("href") or "")
    screen.assert_sound(f"page-{model}")


@pytest.mark.parametrize("model", ["inspector", "absence", "zone", "representative"])
def test_the_form_to_add(opens: Opens, phone: bool, model: str) -> None:
    screen = opens("head", phone=phone)
    screen.open(f"/admin/supervision/{model}/add/")
    screen.assert_sound(f"add-{model}")


@pytest.mark.parametrize("path", ["/admin/auth/user/", "/admin/auth/user/add/", "/admin/password_change/"])
def test_pages_of_logins(opens: Opens, phone: bool, path: str) -> None:
    screen = opens("admin", phone=phone)
    screen.open(path)
    screen.assert_sound("logins" + path.replace("/", "-").rstrip("-"))


def test_the_page_of_a_house_and_of_its_chat(opens: Opens, phone: bool, portal: Portal) -> None:
    screen = opens("inspector", phone=phone)
    screen.open(f"/admin/supervision/house/{portal.scene['managed'][0]['house']}/change/")
    screen.assert_sound("house")
    screen.show("house")
    screen.open(f"/admin/supervision/chat/{portal.scene['managed'][0]['chat']}/change/")
    screen.assert_sound("chat")
