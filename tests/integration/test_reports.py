"""Reports as readers get them: the page, the files, what an address may ask for, and who sees which region."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from supervision import access
from supervision.enums import Role
from supervision.models import DailySnapshot, Event, Region
from supervision.reports import snapshot
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")

COUNTRY = "/admin/reports/country/"


def login(name: str, role: Role, code: str | None = None) -> Client:
    user = User.objects.create_user(name)
    access.assign_role(user, role, Region.objects.get(pk=code) if code else None)
    client = Client()
    client.force_login(user)
    return client


def frozen(code: str, day: date, **counts: int) -> None:
    region = Region.objects.get(pk=code)
    DailySnapshot.objects.create(region=region, day=day, taken_at=region.midnight(day), **counts)


def shown(client: Client, url: str = COUNTRY, **given: str) -> list[list[str]]:
    """The cells of the table."""
    lines = client.get(url, given).context["lines"]
    return [[cell["words"] for cell in line] for line in lines]


def column(client: Client, key: str, url: str = COUNTRY, **given: str) -> dict[str, str]:
    """The cells of one column by the region."""
    context = client.get(url, given).context
    keys = [head["column"].key for head in context["heads"]]
    return {line[keys.index("region")]["words"]: line[keys.index(key)]["words"] for line in context["lines"]}


def test_the_country_ranks_its_regions_by_the_figure_chosen(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5, with_company_admin=5)
    frozen("25", world.today, in_scope=10, with_chat=8, with_company_admin=2)
    analyst = login("analyst", Role.ANALYST)
    assert list(column(analyst, "place").items()) == [("Приморский край", "1"), ("Омская область", "2")]
    by_admins = column(analyst, "place", figure="with_company_admin")
    assert list(by_admins.items()) == [("Омская область", "1"), ("Приморский край", "2")]


def test_an_inspector_sees_the_own_region_only(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    frozen("25", world.today, in_scope=10, with_chat=8)
    assert list(column(login("inspector", Role.INSPECTOR, "55"), "in_scope")) == ["Омская область"]


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"figure": "beauty"}, "figure"),
        ({"day": "yesterday"}, "day"),
        ({"day": "0001-01-01"}, "day"),
        ({"colour": "red"}, "colour"),
        ({"region": "55"}, "region"),
        ({"sort": "-beauty"}, "sort"),
    ],
)
def test_what_an_address_may_not_ask_is_named(world: World, given: dict[str, str], named: str) -> None:
    answer: Any = login("analyst", Role.ANALYST).get(COUNTRY, given)
    assert answer.status_code == 400
    assert named in answer.context["refusal"]


def test_a_report_leaves_the_portal_on_record(world: World) -> None:
    frozen("55", world.today, in_scope=10, with_chat=5)
    analyst = login("analyst", Role.ANALYST)
    file: Any = analyst.post(f"{COUNTRY}export/csv/?figure=with_chat")
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    event = Event.objects.get(name="report.exported")
    assert event.details == {"report": "country", "asked": {"figure": "with_chat"}, "rows": 1}


def test_before_the_first_snapshot_the_page_says_so(world: World) -> None:
    page = login("analyst", Role.ANALYST).get(COUNTRY)
    assert (page.status_code, page.context["lines"]) == (200, [])
    assert len(page.context["notes"]) == 1


def test_the_snapshot_taken_today_is_what_is_shown(world: World) -> None:
    world.inspector("Инспектор 1")
    world.houses(3)
    world.push()
    snapshot.take(world.region)
    assert column(login("analyst", Role.ANALYST), "with_chat") == {"Омская область": "3"}
