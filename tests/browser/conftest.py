"""One portal and one Chromium for all tests; a window for each test. Installed by `make test-browser`."""

import re
import shutil
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import portal as portals
import provider as providers
import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright
from portal import Portal
from screen import DESK, PICTURES, Screen
from signing_in import sign_in

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
)
PATIENCE_MS = 60_000
SCENES = [Path(__file__).with_name(f"{name}.py") for name in ("scene", "scene_of_reports")]


@pytest.fixture(scope="session")
def provider() -> Iterator[dict[str, str]]:
    """The identity provider of the region, as the portal is told of it."""
    person = {"sub": "t-7", "preferred_username": "provided", "family_name": "Единая", "groups": ["tula-inspectors"]}
    with providers.providing({**person, "amr": ["pwd", "otp"]}) as settings:
        yield settings


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, provider: dict[str, str]) -> Iterator[Portal]:
    with portals.running(tmp_path_factory.mktemp("portal") / "data", *SCENES, configured=provider) as running:
        yield running


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    # launched without a folder of its own it makes a fresh one and throws it away
    executable = shutil.which("chromium")
    assert executable, "there is no chromium: make test-browser installs it"
    browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS), timeout=PATIENCE_MS)
    yield browser
    browser.close()


def window(chromium: Browser, state: Any = None) -> BrowserContext:
    context = chromium.new_context(viewport=DESK, locale="ru-RU", timezone_id="Europe/Moscow", storage_state=state)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, portal: Portal) -> Callable[[str], Any]:
    """What a browser keeps of a person who signed in: once for each of them."""
    kept: dict[str, Any] = {}

    def state(name: str) -> Any:
        if name not in kept:
            context = window(chromium)
            sign_in(context.new_page(), portal.url, name, portal.passwords[name])
            kept[name] = context.storage_state()
            context.close()
        return kept[name]

    return state


Opens = Callable[[str | None], Screen]


SCREENS = pytest.StashKey[list[Screen]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What each window of a failed test shows: a time limit that ran out does not say what came instead."""
    report = yield
    if report.when == "call" and report.failed:
        name = re.sub(r"\W+", "-", item.name)
        screens: list[Screen] = item.stash.get(SCREENS, [])
        for number, screen in enumerate(screens):
            screen.picture(PICTURES / "failed" / f"{name}-{number}.png")
    return report


@pytest.fixture
def opens(
    request: pytest.FixtureRequest, chromium: Browser, portal: Portal, signed_in: Callable[[str], Any]
) -> Iterator[Opens]:
    """The window of a login; `opens(None)` is somebody who did not sign in. Nothing may have gone wrong in it."""
    contexts: list[BrowserContext] = []
    screens: list[Screen] = request.node.stash.setdefault(SCREENS, [])

    def screen(name: str | None) -> Screen:
        contexts.append(window(chromium, signed_in(name) if name else None))
        screens.append(Screen(contexts[-1], portal.url))
        return screens[-1]

    yield screen
    for context in contexts:
        context.close()
    complaints = [complaint for each in screens for complaint in each.complaints]
    assert not complaints, "\n".join(complaints)


def pytest_sessionstart() -> None:
    shutil.rmtree(PICTURES, ignore_errors=True)
