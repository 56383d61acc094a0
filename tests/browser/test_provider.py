"""Somebody comes in by the region's identity provider, with the role that the administrator's table gives."""

import re

from portal import Portal
from screen import Screen

from conftest import Opens

BUTTON = re.compile("Войти через единый вход региона")


def by_the_provider(opens: Opens, portal: Portal, provider: dict[str, str]) -> Screen:
    """Presses the button at the door, says at the provider who they are, and is back."""
    screen = opens(None)
    screen.elsewhere = provider["OIDC_ISSUER"]
    screen.page.goto(f"{portal.url}/admin/")
    screen.page.get_by_role("link", name=BUTTON).click()
    screen.page.wait_for_url(f"{provider['OIDC_ISSUER']}/**")
    screen.page.locator("input[name=sub]").first.fill("t-7")
    screen.page.get_by_role("button", name="Authorize").first.click()
    screen.page.wait_for_url(f"{portal.url}/**")
    return screen


def test_a_colleague_comes_in_by_the_provider_once_the_table_says_so(
    opens: Opens, portal: Portal, provider: dict[str, str]
) -> None:
    stranger = by_the_provider(opens, portal, provider)
    assert "/admin/" not in stranger.page.url
    refused = [one for one in stranger.complaints if "403" in one and "/accounts/provider/callback/" in one]
    assert len(refused) == 1
    stranger.complaints.remove(refused[0])

    keeper = opens("admin")
    keeper.open("/admin/access/claims/")
    keeper.assert_sound("access-claims")
    keeper.fill(value="tula-inspectors")
    keeper.page.locator("select[name=role]").select_option("inspector")
    keeper.page.locator("select[name=region]").select_option("71")
    keeper.page.locator("form:has(input[name=value]) [name=reason]").fill("Приказ 5")
    keeper.page.locator("form:has(input[name=value]) button.hc-button").click()
    keeper.says("tula-inspectors").wait_for()

    colleague = by_the_provider(opens, portal, provider)
    colleague.page.wait_for_url(f"{portal.url}/admin/")
    colleague.open("/admin/supervision/house/")
    assert colleague.page.locator("#result_list tbody tr").count()
    assert colleague.answer("/admin/access/") == 403
    keeper.open("/admin/access/")
    keeper.says("Единая").wait_for()
