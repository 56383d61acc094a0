"""Titles of the admin's pages name their kind as it is, declined by nobody."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.browsing import of_root
from tests.world import World

pytestmark = pytest.mark.walk


@pytest.fixture
def admin(world: World) -> Client:
    return of_root()


@pytest.mark.parametrize(
    ("address", "title"),
    [
        ("/admin/supervision/organisation/", "Организации"),
        ("/admin/supervision/zone/", "Зоны"),
        ("/admin/auth/user/", "Пользователи"),
        ("/admin/supervision/region/55/change/", "Регион"),
    ],
)
def test_a_page_is_called_by_its_kind(admin: Client, address: str, title: str) -> None:
    assert admin.get(address).context["title"] == title


def test_what_was_saved_is_said_without_a_wrong_case(admin: Client) -> None:
    user = User.objects.get(username="root")
    form = {"username": "root", "last_name": "Иванова", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    page = admin.post(f"/admin/auth/user/{user.pk}/change/", form, follow=True)
    assert "Сохранено: пользователь «" in page.content.decode()


def test_the_way_out_of_a_filter_is_offered_only_within_one(admin: Client, world: World) -> None:
    world.house("г. Омск, ул. Мира, д. 1")
    assert "сбросить отбор" not in admin.get("/admin/supervision/house/").content.decode()
    assert "сбросить отбор" in admin.get("/admin/supervision/house/", {"q": "мира"}).content.decode()


def test_an_empty_list_does_not_tell_to_reset_filters(admin: Client) -> None:
    assert "Здесь пока ничего нет" in admin.get("/admin/supervision/absence/").content.decode()
    assert "Здесь пока ничего нет" not in admin.get("/admin/supervision/absence/", {"q": "мира"}).content.decode()
