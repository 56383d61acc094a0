"""A head and an inspector are invited, come in for the first time, get roles and go again, without any command."""

import re

import pytest
from portal import Portal
from screen import Screen
from signing_in import sign_in

from conftest import Opens

PASSWORD = "верблюд сачок туман"


def invite(screen: Screen, name: str, role: str) -> str:
    """The link that the page shows once."""
    screen.open("/admin/access/invite/")
    screen.fill(name=name, last_name="Проверкина", reason="Приказ 3")
    screen.page.locator("select[name=role]").select_option(role)
    screen.assert_sound("access-invite")
    screen.page.locator("form:has(select[name=role]) button.hc-button").click()
    link = screen.page.locator("#login-link")
    link.wait_for()
    return link.inner_text()


def come_in(opens: Opens, portal: Portal, name: str, link: str) -> Screen:
    """Chooses the password by the link, then signs in with it."""
    screen = opens(None)
    screen.page.goto(link)
    screen.page.locator("input[name=new_password1]").fill(PASSWORD)
    screen.page.locator("input[name=new_password2]").fill(PASSWORD)
    assert screen.page.locator("meter").evaluate("meter => meter.value") > 10
    screen.assert_sound("access-link")
    screen.page.locator("form:has(input[name=new_password1]) button[type=submit]").click()
    screen.page.wait_for_url("**/accounts/login/**")
    sign_in(screen.page, portal.url, name, PASSWORD)
    return screen


@pytest.mark.parametrize("role", ["inspector", "head"])
def test_somebody_is_invited_comes_in_and_is_withdrawn_again(opens: Opens, portal: Portal, role: str) -> None:
    keeper, name = opens("head"), f"new-{role}"
    newcomer = come_in(opens, portal, name, invite(keeper, name, role))
    newcomer.open("/admin/supervision/house/")
    keeper.open("/admin/access/")
    keeper.assert_sound("access")
    keeper.page.locator("tr", has_text=name).locator("a").click()
    keeper.assert_sound("access-login")
    keeper.page.locator("form:has(button[value=withdraw]) input[name=reason]").fill("Приказ 4")
    keeper.page.locator("button[value=withdraw]").click()
    keeper.page.wait_for_url("**/admin/access/")
    newcomer.page.goto(f"{portal.url}/admin/")
    newcomer.page.wait_for_url(re.compile(r"/accounts/login/"))
