"""A person's browser window: opens pages of the portal, and says what is wrong with the one that it shows."""

import os
import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import accessibility
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, ViewportSize

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / ".browser/screens"  # of every page, for whoever wants to look
SHOWN = ROOT / "docs/screenshots"  # of a few, for the README and the guides; only `make screenshots` writes there
DESK, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
MOST_TABS = 150
WORKER_SECONDS = 300  # wide, for slow machines


class Screen:
    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.page = context.new_page()
        self.complaints: list[str] = []
        self.elsewhere = ""  # an address beside the portal that the walk itself leads to; its pages are not judged
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._watch)

    def _is_elsewhere(self, *urls: str) -> bool:
        return bool(self.elsewhere) and any(url.startswith(self.elsewhere) for url in urls)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not self._is_elsewhere(self.page.url, str(message.location.get("url"))):
            self.complaints.append(f"console: {message.text} ({message.location.get('url')})")

    def _watch(self, request: Request) -> None:
        """Nothing of a page comes from outside: fonts, scripts, pictures."""
        asked = urlsplit(request.url)
        is_own = asked.scheme in ("data", "blob") or f"{asked.scheme}://{asked.netloc}" == self.url
        if not is_own and not self._is_elsewhere(request.url, request.headers.get("referer", "")):
            self.complaints.append(f"a request left the portal: {request.url}")

    # --- going about -----------------------------------------------------------------------------------------------

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.url}{path}")
        assert answer and answer.status == 200, f"{path}: {answer and answer.status}"

    def answer(self, path: str) -> int:
        """The status with which the portal answers; nothing is shown."""
        return self.page.request.get(f"{self.url}{path}", max_redirects=0).status

    def button(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=words).first

    def says(self, words: str | re.Pattern[str]) -> Locator:
        return self.page.locator("main, body").get_by_text(words).locator("visible=true").first

    def wait_for(self, words: str | re.Pattern[str]) -> None:
        """Reads the page again and again until a worker has done what the words tell of."""
        end = time.monotonic() + WORKER_SECONDS
        while not self.says(words).count():
            assert time.monotonic() < end, f"{self.page.url} does not say {words!r} after {WORKER_SECONDS} s"
            self.page.wait_for_timeout(500)
            self.page.reload()

    def choose(self, name: str, words: str) -> None:
        """In a field that is searched by typing."""
        self.page.locator(f"select[name={name}] + .select2 .select2-selection").click()
        self.page.locator(".select2-search__field").fill(words)
        self.page.locator(".select2-results__option", has_text=words).first.click()

    def fill(self, **values: str) -> None:
        """Fields by their names."""
        for name, value in values.items():
            self.page.locator(f"input[name={name}]").fill(value)

    def reach(self, target: Locator) -> None:
        """By the keyboard alone."""
        target.wait_for()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{MOST_TABS} presses of Tab do not reach {target}")

    # --- judgement -------------------------------------------------------------------------------------------------

    def assert_sound(self, name: str) -> None:
        """On a desk and on a phone everything fits into the width; axe-core finds nothing heavy; pictures are taken."""
        self._assert_sound_in_this_window(f"{name}-desk")
        self.page.set_viewport_size(PHONE)
        self._assert_sound_in_this_window(f"{name}-phone")
        self.page.set_viewport_size(DESK)

    def assert_sound_in_the_dark(self, name: str) -> None:
        """The same for who prefers light letters on dark ground; the page is read again, for it asks once."""
        self.page.emulate_media(color_scheme="dark")
        self.page.reload()
        assert self.page.locator("html.dark").count(), f"{name} stays light"
        self.assert_sound(f"{name}-dark")
        self.page.emulate_media(color_scheme="light")

    def _assert_sound_in_this_window(self, name: str) -> None:
        self.picture(PICTURES / f"{name}.png")
        found = accessibility.findings(self.page)
        assert not found, "\n".join((name, *found))
        widths = self.page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth, innerWidth]")
        assert max(widths[:2]) <= widths[2] + 1, f"{name} is wider than the screen: {widths}"

    def show(self, name: str) -> None:
        """The picture of the same name in the documents, when pictures are asked for."""
        if os.environ.get("SCREENSHOTS"):
            self.picture(SHOWN / f"{name}.png")

    def picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, animations="disabled", caret="hide")
