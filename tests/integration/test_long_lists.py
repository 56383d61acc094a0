"""Lists longer than anybody waits for: a count is true or says that there are more, and no page loses the filters."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from supervision import access, worklists
from supervision.admin.lists.base import MOST_OF_THE_COUNTRY, CappedPaginator
from supervision.enums import Role
from supervision.models import House
from supervision.reports import desk
from tests.browsing import browser_of
from tests.world import World

LIST = "/admin/supervision/house/"


@pytest.fixture
def client(world: World) -> Client:
    return browser_of(world.by)


@pytest.mark.parametrize(("most", "is_capped", "count"), [(4, True, 4), (5, False, 5), (6, False, 5)])
def test_a_count_is_true_or_says_that_there_are_more(world: World, most: int, is_capped: bool, count: int) -> None:
    world.houses(5)
    found = CappedPaginator(House.objects.order_by("pk"), 2)
    found.most_counted = most
    assert (found.is_capped, found.count) == (is_capped, count)


def test_what_was_not_counted_is_said_with_its_thousands_apart(world: World, client: Client) -> None:
    """More rows than are counted for who sees the whole country, without any work of the portal."""
    analyst = User.objects.create_user("analyst")
    access.assign_role(analyst, Role.ANALYST)
    world.house("ул. Мира, д. 1")
    first = House.objects.get()
    assert not _shown(analyst).count("более")
    rows = (
        House(region=world.region, fias_guid=f"{number:032x}", address=f"д. {number}", kind=first.kind)
        for number in range(10**6, 10**6 + MOST_OF_THE_COUNTRY)
    )
    House.objects.bulk_create(rows)
    assert _shown(analyst).count("более 10 000") == 2  # above the list and below it
    waits = {one.kind: one for one in desk.needs(analyst, worklists.today(analyst), None)}
    assert (waits["without_company"].count, waits["without_company"].is_more) == (MOST_OF_THE_COUNTRY, True)


def _shown(user: User) -> str:
    return browser_of(user).get(LIST, {"kind__exact": "apartment"}).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize("page", ["3", "99", "0", "-1"])
def test_a_page_beyond_the_end_is_the_last_one_and_keeps_the_filters(world: World, client: Client, page: str) -> None:
    world.houses(101)
    answer = client.get(LIST, {"kind__exact": "apartment", "p": page})
    assert answer.status_code == 200
    shown = answer.context["cl"]
    assert (shown.page_num, len(shown.result_list)) == ((3, 1) if int(page) > 0 else (1, 50))
    links = re.findall(r'href="(\?[^"]*p=\d+[^"]*)"', answer.content.decode())
    assert links and all("kind__exact=apartment" in link for link in links)
