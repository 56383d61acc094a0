"""How a person signs in. The only place that knows the fields of that page."""

from playwright.sync_api import Page


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}/admin/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form button[type=submit], form input[type=submit]").first.click()
    page.wait_for_url("**/admin/")
