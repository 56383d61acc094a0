"""The menu offers each role its jobs, the tabs the lists of a job, and the guide helps on each page."""

import re

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from supervision import access
from supervision.admin.guide import chapters
from supervision.admin.navigation import JOBS, sidebar, tabs
from supervision.enums import Role, WorkOrderKind
from supervision.models import MessengerAccount, Region, WorkOrder
from supervision.notice_kinds import NoticeKind
from supervision.notices import marking
from supervision.worklists import menu_counts
from tests.browsing import browser_of, entered
from tests.integration.test_access_table import PAGES
from tests.news import with_login
from tests.statements import statements
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


# --- what waits, beside the entries


def beside(request: HttpRequest) -> dict[str, str]:
    items = [item for group in sidebar(request) for item in group["items"]]
    return {item["link"]: item["badge"] for item in items if item.get("badge")}


ORDERS, CHANGES, DESK = "/admin/supervision/workorder/", "/admin/supervision/operation/", "/admin/"


def test_the_menu_counts_orders_of_whoever_looks_approvals_and_unread_notices(world: World) -> None:
    """An inspector's own orders, a head's all; a region that waits for an approval is told to who may give it."""
    (mine, user), (other, _other) = with_login(world, "Петрова"), with_login(world, "Сидоров")
    for number, house in enumerate(world.houses(7)):
        owner = mine if number < 2 else other
        order = WorkOrder.objects.create(chat=world.chat(house), kind=WorkOrderKind.HAND_OVER, inspector=owner)
        marking.tell(NoticeKind.ORDER, world.region, order.pk, owner.pk, [user])
    WorkOrder.objects.filter(inspector=other).filter(pk=order.pk).update(closed_at=timezone.now())
    MessengerAccount.objects.filter(region="55").update(held_reason="Слишком много")
    assert beside(asking(user)) == {ORDERS: "2", DESK: "1"}, "seven notices of a kind are one line, as on the bell"
    assert beside(asking(world.by)) == {ORDERS: "6", CHANGES: "1"}
    assert beside(asked_by(Role.ANALYST, None)) == {}
    page = browser_of(user).get("/admin/").content.decode()
    assert re.search(rf'href="{ORDERS}".*?>\s*2\s*</span>', page, re.DOTALL)


def test_what_is_many_is_not_counted_to_the_end(world: World) -> None:
    houses = world.houses(menu_counts.MOST_TOLD + 5)
    inspector = world.inspector("Инспектор 1")
    kinds = {"kind": WorkOrderKind.HAND_OVER, "inspector": inspector}
    WorkOrder.objects.bulk_create(WorkOrder(chat=world.chat(house), **kinds) for house in houses)
    request = asking(world.by)
    access.roles(world.by)
    asked = statements(lambda: beside(request))
    assert beside(request) == {ORDERS: "99+"}
    assert len([sql for sql in asked if "supervision_workorder" in sql or "supervision_notice" in sql]) == 2


def asking(user: User) -> HttpRequest:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(pk=user.pk)
    return request


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
