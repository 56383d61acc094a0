"""Each role sees its own pages: a stranger's house does not exist, and a reader changes nothing."""

import pytest
from portal import Portal

from conftest import Opens


def pages(portal: Portal) -> list[str]:
    house = portal.scene["managed"][0]
    return [f"/admin/supervision/{model}/{house[model]}/change/" for model in ("house", "chat")]


def test_a_stranger_is_told_that_there_is_no_such_house(opens: Opens, portal: Portal) -> None:
    screen = opens("stranger")
    assert [screen.answer(path) for path in pages(portal)] == [404, 404]


def test_whoever_did_not_sign_in_is_sent_to_do_so(opens: Opens, portal: Portal) -> None:
    screen = opens(None)
    assert [screen.answer(path) for path in pages(portal)] == [302, 302]


def test_an_analyst_reads_and_may_not_replace_a_company(opens: Opens, portal: Portal) -> None:
    screen = opens("analyst")
    assert [screen.answer(path) for path in pages(portal)] == [200, 200]
    assert screen.answer(f"/admin/supervision/house/{portal.scene['managed'][0]['house']}/replace-company/") == 403


# may read the house, pass it on, dismiss an inspector, see the logins
ROLES = {
    "admin": [200, 200, 200, 200],
    "head": [200, 200, 200, 403],
    "inspector": [200, 200, 403, 403],
    "analyst": [200, 403, 404, 403],  # people do not exist for who sees none
    "stranger": [404, 404, 404, 403],
}


@pytest.mark.parametrize("name", ROLES)
def test_a_role_opens_what_its_menu_offers_and_nothing_beyond(opens: Opens, portal: Portal, name: str) -> None:
    house, inspector = portal.scene["managed"][0]["house"], portal.scene["inspectors"]["Инспектор 1"]
    screen = opens(name)
    screen.open("/admin/")
    paths = "all => all.map(a => a.pathname)"
    menu = screen.page.locator("#nav-sidebar a[href^='/admin/']").evaluate_all(paths)
    links = dict.fromkeys(menu)
    for entry in menu:
        screen.open(entry)
        links |= dict.fromkeys(screen.page.locator("#tabs-wrapper a[href^='/admin/']").evaluate_all(paths))
    assert len(links) > 15
    answers = {link: screen.answer(link) for link in links}
    only_one = {"/admin/set-up/"} if name == "head" else set()  # leads on to the page of the only region
    assert answers == {link: 302 if link in only_one else 200 for link in links}
    asked = (f"house/{house}/change/", f"house/{house}/replace-company/", f"inspector/{inspector}/dismiss/")
    answers = [screen.answer(f"/admin/supervision/{path}") for path in asked]
    assert [*answers, screen.answer("/admin/auth/user/")] == ROLES[name]
