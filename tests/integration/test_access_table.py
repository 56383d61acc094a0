"""Every page of the portal and what it answers to whom.

A NEW PAGE? Run this file: the failure names the page. Add one line to OWN_PAGES, in the order of PEOPLE, first what it
answers to GET, then to an empty POST. `login` is a redirect to the sign-in page, another redirect is 302.
Resources of the interface stand in `tests/interface_access.py`.
The list, object and history pages of a new model follow STANDARD by themselves; give `tests/everything.py` a row of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from supervision import access
from supervision.enums import Role
from supervision.models import (
    Region,
)
from tests.browsing import browser_of
from tests.everything import populate
from tests.integration.access_answers import OWN_PAGES, STANDARD
from tests.sampled import sampled
from tests.world import World

pytestmark = [
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.walk,
]

# the client is a login of another system: it has no role in the portal, so its session ends at once
PEOPLE = ("inspector", "stranger", "head", "analyst", "client", "anonymous")

# where the address is a pattern, one that fits; the button that is pressed
PATHS = {
    "access_login": "/admin/access/1000000/",
    "open_data_file": "/open-data/latest/figures.csv",
    "admin:app_list": "/admin/supervision/",
    "admin/(?P<url>.*)$": "/admin/nowhere/",
    "admin:view_on_site": "/admin/r/1/1/",
    "guide_chapter": "/admin/help/imports/",
    "guide_picture": "/admin/help/pictures/desk.png",
    "report": "/admin/reports/country/",
    "report_print": "/admin/reports/country/print/",
    "report_export": "/admin/reports/country/export/csv/",
    "api-reports-detail": "/api/v1/reports/country/",
    "admin:supervision_zone_grid": "/admin/supervision/zone/grid/55/",
}
# resources of the interface, and whose rows they are
RESOURCES = {
    **{"regions": "region", "municipalities": "municipality", "houses": "house", "organisations": "organisation"},
    **{"licences": "licence", "management-periods": "managementperiod", "inspectors": "inspector"},
    **{"representatives": "representative", "chats": "chat", "work-orders": "workorder", "imports": "importrun"},
    **{"sync-requests": "syncrequest", "operations": "operation", "audit-events": "event"},
    **{"invitations": "invitation", "webhooks": "webhookendpoint", "imports/uploads": "upload"},
}
DOORS = (reverse("account_login"), reverse("admin:login"))
BUTTONS = {
    **{"chat": "look", "messengeraccount": "retry", "absence": "end", "workorder": "link", "foundchat": "link"},
    **{"adoption": "cancel", "operation": "undo", "upload": "cancel"},
    **{"webhookendpoint": "switch_off", "webhookdelivery": "redeliver"},
}


@dataclass(frozen=True)
class Page:
    """`key` is the address's name, or its pattern where it has none."""

    key: str
    route: str

    @property
    def answers(self) -> tuple[list[str], list[str]] | None:
        """To GET and to POST, in the order of PEOPLE."""
        patterns = [pattern for pattern in STANDARD if fnmatch(self.key, pattern)]
        row = OWN_PAGES.get(self.key) or (STANDARD[patterns[0]] if patterns else None)
        return (row[0].split(), row[1].split()) if row else None

    def path(self, objects: dict[str, object]) -> str:
        if self.key in PATHS:
            return PATHS[self.key]
        parts = self.route.split("/")
        model = parts[2] if len(parts) > 3 else ""
        model = RESOURCES.get("/".join(parts[2:4]), RESOURCES.get(model, model))
        given = {
            "button": BUTTONS.get(model, ""),
            "form": "csv",
            "kind": "csv",
            "token": "nobody-s",
            "slug": "refused",
            **{"region_code": "55", "code": "55"},
        }
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda m: given.get(m[1]) or str(objects[model]), self.route)


def walk(resolver: URLResolver, namespace: str = "", before: str = "") -> Iterator[Page]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace, route)
        else:
            yield Page(f"{namespace}{entry.name}" if entry.name else route, route)


PAGES = tuple(walk(get_resolver()))


@pytest.fixture(autouse=True)
def nobody_has_tried() -> None:
    """Links that lead nowhere are counted by the address of whoever opens them, and every test has the same."""
    cache.clear()


def sign_in(person: str, world: World) -> Client:
    if person == "anonymous":
        return Client(raise_request_exception=False)
    user = User.objects.create(username=f"{person}_{next(world.numbers)}", password="of no use, as nobody types it")
    if person == "analyst":
        access.assign_role(user, Role.ANALYST)
    elif person != "client":
        region = Region.objects.get(pk="25") if person == "stranger" else world.region
        access.assign_role(user, Role.HEAD if person == "head" else Role.INSPECTOR, region)
    return browser_of(user, raise_request_exception=False)


def answer(client: Client, method: str, path: str) -> str:
    """As if nothing was asked before: a hidden column would change what the next file names."""
    with transaction.atomic():
        response = getattr(client, method)(path)
        if response.streaming:
            response.getvalue()  # a file that nobody reads to its end stays open
        transaction.set_rollback(True)
    to_the_door = response.status_code == 302 and response.headers["Location"].startswith(DOORS)
    return "login" if to_the_door else str(response.status_code)


def test_every_page_stands_in_the_table() -> None:
    missing = sorted({page.key for page in PAGES if page.answers is None})
    assert not missing, f"say who gets what: one line each in OWN_PAGES for {missing}"


def test_the_table_names_no_page_that_is_gone() -> None:
    keys = {page.key for page in PAGES}
    assert set(OWN_PAGES) <= keys
    assert [pattern for pattern in STANDARD if not any(fnmatch(key, pattern) for key in keys)] == []


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_answers_as_the_table_says(person: str, method: str, world: World) -> None:
    objects = populate(world)
    client, wrong = sign_in(person, world), []
    for page in sampled(PAGES, 2, PEOPLE.index(person) + (method == "post")):
        if (answers := page.answers) is None:
            continue
        expected = answers[method == "post"][PEOPLE.index(person)]
        found = answer(client, method, page.path(objects))
        if found != expected:
            wrong.append(f"{page.key}: {found}, not {expected}")
        if person == "client" or page.key.endswith("logout"):
            client = sign_in(person, world)  # its session has ended
    assert not wrong, "\n".join(wrong)
