"""How a person signs in, and what the telephone shows. The only place that knows the fields of those pages."""

import base64
import hashlib
import hmac
import time

from playwright.sync_api import Page

STEP_SECONDS = 30


def sign_in(page: Page, url: str, name: str, password: str) -> None:
    give_password(page, url, name, password)
    page.wait_for_url(f"{url}/admin/")


def give_password(page: Page, url: str, name: str, password: str) -> None:
    page.goto(f"{url}/admin/")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()


def give_code(page: Page, code: str) -> None:
    page.locator("input[name=code]").fill(code)
    page.locator("form:has(input[name=code]) button[type=submit]").first.click()  # the other one cancels


def code_of(secret: str, *, ahead: int = 0) -> str:
    """Six digits of RFC 6238; `ahead` takes a later one, because a code opens only once."""
    step = int(time.time()) // STEP_SECONDS + ahead
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06d}"
