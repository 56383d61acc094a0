"""Names, ids, logins, reasons and files of people reach nobody who does not hold their region.

A NEW PAGE? It is walked by itself: the pages are those of the address configuration (`test_access_table.PAGES`). A new
kind of row that speaks of people belongs into `marked`, and into `access.people`.
"""

import gc
import itertools
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.actions import operations
from supervision.enums import HandChanges, ImportKind, OperationKind, RequestState, Role
from supervision.models import (
    Absence,
    AdoptionLine,
    Chat,
    ChatMember,
    FoundChat,
    House,
    ImportIssue,
    ImportRun,
    Inspector,
    MessengerCall,
    Region,
    Representative,
    SyncRequest,
    Upload,
    WorkOrder,
)
from supervision.reports.catalogue import REPORTS
from tests.browsing import entered
from tests.everything import populate
from tests.integration.test_access_table import PAGES, Page, sign_in
from tests.sampled import IS_WHOLE, sampled
from tests.world import World

pytestmark = [
    pytest.mark.walk,
    pytest.mark.filterwarnings("ignore:No directory at"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # nobody reads what is downloaded
]


@pytest.fixture(autouse=True)
def nothing_is_left_to_others() -> Iterator[None]:
    """What was not read is thrown away here, and no other test is told of it."""
    yield
    gc.collect()


MARK = "Primeta"  # in every datum about people, and in no word of the portal
FIRST_ID = 770_000_001  # of people in the messenger
MARKED = re.compile(rf"{MARK}[-\w]*|\b77000\d{{4}}\b", re.IGNORECASE)
FORMS = ("csv", "xlsx")
ROWS_OF_A_KIND = 2 if IS_WHOLE else 1  # as many objects of each kind are opened
ONE_IN = 6  # pages, of each reader other ones


def marked(world: World) -> None:
    """Whatever the portal keeps about people of region 55, each datum with a mark of its own."""
    world.by.username, world.by.last_name, world.by.email = f"{MARK}-login", f"{MARK}-last", f"{MARK}@example.org"
    world.by.save()
    world.numbers = itertools.count(FIRST_ID)
    Region.objects.filter(pk="55").update(hand_changes=HandChanges.REPORT)
    populate(world, mark=f"{MARK}-")
    someone = Inspector.objects.order_by("pk").first()
    Region.objects.filter(pk="55").update(default_inspector=someone)
    Inspector.objects.update(position=f"{MARK}-position")
    Absence.objects.update(reason=f"{MARK}-absence")
    changed_by_hand(world)
    waiting(world)
    of_orders_and_chats(world)
    of_files(world)


def changed_by_hand(world: World) -> None:
    """Somebody unknown is administrator, as the portal sees; then another owner and a badge of somebody's own."""
    house, people = House.objects.order_by("pk")[0], world.emulator.people
    chat, stranger, usurper = world.chat(house), FIRST_ID + 9_000, FIRST_ID + 9_001
    people.name(stranger, f"{MARK}-stranger")
    people.appoint(chat.messenger_id, stranger)
    representative = Representative.objects.get().messenger_id
    people.join(chat.messenger_id, representative)
    Chat.objects.update(observed_at=None)
    world.mark(house)
    world.push()
    ChatMember.objects.filter(user_id=representative).update(alias=f"{MARK}-badge")
    ChatMember.objects.create(chat=chat, user_id=usurper, name=f"{MARK}-usurper", is_owner=True)
    Chat.objects.filter(pk=chat.pk).update(observed_owner_id=usurper)


def waiting(world: World) -> None:
    """Of a second house nobody has joined, a third is frozen, a fourth needs a person."""
    company = world.company("ООО «УК 3»")
    world.representative(company, f"{MARK}-not-joined")
    houses = world.houses(3, company)
    world.push()
    world.freeze(houses[1], f"{MARK}-frozen")
    SyncRequest.objects.filter(chat__house=houses[0]).update(state=RequestState.PARKED, reason=f"{MARK}-parked")
    operations.record(
        kind=OperationKind.ABSENCE,
        region=world.region,
        title=f"{MARK}-operation",
        acts_at=world.region.midnight(date(2026, 11, 20)),
        houses=houses,
        by=world.by,
        reason=f"{MARK}-operation-reason",
    )


def of_orders_and_chats(world: World) -> None:
    someone = Inspector.objects.order_by("pk").first()
    WorkOrder.objects.update(
        inspector=someone, account=f"{MARK}-account", remark=f"{MARK}-remark", owner_seen=FIRST_ID + 9_002
    )
    FoundChat.objects.update(owner_id=FIRST_ID + 9_003, remark=f"{MARK}-unlinked")
    MessengerCall.objects.update(answer=f"{MARK}-answer")


def of_files(world: World) -> None:
    report = {
        "kind": ImportKind.INSPECTORS,
        "counts": {"added": 1},
        "sections": [{"title": "Inspectors", "lines": [f"{MARK}-line"], "total": 1}],
        "issues": [{"line": 2, "code": "bad", "message": f"{MARK}-upload-issue", "file": f"{MARK}-file"}],
        "issues_total": 1,
    }
    Upload.objects.update(report=report, message=f"{MARK}-message", confirmed_by=world.by, approval=f"{MARK}-approval")
    AdoptionLine.objects.update(plan=f"{MARK}-plan", message=f"{MARK}-adoption")
    run = ImportRun.objects.create(
        region=world.region, kind=ImportKind.REPRESENTATIVES, file_name=f"{MARK}-people.csv", by=world.by
    )
    ImportIssue.objects.update(run=run)


# --- every page ------------------------------------------------------------------------------------------------------


def objects() -> Iterator[dict[str, Any]]:
    """The first row of every kind, then the second ones, ...; 1 where a kind has no row at all."""
    models = (*apps.get_app_config("supervision").get_models(), User)
    rows = {model._meta.model_name: list(model._default_manager.order_by("pk").values_list("pk", flat=True)[:9])
            for model in models}  # fmt: skip
    for number in range(ROWS_OF_A_KIND):
        found = {name: keys[min(number, len(keys) - 1)] for name, keys in rows.items() if keys}
        yield defaultdict(lambda: 1, {**found, "region": "55", "messengeraccount": "55"})


def paths(page: Page) -> set[str]:
    found = {page.path(each) for each in objects()}
    return found | {path.replace("csv", form) for path in found for form in FORMS if "csv" in path}


def is_looked_at(page: Page) -> bool:
    """Signing out would end the walk."""
    return not page.key.endswith("logout")


def is_taken_along(page: Page) -> bool:
    """Files and sheets are given to a POST; buttons change things and give nothing."""
    return page.key.startswith("admin:supervision") and not page.key.endswith(("_press", "_add", "_change", "_delete"))


def walked(client: Client, pages: Iterable[Page] = PAGES) -> Iterator[tuple[str, str]]:
    """Every page with what it says."""
    for page in pages:
        for path in paths(page):
            if is_looked_at(page):
                yield f"GET {path}", said(client.get(path))
            if is_taken_along(page):
                yield f"POST {path}", said(client.post(path))


def said(response: HttpResponseBase) -> str:
    body = response.getvalue()
    if body.startswith(b"PK"):  # a workbook
        with zipfile.ZipFile(BytesIO(body)) as book:
            return "".join(book.read(name).decode() for name in book.namelist())
    if re.match(r"application/(problem\+)?json", response.headers.get("Content-Type", "")):
        return json.dumps(json.loads(body), ensure_ascii=False)
    head = "".join(f"{name}: {value}\n" for name, value in response.headers.items())
    return head + body.decode(errors="replace")


def reader(person: str, world: World) -> Client:
    world.numbers = itertools.count(1)  # the login's own name stands on every page
    return sign_in(person, world)


@pytest.mark.parametrize(("start", "person"), [(0, "analyst"), (1, "stranger")])
def test_no_page_and_no_file_tells_of_people(start: int, person: str, world: World) -> None:
    marked(world)
    pages = walked(reader(person, world), sampled(PAGES, ONE_IN, start))
    told = [f"{where}: {sorted(set(MARKED.findall(text)))}" for where, text in pages]
    told = [line for line in told if not line.endswith("[]")]
    assert not told, "\n".join(told)


def test_the_walk_sees_every_mark_as_the_head_of_the_region(world: World) -> None:
    """Else it would pass whatever the pages show."""
    marked(world)
    seen = {found.lower() for _where, text in walked(reader("head", world)) for found in MARKED.findall(text)}
    data = (
        *("login", "position", "absence", "stranger", "badge", "usurper", "not-joined", "frozen", "parked"),
        *("operation", "operation-reason", "account", "remark", "unlinked", "answer", "line", "upload-issue", "file"),
        *("message", "approval", "plan", "adoption", "people", "инспектор", "представитель", "заместитель", "приказ"),
    )
    assert [each for each in data if f"{MARK}-{each}".lower() not in seen] == []
    assert any(found.isdecimal() for found in seen)


# --- what is not shown cannot be asked for either ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "asked"),
    [
        ("event", {"reason__contains": MARK}),
        ("event", {"by__username__startswith": MARK}),
        ("event", {"q": f"{MARK}-login"}),
        ("workorder", {"instruction__contains": MARK}),
        ("workorder", {"inspector__full_name__startswith": MARK}),
        ("house", {"inspector__full_name__startswith": MARK}),
        ("chat", {"observed_owner_id": str(FIRST_ID + 9_001)}),
        ("operation", {"reason__contains": MARK}),
        ("operation", {"q": f"{MARK}-operation"}),
        ("zone", {"q": MARK}),
        ("foundchat", {"owner_id": str(FIRST_ID + 9_003)}),
    ],
)
def test_a_list_is_not_narrowed_by_what_it_does_not_show(world: World, model: str, asked: dict[str, str]) -> None:
    """The right guess is answered as the wrong one."""
    marked(world)
    client, url = reader("analyst", world), reverse(f"admin:supervision_{model}_changelist")
    wrong = {name: value.replace(MARK, "Nobody").replace("77000", "88000") for name, value in asked.items()}
    assert found(client, url, asked) == found(client, url, wrong)


def found(client: Client, url: str, asked: dict[str, str]) -> object:
    answer = client.get(url, asked)
    return answer.context["cl"].result_count if answer.status_code == 200 else answer.status_code


def test_an_analyst_who_is_inspector_of_a_region_reads_its_people(world: World) -> None:
    marked(world)
    user = User.objects.create_user("both")
    access.assign_role(user, Role.ANALYST)
    client = entered(user, Role.INSPECTOR, world.region)
    order = WorkOrder.objects.order_by("pk").first()
    assert f"{MARK}-account" in said(client.get(reverse("admin:supervision_workorder_change", args=[order.pk])))
    assert f"{MARK}-Инспектор" in said(client.get(reverse("admin:supervision_inspector_changelist")))


# --- what is taken along is asked about first ------------------------------------------------------------------------


def taken_along(client: Client, company: object) -> dict[str, tuple[HttpResponseBase, str]]:
    """Every file of the portal, of lists, reports, pages and the interface, by where it comes from; each is read to
    its end, which is what closes it."""
    return {where: (answer, said(answer)) for where, answer in _answers(client, company)}


def _answers(client: Client, company: object) -> Iterator[tuple[str, HttpResponseBase]]:
    for page in PAGES:
        if page.key.startswith("admin:supervision") or page.key == "report_export":
            for path in paths(page) if is_taken_along(page) else {page.path(next(objects()))}:
                yield f"POST {path}", client.post(path)
        if page.key.startswith("api-") and "export" in page.key:
            yield f"GET {page.key}", client.get(page.path(next(objects())))
    for report in REPORTS:
        yield f"POST report {report}", client.post(reverse("report_export", args=[report, "csv"]), {})
        yield (
            f"GET report {report}",
            client.get(f"/api/v1/reports/{report}/", headers={"accept": "application/x-ndjson"}),
        )
    people = reverse("admin:supervision_organisation_people", args=[company])
    for act in ("links", "slips", "slips_file"):
        yield f"POST {people} {act}", client.post(people, {"act": act})


def is_file(answer: HttpResponseBase) -> bool:
    kept = answer.headers.get("Content-Disposition", "").startswith("attachment")
    lines = answer.headers.get("Content-Type", "").startswith("application/x-ndjson")
    return kept or lines


def test_no_file_names_people_before_the_person_showed_who_they_are(world: World) -> None:
    """Whoever finds a browser left open reads pages and takes nobody's names, accounts and codes along."""
    marked(world)
    company = Representative.objects.filter(nomination=None).earliest("pk").organisation_id
    proven = entered("Анна", Role.HEAD, world.region)  # has no password to be asked for
    answers = taken_along(proven, company).items()
    files = {where: text for where, (answer, text) in answers if is_file(answer) or where.endswith("slips")}
    named = {where for where, text in files.items() if MARKED.search(text)}
    assert len(named) > 12
    later = taken_along(reader("head", world), company)
    told = [where for where in named if MARKED.search(later[where][1])]
    assert told == []
    assert {later[where][0].status_code for where in named} <= {302, 403}
