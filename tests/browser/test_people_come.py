"""From a name that somebody types to the badge that residents see, through the portal's pages and the messenger's.

Nobody types a messenger id: the account is the one in which the invitation was opened.
"""

import re
import time

from playwright.sync_api import Page, ViewportSize
from portal import Portal
from screen import WORKER_SECONDS, Screen

from conftest import Opens

COMPANY = "ООО УК «Наш двор»"
NARROW = ViewportSize(width=360, height=740)


class Phone:
    """A person's dialog with the bot, on the pages of the messenger's stand-in."""

    def __init__(self, opens: Opens, portal: Portal) -> None:
        self.screen, self.url = opens(None), portal.messenger_url
        self.screen.elsewhere = portal.messenger_url
        self.page: Page = self.screen.page

    def open(self, link: str, name: str) -> None:
        self.page.goto(link)
        number = 770_000 + sum(map(ord, name))  # whose phone it is; a person never sees it
        self.page.locator("input[name=user_id]").fill(str(number))
        self.page.locator("input[name=name]").fill(name)
        self.page.get_by_role("button", name="Начать").click()
        self.page.get_by_role("link", name="обновить").click()  # the dialog's own address, which can be read again

    def until(self, words: str) -> None:
        self.screen.wait_for(words)

    def press(self, words: str) -> None:
        """The bot's answer comes from a worker."""
        button = self.page.get_by_role("button", name=words, exact=True)
        end = time.monotonic() + WORKER_SECONDS
        while not button.count():
            assert time.monotonic() < end, f"no button {words!r}: {self.page.inner_text('body')}"
            self.page.wait_for_timeout(500)
            self.page.goto(self.page.url)
        button.last.click()

    def join_first(self) -> str:
        """Presses the first chat that the bot lists; gives its address."""
        chat = self.page.locator("form:has(input[name=join]) button")
        end = time.monotonic() + WORKER_SECONDS
        while not chat.count():
            assert time.monotonic() < end, f"no chat is listed: {self.page.inner_text('body')}"
            self.page.wait_for_timeout(500)
            self.page.goto(self.page.url)
        address = chat.first.inner_text()
        chat.first.click()
        return address

    def sees_badge(self, address: str, name: str, company: str) -> None:
        """As a resident sees the participants of the chat."""
        self.page.goto(f"{self.url}/?q={address}")
        self.page.get_by_role("link", name=re.compile(re.escape(address) + r"(?!\d)")).first.click()
        row = self.page.locator(".row", has_text=name)
        end = time.monotonic() + WORKER_SECONDS
        while not row.locator(".badge", has_text="администратор").count():
            assert time.monotonic() < end, f"no badge: {self.page.inner_text('aside')}"
            self.page.wait_for_timeout(500)
            self.page.reload()
        assert company in row.inner_text()


def people_of(screen: Screen, portal: Portal) -> None:
    screen.open(f"/admin/supervision/organisation/{portal.scene['organisations'][COMPANY]}/people/")


def test_from_a_name_to_the_badge_without_a_number(opens: Opens, portal: Portal) -> None:
    name = "Ромашкина Анна"
    inspector = opens("inspector")
    people_of(inspector, portal)
    inspector.page.locator("textarea[name=people]").fill(name)
    inspector.page.get_by_role("button", name="Добавить", exact=True).click()
    row = inspector.page.locator("tr", has_text=name)
    row.get_by_role("button", name="Пригласить", exact=True).click()
    link = row.locator("a.hc-link", has_text="start=").get_attribute("href")
    assert link
    inspector.assert_sound("invitation-of-a-representative")
    phone = Phone(opens, portal)
    phone.open(link, name)
    phone.press("Это я")
    address = phone.join_first()
    phone.sees_badge(address, name, "Наш двор")
    people_of(inspector, portal)
    inspector.says("известен в МАХ").wait_for()


def test_a_company_names_its_people_on_a_phone(opens: Opens, portal: Portal) -> None:
    name = "Лютикова Вера"
    inspector = opens("inspector")
    people_of(inspector, portal)
    inspector.button("Создать ссылку").click()
    link = inspector.page.locator("a.hc-link[href*='/company/']").get_attribute("href")
    assert link
    company = opens(None)
    company.page.set_viewport_size(NARROW)
    company.page.goto(link)
    company.assert_sound("company-door")
    company.page.set_viewport_size(NARROW)
    company.button("Открыть страницу").click()
    company.page.wait_for_url(f"{portal.url}/company/")
    company.fill(full_name=name, position="Управляющая")
    company.button("Назвать представителя").click()
    mine = company.page.locator("li", has_text=name)
    mine.get_by_role("button", name=f"Создать приглашение: {name}").click()
    invitation = mine.locator("a.hc-link").get_attribute("href")
    assert invitation
    widths = company.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] <= widths[1], f"wider than a narrow phone: {widths}"
    company.assert_sound("company-page")

    phone = Phone(opens, portal)
    phone.open(invitation, name)
    phone.press("Это я")
    phone.until("должен подтвердить инспектор")
    inspector.open("/admin/")
    inspector.says("ждёт подтверждения").wait_for()
    inspector.open("/admin/people-awaited/")
    inspector.assert_sound("people-awaited")
    inspector.page.get_by_role("button", name=f"Подтвердить: {name}").click()
    inspector.says("представляет организацию").wait_for()
    phone.press("Проверить")
    address = phone.join_first()
    phone.sees_badge(address, name, "Наш двор")
