"""Who has to join how many chats: on the page of a change of company, and on that of the company."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from supervision.actions import inspectors, operations, representatives
from supervision.enums import OperationKind, Role
from supervision.models import House, Operation, Organisation
from tests.browsing import entered
from tests.world import World

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def new_company(world: World) -> Organisation:
    return world.company("ООО «Новая»")


@pytest.fixture
def houses(world: World) -> list[House]:
    world.inspector("Инспектор 1")
    old = world.company("ООО «Старая»")
    found = [world.house(f"г. Омск, ул. Мира, д. {number}", old) for number in (1, 2)]
    world.push()
    return found


@pytest.fixture
def operation(world: World, houses: list[House], new_company: Organisation) -> Operation:
    """Three people of the new company: one in a chat of two, one in none, one named only."""
    world.representative(new_company, "Анна", joined=houses[0])
    world.representative(new_company, "Борис")
    representatives.add(organisation=new_company, full_name="Вера", messenger_id=None, since=world.today, by=world.by)
    operations.replace_company(
        houses=houses, organisation=new_company, since=world.today, by=world.by, reason="Приказ 8"
    )
    world.push()
    return Operation.objects.get()


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR, world.region)


def test_the_page_of_a_change_says_who_joins_how_many(operation: Operation, inspector: Client) -> None:
    page = inspector.get(reverse("admin:supervision_operation_change", args=[operation.pk]))
    joining = page.context["joining"]
    assert [(one["person"].full_name, one["joined"], one["chats"]) for one in joining] == [
        ("Анна", 1, 2),
        ("Борис", 0, 2),
        ("Вера", 0, 2),
    ]
    assert [one["standing"].words for one in joining] == [
        *("не подтверждено: номер введён", "не подтверждено: номер введён", "не известен в МАХ"),
    ]
    assert "1 / 2" in page.content.decode()


def test_an_analyst_sees_nobody_there(world: World, operation: Operation) -> None:
    analyst = entered(User.objects.create_user("analyst"), Role.ANALYST, None)
    page = analyst.get(reverse("admin:supervision_operation_change", args=[operation.pk]))
    assert (page.status_code, page.context["joining"]) == (200, [])
    assert "Борис" not in page.content.decode()


def test_the_page_of_the_company_says_the_same(
    operation: Operation, new_company: Organisation, inspector: Client
) -> None:
    page = inspector.get(reverse("admin:supervision_organisation_people", args=[new_company.pk]))
    found = {one["person"].full_name: one["joining"] for one in page.context["people"]}
    assert {name: (one.joined, one.chats) for name, one in found.items()} == {
        **{"Анна": (1, 2), "Борис": (0, 2), "Вера": (0, 2)},
    }


def test_the_same_is_said_of_a_new_owner(world: World, houses: list[House]) -> None:
    """Two houses pass to another inspector, who is in one of the chats already; handing over brings them into both."""
    head = entered("Руководитель", Role.HEAD, world.region)
    new = world.inspector("Новый Инспектор", zone=False)
    world.join(houses[0], new)
    inspectors.assign_houses(houses=houses, inspector=new, by=world.by)
    operation = operations.record(
        kind=OperationKind.REASSIGNMENT,
        region=world.region,
        title="Дома переданы",
        acts_at=world.region.midnight(world.today),
        houses=houses,
        by=world.by,
        reason="Приказ 9",
    )
    page = reverse("admin:supervision_operation_change", args=[operation.pk])
    (before,) = head.get(page).context["joining"]
    assert (before["person"], before["chats"]) == (new, 2)
    assert before["url"] == reverse("admin:supervision_inspector_invitation", args=[new.pk])
    world.push()
    (after,) = head.get(page).context["joining"]
    assert (after["joined"], after["chats"]) == (2, 2)
    assert "2 / 2" in head.get(page).content.decode()
