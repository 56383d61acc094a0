"""The change of company as a person goes through it: houses chosen in the list, the form, what would happen."""

import re

from screen import Screen

SHOW = "form .hc-row > button:not([name])"
CONFIRM = "button[name=confirm]"


def choose_houses(screen: Screen, query: str, *, all_pages: bool = False) -> None:
    """Ticks what the list shows, or everything that the search finds, and starts the change."""
    screen.open(f"/admin/supervision/house/?q={query}")
    screen.page.locator("#action-toggle").first.check()
    if all_pages:
        screen.says(re.compile("Выбрать все")).click()
    screen.page.locator("select[name=action]").select_option("replace_company")
    screen.page.locator("#changelist-form button[type=submit], #changelist-form button[name=index]").first.click()
    screen.page.wait_for_url("**/house/replace-company/*/")


def ask_for(screen: Screen, organisation: str, **values: str) -> None:
    """Fills the form and has the consequences shown; without `since` powers begin on the first of next month."""
    screen.choose("organisation", organisation)
    screen.fill(**{"basis": "Протокол общего собрания", "reason": "Решение собственников", **values})
    screen.page.locator(SHOW).click()
