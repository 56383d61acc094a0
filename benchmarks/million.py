"""The portal's pages with a million houses in the database, as an inspector, a head and an analyst see them.

The whole answer is measured, through Django's own stack in this process: middleware, queries, template. For each page
the median of several; beside it the slowest statement, and how PostgreSQL carries it out where the bar was missed.
"""

import re
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks import country, judgement
from benchmarks.country import LARGEST
from benchmarks.judgement import Bar, say
from supervision import access
from supervision.admin.lists.filters import RegionFilter
from supervision.enums import Role
from supervision.models import (
    Chat,
    House,
    ManagementPeriod,
    MessengerCall,
    Organisation,
    Region,
    Representative,
    SyncRequest,
    WorkOrder,
)

HOUSES, QUICK_HOUSES = 1_000_000, 5_000
ROUNDS, QUICK_ROUNDS = 15, 0
LIST_MS, FIND_MS = 300.0, 200.0
# The owner of every chat of the region is reckoned by the rules, for no table holds the answer of the day.
RECKONED, RECKONED_MS = {"?owner=substitute", "?owner=other"}, 2000.0
ROLES = (Role.INSPECTOR, Role.HEAD, Role.ANALYST)
WORDS = "ленина 5 омск"
LISTS: tuple[type[Model], ...] = (
    *(House, Chat, ManagementPeriod, Organisation, Representative),
    *(SyncRequest, WorkOrder, MessengerCall),
)
OF_A_HOUSE = {House, Chat, ManagementPeriod, SyncRequest, WorkOrder, MessengerCall}
COUNTS_ALL = re.compile(r"SELECT COUNT\((?!.*\bLIMIT\b)(?!.*\bWHERE\b)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    what: str
    url: str
    most_ms: float
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Of several: the median, and of the first the number of statements, the slowest, and those that count a table."""

    milliseconds: float
    statements: int
    slowest: str
    counted: int


def measure(folder: Path, *, data: Path, port: int, quick: bool) -> list[Bar]:
    houses = QUICK_HOUSES if quick else HOUSES
    say(f"{houses:,} houses over all regions")
    say(f"  written in {country.fill(houses):.0f} s")
    return look(QUICK_ROUNDS if quick else ROUNDS)


def look(rounds: int) -> list[Bar]:
    """Everything that is measured of a database that is filled."""
    bars: list[Bar] = []
    for role in ROLES:
        client = _login(role)
        answers = [(page, _ask(client, page, rounds)) for page in _pages(role)]
        say(f"{role}: median of {rounds or 1}, statements, slowest statement")
        for page, answer in answers:
            _tell(page, answer)
        bars += _judged(role, answers)
    return bars


def _login(role: Role) -> Client:
    user = User.objects.get_or_create(username=f"benchmark-{role}")[0]
    access.assign_role(user, role, None if role == Role.ANALYST else Region.objects.get(pk=LARGEST))
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _pages(role: Role) -> Iterator[Page]:
    for model in LISTS:
        if not admin.site.get_model_admin(model).has_view_permission(_request(role)):
            continue  # analysts know people as counts only
        url = reverse(f"admin:supervision_{model._meta.model_name}_changelist")
        name = model._meta.model_name
        yield Page(f"{name}: first page", url, LIST_MS, is_list=True)
        shown = _shown(role, model)
        for chosen in _choices(shown):
            most = RECKONED_MS if chosen in RECKONED else LIST_MS
            yield Page(f"{name}: {chosen}", f"{url}{chosen}", most, is_list=True)
        search = WORDS if model in OF_A_HOUSE else f"{LARGEST}-7"
        yield Page(f"{name}: search", f"{url}?q={search}", LIST_MS, is_list=True)
        yield Page(f"{name}: last page", f"{url}?p={shown.paginator.num_pages}", LIST_MS, is_list=True)
    house = House.objects.filter(region=LARGEST, chat__isnull=False).order_by("-pk")[0]
    company = Organisation.objects.filter(region=LARGEST).order_by("-pk")[0]
    for row in (house, house.chat, company):
        name = row._meta.model_name
        yield Page(f"page of one {name}", reverse(f"admin:supervision_{name}_change", args=[row.pk]), LIST_MS)
    yield Page("desk", reverse("admin:index"), LIST_MS)
    asked = {"address": WORDS, "GUID": house.fias_guid, "ИНН": company.inn, "chat id": house.chat.messenger_id}
    for what, text in {**asked, "company": f"управдом {LARGEST}-7", "one street": "ленина"}.items():
        yield Page(f"find by {what}", f"{reverse('find')}?q={text}", FIND_MS)


def _shown(role: Role, model: type[Model]) -> Any:
    """The list as the admin makes it for the role, with its filters and its number of pages."""
    return admin.site.get_model_admin(model).get_changelist_instance(_request(role))


def _request(role: Role) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = User.objects.get(username=f"benchmark-{role}")
    return request


def _choices(shown: Any) -> Iterator[str]:
    """Every choice of every filter of the list; of the regions the largest."""
    for spec in shown.filter_specs:
        chosen = [str(choice["query_string"]) for choice in list(spec.choices(shown))[1:]]
        yield from ([f"?region={LARGEST}"] if isinstance(spec, RegionFilter) else chosen)


def _ask(client: Client, page: Page, rounds: int) -> Answer:
    """The first answer fills caches that a running server has filled: it only counts where it is the only one."""
    with CaptureQueriesContext(connection) as asked:
        first = _milliseconds(client, page)
    milliseconds = [_milliseconds(client, page) for _round in range(rounds)] or [first]
    statements = asked.captured_queries
    slowest = max(statements, key=lambda one: float(one["time"]))["sql"]
    counted = sum(bool(COUNTS_ALL.search(one["sql"])) for one in statements)
    return Answer(statistics.median(milliseconds), len(statements), slowest, counted)


def _milliseconds(client: Client, page: Page) -> float:
    started = time.perf_counter()
    answer = client.get(page.url)
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:  # a redirect would be measured as a quick page
        raise RuntimeError(f"{page.what}: {page.url} answered {answer.status_code} {answer.headers}")
    return took


def _tell(page: Page, answer: Answer) -> None:
    missed = answer.milliseconds > page.most_ms
    say(f"  {answer.milliseconds:7.0f} ms  {answer.statements:3} {'MISSED ' if missed else ''}{page.what}")
    if missed:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, COSTS OFF) {answer.slowest}".replace("%", "%%"))
            plan = "\n".join(f"      {line}" for (line,) in cursor.fetchall()[:40])
        say(f"      {answer.slowest[:1500]}\n{plan}")


def _judged(role: Role, answers: list[tuple[Page, Answer]]) -> Iterator[Bar]:
    """One line a kind of page: the slowest of them counts."""
    kinds: dict[str, Callable[[Page], bool]] = {"lists": lambda page: page.is_list and page.most_ms == LIST_MS}
    kinds["lists by the rules of owners"] = lambda page: page.most_ms == RECKONED_MS
    kinds["search everywhere"] = lambda page: page.most_ms == FIND_MS
    kinds["pages and desk"] = lambda page: not page.is_list and page.most_ms == LIST_MS
    for kind, belongs in kinds.items():
        of_kind = [(page, answer) for page, answer in answers if belongs(page)]
        if not of_kind:
            continue  # an analyst's list is of all regions, and these filters are offered for one
        page, answer = max(of_kind, key=lambda pair: pair[1].milliseconds)
        what = f"{role}, {kind}: slowest median ({page.what})"
        yield judgement.at_most(what, answer.milliseconds, page.most_ms, " ms")
    counted = sum(answer.counted for page, answer in answers if page.is_list)
    yield judgement.exactly(f"{role}, lists: statements that count a whole table", counted, 0)
