"""The version is one: at the foot of pages, in `/health/`, in the interface's schema, in the list of changes."""

import re
from pathlib import Path

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from housechats import __version__
from tests.browsing import of_root
from tests.world import World

CHANGELOG = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
PAGES = (
    *("/admin/", "/admin/supervision/house/", "/admin/supervision/house/{house}/change/", "/admin/reports/"),
    *("/find/?q=мира", "/admin/supervision/house/{house}/history/", "/accounts/2fa/"),
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_the_version_at_its_foot(world: World, page: str) -> None:
    client = of_root()
    house = world.house("г. Омск, ул. Мира, д. 1")
    answer = client.get(page.format(house=house.pk), follow=True)
    assert answer.status_code == 200
    feet = re.findall(r'<footer class="hc-version">(.*?)</footer>', answer.content.decode())
    assert feet == [f"Версия {__version__}"]


@pytest.mark.django_db
def test_health_and_schema_say_the_same() -> None:
    assert Client().get("/health/").json()["version"] == __version__
    assert SchemaGenerator().get_schema(request=None, public=True)["info"]["version"] == __version__


def test_the_newest_release_of_the_changelog_is_this_version() -> None:
    newest = re.findall(r"^## (\d\S*) - \d{4}-\d\d-\d\d$", CHANGELOG.read_text(encoding="utf-8"), re.MULTILINE)
    assert newest[0] == __version__
