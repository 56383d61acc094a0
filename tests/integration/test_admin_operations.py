"""The page of a mass change: what became of each house, taken along, taken back, by whom it may be seen."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from supervision.actions import operations
from supervision.enums import Role
from supervision.models import Event, ManagementPeriod, Operation
from tests.browsing import entered
from tests.statements import assert_does_not_grow, statements
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR, "55")


def decided(world: World, count: int = 3, since: date = DECEMBER) -> Operation:
    houses = world.houses(count, world.company("ООО «Старая»"), street=f"ул. =Садовая {count}")
    new = world.company("ООО «Новая»")
    return operations.replace_company(houses=houses, organisation=new, since=since, by=world.by, reason="Собрание")


def page(operation: Operation) -> str:
    return reverse("admin:supervision_operation_change", args=[operation.pk])


def press(client: Client, operation: Operation, reason: str) -> str:
    url = reverse("admin:supervision_operation_press", args=[operation.pk, "undo"])
    return client.post(url, {"reason": reason}, follow=True).content.decode()


def taken(client: Client, operation: Operation, form: str) -> bytes:
    url = reverse("admin:supervision_operation_export", args=[operation.pk, form])
    return b"".join(client.post(url).streaming_content)


def test_the_page_shows_what_became_of_each_house(world: World, inspector: Client) -> None:
    operation = decided(world)
    answer = inspector.get(page(operation))
    assert [(figure["fate"], figure["count"]) for figure in answer.context["figures"]] == [("planned", 3)]
    assert len(answer.context["lines"]) == 3
    assert "http-equiv" in answer.content.decode()


def test_the_page_asks_until_nothing_changes_any_more(world: World, inspector: Client) -> None:
    operation = decided(world, since=world.today)
    url = reverse("admin:supervision_operation_progress", args=[operation.pk])
    assert inspector.get(url).json()["is_over"] is False
    world.inspector("Инспектор 1")
    world.wait(minutes=1)
    world.push()
    now = inspector.get(url).json()
    assert now["is_over"] is True
    assert "ул. =Садовая 3" in now["html"]


def test_results_are_taken_along_as_csv_and_xlsx(world: World, inspector: Client) -> None:
    operation = decided(world)
    rows = list(csv.reader(io.StringIO(taken(inspector, operation, "csv").decode("utf-8-sig")), delimiter=";"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(taken(inspector, operation, "xlsx")))
    assert book.get_sheet_by_index(0).to_python() == rows
    assert len(rows) == 4
    assert Event.objects.filter(name="operation.exported", by=world.by).count() == 2


def test_a_planned_change_is_taken_back_with_a_reason_and_by_a_button(world: World, inspector: Client) -> None:
    operation = decided(world)
    press(inspector, operation, " ")
    assert ManagementPeriod.objects.filter(since=DECEMBER).count() == 3
    press(inspector, operation, "Ошибка")
    assert ManagementPeriod.objects.filter(since=DECEMBER).count() == 0
    assert inspector.get(page(operation)).context["may_undo"] is False


def test_the_page_says_who_took_it_back_when_and_why(world: World, inspector: Client) -> None:
    operation = decided(world)
    press(inspector, operation, "Ошибка в номере")
    told = inspector.get(page(operation)).content.decode()
    for words in ("head", "20.11.2026", "Ошибка в номере"):
        assert words in told.split('id="operation-progress"')[0].rsplit("hc-banner", 1)[1]
    reader = entered(User.objects.create_user("reader"), Role.ANALYST, None)
    assert "Ошибка в номере" not in reader.get(page(operation)).content.decode()


def test_taking_back_is_not_offered_where_nothing_of_it_stands(world: World, inspector: Client) -> None:
    operation = decided(world)
    assert inspector.get(page(operation)).context["may_undo"] is True
    houses, third = [line.house for line in operation.houses.all()], world.company("ООО «Третья»")
    operations.replace_company(houses=houses, organisation=third, since=DECEMBER, by=world.by, reason="Суд")
    assert inspector.get(page(operation)).context["may_undo"] is False


def test_houses_that_could_not_be_taken_back_are_named(world: World, inspector: Client) -> None:
    operation = decided(world)
    first, *_others = (line.house for line in operation.houses.all())
    third = world.company("ООО «Третья»")
    operations.replace_company(houses=[first], organisation=third, since=DECEMBER, by=world.by, reason="Суд")
    assert str(first) in press(inspector, operation, "Ошибка")


def test_a_stranger_gets_404_and_a_reader_may_look_and_not_undo(world: World) -> None:
    operation = decided(world)
    undo = reverse("admin:supervision_operation_press", args=[operation.pk, "undo"])
    stranger = entered(User.objects.create_user("stranger"), Role.INSPECTOR, "25")
    reader = entered(User.objects.create_user("reader"), Role.ANALYST, None)
    now = reverse("admin:supervision_operation_progress", args=[operation.pk])
    export = reverse("admin:supervision_operation_export", args=[operation.pk, "csv"])
    assert [stranger.get(url).status_code for url in (page(operation), now, export)] == [404, 404, 404]
    assert [reader.get(url).status_code for url in (page(operation), now, export)] == [200, 200, 405]
    assert (stranger.post(undo, {"reason": "r"}).status_code, reader.post(undo, {"reason": "r"}).status_code) == (
        404,
        403,
    )


def test_the_number_of_queries_does_not_grow_with_the_houses(world: World, inspector: Client) -> None:
    small, large = decided(world, 5), decided(world, 150)
    inspector.get(page(small))
    counts = []
    for operation in (small, large):
        counts.append(statements(lambda operation=operation: inspector.get(page(operation))))
    assert_does_not_grow(*counts, at_most=17)
