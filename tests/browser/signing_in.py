"""How a person signs in. The only place that knows the fields of that page."""

from playwright.sync_api import Page


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}/admin/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(f"{url}/admin/")
