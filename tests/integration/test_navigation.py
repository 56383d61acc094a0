"""The menu offers each role its jobs, the tabs the lists of a job, and the guide helps on each page."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse

from supervision import access
from supervision.admin.guide import chapters
from supervision.admin.navigation import JOBS, sidebar, tabs
from supervision.enums import Role
from supervision.models import Region
from tests.browsing import browser_of, entered
from tests.integration.test_access_table import PAGES
from tests.world import World

CHAPTERS = sorted(chapters.names())


def asked_by(role: Role, code: str | None) -> HttpRequest:
    user = User.objects.create_user("reader")
    access.assign_role(user, role, Region.objects.get(pk=code) if code else None)
    request = RequestFactory().get("/admin/")
    request.user = user
    return request


@pytest.mark.parametrize(
    ("role", "code", "has_found_chats"), [(Role.ANALYST, None, False), (Role.INSPECTOR, "55", True)]
)
def test_chats_found_are_offered_to_who_holds_a_region(
    world: World, role: Role, code: str | None, has_found_chats: bool
) -> None:
    links = [item["link"] for tab in tabs(asked_by(role, code)) for item in tab["items"]]
    assert ("/admin/supervision/foundchat/" in links) is has_found_chats
    assert "/admin/supervision/chat/" in links


def test_an_inspectors_menu_is_nine_jobs(world: World) -> None:
    daily, portal = sidebar(asked_by(Role.INSPECTOR, "55"))
    assert len(daily["items"]) == 9
    assert portal["items"] == []


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.HEAD, Role.ANALYST])
def test_every_list_that_a_role_may_open_is_a_tab_or_an_entry(world: World, role: Role) -> None:
    request = asked_by(role, None if role is Role.ANALYST else "55")
    offered = {item["link"] for group in [*sidebar(request), *tabs(request)] for item in group["items"]}
    client = browser_of(request.user)
    for job in JOBS:
        for model in job.lists:
            url = reverse(f"admin:supervision_{model._meta.model_name}_changelist")
            assert client.get(url).status_code == (200 if url in offered else 403) or model.__name__ == "FoundChat", url


def test_a_list_shows_the_other_lists_of_its_job_as_tabs(world: World) -> None:
    page = entered("inspector", Role.INSPECTOR, "55").get("/admin/supervision/absence/").content.decode()
    shown = page.split('id="tabs-wrapper"', 1)[1]
    assert all(f"/admin/supervision/{name}/" in shown for name in ("inspector", "zone", "representative"))


# --- the guide


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_chapter_is_a_page_whose_links_and_pictures_are_there(world: World, name: str) -> None:
    reader = entered("reader", Role.INSPECTOR, "55")
    page = reader.get(chapters.address(name))
    assert page.status_code == 200
    body = str(page.context["body"])
    for link in {part.split('"', 1)[0] for part in body.replace('src="', 'href="').split('href="')[1:]}:
        answer = reader.get(link)
        assert answer.status_code == 200, link
        assert not answer.streaming or answer.getvalue()


def test_what_is_no_chapter_or_picture_does_not_exist(world: World) -> None:
    reader = entered("reader", Role.INSPECTOR, "55")
    for path in ("nowhere/", "pictures/nothing.png", "pictures/..%2Fapi.md", "pictures/%2e%2e"):
        assert reader.get(f"/admin/help/{path}").status_code == 404, path


def test_help_leads_to_chapters_and_begins_with_names_of_pages_that_there_are() -> None:
    assert set(chapters.HELPS.values()) <= set(CHAPTERS)
    names = [page.key.rpartition(":")[2] for page in PAGES]
    assert [start for start in chapters.HELPS if not any(name.startswith(start) for name in names)] == []


def test_the_page_of_a_house_s_correction_is_helped_by_its_own_chapter(world: World) -> None:
    assert chapters.helping("supervision_house_correct") == "correct-house"
    assert chapters.helping("supervision_house_changelist") == "lists"
    page = entered("inspector", Role.INSPECTOR, "55").get("/admin/supervision/upload/").content.decode()
    assert f'href="{chapters.address("imports")}"' in page
