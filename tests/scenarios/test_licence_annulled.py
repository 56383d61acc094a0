"""A licence is annulled: a company with forty houses loses them all at once, and another one takes over."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import reverse

from supervision import access
from supervision.actions import operations
from supervision.enums import Role
from supervision.errors import Refused
from supervision.models import House, ManagementPeriod, Operation, Organisation
from supervision.reports.operations import Fate, progress, results
from tests.browsing import entered
from tests.world import World

pytestmark = [pytest.mark.filterwarnings("ignore:No directory at"), pytest.mark.walk]
DECEMBER = date(2026, 12, 1)


@pytest.fixture
def old(world: World) -> Organisation:
    return world.company("ООО «Без лицензии»")


@pytest.fixture
def houses(world: World, old: Organisation) -> list[House]:
    """Forty of them; the company's person is administrator of each chat."""
    world.inspector("Инспектор 1")
    houses = world.houses(40, old)
    world.push()
    person = world.representative(old, "Представитель старой")
    for house in houses:
        world.join(house, person)
    world.push()
    return houses


@pytest.fixture
def new(world: World, houses: list[House]) -> Organisation:
    """Its person has joined every chat but the last."""
    company = world.company("ООО «Новая»")
    person = world.representative(company, "Представитель новой")
    for house in houses[:-1]:
        world.join(house, person)
    return company


@pytest.fixture
def inspector(world: World) -> Client:
    return entered(world.by, Role.INSPECTOR, world.region)


def confirm_for_all(client: Client, company: Organisation, form: dict[str, str]) -> Operation:
    """From the company's page through the preview."""
    button = reverse("admin:supervision_organisation_pass_houses", args=[company.pk])
    url = client.post(button)["Location"]
    form = {"since": "01.12.2026", "reason": "Лицензия аннулирована", **form}
    shown = client.post(url, form).context["shown"]
    assert (len(shown.houses), shown.meaning.revoked) == (40, 40)
    client.post(url, form | {"seen": shown.digest, "confirm": "1"})
    return Operation.objects.get()


def test_forty_houses_pass_on_one_waits_and_one_needs_a_person(
    world: World, houses: list[House], old: Organisation, new: Organisation, inspector: Client
) -> None:
    operation = confirm_for_all(inspector, old, {"organisation": str(new.pk)})
    assert progress(operation).counts == {Fate.PLANNED: 40}
    world.go_to(DECEMBER, hour=0)
    world.mark(houses[0])  # a person waits for it, so it is the first one and meets the fault
    world.emulator.faults.add("refuse", operation="edit_chat", times=2)
    world.push()
    assert progress(operation).counts == {Fate.REFUSED: 1, Fate.WAITING: 1, Fate.DONE: 38}
    fates = {result.address: result for result in results(operation, world.by)}
    assert fates[str(houses[-1])].fate is Fate.WAITING
    assert "Представитель новой" in fates[str(houses[-1])].reason
    assert fates[str(houses[0])].reason
    assert world.administrators(houses[1]) == {"Представитель новой"}
    assert world.administrators(houses[-1]) == {"Представитель старой"}


def test_nobody_takes_over_and_the_owners_answer_alone(
    world: World, houses: list[House], old: Organisation, inspector: Client
) -> None:
    operation = confirm_for_all(inspector, old, {"nobody": "on"})
    world.go_to(DECEMBER, hour=0)
    world.push()
    assert progress(operation).counts == {Fate.DONE: 40}
    assert {name for house in houses for name in world.administrators(house)} == set()
    world.assert_second_pass_plans_nothing()


def test_the_court_suspends_the_order_and_all_is_taken_back(
    world: World, houses: list[House], old: Organisation, new: Organisation, inspector: Client
) -> None:
    operation = confirm_for_all(inspector, old, {"organisation": str(new.pk)})
    url = reverse("admin:supervision_operation_press", args=[operation.pk, "undo"])
    inspector.post(url, {"reason": "Определение суда"})
    world.go_to(DECEMBER)
    world.push()
    assert {name for house in houses for name in world.administrators(house)} == {"Представитель старой"}
    operation.refresh_from_db()
    assert progress(operation).counts == {Fate.TAKEN_BACK: 40}
    world.assert_second_pass_plans_nothing()


def at_once(decisions: list[Callable[[], object]]) -> list[Refused]:
    """Each in its own thread and connection; gives what was refused."""
    refused: list[Refused] = []
    barrier = threading.Barrier(len(decisions))

    def decide(decision: Callable[[], object]) -> None:
        barrier.wait()
        try:
            decision()
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=[decision]) for decision in decisions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


def test_of_two_inspectors_at_once_one_decides_and_the_other_is_told(committed_world: World) -> None:
    world = committed_world
    houses = world.houses(6, world.company("ООО «Старая»"))
    new, colleague = world.company("ООО «Новая»"), User.objects.create_user("colleague")
    access.assign_role(colleague, Role.INSPECTOR, world.region)

    def decision(chosen: list[House], by: User) -> Callable[[], object]:
        return lambda: operations.replace_company(houses=chosen, organisation=new, since=DECEMBER, by=by, reason="r")

    refused = at_once([decision(houses[:4], world.by), decision(houses[:1:-1], colleague)])
    assert [len(refusal.blockers) for refusal in refused] == [2]
    assert ManagementPeriod.objects.filter(organisation=new).count() == 4
    assert Operation.objects.count() == 1
